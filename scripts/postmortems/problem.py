"""A finding about a file: where, what is wrong, what to write instead, and which rule says so."""

from __future__ import annotations

from typing import NamedTuple

Route = tuple[str | int, ...]
"""A place in a record: keys and indices from the top, `("timeline", 2, "at")`."""


class Finding(NamedTuple):
    """What a check says about a place in a record; the document turns the route into a line."""

    route: Route
    message: str
    help: str = ""
    at_key: bool = False  # the key itself is wrong, not its value


class Problem(NamedTuple):
    """A finding with its file and its 1-based line and column. Sorts by place."""

    path: str
    line: int
    column: int
    rule: str
    message: str
    help: str = ""


def printable(text: str, limit: int = 80) -> str:
    """Text from a stranger, safe in a terminal and in a CI log: one line, no control characters, cut at `limit`."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def quoted(value: object) -> str:
    """A value as it is named in a message."""
    return f"`{printable(value)}`" if isinstance(value, str) else f"`{printable(repr(value))}`"
