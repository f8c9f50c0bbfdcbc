"""A relation between two records exists, and is told in both.

A reader who arrives at the upstream record must find the downstream one, and the other way round.

How to mend it: add the inverse relation to the other record: `caused-by` and `cause-of`, `follows` and `precedes`;
`same-cause`, `confused-with` and `compare` are their own inverse.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ..facts import Collection, Facts
from ..problem import Finding, quoted

BAD = """
# incidents/2024/2024-05-02-example.yaml
related:
  - {incident: 2024-05-02-example-down, relation: cause-of}
---
# incidents/2024/2024-05-02-example-down.yaml
title: Example Down logins fail for an hour
"""
GOOD = """
# incidents/2024/2024-05-02-example.yaml
related:
  - {incident: 2024-05-02-example-down, relation: cause-of}
---
# incidents/2024/2024-05-02-example-down.yaml
title: Example Down logins fail for an hour
related:
  - {incident: 2024-05-02-example, relation: caused-by}
"""

INVERSE = {"caused-by": "cause-of", "follows": "precedes"}
INVERSE |= {value: key for key, value in INVERSE.items()}


def check_collection(facts: Facts, collection: Collection) -> Iterator[Finding]:
    for index, (id, relation) in enumerate(facts.related):
        route = ("related", index, "incident")
        if id == facts.id:
            yield Finding(route, "a record is not related to itself", "delete the entry")
        elif id not in collection.ids:
            near = difflib.get_close_matches(id, collection.ids - {facts.id}, 1, 0.6)
            yield Finding(
                route, f"{quoted(id)} is no record", f"did you mean `{near[0]}`?" if near else "leave it out until it is written"
            )
        elif (other := collection.facts.get(id)) and (facts.id, INVERSE.get(relation, relation)) not in other.related:
            inverse = INVERSE.get(relation, relation)
            yield Finding(
                route,
                f"`{id}` does not say that it is related to this one",
                f"add to it: `{{incident: {facts.id}, relation: {inverse}}}`",
            )
