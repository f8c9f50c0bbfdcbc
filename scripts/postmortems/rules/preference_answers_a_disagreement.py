"""Only an entry that others contradict is preferred, and of those that contradict each other only one.

`preferred` decides which time or figure is counted with. Where nothing disagrees there is nothing to decide, and two
preferred ones decide nothing.

How to mend it: delete `preferred`, or write down the other time or figure too: same mark and part, or same measure,
unit, base and part.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, Route, quoted

BAD = """
timeline:
  - {at: 2024-05-02T09:10Z, event: Reads begin to fail., basis: stated, marks: [impact-started],
     preferred: The later report is the more exact one., cites: [S1]}
"""
GOOD = (
    BAD.rstrip()
    + """
  - {at: 2024-05-02T09:25Z, event: Reads begin to fail., basis: posted, marks: [impact-started], cites: [S1]}
"""
)


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    preferred: list[Route] = [("timeline", index) for index, event in enumerate(incident.timeline) if event.preferred]
    preferred += [("impact", "figures", index) for index, figure in enumerate(incident.impact.figures) if figure.preferred]
    if not preferred:
        return
    contested = {route for conflict in incident.conflicts for route in conflict.routes}
    for route in preferred:
        if route not in contested:
            yield Finding(
                (*route, "preferred"),
                "preferred, and nothing contradicts it",
                "delete `preferred`, or add the other account",
                at_key=True,
            )
    for conflict in incident.conflicts:
        for route in [route for route in conflict.routes if route in preferred][1:]:
            yield Finding(
                (*route, "preferred"), f"a second preferred one of {quoted(conflict.about)}", "keep the better one", at_key=True
            )
