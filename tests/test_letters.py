"""A changed letter in a record passes for a reason, or is told; where only one line can be meant, at that line."""

from __future__ import annotations

import random
from typing import Any

import pytest
from postmortems import check, document, parallel, schema
from postmortems.problem import Problem
from postmortems.vocabulary import ROOT, schema_file

SEED = 20241226
TEXTS = {f.relative_to(ROOT).as_posix(): document.read(f) for f in sorted((ROOT / "incidents").rglob("*.yaml"))}
CATALOGUE, _ = check.load_catalogue(ROOT)


def problems(case: tuple[str, int, str]) -> list[Problem]:
    """What is said of a record with one character put in the place of another."""
    path, at, letter = case
    text = TEXTS[path]
    changed = text[:at] + letter + text[at + 1 :]
    try:
        document.decode(changed.encode())
    except document.Malformed as fault:
        return [Problem(path, fault.line, fault.column, "yaml", fault.message, fault.help)]
    return check.examine_text(changed, path, CATALOGUE).problems


def all_problems(cases: list[tuple[str, int, str]]) -> list[list[Problem]]:
    return parallel.map_chunks(lambda chunk: [problems(case) for case in chunk], cases, 2)


def test_whatever_letter_changes_it_passes_or_is_told():
    chance = random.Random(SEED)
    cases = []
    while len(cases) < 400:
        (path,) = chance.choices(list(TEXTS), [1 / len(text) ** 2 for text in TEXTS.values()])  # short ones are quick to check
        at = chance.randrange(len(TEXTS[path]))
        letter = chance.choice("aeqzS019 -:#'\"[]{},&*!|>%@`\\~é\n\t\x1b\u202e")
        if TEXTS[path][at] != letter:
            cases.append((path, at, letter))
    found = all_problems(cases)
    for (path, at, letter), told in zip(cases, found, strict=True):
        lines = TEXTS[path].count("\n") + 2
        for problem in told:
            assert problem.path == path and problem.message and problem.rule
            assert 1 <= problem.line <= lines and problem.column >= 1, (path, at, letter)
        if letter in "\t\x1b\u202e":
            assert [(p.line, p.rule) for p in told] == [(line_of(path, at), "yaml")]
    assert 40 < sum(map(bool, found)) < 360


def line_of(path: str, at: int) -> int:
    return TEXTS[path].count("\n", 0, at) + 1


def index(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column - 1


def kinds(body: dict[str, Any], value: Any, route: tuple = ()) -> Any:
    """Every route of a record with what the schema says stands there."""
    whole = schema_file("incident")
    reference = body.get("$ref", "")
    name = reference.rpartition("/")[2]
    if reference.startswith("vocabularies"):
        yield route, "term"
        return
    if reference:
        if name in ("part", "hypothesis", "source", "cite"):
            yield route, "label"
        if name in ("time", "day", "date"):
            yield route, "time"
        yield from kinds(whole["$defs"][name], value, route)
        return
    if isinstance(value, dict):
        for key, item in value.items():
            known = body.get("properties", {}).get(key)
            if known is not None:
                yield (*route, key), "key"
            yield from kinds(known or body["additionalProperties"], item, (*route, key))
    elif isinstance(value, list):
        for n, item in enumerate(value):
            yield from kinds(body["items"], item, (*route, n))


def targets() -> dict[str, list[tuple[str, int, str]]]:
    """Changes of which the true line is certain: a letter of a key, of a term, of a label, a digit of a time."""
    found: dict[str, list[tuple[str, int, str]]] = {"key": [], "term": [], "label": [], "time": []}
    chance = random.Random(SEED)
    for path, text in TEXTS.items():
        places = document.places(text)
        data = document.parse(text)
        for route, kind in kinds(schema_file("incident"), data):
            place = places[route]
            at = index(text, *(place[:2] if kind == "key" else place[2:]))
            at += text[at] in "'\""
            value = route[-1] if kind == "key" else at_route(data, route)
            if kind == "label":
                value = value.partition(",")[0]
            found[kind].append((path, at + chance.randrange(len(value)), "q"))
    return found


def at_route(data: Any, route: tuple) -> Any:
    for step in route:
        data = data[step]
    return data


TARGETS = targets()


@pytest.mark.parametrize("kind", TARGETS)
def test_a_slip_of_which_the_line_is_certain_is_told_at_that_line(kind):
    chance = random.Random(SEED)
    cases = [case for case in chance.sample(TARGETS[kind], 20) if TEXTS[case[0]][case[1]] not in "q-:/~"]
    for case, told in zip(cases, all_problems(cases), strict=True):
        assert line_of(*case[:2]) in {p.line for p in told}, (case, told)
        assert {p.rule for p in told} <= {"schema", "yaml"}


def test_the_records_are_good_before_anything_is_changed():
    for path, text in TEXTS.items():
        assert schema.fits("incident", document.parse(text)), path
        assert check.examine_text(text, path, CATALOGUE).problems == [], path
