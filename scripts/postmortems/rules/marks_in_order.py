"""An incident starts before it is mitigated, is mitigated before it ends, and ends before it is declared resolved.

Lengths are computed from these times. Two times are out of order only if no reading of them, as precise as they
are, can be in order; each part of an incident is looked at by itself; and where sources disagree and one time is
preferred, only that one counts. Detection may come before any user is hurt.

How to mend it: look at the offset first. Most reversed times have lost theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding

BAD = """
timeline:
  - {at: 2024-05-02T11:10Z, event: Reads begin to fail., basis: stated, marks: [impact-started], cites: [S1]}
  - {at: 2024-05-02T10:40Z, event: Reads work again., basis: stated, marks: [impact-ended], cites: [S1]}
"""
GOOD = """
timeline:
  - {at: 2024-05-02T09:10Z, event: Reads begin to fail., basis: stated, marks: [impact-started], cites: [S1]}
  - {at: 2024-05-02T10:40Z, event: Reads work again., basis: stated, marks: [impact-ended], cites: [S1]}
"""

# Any earlier one of a row comes before any later one of the same row.
ORDERS = (
    ("cause-introduced", "impact-started", "mitigated", "resolved"),
    ("impact-started", "impact-ended"),
    ("impact-started", "acknowledged"),
    ("detected", "report-published"),
)
PAIRS = frozenset(pair for order in ORDERS for pair in combinations(order, 2))


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    settled = {(mark, event.part) for event in incident.timeline if event.preferred for mark in event.marks}
    events = [
        (index, event)
        for index, event in enumerate(incident.timeline)
        if event.marks and event.when and (event.preferred or not any((mark, event.part) in settled for mark in event.marks))
    ]
    for _, first in events:
        for at_second, second in events:
            if first.part != second.part or not second.when.surely_before(first.when):  # type: ignore[union-attr]
                continue
            reversed_marks = [(a, b) for a in first.marks for b in second.marks if (a, b) in PAIRS]
            if reversed_marks:
                earlier, later = reversed_marks[0]
                yield Finding(
                    ("timeline", at_second, "at"),
                    f"`{second.at}`, {later}, is before `{first.at}`, {earlier}",
                    "check the offset of both; if both are right, one bears the wrong mark",
                )
