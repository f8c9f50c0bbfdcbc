"""A record -> the few facts of it that rules about the whole collection need.

Small and plain, so that workers can hand them over and a cache can keep them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlsplit

from . import when
from .incident import Incident


class Facts(NamedTuple):
    """What other records need to know of one."""

    id: str
    path: str
    title: str
    organizations: tuple[str, ...]
    services: tuple[str, ...]
    start: int  # seconds since 1970, the earliest reading of the first impact
    end: int  # the latest reading of the last event of the incident itself
    primary_urls: tuple[str, ...]  # normalized addresses of its own postmortems and status pages
    related: tuple[tuple[str, str], ...]  # (incident, relation)
    aliases: tuple[str, ...]


class Collection:
    """All records by their facts. An id exists as soon as a file of that name does, broken or not."""

    def __init__(self, facts: Iterable[Facts], ids: Iterable[str]) -> None:
        self.facts = {item.id: item for item in facts}
        self.ids = frozenset(ids)

    @cached_property
    def by_primary_url(self) -> dict[str, list[Facts]]:
        index: dict[str, list[Facts]] = {}
        for item in self.facts.values():
            for url in item.primary_urls:
                index.setdefault(url, []).append(item)
        return index

    @cached_property
    def by_organization(self) -> dict[str, list[Facts]]:
        """The records of each organization, by their start."""
        index: dict[str, list[Facts]] = {}
        for item in sorted(self.facts.values(), key=lambda facts: facts.start):
            for organization in item.organizations:
                index.setdefault(organization, []).append(item)
        return index


PRIMARY = ("operator-postmortem", "operator-status")


def facts_of(incident: Incident, path: str) -> Facts:
    times = [event.when for event in incident.timeline if event.when and "report-published" not in event.marks]
    started = [event.when for event in incident.marked("impact-started") if event.when] or times
    return Facts(
        id=incident.id,
        path=path,
        title=incident.title,
        organizations=tuple(incident.organizations),
        services=tuple(incident.services),
        start=min((time.earliest for time in started), default=0),
        end=max((time.latest for time in times), default=0),
        primary_urls=tuple(normalized(s.url) for s in incident.sources if s.url and s.kind in PRIMARY),
        related=tuple((r.incident, r.relation) for r in incident.related),
        aliases=tuple(incident.aliases),
    )


def normalized(url: str) -> str:
    """An address without what does not tell pages apart: scheme, `www.`, fragment, last slash."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return parts.netloc.lower().removeprefix("www.") + parts.path.rstrip("/") + query


def span_text(facts: Facts) -> str:
    """Its span, for a message."""
    return f"{when.utc(facts.start):%Y-%m-%d %H:%M} to {when.utc(facts.end):%Y-%m-%d %H:%M} UTC"
