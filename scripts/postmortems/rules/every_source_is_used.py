"""Every source is cited by a claim, or is the original of one that is cited.

A source that nothing cites makes a record look better founded than it is. Nothing is said while a citation names no
source at all: the two are mostly one slip.

How to mend it: cite it where it stands behind a claim, or delete it. For a copy, cite the copy and name the
original in its `derived_from`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, quoted

BAD = """
sources:
  - {id: S1, title: Elevated errors, url: https://status.example.com/1, publisher: Example,
     kind: operator-status, accessed: 2024-05-03, read: full}
  - {id: S2, title: Storage fails, url: https://news.example.org/7, publisher: Example News,
     kind: press, accessed: 2024-05-03, read: full}
"""
GOOD = """
timeline:
  - {at: 2024-05-02T09:10Z, event: Reads begin to fail., basis: posted, cites: [S1, S2]}
""" + BAD.lstrip()


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    used = set(incident.cited)
    if not used <= incident.source.keys():
        return
    originals = {source.derived_from for source in incident.sources if source.id in used}
    for index, source in enumerate(incident.sources):
        if source.id not in used and source.id not in originals:
            yield Finding(
                ("sources", index, "id"),
                f"{quoted(source.id)} is cited nowhere",
                "add it to the `cites` of what it supports, or delete it",
            )
