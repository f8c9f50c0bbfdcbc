"""No fact rests on a source of grade D alone: nothing signed by nobody, gathered by machine or said in a forum.

Such a text may be cited for what it itself says: that it proposed a cause, that users complained, what somebody
unconnected expects, and when it was posted. Turns `proposed` and `untestable`, events with the basis `posted`, and
effects, figures, lessons and follow-ups not said by the operator, its supplier or a regulator may rest on it alone.

How to mend it: cite a better source beside it, or turn the fact into the claim that it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, Route

BAD = """
timeline:
  - {at: 2024-05-02T09:10Z, event: Reads begin to fail., basis: stated, cites: [S1]}
sources:
  - {id: S1, title: Is it down?, url: https://forum.example.org/7, publisher: Example Forum,
     kind: forum, accessed: 2024-05-03, read: full}
"""
GOOD = BAD.replace("Reads begin to fail., basis: stated", "The first user reports failing reads., basis: posted")

CLAIMS = ("proposed", "untestable")
WITNESSES = ("operator", "supplier", "regulator")


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    weak = {source.id for source in incident.sources if source.grade == "D"}
    if not weak:
        return
    for route, item in _facts(incident):
        if all(cite.partition(",")[0] in weak for cite in item.cites):
            yield Finding(
                (*route, "cites"),
                f"rests on grade D alone: `{', '.join(item.cites)[:60]}`",
                "cite a better source beside it; without one, leave it out or write it as what somebody proposed or posted",
            )


def _facts(incident: Incident) -> Iterator[tuple[Route, Any]]:
    """What needs better than grade D, with its place."""
    response = incident.response
    yield from _numbered(("timeline",), incident.timeline, lambda event: event.basis != "posted")
    for index, hypothesis in enumerate(incident.hypotheses):
        yield from _numbered(("hypotheses", index, "history"), hypothesis.history, lambda turn: turn.status not in CLAIMS)
    yield from _numbered(("impact", "figures"), incident.impact.figures, lambda figure: figure.said_by in WITNESSES)
    yield from _numbered(("impact", "effects"), incident.impact.effects, lambda effect: effect.said_by in WITNESSES)
    yield from _numbered(("evidence",), incident.evidence)
    yield from _numbered(("response", "mitigations"), response.mitigations)
    yield from _numbered(("response", "follow_ups"), response.follow_ups, lambda follow_up: follow_up.said_by in WITNESSES)
    yield from _numbered(("lessons",), incident.lessons, lambda lesson: lesson.said_by in WITNESSES)
    if response.detection:
        yield ("response", "detection"), response.detection
        yield from _numbered(("response", "detection", "missed_signals"), response.detection.missed_signals)


def _numbered(route: Route, items: Iterable[Any], applies: Any = lambda item: True) -> Iterator[tuple[Route, Any]]:
    return (((*route, index), item) for index, item in enumerate(items) if applies(item))
