"""A withdrawn record says when and why, and no other record does.

It stays readable for those who cited it, and they must learn what is wrong with it.

How to mend it: `review: withdrawn` and `withdrawn: {at: …, reason: …}` go together; write both, or neither.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, quoted

BAD = """
review: withdrawn
"""
GOOD = """
review: withdrawn
withdrawn: {at: 2024-06-01, reason: The status page was a test of the operator; nothing failed.}
"""


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    if incident.review == "withdrawn" and not incident.withdrawn:
        yield Finding(("review",), "withdrawn, and nothing says why", "add `withdrawn: {at: <day>, reason: <why>}`")
    elif incident.withdrawn and incident.review != "withdrawn":
        yield Finding(
            ("review",),
            f"{quoted(incident.review)}, and yet it says when it was withdrawn",
            "write `review: withdrawn`, or delete `withdrawn`",
        )
