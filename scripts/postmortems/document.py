"""Text of a YAML file -> JSON-like values, read strictly; and, when asked, the position of every route.

The only module that imports yaml. It reads libyaml's stream of events and builds the values itself: half the
time of `yaml.load`, no recursion inside C that hostile nesting could overflow, and a position for every refusal.
Plain scalars are `true`, `false`, `null`, decimal numbers or else text: `no`, `12:30` and `2024-12-26` stay what
was written.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from .problem import Route, printable, quoted

try:
    from yaml.cyaml import CParser as Parser
except ImportError:  # no libyaml on this platform: the same events, nine times slower
    from yaml import SafeLoader as Parser  # type: ignore[assignment]

MAX_BYTES = 256 * 1024
MAX_DEPTH = 16
MAX_NODES = 20_000

# Control characters, bidirectional and zero-width ones, surrogates and noncharacters. Joiners stay: scripts need them.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?")
WORDS = {"true": True, "false": False, "null": None, "": None}


class Malformed(Exception):
    """The text is not a record at all: where, why, and what to write instead."""

    def __init__(self, line: int, column: int, message: str, help: str = "") -> None:
        super().__init__(message)
        self.line, self.column, self.message, self.help = line, column, message, help


class Place(NamedTuple):
    """Where a route stands, 1-based: its key (or dash) and its value."""

    key_line: int
    key_column: int
    line: int
    column: int


def read(path: Path) -> str:
    """The text of a regular file in UTF-8. Follows no link; refuses what is too large before reading it."""
    if path.is_symlink():
        raise Malformed(1, 1, "a link", "put the record itself here")
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Malformed(1, 1, "not a regular file", "put the record itself here, not a link or a device")
        if status.st_size > MAX_BYTES:
            raise _too_large(status.st_size)
        content = file.read(MAX_BYTES + 1)
    return decode(content)


def decode(content: bytes) -> str:
    """Bytes -> text. The text has no byte order mark, no carriage return and no invisible or control character."""
    if len(content) > MAX_BYTES:
        raise _too_large(len(content))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        raise Malformed(line, column, "not UTF-8", "save the file as UTF-8") from None
    forbidden = FORBIDDEN.search(text) or (re.search("\t", text) if "\t" in text else None)
    if forbidden:
        raise _forbidden_at(text, forbidden.start())
    return text


def parse(text: str) -> Any:
    """Text -> values. Raises Malformed, and nothing else, whatever the text."""
    try:
        return _Reader(text).document()
    except yaml.MarkedYAMLError as error:
        # What runs to the end of the file is told where it opens.
        unclosed = "end of stream" in str(error.problem) and error.context_mark
        mark = unclosed or error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Malformed(line, column, f"not YAML: {_in_our_words(error)}", _SYNTAX_HELP) from None
    except UnicodeEncodeError as error:  # half of a surrogate pair, which no file can hold
        raise _forbidden_at(text, error.start) from None
    except yaml.YAMLError as error:
        raise Malformed(1, 1, f"not YAML: {printable(str(error))}", _SYNTAX_HELP) from None


def places(text: str) -> dict[Route, Place]:
    """The place of every route of a text that `parse` can read. Only for files with a finding: it reads again."""
    reader = _Placer(text)
    reader.document()
    return reader.places


def find_place(places: dict[Route, Place], route: Route) -> Place:
    """The place of a route, or of the nearest one above it that is written."""
    while route and route not in places:
        route = route[:-1]
    return places.get(route, Place(1, 1, 1, 1))


_SYNTAX_HELP = "text with `: ` or ` #` in it, or starting with a quote or a bracket, needs quotes around it or a `>-` before it"


def _too_large(size: int) -> Malformed:
    return Malformed(1, 1, f"{size:,} bytes; a record has at most {MAX_BYTES:,}", "say it shorter, or split it in two records")


def _forbidden_at(text: str, index: int) -> Malformed:
    line, column = text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
    code = f"U+{ord(text[index]):04X}"
    if text[index] == "\t":
        return Malformed(line, column, "a tab character", "use spaces")
    if text[index] == "\r":
        return Malformed(line, column, "a carriage return: lines end with CR LF", "save the file with LF line ends")
    if index == 0 and text[index] == "\ufeff":
        return Malformed(line, column, "a byte order mark", "save the file as UTF-8 without one")
    return Malformed(line, column, f"an invisible or control character, {code}", "delete it, or type the text again by hand")


def _in_our_words(error: yaml.MarkedYAMLError) -> str:
    return printable(", ".join(part for part in (error.context, error.problem) if part), 160)


def _at(event: Any, message: str, help: str = "") -> Malformed:
    return Malformed(event.start_mark.line + 1, event.start_mark.column + 1, message, help)


class _Reader:
    """One pass over the events of one document."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.next = Parser(text).get_event
        self.nodes = 0
        # A plain scalar can only have been cut by a comment if the text has this at all.
        self.may_be_cut = " #" in text

    def document(self) -> Any:
        self.next()  # the start of the stream
        start = self.next()
        if start.__class__ is not DocumentStartEvent:
            raise Malformed(1, 1, "an empty file", "start from the blank record: `postmortems template`")
        if start.version or start.tags:
            raise _at(start, "a YAML directive", "delete the lines that start with `%`")
        value = self.node(self.next(), 1)
        self.next()  # the end of the document
        after = self.next()
        if after.__class__ is not StreamEndEvent:
            raise _at(after, "a second document", "one record a file: delete the `---` line and what follows")
        return value

    def node(self, event: Any, depth: int) -> Any:
        kind = event.__class__
        if kind is ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                raise self.refusal(event)
            return self.plain(event) if event.implicit[0] else self.quoted(event)
        if kind is AliasEvent or event.anchor is not None or event.tag is not None:
            raise self.refusal(event)
        if depth > MAX_DEPTH:
            raise _at(event, f"nested deeper than {MAX_DEPTH} levels", "a record needs six; look for a stray `[` or `{`")
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _at(event, f"more than {MAX_NODES:,} lists and mappings", "split it in two records")
        return self.mapping(event, depth) if kind is MappingStartEvent else self.sequence(event, depth)

    def mapping(self, event: Any, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        get = self.next
        while (key_event := get()).__class__ is not MappingEndEvent:
            key = self.key(key_event)
            if key in values:
                raise _at(key_event, f"the key {quoted(key)} is here twice", "keep one; to say two things, write a list")
            values[key] = self.node(get(), depth + 1)
        return values

    def sequence(self, event: Any, depth: int) -> list[Any]:
        values: list[Any] = []
        get = self.next
        while (item := get()).__class__ is not SequenceEndEvent:
            values.append(self.node(item, depth + 1))
        return values

    def key(self, event: Any) -> str:
        if event.__class__ is not ScalarEvent:
            raise _at(event, "a key that is not a word", "write `key: value`")
        if event.anchor is not None or event.tag is not None:
            raise self.refusal(event)
        if event.value == "<<":
            raise _at(event, "a merge key, `<<`", "write the values out")
        if not event.implicit[0] and (found := FORBIDDEN.search(event.value)):
            raise _at(
                event, f"an invisible or control character in a key, U+{ord(found[0]):04X}", "write the key as plain letters"
            )
        return event.value

    def plain(self, event: Any) -> Any:
        text = event.value
        if self.may_be_cut and self.cut_by_comment(event):
            raise Malformed(
                event.end_mark.line + 1,
                event.end_mark.column + 1,
                f"a comment cuts the text short after {quoted(text[-30:])}",
                "put the text in quotes, or two spaces and `# ` before a real comment",
            )
        if text in WORDS:
            return WORDS[text]
        if text[0] in "-0123456789" and (number := NUMBER.fullmatch(text)):
            return float(text) if number[1] else int(text)
        return text

    def cut_by_comment(self, event: Any) -> bool:
        end = event.end_mark.index
        return self.text[end : end + 2] == " #" and self.text[end + 2 : end + 3].strip() != ""

    def quoted(self, event: Any) -> str:
        # Raw characters were looked at before parsing; only an escape in double quotes can still bring one in.
        if event.style == '"' and (found := FORBIDDEN.search(event.value) or re.search("\t", event.value)):
            raise _at(event, f"an invisible or control character by escape, U+{ord(found[0]):04X}", "leave it out")
        return event.value

    def refusal(self, event: Any) -> Malformed:
        if event.__class__ is AliasEvent:
            return _at(
                event, f"an alias, `*{printable(event.anchor)}`", "write the value out; text that starts with `*` needs quotes"
            )
        if event.anchor is not None:
            return _at(event, f"an anchor, `&{printable(event.anchor)}`", "write the value out where it is needed")
        return _at(event, f"a tag, {quoted(event.tag)}", "write the plain value; text that starts with `!` needs quotes")


class _Placer(_Reader):
    """The same pass, which also notes where each route stands."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.route: Route = ()
        self.places: dict[Route, Place] = {}
        self.key_mark: Any = None

    def node(self, event: Any, depth: int) -> Any:
        start, key = event.start_mark, self.key_mark or event.start_mark
        self.places[self.route] = Place(key.line + 1, key.column + 1, start.line + 1, start.column + 1)
        return super().node(event, depth)

    def mapping(self, event: Any, depth: int) -> dict[str, Any]:
        route, get = self.route, self.next
        while (key_event := get()).__class__ is not MappingEndEvent:
            self.route, self.key_mark = (*route, self.key(key_event)), key_event.start_mark
            self.node(get(), depth + 1)
        return {}

    def sequence(self, event: Any, depth: int) -> list[Any]:
        route, get, index = self.route, self.next, 0
        while (item := get()).__class__ is not SequenceEndEvent:
            self.route, self.key_mark = (*route, index), None
            self.node(item, depth + 1)
            index += 1
        return []
