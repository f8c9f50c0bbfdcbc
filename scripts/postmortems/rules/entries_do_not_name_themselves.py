"""No pattern is related to itself, and no service rests on itself.

Such a link leads a reader in a circle, and a service that rests on itself can never be the reason of its failure.

How to mend it: delete the entry, or name the one that was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue, Organization, Pattern
from ..problem import Finding, quoted

BAD = """
# catalogue/patterns/staged-rollout.yaml
related: [staged-rollout]
"""
GOOD = """
# catalogue/patterns/staged-rollout.yaml
related: [quick-rollback]
---
# catalogue/patterns/quick-rollback.yaml
title: Keep the way back short
"""


def check_entry(entry: Organization | Pattern, catalogue: Catalogue) -> Iterator[Finding]:
    if isinstance(entry, Pattern):
        for index, id in enumerate(entry.related):
            if id == entry.id:
                yield Finding(("related", index), f"{quoted(id)} is this pattern itself", "delete it, or name another")
        return
    for at, service in enumerate(entry.services):
        for index, dependency in enumerate(service.depends_on):
            if dependency.service == f"{entry.id}/{service.id}":
                route = ("services", at, "depends_on", index, "service")
                yield Finding(route, f"{quoted(dependency.service)} is this service itself", "delete it, or name another")
