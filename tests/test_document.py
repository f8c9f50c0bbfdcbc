"""What the reader of YAML takes, as what; what it refuses, where; and that nothing else ever comes out of it."""

from __future__ import annotations

import os
import random
import re

import pytest
import yaml
from postmortems import document
from postmortems.document import MAX_BYTES, MAX_DEPTH, MAX_NODES, Malformed
from postmortems.vocabulary import ROOT

RECORDS = sorted((ROOT / "incidents").rglob("*.yaml"))
SEED = 20241226


def refusal(text: str) -> Malformed:
    with pytest.raises(Malformed) as caught:
        document.parse(text)
    return caught.value


def place(fault: Malformed) -> tuple[int, int]:
    return fault.line, fault.column


@pytest.mark.parametrize(
    "text",
    [
        *("no", "yes", "on", "off", "y", "n", "No", "YES", "True", "TRUE", "False", "Null", "NULL", "~", "12:30", "1:2:3"),
        *("010", "0o10", "0x1F", "0b1", "1e3", "1.5e3", "1_000", "+1", ".5", "5.", "--1", "-01", "00", "1,000"),
        *("2024-12-26", "2024-12-26T10:40-08:00", "2024-12", "1234567890123456", "1.1234567890123", "nan", ".nan", ".inf"),
        *("-.inf", "Infinity", "=", "trueish", "nulls", "1 2", "१२", "１２", "٣"),
    ],
)
def test_text_stays_the_text_that_was_written(text):
    assert document.parse(f"a: {text}\n") == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("0", 0),
        ("-0", 0),
        ("2024", 2024),
        ("-17", -17),
        ("123456789012345", 123456789012345),
        ("0.5", 0.5),
        ("-1.25", -1.25),
        ("1.0", 1.0),
        ("'true'", "true"),
        ('"1"', "1"),
        ("''", ""),
        ('"two\\nlines"', "two\nlines"),
        (">-\n  folded\n  text", "folded text"),
        ("|\n  kept\n  text", "kept\ntext\n"),
        ("[1, a, 'b']", [1, "a", "b"]),
        ("{b: 1, c: {}}", {"b": 1, "c": {}}),
        ("[]", []),
        ("text # a comment", "text"),
        ("text  # a comment", "text"),
        ("a#b", "a#b"),
        ("'text #1'", "text #1"),
    ],
)
def test_a_value_has_its_type(text, value):
    (read,) = document.parse(f"a: {text}\n").values()
    assert read == value and type(read) is type(value)


def test_a_key_is_always_text():
    assert document.parse("1: a\ntrue: b\nnull: c\n2024-12-26: d\n'e f': g\n") == {
        "1": "a",
        "true": "b",
        "null": "c",
        "2024-12-26": "d",
        "e f": "g",
    }


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "an empty file"),
        ("# only a comment\n", 1, 1, "an empty file"),
        ("a: 1\nb: 2\na: 3\n", 3, 1, "the key `a` is here twice"),
        ("a: {b: 1, b: 2}\n", 1, 11, "the key `b` is here twice"),
        ("a: 1\n'a': 2\n", 2, 1, "the key `a` is here twice"),
        ('a: 1\n"\\x61": 2\n', 2, 1, "the key `a` is here twice"),
        ("a: &x 1\n", 1, 4, "an anchor, `&x`"),
        ("a: &x [1]\n", 1, 4, "an anchor, `&x`"),
        ("&x a: 1\n", 1, 1, "an anchor, `&x`"),
        ("a:\n  - 1\n  - *x\n", 3, 5, "an alias, `*x`"),
        ("*x : 1\n", 1, 1, "a key that is not a word"),
        ("a: !!str b\n", 1, 4, "a tag, `tag:yaml.org,2002:str`"),
        ("a: !b c\n", 1, 4, "a tag, `!b`"),
        ("a: !!python/object/apply:os.system [id]\n", 1, 4, "a tag"),
        ("!!map\na: 1\n", 1, 1, "a tag"),
        ("%YAML 1.1\n---\na: 1\n", 1, 1, "a YAML directive"),
        ("%TAG ! tag:example.com,2000:\n---\na: 1\n", 1, 1, "a YAML directive"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document"),
        ("a: 1\n...\nb: 2\n", 3, 1, "not YAML: did not find expected <document start>"),
        ("a: 1\n...\n---\nb: 2\n", 3, 1, "a second document"),
        ("b: 1\n<<: {a: 1}\n", 2, 1, "a merge key, `<<`"),
        ("? [a]\n: b\n", 1, 3, "a key that is not a word"),
        ("{{a: 1}: b}\n", 1, 2, "a key that is not a word"),
        ("a: ticket #15 was open\n", 1, 10, "a comment cuts the text short after `ticket`"),
        ("a:\n  - text of\n    ticket #15\n", 3, 11, "a comment cuts the text short after `text of ticket`"),
        ("a: b: c\n", 1, 5, "not YAML: mapping values are not allowed"),
        ("a: 'b\n", 1, 4, "not YAML: while scanning a quoted scalar"),
        ("a: [b\n", 2, 1, "not YAML: while parsing a flow sequence"),
        ("a: b\n c: d\n", 2, 3, "not YAML: mapping values are not allowed"),
        ("a: @b\n", 1, 4, "not YAML: while scanning for the next token"),
        ("a: `b`\n", 1, 4, "not YAML: while scanning for the next token"),
        ('a: "\\q"\n', 1, 5, "not YAML: while parsing a quoted scalar"),
    ],
)
def test_a_refusal_names_its_place(text, line, column, message):
    fault = refusal(text)
    assert place(fault) == (line, column), fault.message
    assert fault.message.startswith(message)
    assert fault.help


@pytest.mark.parametrize("escape", ["\\x00", "\\0", "\\e", "\\a", "\\x7f", "\\x85", "\\u202e", "\\u200b", "\\ufeff", "\\ufffe"])
@pytest.mark.parametrize(("text", "where"), [('b: 1\na: "x%sy"\n', (2, 4)), ('b: 1\n"x%sy": 1\n', (2, 1))], ids=["value", "key"])
def test_an_invisible_character_is_refused_by_escape(escape, text, where):
    fault = refusal(text % escape)
    assert place(fault) == where
    assert re.search(r"U\+[0-9A-F]{4}", fault.message)


@pytest.mark.parametrize("escape", ["\\ud800", "\\udfff", "\\ud83d\\ude00", "\\U00110000", "\\UFFFFFFFF", "\\u12", "\\xg0"])
def test_an_escape_that_is_no_character_is_refused(escape):
    assert refusal(f'b: 1\na: "{escape}"\n').line == 2


def test_a_tab_is_refused_by_escape():
    assert place(refusal('a: "b\\tc"\n')) == (1, 4)


@pytest.mark.parametrize(
    "character",
    [
        *("\x00", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f", "\xad", "\u061c", "\u180e"),
        *("\u200b", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\ufdd0"),
        *("\ufeff", "\ufff9", "\ufffe", "\uffff", "\U000e0001", "\U000e0041"),
    ],
    ids=lambda c: f"U+{ord(c):04X}",
)
def test_an_invisible_character_is_refused_as_it_is(character):
    with pytest.raises(Malformed) as caught:
        document.decode(f"a: 1\nb: x{character}y\n".encode())
    assert place(caught.value) == (2, 5)
    assert f"U+{ord(character):04X}" in caught.value.message


@pytest.mark.parametrize(
    "text", ["zażółć", "日本語", "العربية", "עברית", "हिन्दी क्‍ष", "می‌خواهم", "😀", "𝒳", "e\u0301", "a\u00a0b"]
)
def test_every_script_can_be_written(text):
    assert document.parse(document.decode(f"a: {text}\nb: '{text}'\n".encode())) == {"a": text, "b": text}


@pytest.mark.parametrize(
    ("content", "line", "column", "message"),
    [
        (b"\xef\xbb\xbfa: 1\n", 1, 1, "a byte order mark"),
        (b"a: 1\r\nb: 2\r\n", 1, 5, "a carriage return"),
        (b"a: 1\rb: 2\n", 1, 5, "a carriage return"),
        (b"a:\n\tb: 1\n", 2, 1, "a tab character"),
        (b"a: b\tc\n", 1, 5, "a tab character"),
        ("a: 1\n".encode("utf-16"), 1, 1, "not UTF-8"),
        ("a: 1\n".encode("utf-16-le"), 1, 2, "an invisible or control character, U+0000"),
        (b"a: 1\nb: \xff\n", 2, 4, "not UTF-8"),
        (b"a: \xc0\x80\n", 1, 4, "not UTF-8"),
        (b"a: \xed\xa0\x80\n", 1, 4, "not UTF-8"),
        (b"a: caf\xe9\n", 1, 7, "not UTF-8"),
        (b"#" * (MAX_BYTES + 1), 1, 1, "262,145 bytes; a record has at most 262,144"),
    ],
)
def test_bytes_that_are_no_text_are_refused(content, line, column, message):
    with pytest.raises(Malformed) as caught:
        document.decode(content)
    assert place(caught.value) == (line, column)
    assert caught.value.message.startswith(message)
    assert caught.value.help


def test_a_file_of_the_greatest_size_is_read(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_bytes(b"a: 1\n".ljust(MAX_BYTES, b"#"))
    assert len(document.read(file)) == MAX_BYTES
    file.write_bytes(b"a: 1\n".ljust(MAX_BYTES + 1, b"#"))
    with pytest.raises(Malformed, match="bytes"):
        document.read(file)


def test_the_greatest_depth_is_read_and_one_more_is_not():
    document.parse("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert place(refusal("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))) == (1, MAX_DEPTH + 1)
    assert place(refusal("".join("  " * n + "a:\n" for n in range(MAX_DEPTH + 2)))) == (MAX_DEPTH + 1, 2 * MAX_DEPTH + 1)


def test_the_greatest_number_of_lists_is_read_and_one_more_is_not():
    assert len(document.parse("- []\n" * (MAX_NODES - 1))) == MAX_NODES - 1
    assert place(refusal("- []\n" * MAX_NODES)) == (MAX_NODES, 3)


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "{a: ", "[{", "a: [", "!!x [", "&a [", "[? ", "\n [", "['',["])
def test_sixty_thousand_openings_are_refused(opening):
    assert refusal(opening * 60_000).line


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.yaml")
    with pytest.raises(Malformed, match="not a regular file"):
        document.read(tmp_path / "a.yaml")


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "target").write_text("a: 1\n")
    (tmp_path / "a.yaml").symlink_to(tmp_path / "target")
    with pytest.raises(Malformed, match="a link"):
        document.read(tmp_path / "a.yaml")


def test_a_folder_and_a_device_are_no_files(tmp_path):
    (tmp_path / "a.yaml").mkdir()
    with pytest.raises((Malformed, OSError)):
        document.read(tmp_path / "a.yaml")
    with pytest.raises(Malformed, match="not a regular file"):
        document.read(type(tmp_path)("/dev/zero"))


def leaves(value, route=()):
    """Every route of a value with what stands there."""
    yield route, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*route, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*route, index))


@pytest.mark.parametrize("file", RECORDS, ids=lambda f: f.stem)
def test_every_value_of_a_record_has_a_place_where_it_is_written(file):
    text = document.read(file)
    lines = text.split("\n")
    places = document.places(text)
    values = dict(leaves(document.parse(text)))
    assert values.keys() == places.keys()
    for route, value in values.items():
        at = places[route]
        written = lines[at.line - 1][at.column - 1 :]
        if isinstance(value, str) and written[0] not in "'\">|":
            assert written.startswith(value.split(" ")[0])
        if route and isinstance(route[-1], str):
            assert lines[at.key_line - 1][at.key_column - 1 :].startswith(f"{route[-1]}:")


def test_the_place_of_what_is_not_written_is_the_nearest_above():
    places = document.places("a:\n  b: 1\n")
    assert document.find_place(places, ("a", "c", 3)) == places[("a",)]
    assert document.find_place(places, ("x",)) == places[()]
    assert document.find_place({}, ("x",))[:2] == (1, 1)


@pytest.mark.parametrize("file", RECORDS, ids=lambda f: f.stem)
def test_without_libyaml_the_values_and_places_are_the_same(file, monkeypatch):
    text = document.read(file)
    with_libyaml = document.parse(text), document.places(text)
    monkeypatch.setattr(document, "Parser", yaml.SafeLoader)
    assert (document.parse(text), document.places(text)) == with_libyaml


@pytest.mark.parametrize(
    "text", ["a: 1\na: 2\n", "a: *b\n", "a: b #c\n", "[" * 60_000, "a: b: c\n", "%YAML 1.1\n---\na: 1\n", ""]
)
def test_without_libyaml_the_refusals_are_at_the_same_line(text, monkeypatch):
    line = refusal(text).line
    monkeypatch.setattr(document, "Parser", yaml.SafeLoader)
    assert refusal(text).line == line


PIECES = (
    [bytes([n]) for n in range(256)]
    + [c.encode() for c in "\u202e\u200b\ufeff\u2028é漢😀"]
    + [
        b"\n",
        b": ",
        b"- ",
        b" #",
        b"'",
        b'"',
        b"[",
        b"]",
        b"{",
        b"}",
        b"&a ",
        b"*a ",
        b"!!a ",
        b"|\n",
        b">-\n",
        b"---\n",
        b"...\n",
    ]
    + [
        b"<<: ",
        b"? ",
        b"%YAML 1.1\n",
        b'"\\u0000"',
        b'"\\ud800"',
        b'"\\',
        b"\r\n",
        b"\t",
        b"\n\n",
        b"    ",
        b"\xc0\x80",
        b"\xed\xa0\x80",
    ]
)


def mutations(count: int, size: int):
    """Sections of the real records, up to a size, with a few bytes put in, taken out, changed, doubled or moved."""
    chance = random.Random(SEED + size)
    contents = [file.read_bytes() for file in RECORDS]
    if size < MAX_BYTES:
        contents = [section for content in contents for section in re.split(rb"(?m)^(?=[a-z_]+:)", content)[1:]]
    for _ in range(count):
        piece = bytearray(chance.choice(contents))
        del piece[piece.rfind(b"\n", 0, size) + 1 :]
        for _ in range(chance.randint(1, 3)):
            at, to = chance.randrange(len(piece) + 1), chance.randrange(len(piece) + 1)
            match chance.randrange(5):
                case 0:
                    piece[at:at] = chance.choice(PIECES)
                case 1:
                    del piece[at : at + chance.randint(1, 5)]
                case 2:
                    piece[at : at + 1] = chance.choice(PIECES)
                case 3:
                    piece[at:at] = piece[to : to + chance.randint(1, 40)]
                case 4:
                    piece[at : at + 1] = bytes([chance.randint(32, 126)])
        yield bytes(piece)


@pytest.mark.parametrize(("count", "size"), [(4000, 600), (150, MAX_BYTES)], ids=["pieces", "whole records"])
def test_whatever_the_bytes_only_malformed_is_raised_and_within_the_text(count, size):
    outcomes = {"read": 0, "refused": 0}
    for content in mutations(count, size):
        try:
            text = document.decode(content)
            value = document.parse(text)
        except Malformed as fault:
            outcomes["refused"] += 1
            assert 1 <= fault.line <= content.count(b"\n") + 2, content
            assert fault.column >= 1 and fault.message.isprintable()
        else:
            outcomes["read"] += 1
            assert document.places(text).keys() == dict(leaves(value)).keys()
    assert min(outcomes.values()) > count / 10  # else it tries only one of the two


def test_text_that_was_never_bytes_is_refused_too():
    chance = random.Random(SEED)
    for _ in range(1500):
        text = "".join(
            chance.choices(
                "ab:- \n[]{}'\"#&*!|>%@`?,\\\t\r\x00\x1b\x85\u2028\ufeff\ud800\udc00\U0010ffff", k=chance.randint(1, 30)
            )
        )
        try:
            document.parse(text)
        except Malformed as fault:
            assert fault.line >= 1
