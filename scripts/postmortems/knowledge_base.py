"""All records and the catalogue, with the indexes that pages are made from. Read-only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from .catalogue import Catalogue
from .incident import Incident


class KnowledgeBase:
    """Every record that can be read, newest first."""

    def __init__(self, incidents: Iterable[Incident], catalogue: Catalogue) -> None:
        self.incidents = sorted(incidents, key=lambda i: (i.day, i.id), reverse=True)
        self.catalogue = catalogue
        self.incident = {incident.id: incident for incident in self.incidents}

    @cached_property
    def by_year(self) -> dict[str, list[Incident]]:
        return self._index(lambda incident: [incident.year])

    @cached_property
    def by_organization(self) -> dict[str, list[Incident]]:
        return self._index(lambda incident: incident.organizations)

    @cached_property
    def by_service(self) -> dict[str, list[Incident]]:
        return self._index(lambda incident: incident.services)

    @cached_property
    def by_factor(self) -> dict[str, list[Incident]]:
        return self._index(lambda incident: [h.factor for h in incident.hypotheses])

    @cached_property
    def by_pattern(self) -> dict[str, list[Incident]]:
        return self._index(lambda incident: [lesson.pattern for lesson in incident.lessons])

    @cached_property
    def by_cause_state(self) -> dict[str, list[Incident]]:
        return self._index(lambda incident: [incident.cause_state])

    def _index(self, keys: Callable[[Incident], Iterable[str]]) -> dict[str, list[Incident]]:
        index: dict[str, list[Incident]] = {}
        for incident in self.incidents:
            for key in dict.fromkeys(keys(incident)):
                index.setdefault(key, []).append(incident)
        return index
