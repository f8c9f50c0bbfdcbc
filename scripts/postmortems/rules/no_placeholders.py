"""Every text says something: no `TODO`, `TBD`, `lorem ipsum`, `n/a` or dots.

A placeholder looks like knowledge to everything that counts or searches, and it stays for years.

How to mend it: leave the key out if it may be missing. What nobody says belongs under `unknowns`, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..catalogue import Catalogue, Organization, Pattern
from ..incident import Incident
from ..problem import Finding, quoted
from ..prose import QUOTATION_OR_CODE, Prose, of_entry

BAD = """
timeline:
  - {at: 2024-05-02T09:10Z, event: "TODO: what happened first?", basis: posted, cites: [S1]}
"""
GOOD = """
timeline:
  - {at: 2024-05-02T09:10Z, event: The status page reports failing reads., basis: posted, cites: [S1]}
unknowns:
  - {about: start, state: undisclosed, note: When did reads begin to fail?}
"""

INSIDE = re.compile(r"\b(?:TODO|TBD|FIXME|XXX+|[Ll]orem ipsum)\b")
HINTS = ("todo", "tbd", "fixme", "xxx", "lorem ipsum")
ALONE = re.compile(r"\s*(?:n/?a|tbd|todo|xx+|placeholder|text here|\W+)\.?\s*", re.IGNORECASE)
LONGEST = 12


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    yield from _placeholders(incident.prose)


def check_entry(entry: Organization | Pattern, catalogue: Catalogue) -> Iterator[Finding]:
    yield from _placeholders(of_entry(entry))


def _placeholders(prose: Prose) -> Iterator[Finding]:
    advice = "write it, or leave the key out; what nobody says goes under `unknowns`"
    for route, match in prose.search(INSIDE, HINTS, hide=QUOTATION_OR_CODE):
        yield Finding(route, f"a placeholder, {quoted(match[0])}", advice)
    for route, text in prose.texts:
        if len(text) <= LONGEST and ALONE.fullmatch(text) and not INSIDE.search(text):
            yield Finding(route, f"{quoted(text)} says nothing", advice)
