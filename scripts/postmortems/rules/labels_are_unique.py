"""Every label stands for one thing: no two sources, hypotheses, observations, lessons or parts of a record share one.

With two sources `S1`, nobody can say which one a claim rests on.

How to mend it: give the later one the next free number, and look at what cites the label.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue, Organization, Pattern
from ..incident import Incident
from ..problem import Finding, quoted

BAD = """
evidence:
  - {id: E1, observation: Writes went on., weighs: {H1: does-not-fit}, cites: [S1]}
  - {id: E1, observation: One zone failed., weighs: {H1: fits}, cites: [S1]}
hypotheses:
  - id: H1
    claim: The power failed.
    factor: power
    history: [{at: 2024-05-02, status: untestable, by: press, grounds: none-given, cites: [S1]}]
"""
GOOD = BAD.replace("E1, observation: One", "E2, observation: One")

LISTS = ("parts", "hypotheses", "evidence", "lessons", "sources")


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    for name in LISTS:
        items = getattr(incident, name)
        labels = [item.id for item in items]
        if len(set(labels)) < len(labels):
            yield from _twice(name, labels, f"the next free one is `{labels[0][0]}{max(int(label[1:]) for label in labels) + 1}`")


def check_entry(entry: Organization | Pattern, catalogue: Catalogue) -> Iterator[Finding]:
    if isinstance(entry, Organization):
        yield from _twice("services", [service.id for service in entry.services], "keep one, or give it an id of its own")


def _twice(name: str, labels: list[str], advice: str) -> Iterator[Finding]:
    for index, label in enumerate(labels):
        if label in labels[:index]:
            yield Finding((name, index, "id"), f"{quoted(label)} is in `{name}` twice", advice)
