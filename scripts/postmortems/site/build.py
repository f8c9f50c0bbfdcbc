"""The order of a build, whoever asks for it: check the records, take the shell, write the pages, swap them in.

Serving, a broken record does not stop the site: the last good state stays up, with a notice on every page that says
what is wrong and where. The state kept from one rebuild to the next is here and nowhere else.
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from .. import definitions, prose, schema, vocabulary
from ..cache import digest, program_digest
from ..catalogue import Catalogue
from ..check import Checked, Examined, check
from ..document import read
from ..knowledge_base import KnowledgeBase
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
        self.shell = Shell(html, site_url, guarded=not _session.serving)
        self.shell_key = digest(html, site_url, str(_session.serving))

    def finish(self) -> None:
        """Every page into the staging folder, and the folder into the site's place."""
        kb = KnowledgeBase(self.checked.incidents, self.checked.catalogue)
        version = program_digest()
        texts = {item.facts.id: item.path for item in self.checked.examined if item.facts}
        all_pages = list(pages(kb, self.addresses, version))
        all_extras = list(extras(kb, lambda id: read(ROOT / texts[id]).encode(), version))
        publish.write(all_pages, all_extras, self.shell, self.shell_key, self.site)  # type: ignore[arg-type]
        publish.swap(self.site)
        self.lock.close()


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
        lock.enter_context(publish.locked(site))
    except publish.Busy as busy:
        raise Refused(str(busy)) from None
    _read_again()
    checked = check()
    if checked.problems and not (_session.serving and (checked.examined or _session.whole)):
        lock.close()
        raise Refused(text.lines(checked.problems) + text.summary(checked.problems, checked.files))
    _session.current = Build(site, repository, _shown(checked), lock)
    return _session.current


def current() -> Build:
    """The build that is under way."""
    assert _session.current is not None, "begin() comes first"
    return _session.current


def _read_again() -> None:
    """What may have changed since the last rebuild: templates, and schema files unless they are broken."""
    program_digest.cache_clear()
    if not definitions.problems():
        vocabulary.forget()
        schema.forget()
        prose.keys.cache_clear()
    fragments.forget()


def _shown(checked: Checked) -> Checked:
    """What to show: every record that is whole, and each broken one as it last was when it was whole."""
    if not checked.examined and checked.problems:  # the schema files are broken, and no record was looked at
        return checked._replace(examined=list(_session.whole.values()), catalogue=_session.catalogue or checked.catalogue)
    whole = {item.path: item for item in checked.examined if item.facts and not item.problems}
    kept = {item.path: _session.whole[item.path] for item in checked.examined if item.path in _session.whole}
    _session.whole = kept | whole
    _session.catalogue = checked.catalogue
    return checked._replace(examined=list(_session.whole.values()))
