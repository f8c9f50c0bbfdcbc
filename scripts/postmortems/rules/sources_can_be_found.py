"""Every source can be found again, and what was read instead of it can be too.

A source has an address or says how it can be found. One that was read in a copy, in quotations or as a row of a data
set says where: that text is what the record rests on.

How to mend it: add `url`, or `whereabouts` where no address is known; and for `read: copy`, `quoted` or `dataset` add
`read_at`, `archive_url` or a `note`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, quoted

BAD = """
sources:
  - {id: S1, title: Elevated errors, publisher: Example, kind: operator-status, accessed: 2024-05-03, read: full}
"""
GOOD = """
sources:
  - {id: S1, title: Elevated errors, publisher: Example, kind: operator-status, accessed: 2024-05-03, read: quoted,
     whereabouts: "Message to customers, 2 May 2024", note: Quoted by two customers.}
"""

SECOND_HAND = ("copy", "quoted", "dataset")


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    for index, source in enumerate(incident.sources):
        if not (source.url or source.whereabouts or source.archive_url):
            yield Finding(("sources", index, "id"), f"{quoted(source.id)} cannot be found", "add its `url`, or `whereabouts`")
        elif source.read in SECOND_HAND and not (source.read_at or source.note or source.archive_url):
            yield Finding(
                ("sources", index, "read"),
                f"read as {quoted(source.read)}, and nothing says where",
                "add `read_at`, or a `note` that says where",
            )
