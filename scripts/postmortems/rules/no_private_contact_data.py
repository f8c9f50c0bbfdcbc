"""No text holds a private person's or a private network's address: e-mail, telephone number, @name, inner IP address.

A record is read by everybody for a long time, and nobody in it was asked. An organization's own account is no private one: an
@name that has a name of the record's organizations in it, or the word status or support.

How to mend it: leave it out, or name the office: `the operator's press office`. A network's range, `10.0.0.0/8`, is
not an address and may stay, and so may what stands in `code`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..catalogue import Catalogue, Organization, Pattern
from ..incident import Incident
from ..problem import Finding, quoted
from ..prose import CODE, Prose, of_entry

BAD = """
summary: Reads failed for part of a day; the operator has not said why. Questions go to jo@mail.example.com, it says.
"""
GOOD = """
summary: Reads failed for part of a day; the operator has not said why. Questions go to its press office, it says.
"""

KINDS = {
    "mail": (r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}", "an e-mail address"),
    "phone": (r"(?<![\w.+-])\+[1-9](?:[ ./()-]{0,2}\d){8,14}(?![\w,])", "a telephone number"),
    "handle": (r"(?<![\w@./:-])@[A-Za-z_]\w{2,}(?![\w/@.])", "a name of a social network"),
    "address": (
        (
            r"(?<![\w.-])(?<![Vv]ersion )(?<![Bb]uild )"
            r"(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\w/-]|\.\w)"
        ),
        "an address in a private network",
    ),
}
CONTACT = re.compile("|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in KINDS.items()))
HINTS = ("@", "+", "10.", "192.168.", "172.")
THOUSANDS = re.compile(r"\+\d{1,3}(?:[ .]\d{3})+")


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    organizations = [catalogue.organizations[id] for id in incident.organizations if id in catalogue.organizations]
    yield from _contacts(incident.prose, organizations)


def check_entry(entry: Organization | Pattern, catalogue: Catalogue) -> Iterator[Finding]:
    yield from _contacts(of_entry(entry), [entry] if isinstance(entry, Organization) else [])


def _contacts(prose: Prose, organizations: list[Organization]) -> Iterator[Finding]:
    for route, match in prose.search(CONTACT, HINTS, hide=CODE):
        if not THOUSANDS.fullmatch(match[0]) and not (match["handle"] and _official(match[0].lower(), organizations)):
            kind = KINDS[match.lastgroup or "mail"][1]
            yield Finding(route, f"{kind}, {quoted(match[0])}", "leave it out, or name the office")


def _official(handle: str, organizations: list[Organization]) -> bool:
    names = {"status", "support"}
    for organization in organizations:
        names |= {name.lower().replace(" ", "") for name in (organization.id, organization.name, *organization.aliases)}
    return any(len(name) > 1 and name in handle for name in names)
