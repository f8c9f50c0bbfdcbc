"""Small folders of records to check, in a temporary place; and a copy of the program to run on one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from postmortems import cache, examples
from postmortems.check import Checked, check
from postmortems.problem import Problem
from postmortems.vocabulary import ROOT


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="write the .out files of tests/corpus anew")


class Root:
    """A folder with `incidents/` and `catalogue/`. Records are pieces of YAML laid over the schema's example."""

    record_path = examples.RECORD

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, path: str, content: str | bytes) -> Path:
        """A file with exactly this content."""
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def record(self, piece: str = "schema: 1\n", path: str = examples.RECORD) -> str:
        """A record, or an entry of the catalogue, that has these keys; gives back its text."""
        (text,) = examples.records_of(f"# {path}\n{piece}").values()
        self.write(path, text)
        return text

    def records(self, count: int) -> list[str]:
        """So many good records that do not look like one event; gives back their paths."""
        paths = []
        for n in range(count):
            day = f"{2001 + n % 20}-{1 + n // 20 % 12:02}-{1 + n // 240:02}"
            path = f"incidents/{day[:4]}/{day}-number-{n}.yaml"
            self.record(
                f'timeline: [{{at: {day}T09:10Z, event: Reads fail., basis: posted, cites: ["S1"]}}]\n'
                f'sources: [{{id: S1, title: "Report {n}", url: "https://example.com/report/{n}", publisher: Example, '
                f"kind: operator-status, accessed: {day}, read: full}}]\n",
                path,
            )
            paths.append(path)
        return paths

    def check(self, **options) -> Checked:
        return check(self.path, **options)

    def problems(self, **options) -> list[Problem]:
        return self.check(**options).problems


@pytest.fixture
def root(tmp_path) -> Root:
    """A root with one good record and the catalogue it needs."""
    made = Root(tmp_path)
    made.record()
    made.record(path=examples.ORGANIZATION)
    made.record(path=examples.PATTERN)
    return made


@pytest.fixture
def warm(monkeypatch):
    """A cache that keeps files at once, in CI too."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(cache, "SETTLED", -60.0)


class Checkout(Root):
    """A root with the program in it, which is run as a contributor runs it."""

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from postmortems.cli import main; raise SystemExit(main())", *arguments],
            cwd=self.path,
            env={**os.environ, "PYTHONPATH": str(self.path / "scripts"), **environment},
            capture_output=True,
            text=True,
            timeout=60,
        )


@pytest.fixture(scope="session")
def program(tmp_path_factory) -> Path:
    """The program, its schemas and one good record, copied once."""
    made = Root(tmp_path_factory.mktemp("checkout"))
    shutil.copytree(ROOT / "scripts", made.path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "schemas", made.path / "schemas")
    shutil.copy(ROOT / "mkdocs.yml", made.path)
    for path in (examples.RECORD, examples.ORGANIZATION, examples.PATTERN):
        made.record(path=path)
    return made.path


@pytest.fixture
def checkout(program) -> Checkout:
    """A checkout with one good record, whatever the test before has left."""
    made = Checkout(program)
    for folder in ("incidents", "catalogue"):
        shutil.rmtree(made.path / folder)
    for path in (examples.RECORD, examples.ORGANIZATION, examples.PATTERN):
        made.record(path=path)
    return made
