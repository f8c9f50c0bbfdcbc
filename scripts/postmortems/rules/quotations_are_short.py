"""No text quotes more than 25 words in a row.

Records are in our own words: other people's texts are theirs, and a long quotation mostly hides which part of it
matters.

How to mend it: quote the few words that matter and say the rest yourself, with a citation.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue, Organization, Pattern
from ..incident import Incident
from ..problem import Finding, quoted
from ..prose import CODE, QUOTATION, Prose, of_entry

BAD = """
summary: >-
  The operator wrote: "We are sorry for what happened on Thursday, we know how much all of you rely on us, and we will
  do everything in our power to make sure that nothing like it can ever happen again."
"""
GOOD = """
summary: >-
  Reads failed for part of a day. The operator apologized and promised "everything in our power" against another time.
"""

MOST = 25
SIGNS = ('"', "“", "„", "«")


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    yield from _long(incident.prose)


def check_entry(entry: Organization | Pattern, catalogue: Catalogue) -> Iterator[Finding]:
    yield from _long(of_entry(entry))


def _long(prose: Prose) -> Iterator[Finding]:
    for route, match in prose.search(QUOTATION, SIGNS, hide=CODE, ours=True):
        words = len(match[0].split())
        if words > MOST:
            yield Finding(
                route,
                f"quotes {words} words in a row: {quoted(match[0])}",
                f"quote at most {MOST}; say the rest in your own words",
            )
