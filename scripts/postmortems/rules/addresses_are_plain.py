"""Every address is the plain public one: https, a host with a name, and nothing that follows the reader.

Shortened addresses hide where they lead, tracking parameters tell somebody who came, private hosts open for nobody
else, and a user name before the host is an old trick. `http:` is fine for a source published before 2018, or one that
has an `archive_url` or says where it was `read_at`: old addresses are what they were. In texts only links to http and
https are links.

How to mend it: open the address, and copy the one you arrive at, without what follows `utm_source` and the like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from ..catalogue import Catalogue, Organization, Pattern
from ..incident import Incident
from ..problem import Finding, Route, quoted
from ..prose import CODE, Prose, of_entry

BAD = """
sources:
  - {id: S1, title: Elevated errors, url: "https://status.example.com/1?utm_source=mail", publisher: Example,
     kind: operator-status, accessed: 2024-05-03, read: full}
"""
GOOD = """
sources:
  - {id: S1, title: Elevated errors, url: "https://status.example.com/1", publisher: Example,
     kind: operator-status, accessed: 2024-05-03, read: full}
"""

SHORTENERS = frozenset(
    [
        "bit.ly",
        "buff.ly",
        "cutt.ly",
        "dlvr.it",
        "fb.me",
        "goo.gl",
        "is.gd",
        "j.mp",
        "lnkd.in",
        "ow.ly",
        "rb.gy",
        "shorturl.at",
        "t.co",
        "t.ly",
        "tiny.cc",
        "tinyurl.com",
        "trib.al",
        "v.gd",
    ]
)
PRIVATE = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "arpa", "test", "invalid")
TRACKING = re.compile(r"[?&#;](utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid)=", re.IGNORECASE)
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+(?:[a-z][a-z0-9-]*[a-z0-9])", re.IGNORECASE)
# What most addresses look like. Only the others are looked at closely.
PLAIN = re.compile(r"https://(?:[a-z0-9][a-z0-9-]*\.)+(?:com|org|net|edu|gov|io|uk|eu|de|ca|au|blog|dev|cloud)(?:/[^?#]*)?")
LINK = re.compile(r"\]\(\s*<?([^\s)>]*)|<([a-z][a-z0-9+.-]*:[^\s>]*)>", re.IGNORECASE)


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    for index, source in enumerate(incident.sources):
        urls = {"url": source.url, "archive_url": source.archive_url, "read_at": source.read_at}
        copied = bool(source.archive_url or source.read_at or (source.published and source.published < "2018"))
        for key, url in urls.items():
            if url:
                yield from _address(("sources", index, key), url, http=copied, tracking=key == "archive_url")
    for index, contributor in enumerate(incident.contributors):
        if contributor.url:
            yield from _address(("contributors", index, "url"), contributor.url)
    if incident.reply and incident.reply.url:
        yield from _address(("reply", "url"), incident.reply.url)
    yield from _links(incident.prose)


def check_entry(entry: Organization | Pattern, catalogue: Catalogue) -> Iterator[Finding]:
    for route, url in _addresses_of(entry):
        if url:
            yield from _address(route, url)
    yield from _links(of_entry(entry))


def _addresses_of(entry: Organization | Pattern) -> Iterator[tuple[Route, str]]:
    if isinstance(entry, Pattern):
        yield from ((("literature", index, "url"), reading.url) for index, reading in enumerate(entry.literature))
        return
    yield ("url",), entry.url
    yield ("status_page",), entry.status_page
    for at, service in enumerate(entry.services):
        yield ("services", at, "status_page"), service.status_page
        yield from ((("services", at, "depends_on", index, "url"), rests.url) for index, rests in enumerate(service.depends_on))


def _links(prose: Prose) -> Iterator[Finding]:
    for route, match in prose.search(LINK, ("](", "<"), hide=CODE):
        url = match[1] or match[2] or ""
        if url.lower().startswith(("https://", "http://")):
            yield from _address(route, url)
        else:
            yield Finding(route, f"a link to {quoted(url)}", "link to a whole address, `https://…`")


def _address(route: Route, url: str, http: bool = False, tracking: bool = False) -> Iterator[Finding]:
    """What is wrong with an address, if anything; `http` and `tracking` are allowed where true."""
    if PLAIN.fullmatch(url) and not url.startswith(_SHORT):
        return
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        yield Finding(route, f"{quoted(url)} is no address", "copy it again from the browser")
        return
    if "@" in parts.netloc:
        yield Finding(route, f"a user name in {quoted(url)}", f"leave it out: `https://{host}/…`")
    elif host.rpartition(".")[2] in PRIVATE:
        yield Finding(route, f"{quoted(host)} cannot be reached by others", "give a public address, or `whereabouts`")
    elif not HOST.fullmatch(host):
        yield Finding(route, f"{quoted(host)} is not the name of a public host", "give the address with the site's name in it")
    elif host in SHORTENERS:
        yield Finding(route, f"a shortened address, {quoted(url)}", "open it, and copy the address you arrive at")
    elif (follows := TRACKING.search(url)) and not tracking:
        yield Finding(route, f"a tracking parameter, {quoted(follows[1])}", "delete it from the address")
    elif parts.scheme == "http" and not http:
        yield Finding(
            route, f"not https: {quoted(url)}", "write `https:` if the site has it; else add a copy in an archive, `archive_url`"
        )


_SHORT = tuple(f"https://{host}" for host in SHORTENERS)
