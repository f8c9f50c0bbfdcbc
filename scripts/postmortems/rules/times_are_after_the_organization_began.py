"""Nothing happens to an organization before it began.

An event older than the organization has a wrong year, or the record names the wrong organization. The first
organization of the list is meant; its `since` is in its file in the catalogue.

How to mend it: correct the year of the event, or `since` in the organization's file.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, quoted
from ..when import day_of

BAD = """
timeline:
  - {at: 1924-05-02T09:10Z, event: Reads begin to fail., basis: stated, cites: [S1]}
"""
GOOD = """
timeline:
  - {at: 2024-05-02T09:10Z, event: Reads begin to fail., basis: stated, cites: [S1]}
"""


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    organization = catalogue.organizations.get(incident.organizations[0])
    if not organization or not organization.since:
        return
    since = organization.since
    for index, event in enumerate(incident.timeline):
        if event.at < since and (day := day_of(event.at)[: len(since)]) < since[: len(day)]:
            yield Finding(
                ("timeline", index, "at"),
                f"{quoted(event.at)} is before {quoted(organization.name)} began, {quoted(since)}",
                f"correct the year, or `since` in `catalogue/organizations/{organization.id}.yaml`",
            )
