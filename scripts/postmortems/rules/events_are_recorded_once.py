"""One event has one record.

Two records are taken for one event if they are about the same organization at the same time and share one thing
more: a report, nearly the same title (unless their services are different), or a service and the start, within half
an hour. Records that name each other under `related` are known to be two.

How to mend it: merge them. Keep the older id, and put the other in `aliases`. If they are two events, relate them,
`confused-with` or whatever fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from ..facts import Collection, Facts, span_text
from ..problem import Finding

BAD = """
# incidents/2024/2024-05-02-example.yaml
title: Example Cloud object storage errors
---
# incidents/2024/2024-05-02-example-storage.yaml
title: Example Cloud object storage error
sources:
  - {id: S1, title: Elevated errors, url: https://example.com/blog/storage, publisher: Example,
     kind: operator-postmortem, accessed: 2024-05-10, read: full}
"""
GOOD = """
# incidents/2024/2024-05-02-example.yaml
title: Example Cloud object storage errors
related: [{incident: 2024-05-02-example-queues, relation: cause-of}]
---
# incidents/2024/2024-05-02-example-queues.yaml
title: Example Cloud queues are late
related: [{incident: 2024-05-02-example, relation: caused-by}]
sources:
  - {id: S1, title: Late messages, url: https://example.com/blog/queues, publisher: Example,
     kind: operator-postmortem, accessed: 2024-05-10, read: full}
"""

NEAR = 30 * 60
ALIKE = 0.8


def check_collection(facts: Facts, collection: Collection) -> Iterator[Finding]:
    for other, shared in _twins(collection).get(facts.id, ()):
        yield Finding(
            ("title",),
            f"seems to be the event of `{other.id}`: the same organization, {span_text(other)}, and {shared}",
            "merge the two; or, if they are two events, add each to `related` of the other",
        )


@lru_cache(maxsize=1)
def _twins(collection: Collection) -> dict[str, list[tuple[Facts, str]]]:
    """The likely doubles of each record. One sweep over the records of each organization, in the order of their start."""
    twins: dict[str, list[tuple[Facts, str]]] = {}
    for records in collection.by_organization.values():
        running: list[Facts] = []
        for item in records:
            running = [earlier for earlier in running if earlier.end >= item.start]
            for earlier in running:
                if (shared := _shared(earlier, item)) and (earlier, shared) not in twins.get(item.id, ()):
                    twins.setdefault(item.id, []).append((earlier, shared))
                    twins.setdefault(earlier.id, []).append((item, shared))
            running.append(item)
    return twins


def _shared(one: Facts, other: Facts) -> str:
    """What makes two records of one time the same event, or nothing."""
    if (one.related and any(id == other.id for id, _ in one.related)) or (
        other.related and any(id == one.id for id, _ in other.related)
    ):
        return ""
    if one.primary_urls and not set(one.primary_urls).isdisjoint(other.primary_urls):
        return "the same report"
    same_service = not set(one.services).isdisjoint(other.services)
    if same_service and abs(one.start - other.start) <= NEAR:
        return "the same service and start"
    if (same_service or not one.services or not other.services) and _alike(one.title.lower(), other.title.lower()):
        return "nearly the same title"
    return ""


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
