"""Every time and every day in a record is one that there was.

30 February and 25 o'clock are slips of the pen, and nothing can be computed from them.

How to mend it: look it up in the source. Of a range, the earliest time comes first.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import when
from ..catalogue import Catalogue, Organization, Pattern
from ..incident import Incident
from ..problem import Finding, Route, quoted

BAD = """
timeline:
  - {at: 2024-04-31T09:10Z, event: Reads begin to fail., basis: stated, cites: [S1]}
"""
GOOD = """
timeline:
  - {at: 2024-04-30T09:10Z, event: Reads begin to fail., basis: stated, cites: [S1]}
"""


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    for route, text in incident.times:
        if text and when.parse(text) is None:
            yield _finding(route, text)


def check_entry(entry: Organization | Pattern, catalogue: Catalogue) -> Iterator[Finding]:
    if isinstance(entry, Organization) and entry.since and when.parse(entry.since) is None:
        yield _finding(("since",), entry.since)


def _finding(route: Route, text: str) -> Finding:
    if "/" in text and all(when.parse(end) for end in text.split("/")):
        return Finding(route, f"{quoted(text)} ends before it begins", "a range is `earliest/latest`; check the offsets of both")
    return Finding(route, f"{quoted(text)} never was", "look at the day of the month, the hour and the offset")
