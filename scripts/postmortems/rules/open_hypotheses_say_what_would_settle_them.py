"""A hypothesis that is still open says what evidence would settle it.

So a reader who has that evidence knows that it is wanted, and an explanation that no evidence could decide shows as
what it is.

How to mend it: add `would_settle`: the log, measurement or statement that would decide it. If there is none, the last
turn is `untestable`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, quoted

BAD = """
hypotheses:
  - id: H1
    claim: A new release of the storage service carried the fault.
    factor: software-change
    history:
      - {at: 2024-05-02, status: proposed, by: public, grounds: coincidence, cites: [S1]}
"""
GOOD = (
    BAD.rstrip()
    + """
    would_settle: The operator's list of releases of that day.
"""
)

OPEN = ("proposed", "supported", "disputed")


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    for index, hypothesis in enumerate(incident.hypotheses):
        if hypothesis.status in OPEN and not hypothesis.would_settle:
            yield Finding(
                ("hypotheses", index, "id"),
                f"{quoted(hypothesis.id)} is {hypothesis.status}, and nothing says what would settle it",
                "add `would_settle`; if no evidence could, end its history with `untestable`",
            )
