"""Pages -> files of a site, beside the old one and swapped in whole.

A killed, doubled or full-disk run leaves the published site as it was: everything is written into a folder beside
it, and only a finished one takes its place, by rename. Files whose key has not changed are linked from the old site
instead of made again; the keys are kept in a manifest beside the site.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from .. import parallel
from .pages import Extra, Page
from .shell import Shell

HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


NOT_FOR_SITES = (".git", ".github", "catalogue", "incidents", "schemas", "scripts", "tests")


class Unusable(Exception):
    """A site cannot be written there; the message says why and what to do."""


def staging(site: Path) -> Path:
    """The folder beside the site that a build writes into."""
    return site.with_name(f"{site.name}.building")


@contextlib.contextmanager
def locked(site: Path) -> Iterator[None]:
    """One build into one place at a time; the lock goes with the process that holds it."""
    site.parent.mkdir(parents=True, exist_ok=True)
    with open(site.with_name(f"{site.name}.lock"), "w", encoding="utf-8") as file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            pass  # Windows: no lock, as before
        except OSError:
            raise Unusable(f"another build is writing {site.name}/; wait for it to end") from None
        yield


def claim(site: Path, root: Path) -> None:
    """Make sure that replacing this folder destroys nothing but an earlier site."""
    if root.is_relative_to(site) or (site.is_relative_to(root) and site.relative_to(root).parts[0] in NOT_FOR_SITES):
        raise Unusable(f"{site.name}/ is no place for a site; name another folder")
    if site.exists() and not site.is_dir():
        raise Unusable(f"{site.name} is a file; name a folder for the site")
    ours = (site / "blank.yaml").is_file() and (site / "incidents" / "index.html").is_file()
    if site.is_dir() and not ours and any(site.iterdir()):
        raise Unusable(f"{site.name}/ holds something else than an earlier site; empty it, or name another folder")


def recover(site: Path) -> None:
    """Put back what a run that was killed between two renames had moved away."""
    discarded = site.with_name(f"{site.name}.old")
    if not site.exists() and discarded.is_dir():
        os.rename(discarded, site)


def write(pages: Sequence[Page], extras: Sequence[Extra], shell: Shell, shell_key: str, site: Path, jobs: int = 2) -> None:
    """All pages and extras into the staging folder. `site` is the old one, which may not be there."""
    target = staging(site)
    old = _manifest(site)
    keys = {_file(p.path): f"{p.key}{shell_key}" for p in pages} | {e.path: e.key for e in extras}
    same = {path for path, key in keys.items() if old.get(path) == key and _link(site / path, target / path)}
    todo = [p for p in pages if _file(p.path) not in same] + [e for e in extras if e.path not in same]
    todo.sort(key=lambda item: item.path)  # a page beside its files, so that both halves are about the same work
    parallel.map_chunks(lambda chunk: [_write_one(item, shell, target) for item in chunk], todo, jobs)
    _write(target / "sitemap.xml", _sitemap(pages, shell.site_url))
    _write(site.with_name(f"{site.name}.manifest.json.new"), json.dumps(keys).encode())


def swap(site: Path) -> None:
    """The finished folder takes the site's place."""
    discarded = site.with_name(f"{site.name}.old")
    shutil.rmtree(discarded, ignore_errors=True)
    # Without its manifest a site is made anew as a whole: slow, never wrong, whenever a run is killed from here on.
    site.with_name(f"{site.name}.manifest.json").unlink(missing_ok=True)
    if site.exists():
        os.rename(site, discarded)
    os.rename(staging(site), site)
    os.replace(site.with_name(f"{site.name}.manifest.json.new"), site.with_name(f"{site.name}.manifest.json"))
    shutil.rmtree(discarded, ignore_errors=True)


def renotice(site: Path, notice: str) -> None:
    """Another notice on every page of a site as it stands. Its keys no longer hold, so the next build makes all anew."""
    site.with_name(f"{site.name}.manifest.json").unlink(missing_ok=True)
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        before, found, rest = html.partition("<!--notice-->")
        if found:
            fresh = page.with_suffix(".new")
            fresh.write_text(f"{before}{found}{notice}<!--/notice-->{rest.partition('<!--/notice-->')[2]}", encoding="utf-8")
            os.replace(fresh, page)


def sweep(site: Path) -> None:
    """Remove what lies beside a site that is itself to be removed."""
    shutil.rmtree(staging(site), ignore_errors=True)
    for name in ("lock", "manifest.json", "manifest.json.new"):
        site.with_name(f"{site.name}.{name}").unlink(missing_ok=True)


def _manifest(site: Path) -> dict[str, str]:
    try:
        return json.loads(site.with_name(f"{site.name}.manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _link(old: Path, new: Path) -> bool:
    try:
        _folder(new.parent)
        os.link(old, new)
    except OSError:
        return False
    return True


def _folder(path: Path) -> None:
    """Making a folder is dear, even one that is there; asking is not."""
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)


def _file(path: str) -> str:
    return f"{path}index.html"


def _write_one(item: Page | Extra, shell: Shell, target: Path) -> None:
    if isinstance(item, Page):
        _write_page(item, shell, target)
    else:
        _write(target / item.path, item.content())


def _write_page(page: Page, shell: Shell, target: Path) -> None:
    body = page.body()
    html = shell.page(page.path, page.title, page.description, page.section, body, contents(body))
    _write(target / _file(page.path), html.encode())


def _write(path: Path, content: bytes) -> None:
    _folder(path.parent)
    path.write_bytes(content)


def contents(body: str) -> str:
    """The list of a body's sections, for the side of the page."""
    entries = [f'<li><a href="#{id}">{TAG.sub("", title).strip()}</a></li>' for id, title in HEADING.findall(body)]
    return f'<nav class="ip-contents" aria-label="On this page"><ul>{"".join(entries)}</ul></nav>' if len(entries) > 1 else ""


def _sitemap(pages: Sequence[Page], site_url: str) -> bytes:
    locations = "".join(f"<url><loc>{escape(site_url + page.path)}</loc></url>\n" for page in pages)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{locations}</urlset>\n'.encode()
