"""The turns of a hypothesis stand in the order of time, oldest first.

The last turn is its status now. A turn added at the wrong end turns a confirmed cause back into a guess.

How to mend it: move the turn, or correct its day. A turn known only to the day, month or year may stand beside a
more exact one of that day, month or year.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, quoted

BAD = """
hypotheses:
  - id: H1
    claim: The power of one zone failed.
    factor: power
    history:
      - {at: 2024-05-08, status: confirmed, by: operator, grounds: stated, cites: [S1]}
      - {at: 2024-05-01, status: superseded, by: press, grounds: inference, cites: [S1]}
"""
GOOD = """
hypotheses:
  - id: H1
    claim: The power of one zone failed.
    factor: power
    history:
      - {at: 2024-05-01, status: proposed, by: press, grounds: inference, cites: [S1]}
      - {at: 2024-05-08, status: confirmed, by: operator, grounds: stated, cites: [S1]}
"""


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    for index, hypothesis in enumerate(incident.hypotheses):
        for at, (first, second) in enumerate(pairwise(hypothesis.history), 1):
            if first.when and second.when and second.when.surely_before(first.when):
                yield Finding(
                    ("hypotheses", index, "history", at, "at"),
                    f"{quoted(second.at)} is before the turn above it, {quoted(first.at)}",
                    "put the oldest turn first, or correct the day",
                )
