"""Texts have inline markup only: `code`, emphasis and links.

A text is set into a sentence, a table cell or a diagram. Headings, lists, quotations, tables, images and HTML would
show there as stray signs.

How to mend it: write sentences. What is a list in itself mostly has a list of its own in the record: `effects`,
`timeline`, `mitigations`. Put code that looks like HTML in backticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..catalogue import Catalogue, Organization, Pattern
from ..incident import Incident
from ..problem import Finding, quoted
from ..prose import CODE, Prose, of_entry

BAD = """
summary: |-
  ## What happened
  Reads from object storage failed for part of a day.
"""
GOOD = """
summary: Reads from object storage failed for part of a day, with `NoSuchKey<T>` as *the only* message.
"""

KINDS = {
    "heading": (r"^#{1,6} \S", "a heading", "write a sentence"),
    "quote": (r"^> ", "a block quotation", "quote a few words between quotation marks"),
    "fence": (r"^(?:`{3}|~{3})", "a block of code", "put a few words of it in `backticks`"),
    "bullet": (r"^[-*+] \S", "a list", "write sentences, or use a list of the record"),
    "table": (r"^\|.*\|[ \t]*$", "a table", "write sentences; numbers go under `figures`"),
    "image": (r"!\[[^\[\]\n]*\]\(", "an image", "say what it shows, and link to the page"),
    "html": (r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>|<!--", "HTML", "leave it out; code goes in `backticks`"),
}
BLOCK = re.compile("|".join(f"(?P<{name}>{pattern})" for name, (pattern, _, _) in KINDS.items()), re.MULTILINE)
HINTS = ("\n#", "\n> ", "\n```", "\n~~~", "\n- ", "\n* ", "\n+ ", "\n|", "![", "<")
INLINE_CODE = re.compile(rf"(?!^(?:`{{3}}|~{{3}})){CODE.pattern}", re.DOTALL | re.MULTILINE)


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    yield from _blocks(incident.prose)


def check_entry(entry: Organization | Pattern, catalogue: Catalogue) -> Iterator[Finding]:
    yield from _blocks(of_entry(entry))


def _blocks(prose: Prose) -> Iterator[Finding]:
    seen = set()
    for route, match in prose.search(BLOCK, HINTS, hide=INLINE_CODE, ours=True):
        kind = match.lastgroup or "html"
        if (route, kind) not in seen:  # once a text: one table has many rows
            seen.add((route, kind))
            yield Finding(route, f"{KINDS[kind][1]}, {quoted(match[0].strip())}", KINDS[kind][2])
