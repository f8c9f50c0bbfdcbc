"""No two sources of a record are the same page.

Two labels for one page make one witness look like two.

How to mend it: keep one, and move what cites the other to it; the place in the page goes after a comma, `S1, update
of 10:40`. Two versions of one page are two sources if each names its own copy in `archive_url`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue
from ..facts import normalized
from ..incident import Incident
from ..problem import Finding, quoted
from ..record import Source

BAD = """
timeline:
  - {at: 2024-05-02T09:10Z, event: Reads begin to fail., basis: posted, cites: [S1, S2]}
sources:
  - {id: S1, title: Elevated errors, url: https://status.example.com/1, publisher: Example,
     kind: operator-status, accessed: 2024-05-03, read: full}
  - {id: S2, title: Elevated errors, url: https://www.status.example.com/1/#updates, publisher: Example,
     kind: operator-status, accessed: 2024-05-03, read: full}
"""
GOOD = BAD.replace("https://www.status.example.com/1/#updates", "https://status.example.com/2")


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    seen: dict[str, Source] = {}
    for index, source in enumerate(incident.sources):
        if not source.url:
            continue
        first = seen.setdefault(normalized(source.url), source)
        if first is not source and not _versions(first, source):
            yield Finding(
                ("sources", index, "url"),
                f"{quoted(source.url)} is the page of `{first.id}`",
                f"cite `{first.id}` with the place in it, `{first.id}, <place>`, and delete `{source.id}`",
            )


def _versions(first: Source, second: Source) -> bool:
    return bool(first.archive_url and second.archive_url) and first.archive_url != second.archive_url
