"""Whatever a file holds, it is read, or refused with a place; nothing else comes out, and nothing of it reaches a terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from postmortems import check, document, examples
from postmortems.catalogue import Catalogue
from postmortems.document import Malformed
from postmortems.reports import text as report

FILES = sorted((Path(__file__).parent / "hostile").glob("*.yaml"))
EXPECTED = re.compile(r"# (?:read|refused at (\d+):(\d+))\n")


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_hostile_file_is_refused_at_its_place_or_read(file):
    expected = EXPECTED.match(file.read_text(encoding="utf-8"))
    assert expected, "its first line says what must come of it"
    try:
        document.parse(document.read(file))
    except Malformed as fault:
        assert expected[1], fault.message
        assert (fault.line, fault.column) == (int(expected[1]), int(expected[2])), fault.message
    else:
        assert not expected[1]


MADE = {
    "sixty thousand brackets": "[" * 60_000,
    "sixty thousand braces": "{" * 60_000,
    "sixty thousand dashes": "- " * 60_000,
    "sixty thousand questions": "? " * 60_000,
    "brackets within keys": "{[" * 30_000,
    "a staircase": "".join(f"{' ' * n}a:\n" for n in range(600)),
    "a text of the greatest size": "title: " + "x" * 262_000,
    "a text larger than that": "title: " + "x" * 263_000,
    "a key of the greatest size": "x" * 262_000 + ": 1",
    "a word of a thousand letters as a key": "? " + "x" * 2000 + "\n: 1\n",
    "a quoted text of escapes": 'title: "' + "\\n" * 130_000 + '"',
    "a folded text of empty lines": "title: >-\n" + "\n" * 250_000 + "  x",
    "a hundred thousand lines": "a\n" * 130_000,
    "a hundred thousand quotes": "'" * 130_000,
    "a hundred thousand comments": "# \n" * 80_000,
    "six thousand keys": "".join(f"k{n}: 1\n" for n in range(6_000)),
    "forty thousand lists": "- []\n" * 40_000,
    "forty thousand mappings": "[" + "{}," * 80_000 + "]",
    "forty thousand anchors": "".join(f"- &a{n} x\n" for n in range(20_000)),
    "a billion laughs": "a: &a [x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)),
    "a hundred thousand tags": "!a " * 80_000,
    "a hundred thousand documents": "---\n" * 60_000,
    "a hundred thousand directives": "%A\n" * 80_000,
    "percent signs": "%" * 200_000,
    "a long digit": "schema: " + "9" * 200_000,
    "a long fraction": "schema: 0." + "9" * 200_000,
    "a long time": "at: " + "2024-" * 50_000,
    "three thousand keys in quotes": "".join(f"'{n}': 1\n" for n in range(3_000)),
    "NUL": "title: a\0b",
    "a terminal's command": "title: \x1b[2J\x1b]0;x\x07",
    "text that turns": "title: \u202eabc\u2066",
    "half of a pair": "title: \ud800",
    "noncharacters": "title: \uffff\ufdd0",
    "line separators": "title: a\u2028b\u2029c\x85d",
    "carriage returns": "title: a\r\n::error::x\r",
    "letters upon letters": "title: e" + "\u0301" * 100_000,
    "an escape cut off": 'title: "\\u12',
    "a block text with a wrong sign": "title: >9999999999\n  x\n",
    "a block text with no end": "title: |\n" + " " * 200_000,
}  # fmt: skip


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_a_made_record_is_told_with_a_place_and_no_other_way(root, made):
    root.write("incidents/2024/2024-05-03-hostile.yaml", made.encode("utf-8", "surrogatepass"))
    examined = check.examine(root.path, "incidents/2024/2024-05-03-hostile.yaml", Catalogue({}, {}))
    assert examined.problems
    said = report.lines(examined.problems)
    assert re.match(r"incidents/2024/2024-05-03-hostile\.yaml:[1-9]\d*:[1-9]\d*: ", said)
    harmless(said)
    try:
        document.parse(made)
    except Malformed as fault:
        assert fault.line >= 1 and fault.message.isprintable()


def harmless(said: str) -> None:
    assert len(said) < 60_000
    assert all(line.isprintable() for line in said.split("\n"))
    assert not any(line.lstrip().startswith(("::", "##[")) for line in said.split("\n"))


STRANGE = [
    "::error::x",
    "\\n::error::x",
    "##[error]x",
    "\\r::x",
    "%0A::x",
    "\\u2028x",
    "'; DROP TABLE",
    "</script>",
    "x" * 4000,
    "😀" * 500,
]


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
@pytest.mark.parametrize(
    "place", ["{0}: 1", "title: {0}", "review: {0}", "organizations: [{0}]", "impact: {{kinds: [{0}], {0}: 1}}"]
)
def test_strange_text_is_told_harmlessly_wherever_it_stands(root, strange, place):
    piece = place.format('"' + strange + '"')
    text = root.record().partition("\n")[2] if place.startswith("{") else ""
    root.write(examples.RECORD, text + piece + "\n")
    harmless(report.lines(root.problems()))
