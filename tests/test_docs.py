"""What README, CONTRIBUTING and the help texts say is true."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys

import pytest
from checkout import ROOT
from postmortems import commands

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
VERBS = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_is_in_the_readme_and_has_help_with_an_example(verb: str):
    assert f"`postmortems {verb}" in README
    shown = subprocess.run([sys.executable, "-m", "postmortems", verb, "--help"], capture_output=True, text=True, check=False)
    assert shown.returncode == 0
    module = importlib.import_module(f"postmortems.commands.{verb}")
    assert module.__doc__.strip().splitlines()[0] in shown.stdout
    assert f"postmortems {verb}" in shown.stdout.split("examples:")[1]


def test_the_readme_names_no_command_that_is_not_there():
    assert set(re.findall(r"postmortems (\w+)", "".join(re.findall(r"`[^`]+`", README)))) <= set(VERBS)


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_make_target_that_is_named_exists(text: str):
    targets = set(re.findall(r"^(\w+):", MAKEFILE, flags=re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make (\w+)", text, flags=re.MULTILINE)) <= targets


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md"])
def test_every_link_into_the_repository_leads_somewhere(name: str):
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (ROOT / target).exists(), target


def test_the_lock_pins_everything_by_hash_and_names_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    packages = re.findall(r"^([a-z0-9-]+)==", lock, flags=re.MULTILINE)
    assert len(packages) > 20
    for block in re.split(r"\n(?=[a-z0-9])", lock):
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_every_dependency_of_the_project_is_in_the_lock():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = project["project"]["dependencies"] + project["dependency-groups"]["test"]
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for requirement in named:
        name = re.match(r"[a-z0-9-]+", requirement)[0]  # type: ignore[index]
        assert re.search(rf"^{name}==", locked, flags=re.MULTILINE), name


def test_actions_are_pinned_by_commit_and_jobs_have_no_more_rights_than_they_need():
    from postmortems import document

    for file in sorted((ROOT / ".github/workflows").glob("*.yml")):
        text = file.read_text(encoding="utf-8")
        for action in re.findall(r"uses: (\S+)", text):
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), action
        assert "pull_request_target" not in text
        workflow = document.parse(text)
        assert workflow["permissions"] == {}, "rights are given job by job"
        writes = {
            right for job in workflow["jobs"].values() for right, kind in job.get("permissions", {}).items() if kind == "write"
        }
        assert writes <= {"pages", "id-token"}
        if file.name == "check.yml":
            assert writes == set()


def test_ci_runs_what_a_person_runs():
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").rstrip().endswith("make test")


def test_the_problem_that_the_readme_shows_is_what_the_program_says():
    from postmortems import check
    from postmortems.catalogue import Catalogue
    from postmortems.reports import text

    path = "incidents/2024/2024-12-26-openai-chatgpt.yaml"
    broken = (ROOT / path).read_text(encoding="utf-8").replace("unit: percent", "unti: percent", 1)
    said = text.lines(check.examine_text(broken, path, Catalogue({}, {})).problems)
    shown = re.search(r"```\n\s*(incidents/.*?)```", README, flags=re.DOTALL)[1]  # type: ignore[index]
    plain = lambda message: re.sub(r":\d+:\d+:", ":", " ".join(message.split()))
    assert plain(said) == plain(shown)
