"""The order of a build, whoever asks for it: check the records, take the shell, write the pages, swap them in.

Serving, a broken record does not stop the site: the last good state stays up, with a notice on every page that says
what is wrong and where. The state kept from one rebuild to the next is here and nowhere else.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from pathlib import Path

from ..check import Checked, check
from ..document import read
from ..knowledge_base import KnowledgeBase
from ..reports import text
from ..vocabulary import ROOT
from . import publish
from .environment import render
from .pages import Addresses, extras, pages, program_version
from .shell import Shell


class Refused(Exception):
    """The site cannot be built; the message is the report."""


class Build:
    """One build, from the check to the swap."""

    def __init__(self, site: Path, repository: str, checked: Checked, serving: bool, lock: contextlib.ExitStack) -> None:
        self.site, self.serving, self.checked, self.lock = site, serving, checked, lock
        self.addresses = Addresses(repository.rstrip("/"))
        self.staging = publish.staging(site)
        self.problems = checked.problems
        self.shell: Shell | None = None
        self.shell_key = ""
        shutil.rmtree(self.staging, ignore_errors=True)

    @property
    def notices(self) -> list[str]:
        """The problems, a line each, for the terminal."""
        return text.lines(self.problems).splitlines()

    @property
    def banner(self) -> str:
        """The problems as HTML, for the top of every page while serving."""
        return render("banner.html.jinja", problems=self.problems) if self.problems else ""

    def take_shell(self, html: str, site_url: str) -> None:
        self.shell = Shell(html, site_url)
        self.shell_key = hashlib.blake2b(html.encode() + site_url.encode(), digest_size=12).hexdigest()

    def finish(self) -> None:
        """Every page into the staging folder, and the folder into the site's place."""
        kb = KnowledgeBase(self.checked.incidents, self.checked.catalogue)
        version = program_version()
        texts = {item.facts.id: item.path for item in self.checked.examined if item.facts}
        all_pages = list(pages(kb, self.addresses, version))
        all_extras = list(extras(kb, lambda id: read(ROOT / texts[id]).encode(), version))
        publish.write(all_pages, all_extras, self.shell, self.shell_key, self.site)  # type: ignore[arg-type]
        publish.swap(self.site)
        self.lock.close()


_serving = False
_current: Build | None = None
_last_good: Checked | None = None


def start(serving: bool) -> None:
    """Told once, before the first build: whether a server will go on rebuilding."""
    global _serving
    _serving = serving


def begin(site: Path, repository: str) -> Build:
    """Check the records and make ready. Raises Refused where a build must not go on."""
    global _current, _last_good
    lock = contextlib.ExitStack()
    try:
        lock.enter_context(publish.locked(site))
    except publish.Busy as busy:
        raise Refused(str(busy)) from None
    checked = check()
    if checked.problems and not _serving:
        lock.close()
        raise Refused("\n" + text.lines(checked.problems) + text.summary(checked.problems, checked.files))
    if not checked.problems:
        _last_good = checked
    _current = Build(site, repository, _shown(checked), _serving, lock)
    return _current


def current() -> Build:
    assert _current is not None, "begin() comes first"
    return _current


def _shown(checked: Checked) -> Checked:
    """What to show while some record is broken: each broken record as it last was when it was whole."""
    if not checked.problems or _last_good is None:
        return checked
    before = {item.path: item for item in _last_good.examined}
    whole = [item if item.facts and not item.problems else before.get(item.path, item) for item in checked.examined]
    return checked._replace(examined=whole)
