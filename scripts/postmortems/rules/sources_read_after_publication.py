"""A source was read after it was published, and the last reading is not older than what the record tells.

A day of reading before the day of publication means that one of the two is wrong; and what happened after the last
source was read cannot stand in any of them.

How to mend it: put the day of the last reading in `accessed`, and the day printed on the text in `published`.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import when
from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, quoted

BAD = """
sources:
  - {id: S1, title: Elevated errors, url: https://status.example.com/1, publisher: Example,
     kind: operator-status, published: 2024-05-04, accessed: 2024-05-03, read: full}
"""
GOOD = BAD.replace("2024-05-03", "2024-05-04")


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    for index, source in enumerate(incident.sources):
        if source.published and source.accessed[: len(source.published)] < source.published:
            yield Finding(
                ("sources", index, "accessed"),
                f"read on {quoted(source.accessed)}, before it was published, {quoted(source.published)}",
                "correct the one that is wrong",
            )
    last = when.parse(max(source.accessed for source in incident.sources))
    for index, event in enumerate(incident.timeline):
        if last and event.at[:10] > last.text and event.when and last.surely_before(event.when):
            yield Finding(
                ("timeline", index, "at"),
                f"{quoted(event.at)} is after the day on which the last source was read, {quoted(last.text)}",
                "correct the time; or read the source again and put that day in `accessed`",
            )
