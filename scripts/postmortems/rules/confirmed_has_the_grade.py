"""A cause is confirmed by somebody who can know it, in a source that is good enough.

Those who can are the operator, its supplier, a regulator, court or parliament, and a reviewer who heard the parties,
in a source of grade A; or of grade B where it was measured or reproduced, or found by hearing the parties. A
researcher or a monitoring firm can by an independent technical proof, `measured` or `reproduced`, and publish it
themselves (grade C). The grade follows from the `kind` of a source and from how it was `read`.

How to mend it: write `supported`, or `proposed` where no evidence is offered; or cite the source in which the
operator, supplier, regulator or reviewer says it. Where the press reports that the operator confirmed it, find the
operator's own text.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, Route, quoted
from ..record import Turn

BAD = """
hypotheses:
  - id: H1
    claim: The power of one zone failed.
    factor: power
    history:
      - {at: 2024-05-03, status: confirmed, by: press, grounds: inference, cites: [S1]}
"""
GOOD = """
hypotheses:
  - id: H1
    claim: The power of one zone failed.
    factor: power
    history:
      - {at: 2024-05-03, status: confirmed, by: operator, grounds: stated, cites: [S1]}
"""

INSIDERS = ("operator", "supplier", "regulator", "reviewer")
OBSERVERS = ("researcher", "monitor")
PROOF = ("measured", "reproduced")


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    for index, hypothesis in enumerate(incident.hypotheses):
        for at, turn in enumerate(hypothesis.history):
            if turn.status == "confirmed":
                yield from _confirmed(("hypotheses", index, "history", at), turn, incident)


def _confirmed(route: Route, turn: Turn, incident: Incident) -> Iterator[Finding]:
    proof = turn.grounds in PROOF
    if turn.by not in INSIDERS and not (turn.by in OBSERVERS and proof):
        only = "only by what it measured or reproduced" if turn.by in OBSERVERS else "nobody of that kind can"
        yield Finding(
            (*route, "by"),
            f"confirmed by {quoted(turn.by)}: {only}",
            "write `supported`, or cite the operator, its supplier, a regulator or a reviewer",
        )
        return
    lowest = "C" if turn.by in OBSERVERS else "B" if proof or turn.grounds == "found" else "A"
    grades = [source.grade for cite in turn.cites if (source := incident.source.get(cite.partition(",")[0]))]
    if grades and min(grades) > lowest:
        needed = "A" if lowest == "A" else f"{lowest} or better"
        yield Finding(
            (*route, "cites"),
            f"confirmed by a source of grade {min(grades)}; grade {needed} is needed",
            "cite the original text, or write `supported`",
        )
