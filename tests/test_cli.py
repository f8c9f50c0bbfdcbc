"""The command line as a contributor meets it: exit statuses, places, help, and nothing that a terminal would obey."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from postmortems import examples

PLACE = re.compile(r"(?m)^(\S+\.yaml):([1-9]\d*):([1-9]\d*): \S.* \[[a-z-]+\]$")

SEEDED = {
    "a duplicate key": ("title: One title of it\ntitle: Two titles of it\n", 2, 1),
    "an unknown key": ("titel: One title of it\n", 1, 1),
    "a dangling reference": (
        "timeline:\n  - {at: 2024-05-02T09:10Z, event: Reads fail., basis: stated, cites: [S7]}\n",
        2,
        72,
    ),
    "a misspelled term": ("review: preliminry\n", 1, 9),
    "an anchor": ("title: &a One title of it\n", 1, 8),
    "an alias": ("title: *a\n", 1, 8),
    "sixty thousand opening brackets": ("[" * 60_000, 1, 17),
    "an escape character in a key": ('"ti\\etle": One title of it\n', 1, 1),
    "a raw escape character in a key": ("ti\x1btle: One title of it\n", 1, 3),
    "a time that never was": ("reply: {at: 2024-02-30, by: Example, text: All good.}\n", 1, 13),
    "a tab": ("impact:\n\tkinds: [delay]\n", 2, 1),
    "bytes of another encoding": ("title: caf\udce9 au lait\n", 1, 11),
    "a command to a CI log": ('review: "\\n::error::x"\n', 1, 9),
}


@pytest.mark.parametrize(("piece", "line", "column"), SEEDED.values(), ids=SEEDED)
def test_a_seeded_fault_gives_status_one_and_its_place(checkout, piece, line, column):
    rest = checkout.record()
    keys = set(re.findall(r"(?m)^([a-z]+):", piece))
    below = "".join(row + "\n" for row in rest.splitlines()[1:] if row.partition(":")[0] not in keys)
    checkout.write(examples.RECORD, (piece + below).encode("utf-8", "surrogateescape"))
    run = checkout.run("validate")
    assert run.returncode == 1 and run.stderr == ""
    places = [(m[1], int(m[2]), int(m[3])) for m in PLACE.finditer(run.stdout)]
    assert (examples.RECORD, line) in {p[:2] for p in places}, run.stdout
    assert "Traceback" not in run.stdout and "\x1b" not in run.stdout
    assert not [row for row in run.stdout.splitlines() if row.lstrip().startswith("::")]
    assert column in {p[2] for p in places}, run.stdout


def test_good_records_give_status_zero(checkout):
    run = checkout.run("validate")
    assert (run.returncode, run.stdout, run.stderr) == (0, "No problems; 3 files read.\n", "")
    assert checkout.run("validate", "incidents", ".").returncode == 0


def test_every_seeded_fault_is_told_in_one_run(checkout):
    for n, (piece, _, _) in enumerate(SEEDED.values()):
        checkout.write(f"incidents/2024/2024-06-{n + 1:02}-fault.yaml", piece.encode("utf-8", "surrogateescape"))
    run = checkout.run("validate")
    told = {m[1] for m in PLACE.finditer(run.stdout)}
    assert run.returncode == 1 and len(told) == len(SEEDED)


def test_with_a_path_only_its_problems_count(checkout):
    checkout.write("incidents/2024/2024-05-03-broken.yaml", "")
    assert checkout.run("validate", examples.RECORD).returncode == 0
    assert checkout.run("validate", "incidents/2024").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["valdate"], "invalid choice"),
        (["validate", "--frobnicate"], "unrecognized arguments"),
        (["validate", "incidents/2099"], "there is no incidents/2099"),
        (["validate", "/"], "is outside"),
        (["rules", "marks-in-ordr"], "did you mean marks-in-order?"),
        (["rules", "zzzzzz"], "`postmortems rules` lists them"),
    ],
)
def test_misuse_gives_status_two_and_says_what_to_do(checkout, arguments, said):
    run = checkout.run(*arguments)
    assert run.returncode == 2 and said in run.stderr and "Traceback" not in run.stderr


@pytest.mark.parametrize("path", ["../", "incidents/../.."])
def test_a_path_that_leads_outside_by_dots_is_misuse(checkout, path):
    assert checkout.run("validate", path).returncode == 2


def test_a_path_with_dots_in_it_hides_no_problem(checkout):
    checkout.write("incidents/2024/2024-05-03-broken.yaml", "")
    assert checkout.run("validate", "catalogue/../incidents").returncode == 1


@pytest.mark.parametrize("verb", ["build", "rules", "serve", "template", "validate"])
def test_the_help_of_every_verb_has_an_example(checkout, verb):
    run = checkout.run(verb, "--help")
    assert run.returncode == 0 and f"\n  postmortems {verb}" in run.stdout


def test_without_a_verb_the_help_names_every_verb(checkout):
    run = checkout.run()
    assert run.returncode == 0
    assert all(verb in run.stdout for verb in ("build", "rules", "serve", "template", "validate"))


def test_every_rule_is_listed_and_explained(checkout):
    run = checkout.run("rules")
    assert run.returncode == 0 and "marks-in-order" in run.stdout
    told = checkout.run("rules", "marks-in-order").stdout
    assert all(part in told for part in ("How to mend it:", "Reported:", "Fine:"))


def test_the_blank_record_is_printed(checkout):
    run = checkout.run("template")
    assert run.returncode == 0 and "\ntitle: TODO" in run.stdout


def test_a_reader_who_leaves_early_sees_no_traceback(checkout):
    for n in range(1, 29):
        checkout.write(f"incidents/2024/2024-06-{n:02}-fault.yaml", "".join(f"key{k}: 1\n" for k in range(90)))
    program = f"{sys.executable} -m postmortems validate" if (checkout.path / "scripts/postmortems/__main__.py").exists() else ""
    if not program:
        pytest.skip("the program cannot be run as a module")
    run = subprocess.run(
        ["sh", "-c", f"{program} | head -1"],
        cwd=checkout.path,
        env={**os.environ, "PYTHONPATH": str(checkout.path / "scripts")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.stdout.count("\n") == 1 and run.stderr == ""


def test_checking_good_records_loads_nothing_heavy(checkout):
    program = (
        "import sys; from postmortems.cli import main; code = main(['validate']);"
        "print([m for m in ('mkdocs', 'jsonschema', 'jinja2', 'markdown_it', 'asyncio') if m in sys.modules]); sys.exit(code)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=checkout.path,
        env={**os.environ, "PYTHONPATH": str(checkout.path / "scripts")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 0 and run.stdout.splitlines()[-1] == "[]", run.stdout + run.stderr
