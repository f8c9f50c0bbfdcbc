"""A turn given by the editors rests on reasoning, says so in its grounds, and shows it in a note.

The editors of this collection saw no logs and heard nobody. What they conclude from sources must be open to anybody
who wants to check it.

How to mend it: `grounds` of the editors are `exclusion`, `inference` or `coincidence`, with a `note` that gives the
steps. If a source drew the conclusion, that source's author is who it is `by`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, quoted

BAD = """
hypotheses:
  - id: H1
    claim: An update set it off.
    factor: software-change
    history:
      - {at: 2024-05-03, status: untestable, by: editors, grounds: stated, cites: [S1]}
"""
GOOD = """
hypotheses:
  - id: H1
    claim: An update set it off.
    factor: software-change
    history:
      - {at: 2024-05-03, status: untestable, by: editors, grounds: inference, cites: [S1],
         note: The source names neither the update nor its day.}
"""

REASONING = ("exclusion", "inference", "coincidence")


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    for index, hypothesis in enumerate(incident.hypotheses):
        for at, turn in enumerate(hypothesis.history):
            if turn.by != "editors":
                continue
            route = ("hypotheses", index, "history", at)
            if turn.grounds not in REASONING:
                yield Finding(
                    (*route, "grounds"),
                    f"the editors cannot have {quoted(turn.grounds)} as grounds",
                    "write `exclusion`, `inference` or `coincidence`; or name in `by` whoever said it",
                )
            elif not turn.note and (turn.status, turn.grounds) != ("refuted", "exclusion"):  # another rule asks for that note
                yield Finding((*route, "by"), "the editors conclude this and do not say how", "add a `note` with the steps")
