"""Every label that a record uses names something: a source, a hypothesis, a part, an organization, a service, a pattern.

A citation of a source that is not there looks like evidence and is none.

How to mend it: correct the label, or add what it names. Organizations and patterns are files under `catalogue/`.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator

from ..catalogue import Catalogue, Organization, Pattern
from ..incident import Incident
from ..problem import Finding, Route, quoted

BAD = """
timeline:
  - {at: 2024-05-02T09:10Z, event: Reads fail., basis: stated, cites: [S7]}
"""
GOOD = """
timeline:
  - {at: 2024-05-02T09:10Z, event: Reads fail., basis: stated, cites: [S1]}
"""


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    parts = [part.id for part in incident.parts]
    for label, routes in incident.cited.items():
        if label not in incident.source:
            for route in routes:
                yield from _missing(route, label, incident.source, "source of this record")
    for index, source in enumerate(incident.sources):
        if source.derived_from:
            yield from _missing(("sources", index, "derived_from"), source.derived_from, incident.source, "source of this record")
    for index, evidence in enumerate(incident.evidence):
        for label in evidence.weighs:
            yield from _missing(
                ("evidence", index, "weighs", label), label, incident.hypothesis, "hypothesis of this record", at_key=True
            )
    for route, part in _parts(incident):
        yield from _missing(route, part, parts, "part of this record")
    for index, id in enumerate(incident.organizations):
        yield from _missing(("organizations", index), id, catalogue.organizations, "file in catalogue/organizations")
    for index, id in enumerate(incident.services):
        yield from _missing(("services", index), id, catalogue.services, "service in catalogue/organizations")
    for index, lesson in enumerate(incident.lessons):
        yield from _missing(("lessons", index, "pattern"), lesson.pattern, catalogue.patterns, "file in catalogue/patterns")


def check_entry(entry: Organization | Pattern, catalogue: Catalogue) -> Iterator[Finding]:
    if isinstance(entry, Pattern):
        for index, id in enumerate(entry.related):
            yield from _missing(("related", index), id, catalogue.patterns, "file in catalogue/patterns")
        return
    for at, service in enumerate(entry.services):
        for index, dependency in enumerate(service.depends_on):
            route = ("services", at, "depends_on", index, "service")
            yield from _missing(route, dependency.service, catalogue.services, "service in catalogue/organizations")


def _parts(incident: Incident) -> Iterator[tuple[Route, str]]:
    lists: list[tuple[Route, Iterable]] = [
        (("timeline",), incident.timeline),
        (("impact", "effects"), incident.impact.effects),
        (("impact", "figures"), incident.impact.figures),
        (("hypotheses",), incident.hypotheses),
        (("response", "mitigations"), incident.response.mitigations),
    ]
    for route, items in lists:
        for index, item in enumerate(items):
            if item.part:
                yield (*route, index, "part"), item.part


def _missing(route: Route, name: str, known: Collection[str], kind: str, at_key: bool = False) -> Iterator[Finding]:
    if name in known:
        return
    near = difflib.get_close_matches(name, list(known), 1, 0.6)
    advice = f"did you mean `{near[0]}`?" if near else "there is: " + (", ".join(list(known)[:12]) or "none yet")
    yield Finding(route, f"{quoted(name)} is no {kind}", advice, at_key)
