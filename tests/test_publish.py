"""The published site: the same bytes whoever builds it, whole or untouched whatever happens."""

from __future__ import annotations

import fcntl
import hashlib
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from checkout import Checkout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A copy with three records, built once."""
    copy = Checkout(tmp_path_factory.mktemp("publish") / "copy")
    for record in sorted((copy.folder / "incidents").rglob("*.yaml")):
        if "2024-12-26" not in record.name and "2021-06-08" not in record.name:
            record.unlink()
    # Their relations to records that are gone go as well.
    for record in (copy.folder / "incidents").rglob("2021-06-08-fastly.yaml"):
        text = record.read_text(encoding="utf-8")
        start = text.index("\nrelated:")
        end = text.index("\nsources:")
        record.write_text(text[:start] + text[end:], encoding="utf-8")
    built = copy.postmortems("build")
    assert built.returncode == 0, built.stderr
    return copy


def snapshot(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "postmortems", "build", "--site-dir", "by-hand"],
        ["scripts/render.py", "--site-dir", "by-hand"],
        ["-m", "mkdocs", "build", "--quiet", "--site-dir", "by-hand"],
    ],
    ids=["postmortems build", "scripts/render.py", "mkdocs build"],
)
def test_every_way_to_build_gives_the_same_bytes(checkout: Checkout, command: list[str]):
    environment = {**checkout.environment, "TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "7", "CI": "1"}
    built = checkout.run(*command, env=environment)
    assert built.returncode == 0, built.stderr
    assert snapshot(checkout.folder / "by-hand") == snapshot(checkout.folder / "site")


def test_a_second_build_links_what_has_not_changed_and_makes_the_rest_anew(checkout: Checkout):
    page = checkout.folder / "site/incidents/2021-06-08-fastly/index.html"
    other = checkout.folder / "site/incidents/2024-12-26-openai-chatgpt/index.html"
    before, untouched = page.stat().st_ino, other.stat().st_ino
    record = checkout.folder / "incidents/2021/2021-06-08-fastly.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("title: ", "title: Again ", 1), encoding="utf-8")
    assert checkout.postmortems("build").returncode == 0
    assert "Again " in page.read_text(encoding="utf-8")
    assert page.stat().st_ino != before
    assert other.stat().st_ino == untouched
    record.write_text(text, encoding="utf-8")
    assert checkout.postmortems("build").returncode == 0
    assert "Again " not in page.read_text(encoding="utf-8")


def test_a_changed_template_reaches_every_page(checkout: Checkout):
    template = checkout.folder / "scripts/postmortems/site/templates/incident.html.jinja"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("Suggest a change", "Suggest another"), encoding="utf-8")
    assert checkout.postmortems("build").returncode == 0
    pages = list((checkout.folder / "site/incidents").glob("*/index.html"))
    assert pages
    assert all("Suggest another" in page.read_text(encoding="utf-8") for page in pages)
    template.write_text(text, encoding="utf-8")
    assert checkout.postmortems("build").returncode == 0


def test_a_deleted_record_leaves_no_page_behind(checkout: Checkout):
    record = checkout.folder / "incidents/2021/2021-06-08-fastly.yaml"
    text = record.read_text(encoding="utf-8")
    record.unlink()
    assert checkout.postmortems("build").returncode == 0
    assert not list((checkout.folder / "site/incidents").glob("2021-06-08-fastly*"))
    record.write_text(text, encoding="utf-8")
    assert checkout.postmortems("build").returncode == 0


def test_a_broken_record_stops_the_build_and_leaves_the_site_as_it_was(checkout: Checkout):
    before = snapshot(checkout.folder / "site")
    record = checkout.folder / "incidents/2021/2021-06-08-fastly.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("organizations: [fastly]", "organizations: [fastyl]"), encoding="utf-8")
    for command in (["-m", "postmortems", "build"], ["-m", "mkdocs", "build", "-q"]):
        built = checkout.run(*command)
        assert built.returncode == 1
        printed = built.stdout + built.stderr
        assert "incidents/2021/2021-06-08-fastly.yaml:" in printed
        assert "did you mean `fastly`?" in printed
        assert "Traceback" not in printed
        assert snapshot(checkout.folder / "site") == before
    record.write_text(text, encoding="utf-8")


def test_a_killed_build_leaves_the_site_whole(checkout: Checkout):
    before = snapshot(checkout.folder / "site")
    command = [sys.executable, "-m", "postmortems", "build"]
    environment = {**checkout.environment, "SITE_URL": "https://example.org/elsewhere/"}  # so that every page is made anew
    for delay in (0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.5):
        process = subprocess.Popen(
            command, cwd=checkout.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        after = snapshot(checkout.folder / "site")
        if after != before:  # it had finished before it was killed
            assert after.keys() == before.keys()
            assert "https://example.org/elsewhere/" in (checkout.folder / "site/index.html").read_text(encoding="utf-8")
    assert checkout.postmortems("build").returncode == 0
    assert snapshot(checkout.folder / "site") == before


def test_a_second_build_into_one_place_waits_for_nobody_and_says_why(checkout: Checkout):
    before = snapshot(checkout.folder / "site")
    with open(checkout.folder / "site.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = checkout.postmortems("build")
    assert built.returncode == 1
    assert "another build is writing site/" in built.stderr
    assert snapshot(checkout.folder / "site") == before


@pytest.mark.parametrize("place", ["incidents", "incidents/site", "scripts/postmortems", ".", "..", "full", "README.md"])
def test_a_place_that_holds_something_else_is_refused_and_untouched(checkout: Checkout, place: str):
    full = checkout.folder / "full"
    full.mkdir(exist_ok=True)
    (full / "letter.txt").write_text("dear", encoding="utf-8")
    (checkout.folder / "README.md").write_text("read", encoding="utf-8")
    before = snapshot(checkout.folder)
    for command in (["-m", "postmortems", "build", "--site-dir", place], ["-m", "mkdocs", "build", "-q", "-d", place]):
        built = checkout.run(*command)
        assert built.returncode == 1
        assert "Traceback" not in built.stderr
        after = {
            path: content
            for path, content in snapshot(checkout.folder).items()
            if ".cache" not in path and "__pycache__" not in path
        }
        assert after == {path: content for path, content in before.items() if ".cache" not in path and "__pycache__" not in path}


def test_a_run_killed_between_two_renames_is_mended_by_the_next(checkout: Checkout):
    site = checkout.folder / "site"
    before = snapshot(site)
    site.rename(checkout.folder / "site.old")
    assert checkout.postmortems("build").returncode == 0
    assert snapshot(site) == before
    (checkout.folder / "site.manifest.json").unlink()
    assert checkout.postmortems("build").returncode == 0
    assert snapshot(site) == before


def test_a_comment_in_a_record_reaches_its_copy(checkout: Checkout):
    record = checkout.folder / "incidents/2021/2021-06-08-fastly.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text + "# a comment\n", encoding="utf-8")
    assert checkout.postmortems("build").returncode == 0
    assert (checkout.folder / "site/incidents/2021-06-08-fastly.yaml").read_text(encoding="utf-8").endswith("# a comment\n")
    record.write_text(text, encoding="utf-8")
    assert checkout.postmortems("build").returncode == 0


def test_a_place_that_cannot_be_written_is_named(checkout: Checkout):
    built = checkout.postmortems("build", "--site-dir", "mkdocs.yml/site")
    assert built.returncode == 1
    assert "cannot write" in built.stderr
    assert "mkdocs.yml" in built.stderr
    assert "Traceback" not in built.stderr


def test_a_full_disk_leaves_the_site_as_it_was(checkout: Checkout):
    before = snapshot(checkout.folder / "site")
    limited = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000))"
    built = checkout.run("-c", f"{limited}\nfrom postmortems.cli import main\nraise SystemExit(main(['build']))")
    assert built.returncode == 1
    assert "cannot write" in built.stderr
    assert snapshot(checkout.folder / "site") == before
