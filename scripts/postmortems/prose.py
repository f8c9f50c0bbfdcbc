"""What a record or a catalogue entry says to readers: every text with its place, and searches of all of it at once.

One search of the whole tells most records apart from those that a rule has something to say about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from typing import Any

from .problem import Route
from .vocabulary import schema_file

CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
QUOTATION = re.compile(r'"[^"]*"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»')
QUOTATION_OR_CODE = re.compile(f"{CODE.pattern}|{QUOTATION.pattern}", re.DOTALL)
HIDDEN = "\ufffc"  # stands for what was hidden; neither a letter nor a space

# Places where others speak: names, titles as published, and the organization's reply.
OTHERS = frozenset(("severity_as_stated", "publisher", "author", "who", "by", "name", "aliases"))


class Prose:
    """The texts of one record or entry, without its labels, terms, times and addresses."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.texts: list[tuple[Route, str]] = []  # every text with its place
        _collect(data, (), keys(), self.texts)
        lowered = [f"\n{text.lower()}" for _, text in self.texts]  # each text follows a line end
        self.lowered = "".join(lowered)
        self.ends = list(accumulate(map(len, lowered)))  # of each text in there

    def search(
        self, pattern: re.Pattern[str], hints: Iterable[str], hide: re.Pattern[str] | None = None, ours: bool = False
    ) -> Iterator[tuple[Route, re.Match[str]]]:
        """Every match with its place. What `hide` matches is hidden; with `ours`, so are the words of others.

        `hints`: every match has one of them in it, in lower case; or, after a line end, at its start. Looking for a
        few fixed words is many times faster than for a pattern.
        """
        for index in sorted(self._having(hints)):
            route, text = self.texts[index]
            if not ours or is_ours(route):
                for match in pattern.finditer(hide.sub(HIDDEN, text) if hide else text):
                    yield route, match

    def _having(self, hints: Iterable[str]) -> set[int]:
        """Which texts have one of the hints in them."""
        found = set()
        for hint in hints:
            at = self.lowered.find(hint)
            while at >= 0:
                index = bisect_right(self.ends, at)
                found.add(index)
                at = self.lowered.find(hint, self.ends[index])
        return found


def is_ours(route: Route) -> bool:
    """Whether a text is in our own words, and not a name, a title or a reply."""
    if any(step in OTHERS for step in route[-2:]):
        return False
    return route[-1] != "title" and route[0] != "reply" if len(route) > 1 else True


def of_entry(entry: Any) -> Prose:
    """The prose of an organization or a pattern."""
    return Prose(_plain(entry))


@cache
def keys() -> frozenset[str]:
    """The keys that hold texts, in any of the schemas."""
    names = set()
    for schema in map(schema_file, ("incident", "organization", "pattern")):
        for body in (schema, *schema["$defs"].values()):
            for name, property in body.get("properties", {}).items():
                kind = property.get("items", property).get("$ref")
                if kind in ("#/$defs/text", "#/$defs/line"):
                    names.add(name)
    return frozenset(names)


def _collect(value: dict[str, Any], route: Route, wanted: frozenset[str], found: list[tuple[Route, str]]) -> None:
    for key, item in value.items():
        kind = item.__class__
        if kind is str:
            if key in wanted:
                found.append(((*route, key), item))
        elif kind is dict:
            _collect(item, (*route, key), wanted, found)
        elif kind is list:
            for index, entry in enumerate(item):
                if entry.__class__ is dict:
                    _collect(entry, (*route, key, index), wanted, found)
                elif key in wanted:
                    found.append(((*route, key, index), entry))


def _plain(value: Any) -> Any:
    """Typed entries -> the values they were made of."""
    if hasattr(value, "_asdict"):
        return {key: _plain(item) for key, item in value._asdict().items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value
