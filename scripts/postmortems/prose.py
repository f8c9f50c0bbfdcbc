"""What a record or a catalogue entry says to readers: every text with its place, and searches of all of it at once.

One search of the whole tells most records apart from those that a rule has something to say about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
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
        self.data = data
        self.strings: list[str] = []
        _collect(data, keys(), self.strings)
        self.lowered = "\n".join(["", *self.strings]).lower()  # each text follows a line end

    @cached_property
    def texts(self) -> list[tuple[Route, str]]:
        """Every text with its place. Most records have nothing to be found in them and never need it."""
        return list(_placed(self.data, (), keys()))

    def search(
        self, pattern: re.Pattern[str], hints: Iterable[str], hide: re.Pattern[str] | None = None, ours: bool = False
    ) -> Iterator[tuple[Route, re.Match[str]]]:
        """Every match with its place. What `hide` matches is hidden; with `ours`, so are the words of others.

        `hints`: every match has one of them in it, in lower case; or, after a line end, at its start. Looking for a
        few fixed words is many times faster than for a pattern.
        """
        lowered = self.lowered
        if not any(hint in lowered for hint in hints):
            return
        for route, text in self.texts:
            if not ours or is_ours(route):
                for match in pattern.finditer(hide.sub(HIDDEN, text) if hide else text):
                    yield route, match


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


def _collect(value: dict[str, Any], wanted: frozenset[str], strings: list[str]) -> None:
    for key, item in value.items():
        kind = item.__class__
        if kind is str:
            if key in wanted:
                strings.append(item)
        elif kind is dict:
            _collect(item, wanted, strings)
        elif kind is list:
            for entry in item:
                if entry.__class__ is dict:
                    _collect(entry, wanted, strings)
                elif key in wanted:
                    strings.append(entry)


def _placed(value: Any, route: Route, wanted: frozenset[str]) -> Iterator[tuple[Route, str]]:
    if isinstance(value, str):
        if any(step in wanted for step in route[-2:]):
            yield route, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _placed(item, (*route, key), wanted)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _placed(item, (*route, index), wanted)


def _plain(value: Any) -> Any:
    """Typed entries -> the values they were made of."""
    if hasattr(value, "_asdict"):
        return {key: _plain(item) for key, item in value._asdict().items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value
