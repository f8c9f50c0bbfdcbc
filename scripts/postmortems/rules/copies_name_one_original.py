"""A copy names the original itself, never another copy or itself.

Copies of one text count once. In a chain or a circle nobody can say what that text is.

How to mend it: put the label of the first text in `derived_from` of every copy. If it is no copy, delete the key.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, quoted

BAD = """
timeline:
  - {at: 2024-05-02T09:10Z, event: Reads begin to fail., basis: posted, cites: [S1]}
sources:
  - {id: S1, title: Elevated errors, url: https://news.example.org/1, publisher: Example News,
     kind: press, accessed: 2024-05-03, read: full, derived_from: S1}
"""
GOOD = """
timeline:
  - {at: 2024-05-02T09:10Z, event: Reads begin to fail., basis: posted, cites: [S1]}
sources:
  - {id: S1, title: Elevated errors, url: https://news.example.org/1, publisher: Example News,
     kind: press, accessed: 2024-05-03, read: full, derived_from: S2}
  - {id: S2, title: Elevated errors, url: https://status.example.com/1, publisher: Example,
     kind: operator-status, accessed: 2024-05-03, read: full}
"""


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    for index, source in enumerate(incident.sources):
        if not source.derived_from:
            continue
        route = ("sources", index, "derived_from")
        original = incident.source.get(source.derived_from)
        if source.derived_from == source.id:
            yield Finding(
                route, f"{quoted(source.id)} is named as its own original", "name the text that it repeats, or delete the key"
            )
        elif original and original.derived_from:
            yield Finding(route, f"{quoted(original.id)} is itself a copy", f"name the original: {quoted(original.derived_from)}")
