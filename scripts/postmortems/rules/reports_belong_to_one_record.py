"""A postmortem or a status page about an incident belongs to one record.

Two records that rest on the same report are mostly one incident written down twice. Pages that tell many incidents
are left out: the root of a site, a path that ends in a word such as `history`, and monthly availability reports.

How to mend it: merge the two, and keep the id that goes in `aliases`. If one report tells two incidents, name each
under `related` of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..facts import Collection, Facts
from ..problem import Finding, quoted

BAD = """
# incidents/2024/2024-05-02-example.yaml
title: Example Cloud object storage errors
sources:
  - {id: S1, title: Elevated errors, url: https://status.example.com/incidents/1, publisher: Example,
     kind: operator-status, accessed: 2024-05-10, read: full}
---
# incidents/2024/2024-05-09-example-queues.yaml
title: Messages are late for a day
timeline:
  - {at: 2024-05-09T09:10Z, event: Queues are late., basis: posted, cites: [S1]}
sources:
  - {id: S1, title: Elevated errors, url: https://status.example.com/incidents/1, publisher: Example,
     kind: operator-status, accessed: 2024-05-10, read: full}
"""
GOOD = """
# incidents/2024/2024-05-02-example.yaml
title: Example Cloud object storage errors
---
# incidents/2024/2024-05-09-example-queues.yaml
title: Messages are late for a day
timeline:
  - {at: 2024-05-09T09:10Z, event: Queues are late., basis: posted, cites: [S1]}
sources:
  - {id: S1, title: Elevated errors, url: https://status.example.com/incidents/2, publisher: Example,
     kind: operator-status, accessed: 2024-05-10, read: full}
"""

# Of a normalized address: no path; a last step that promises many; a report about a month.
MANY = re.compile(
    r"[^/?]*(?:\?.*)?|.*/(?:history|archive|incidents|summary|status|past-incidents|pes)(?:\?.*)?|.*availability-report.*"
)


def check_collection(facts: Facts, collection: Collection) -> Iterator[Finding]:
    for url in dict.fromkeys(facts.primary_urls):
        others = collection.by_primary_url.get(url, ())
        if len(others) < 2 or MANY.fullmatch(url):
            continue
        for id in dict.fromkeys(other.id for other in others):
            if id != facts.id and not _related(facts, collection.facts[id]):
                yield Finding(
                    ("sources",),
                    f"{quoted(url)} is also a source of `{id}`",
                    "merge the two; or, if it tells two incidents, add each to `related` of the other",
                    at_key=True,
                )


def _related(one: Facts, other: Facts) -> bool:
    return any(id == other.id for id, _ in one.related) or any(id == one.id for id, _ in other.related)
