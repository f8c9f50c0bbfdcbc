"""Whole small records and exactly what is said about each. `--update` writes what is said now; read it before you keep it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from postmortems import check, examples
from postmortems.problem import Problem
from postmortems.reports import text

CORPUS = Path(__file__).parent / "corpus"
WRONG = sorted((CORPUS / "err").glob("*.yaml"))
RIGHT = sorted((CORPUS / "ok").glob("*.yaml"))


def problems_of(root, file: Path) -> list[Problem]:
    root.write(examples.RECORD, file.read_bytes())
    catalogue, problems = check.load_catalogue(root.path, examples.TODAY)
    examined = check.examine(root.path, examples.RECORD, catalogue)
    facts = [examined.facts] if examined.facts else []
    ids = [Path(examples.RECORD).stem]
    problems += examined.problems
    problems += check.check_collection(facts, ids, lambda path: (root.path / path).read_text(encoding="utf-8"))
    return sorted(problems)


@pytest.mark.parametrize("file", WRONG, ids=lambda f: f.stem)
def test_a_wrong_record_is_told_exactly_so(root, file, request):
    problems = problems_of(root, file)
    said = text.lines(problems)
    expected = file.with_suffix(".out")
    if request.config.getoption("--update"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
    assert problems


@pytest.mark.parametrize("file", WRONG, ids=lambda f: f.stem)
def test_what_is_said_has_a_place_in_the_record_a_rule_and_a_remedy(root, file):
    lines = file.read_text(encoding="utf-8").split("\n")
    for problem in problems_of(root, file):
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", problem.rule)
        assert problem.help


@pytest.mark.parametrize("file", RIGHT, ids=lambda f: f.stem)
def test_nothing_is_said_of_a_right_record(root, file):
    assert text.lines(problems_of(root, file)) == ""


def test_nothing_is_expected_of_a_record_that_is_gone():
    assert {f.stem for f in (CORPUS / "err").glob("*.out")} == {f.stem for f in WRONG}
