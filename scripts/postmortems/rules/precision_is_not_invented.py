"""A time says midnight only where the source does.

`2024-05-02T00:00Z` is mostly a day to which a program added an hour. It would move a start by up to a day.

How to mend it: write the day alone, `2024-05-02`. If it was midnight indeed, say `midnight` or `00:00` in the text of
the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, Route, quoted

BAD = """
timeline:
  - {at: 2024-05-02T00:00Z, event: Reads begin to fail., basis: stated, cites: [S1]}
"""
GOOD = """
timeline:
  - {at: 2024-05-02, event: Reads begin to fail., basis: stated, cites: [S1]}
  - {at: 2024-05-03T00:00Z, event: At midnight the counter is reset and reads work again., basis: stated, cites: [S1]}
"""

MIDNIGHT = re.compile(r"T00:00(?::00)?(?:Z|[+-])")
SAID = re.compile(r"midnight|\b0?0[:.]?00\b|\b12(?::00)? ?a\.?m\b", re.IGNORECASE)


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    for route, at, said in _times(incident):
        if MIDNIGHT.search(at) and not SAID.search(said):
            day = at.partition("T")[0]
            yield Finding(
                route,
                f"{quoted(at)} is midnight exactly, and the text does not say so",
                f"write {quoted(day)} if the source gives a day; if it says midnight, say it too",
            )


def _times(incident: Incident) -> Iterator[tuple[Route, str, str]]:
    """Times at midnight, perhaps, with the words beside them."""
    for index, event in enumerate(incident.timeline):
        if "T00:00" in event.at:
            yield ("timeline", index, "at"), event.at, f"{event.event} {event.cites}"
    for index, hypothesis in enumerate(incident.hypotheses):
        for turn, item in enumerate(hypothesis.history):
            if "T00:00" in item.at:
                yield ("hypotheses", index, "history", turn, "at"), item.at, f"{item.note} {item.cites}"
    for index, message in enumerate(incident.response.communications):
        if "T00:00" in message.at:
            yield ("response", "communications", index, "at"), message.at, f"{message.said} {message.cites}"
