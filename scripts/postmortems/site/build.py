"""The order of a build, whoever asks for it: check the records, take the shell, write the pages, swap them in.

Serving, a broken record does not stop the site: the last good state stays up, with a notice on every page that says
what is wrong and where. The state kept from one rebuild to the next is here and nowhere else.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from functools import cached_property
from pathlib import Path

from .. import cache, definitions, prose, schema, vocabulary
from ..cache import digest, program_digest
from ..catalogue import Catalogue
from ..check import Checked, Examined, check
from ..document import read
from ..knowledge_base import KnowledgeBase
from ..problem import Problem
from ..reports import text
from ..vocabulary import ROOT
from . import fragments, publish
from .environment import render
from .pages import Addresses, extras, pages
from .shell import Shell


class Refused(Exception):
    """The site cannot be built; the message is the report."""


class Build:
    """One build, from the check to the swap."""

    def __init__(self, site: Path, repository: str, checked: Checked, lock: contextlib.ExitStack) -> None:
        self.site, self.checked, self.lock = site, checked, lock
        self.addresses = Addresses(repository.rstrip("/"))
        self.staging = publish.staging(site)
        self.problems = checked.problems
        self.shell: Shell | None = None
        self.shell_key = ""
        shutil.rmtree(self.staging, ignore_errors=True)

    @property
    def report(self) -> str:
        """The problems, for the terminal."""
        return text.lines(self.problems) + text.summary(self.problems, self.checked.files) if self.problems else ""

    @property
    def banner(self) -> str:
        """The problems as HTML, for the top of every page while serving."""
        return render("banner.html.jinja", problems=self.problems) if self.problems else ""

    def take_shell(self, html: str, site_url: str) -> None:
        self.shell = Shell(html, site_url, guarded=not _session.serving, notice=self.banner)
        self.shell_key = digest(html, site_url, str(_session.serving), self.banner)

    def finish(self) -> None:
        """Every page into the staging folder, and the folder into the site's place."""
        kb = KnowledgeBase(self.checked.incidents, self.checked.catalogue)
        version = program_digest()
        all_pages = list(pages(kb, self.addresses, version))
        all_extras = list(extras(kb, self._text_of, self._stamp_of, version))
        publish.write(all_pages, all_extras, self.shell, self.shell_key, self.site)  # type: ignore[arg-type]
        publish.swap(self.site)
        self.lock.close()

    def _text_of(self, id: str) -> bytes:
        """A record as it stands in its file; of one that is broken now, as it was published last."""
        path = self._paths[id]
        published = self.site / "incidents" / f"{id}.yaml"
        if any(problem.path == path for problem in self.problems) and published.is_file():
            return published.read_bytes()
        return read(ROOT / path).encode()

    def _stamp_of(self, id: str) -> str:
        """What changes when a record's file is written."""
        with contextlib.suppress(OSError):
            status = os.stat(ROOT / self._paths[id])
            return f"{status.st_mtime_ns}:{status.st_size}"
        return ""

    @cached_property
    def _paths(self) -> dict[str, str]:
        return {item.facts.id: item.path for item in self.checked.examined if item.facts}


class _Session:
    """What one process remembers from one build to the next."""

    def __init__(self) -> None:
        self.serving = False
        self.current: Build | None = None
        self.whole: dict[str, Examined] = {}  # each record as it last was when nothing was wrong with it
        self.catalogue: Catalogue | None = None


_session = _Session()


def start(serving: bool) -> None:
    """Told once, before the first build: whether a server will go on rebuilding."""
    _session.serving = serving


def stop() -> None:
    """Told once, after the last build: a server's site is a temporary folder, and what lies beside it goes with it."""
    if _session.serving and _session.current:
        _session.current.lock.close()
        publish.sweep(_session.current.site)


def begin(site: Path, repository: str) -> Build:
    """Check the records and make ready. Raises Refused where a build must not go on."""
    if _session.current:
        _session.current.lock.close()  # the last build may have ended in an error
    lock = contextlib.ExitStack()
    try:
        publish.claim(site, ROOT)
        lock.enter_context(publish.locked(site))
        publish.recover(site)
    except publish.Unusable as unusable:
        lock.close()
        raise Refused(str(unusable)) from None
    _read_again()
    checked = check()
    if checked.problems and not (_session.serving and (checked.examined or _session.whole)):
        lock.close()
        raise Refused(text.lines(checked.problems) + text.summary(checked.problems, checked.files))
    _session.current = Build(site, repository, _shown(checked), lock)
    return _session.current


def fall_back(error: Exception) -> str:
    """After a rebuild that failed: the last site stays, with a notice that says so. Gives a line for the terminal."""
    current = _session.current
    failure = Problem("the site", 1, 1, "build", f"it could not be made again: {type(error).__name__}: {error}")
    problems = [*(current.problems if current else ()), failure]
    if current:
        current.lock.close()
        publish.renotice(current.site, render("banner.html.jinja", problems=problems))
    return text.lines(problems)


def current() -> Build:
    """The build that is under way."""
    assert _session.current is not None, "begin() comes first"
    return _session.current


def _read_again() -> None:
    """What may have changed since the last rebuild: templates, and schema files unless they are broken."""
    cache.forget()
    if not definitions.problems():
        vocabulary.forget()
        schema.forget()
        prose.keys.cache_clear()
    fragments.forget()


def _shown(checked: Checked) -> Checked:
    """What to show: everything that is whole, and what is broken as it last was when it was whole."""
    before, catalogue = _session.catalogue, checked.catalogue
    if checked.problems and before:
        organizations, patterns = before.organizations | catalogue.organizations, before.patterns | catalogue.patterns
        catalogue = Catalogue(organizations, patterns, catalogue.today)
    _session.catalogue = catalogue
    if checked.examined or not checked.problems:  # else the schema files are broken, and no record was looked at
        whole = {item.path: item for item in checked.examined if item.facts and not item.problems}
        kept = {item.path: _session.whole[item.path] for item in checked.examined if item.path in _session.whole}
        _session.whole = kept | whole
    return checked._replace(examined=list(_session.whole.values()), catalogue=catalogue)
