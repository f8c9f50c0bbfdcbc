"""`postmortems serve` while a person works: a broken record keeps the last good site up and says what is wrong."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from checkout import Checkout

RECORD = "incidents/2021/2021-06-08-fastly.yaml"
PAGE = "incidents/2021-06-08-fastly/"
PATIENCE = 90  # seconds; a rebuild takes one or two


class Server:
    """A running server, what it has printed, and its pages."""

    def __init__(self, checkout: Checkout) -> None:
        self.printed: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "postmortems", "serve", "--port", "0"],
            cwd=checkout.folder, env=checkout.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.address = self.until(lambda: next(iter(re.findall(r"http://127\.0\.0\.1:\d+/", "".join(self.printed))), None))
        self.until(lambda: "Serving on" in "".join(self.printed))

    def _read(self) -> None:
        for line in self.process.stdout:  # type: ignore[union-attr]
            self.printed.append(line)

    def page(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def until(self, found):
        """What `found` gives once it gives something."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if value := found():
                return value
            assert self.process.poll() is None, "the server has ended:\n" + "".join(self.printed)
            time.sleep(0.2)
        raise AssertionError("waited in vain; the server printed:\n" + "".join(self.printed))

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(PATIENCE)
        self.reader.join()
        self.process.stdout.close()  # type: ignore[union-attr]
        return status


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout(tmp_path_factory.mktemp("serving") / "copy")


@pytest.fixture
def server(checkout: Checkout) -> Iterator[Server]:
    running = Server(checkout)
    yield running
    running.stop()


def test_a_broken_record_keeps_the_last_good_site_up_and_mending_it_brings_the_page_back(server: Server, checkout: Checkout):
    file = checkout.folder / RECORD
    good = file.read_text(encoding="utf-8")
    before = server.page(PAGE)
    assert "ip-banner" not in before

    file.write_text(good.replace("review: ", "reviw: ", 1), encoding="utf-8")
    server.until(lambda: "ip-banner" in server.page(PAGE))
    broken = server.page(PAGE)
    title = re.search(r"<h1>(.*?)</h1>", before)[1]  # type: ignore[index]
    assert title in broken, "the last good state of the page is gone"
    line = next(n for n, text in enumerate(good.splitlines(), 1) if text.startswith("review: "))
    assert f"{RECORD}:{line}:1" in broken
    assert "did you mean `review`?" in broken
    assert "ip-banner" in server.page("incidents/"), "the notice stands on every page"
    assert f"{RECORD}:{line}:1: unknown key `reviw` [schema]" in "".join(server.printed)
    assert "Traceback" not in "".join(server.printed)

    file.write_text(good.replace("summary: ", "summary: Mended. ", 1) if "summary: >" not in good else good.replace("summary: >-\n  ", "summary: >-\n  Mended. ", 1), encoding="utf-8")  # fmt: skip
    server.until(lambda: "ip-banner" not in server.page(PAGE))
    assert "Mended." in server.page(PAGE)
    file.write_text(good, encoding="utf-8")


def test_a_new_record_and_a_deleted_one_come_and_go(server: Server, checkout: Checkout):
    good = (checkout.folder / RECORD).read_text(encoding="utf-8")
    new = checkout.folder / "incidents/2021/2021-06-09-example.yaml"
    thin = (
        "schema: 1\ntitle: Example service answers slowly\nsummary: A made-up incident that is here to be deleted again at once.\n"
        "organizations: [fastly]\nreview: preliminary\nimpact: {kinds: [delay]}\n"
        "timeline:\n  - {at: 2021-06-20, event: It was slow., basis: stated, cites: [S1]}\n"
        "sources:\n  - {id: S1, title: A page, url: 'https://example.org/slow', publisher: Example, kind: press, accessed: 2024-01-01, read: full}\n"
    )
    new.write_text(thin, encoding="utf-8")
    server.until(lambda: "Example service answers slowly" in server.page("incidents/"))
    assert "Nobody says what the cause was" in server.page("") or "Cause unknown" in server.page("incidents/2021-06-09-example/")
    new.unlink()
    server.until(lambda: "Example service answers slowly" not in server.page("incidents/"))
    assert good in server.page("incidents/2021-06-08-fastly.yaml")


def test_a_broken_schema_file_is_reported_and_the_site_stays(server: Server, checkout: Checkout):
    file = checkout.folder / "schemas/incident.schema.json"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace('"title": "Incident",', '"title": "Incident"', 1), encoding="utf-8")
    server.until(lambda: "ip-banner" in server.page(PAGE))
    assert "schemas/incident.schema.json:" in server.page(PAGE)
    file.write_text(good, encoding="utf-8")
    server.until(lambda: "ip-banner" not in server.page(PAGE))


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (RECORD, lambda text: text.replace("review: ", '"%%foo%%": 1\n"%%body%%": 1\nreview: ', 1)),
        (
            "schemas/vocabularies.schema.json",
            lambda text: text.replace('"const": "software-defect"', '"const": "software-defekt"', 1),
        ),
        ("scripts/postmortems/site/templates/incident.html.jinja", lambda text: text.replace("{% endfor %}", "{% endfro %}", 1)),
        ("scripts/postmortems/site/theme/main.html", lambda text: text + "{{ nothing.of.the.kind }}{% if %}"),
        ("catalogue/organizations/fastly.yaml", lambda text: "name: [\n"),
        ("catalogue/patterns/staged-rollout.yaml", lambda text: text.replace("title:", "titel:", 1)),
    ],
    ids=[
        "marks of the shell in a record",
        "a renamed term",
        "a broken template",
        "a broken theme",
        "an organization",
        "a pattern",
    ],
)
def test_whatever_is_broken_the_server_goes_on_answering(server: Server, checkout: Checkout, path: str, change):
    file = checkout.folder / path
    good = file.read_text(encoding="utf-8")
    before = server.page(PAGE)
    assert "ip-banner" not in before
    file.write_text(change(good), encoding="utf-8")
    try:
        server.until(lambda: "ip-banner" in server.page(PAGE))
        page = server.page(PAGE)
        assert "Fastly" in page
        assert page.count("<h1>") == 1
        assert "Hypotheses of cause" in page
        assert server.page("organizations/fastly/").count("<h1>") == 1
    finally:
        file.write_text(good, encoding="utf-8")
    server.until(lambda: "ip-banner" not in server.page(PAGE))
    # The epoch in the live-reload script changes with every rebuild; nothing else does.
    assert server.page(PAGE).split("<script>")[:-1] == before.split("<script>")[:-1]


def test_starting_on_a_broken_record_shows_the_others(checkout: Checkout):
    file = checkout.folder / RECORD
    good = file.read_text(encoding="utf-8")
    file.write_text("[" * 5000, encoding="utf-8")
    try:
        server = Server(checkout)
        page = server.page("incidents/")
        assert "ip-banner" in page
        assert "2024-12-26-openai-chatgpt" in page
        assert server.stop() == 0
    finally:
        file.write_text(good, encoding="utf-8")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["interrupted", "terminated"])
def test_nothing_is_left_behind(checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: signal.Signals):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    server = Server(checkout)
    server.page("")
    assert server.stop(how) in (0, 130)
    assert [path.name for path in tmp_path.iterdir()] == []
