"""Texts tell what people did and knew, and blame nobody.

An incident in which everybody acted on what they knew is only understood by asking why it made sense to them.
"Human error" ends the search where it should begin. Others' words may stand between quotation marks.

How to mend it: write the action, the procedure and the tool that allowed it: "A command meant for one rack was run
for all of them; the tool asked for no confirmation." Put a word that a source uses in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..catalogue import Catalogue, Organization, Pattern
from ..incident import Incident
from ..problem import Finding, quoted
from ..prose import QUOTATION_OR_CODE, Prose, of_entry

BAD = """
summary: Reads failed for part of a day because a careless engineer changed a setting. Written from the status page.
"""
GOOD = """
summary: Reads failed for part of a day. An engineer changed a setting; the operator's report speaks of "human error".
"""

PEOPLE = (
    r"(?:engineer|employee|technician|developer|programmer|administrator|contractor|intern|worker|staff|team|manager|person)s?"
)
# What not to write, and what to write instead.
WORDS = {
    r"(?:human|operator|pilot) errors?": "say what was done, and what made it possible",
    r"careless(?:ly|ness)?": "say what was not looked at, and why it did not stand out",
    r"negligen(?:t|tly|ce)|reckless(?:ly|ness)?": "say what was left out; a court's finding goes in quotation marks",
    r"incompeten(?:t|tly|ce)|stupid(?:ly|ity)?|idiotic|idiots?|foolish(?:ly)?|clueless": "say what was known to whom at the time",
    r"slopp(?:y|ily|iness)|botched|inexcusabl[ey]|screwed up": "say what went otherwise than planned",
    r"fat[- ]finger(?:s|ed|ing)?(?! (?:trade|order|error)s?)": "say what was typed, and what accepted it",
    rf"blam(?:e|es|ed|ing) (?:\w+ ){{0,2}}{PEOPLE}|{PEOPLE} (?:is|are|was|were|been) (?:\w+ )?(?:at fault|to blame|blamed)": (
        "say what they did, and what made it possible"
    ),
    r"scapegoats?|culprits?": "say `cause`, or what failed",
}
WORD = re.compile(
    "|".join(rf"(?P<w{n}>{word})" for n, word in enumerate(WORDS)).join((r"(?<![\w-])(?:", r")(?![\w-])")), re.IGNORECASE
)
ADVICE = list(WORDS.values())
HINTS = (
    *("human error", "operator error", "pilot error", "careless", "negligen", "reckless", "incompeten", "stupid", "idiot"),
    *("foolish", "clueless", "slopp", "botched", "inexcus", "screwed up", "finger", "blam", "at fault", "scapegoat", "culprit"),
)


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    yield from _blaming(incident.prose)


def check_entry(entry: Organization | Pattern, catalogue: Catalogue) -> Iterator[Finding]:
    yield from _blaming(of_entry(entry))


def _blaming(prose: Prose) -> Iterator[Finding]:
    for route, match in prose.search(WORD, HINTS, hide=QUOTATION_OR_CODE, ours=True):
        advice = ADVICE[int((match.lastgroup or "w0")[1:])]
        yield Finding(route, f"{quoted(match[0])} blames", advice)
