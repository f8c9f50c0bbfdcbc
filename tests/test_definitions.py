"""A slip in a schema file is told at its line; a changed letter is told, or leaves schemas that can still be used."""

from __future__ import annotations

import random
import re
import shutil

import pytest
from postmortems import definitions, document, examples, prose, schema, vocabulary
from postmortems.vocabulary import SCHEMAS

SEED = 20241226
TEXTS = {name: (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8") for name in definitions.NAMES}


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SCHEMAS, tmp_path / "schemas")


def write(folder, name: str, text: str) -> None:
    (folder / f"{name}.schema.json").write_text(text, encoding="utf-8")


def test_the_schemas_are_well_made(folder):
    assert definitions.problems(folder) == [] == definitions.problems()


@pytest.mark.parametrize(
    ("name", "old", "new", "message", "advice"),
    [
        ("incident", '"required":', '"requird":', "unknown keyword `requird`", "did you mean `required`?"),
        ("incident", '"maxLength": 120', '"maxLenght": 120', "unknown keyword `maxLenght`", "did you mean `maxLength`?"),
        ("incident", '"type": "number"', '"type": "numbr"', "`numbr` is no type", "did you mean `number`?"),
        ("incident", '"#/$defs/line"', '"#/$defs/linee"', "`#/$defs/linee` leads nowhere", "did you mean `line`?"),
        ("incident", "json#/$defs/measure", "json#/$defs/mesure", "`vocabularies.schema.json#/$defs/mesure` leads nowhere", "`measure`?"),
        ("incident", "vocabularies.schema.json#/$defs/zone", "vocabulary.schema.json#/$defs/zone", "leads nowhere", ""),
        ("incident", '"Part": {', '"Prat": {', "leads nowhere", "did you mean"),
        ("incident", "^P[1-9][0-9]{0,2}$", "^P[1-9][0-9{0,2}$", "not a pattern", ""),
        ("incident", "^P[1-9][0-9]{0,2}$", "^P\\\\\\\\d{0,2}$", "a class that means all of Unicode", "[0-9]"),
        ("incident", '"maxItems": 80', '"minItems": 2', "the key `minItems` is here twice", "keep one"),
        ("organization", '"sector"', '"sektor"', "is required and is no property", ""),
        ("pattern", '"stage",', '"stagee",', "`stagee` is required and is no property", "did you mean `stage`?"),
        ("vocabularies", '"const": "power"', '"const": "Power"', "`Power` cannot be a term", "lower-case"),
        ("vocabularies", '"const": "confirmed"', '"const": "confirmd"', "the term `confirmed` is missing, and the program needs it", "`confirmd`?"),
        ("vocabularies", '"const": "press-quoting"', '"const": "press-quotin"', "the source kind `press-quotin` has no grade", "GRADES"),
        ("vocabularies", '"const": "supported"', '"const": "proposed"', "`proposed` is here twice", ""),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_advice(folder, name, old, new, message, advice):
    text = TEXTS[name]
    assert old in text
    changed = text.replace(old, new.replace("\\\\\\\\", "\\\\"), 1)
    write(folder, name, changed)
    found = [p for p in definitions.problems(folder) if message in p.message]
    assert found, definitions.problems(folder)
    assert all(p.path == f"schemas/{name}.schema.json" and p.rule == "definitions" for p in found)
    assert advice in found[0].help


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("incident", r'"(maxLength|minItems|uniqueItems|description|properties|items)":'),
        ("organization", r'"(type|description|maxItems|properties|pattern)":'),
        ("pattern", r'"(type|description|maxItems|properties|pattern)":'),
        ("vocabularies", r'"(const|description|title|x-literature)":'),
    ],
)
def test_a_misspelled_keyword_is_told_at_its_line_wherever_it_is(folder, name, pattern):
    chance = random.Random(SEED)
    places = [m for m in re.finditer(pattern, TEXTS[name]) if not m.string[: m.start()].rstrip().endswith('"properties": {')]
    places = [m for m in places if m.string[m.end() :].lstrip()[0] not in "{" or m[1] in ("properties", "items")]
    for match in chance.sample(places, min(12, len(places))):
        text = TEXTS[name][: match.end(1)] + "q" + TEXTS[name][match.end(1) :]
        write(folder, name, text)
        lines = {p.line for p in definitions.problems(folder) if f"`{match[1]}q`" in p.message}
        assert text.count("\n", 0, match.start()) + 1 in lines, match[0]


@pytest.mark.parametrize("name", definitions.NAMES)
def test_what_is_not_json_is_told_at_its_line(folder, name):
    lines = TEXTS[name].split("\n")
    number = next(n for n, line in enumerate(lines) if line.endswith('",') and n > 5)
    lines[number] = lines[number][:-1]
    write(folder, name, "\n".join(lines))
    (problem,) = definitions.problems(folder)
    assert problem.path == f"schemas/{name}.schema.json"
    assert problem.line in (number + 1, number + 2) and "not JSON" in problem.message


def test_a_key_that_is_there_twice_is_told_at_the_second(folder):
    lines = TEXTS["organization"].split("\n")
    number = next(n for n, line in enumerate(lines) if '"description"' in line)
    write(folder, "organization", "\n".join([*lines[: number + 1], *lines[number:]]))
    (problem,) = definitions.problems(folder)
    assert (problem.line, problem.message) == (number + 2, "the key `description` is here twice")


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "null", "1", '"text"', '{"$defs": []}', '{"$defs": {"a": 1}}', "{" * 9000, "[1, 1]"]
)
@pytest.mark.parametrize("name", definitions.NAMES)
def test_a_file_that_is_no_schema_is_told(folder, name, content):
    write(folder, name, content)
    assert f"schemas/{name}.schema.json" in {p.path for p in definitions.problems(folder)}


@pytest.mark.parametrize("name", definitions.NAMES)
def test_a_file_that_is_missing_is_told(folder, name):
    (folder / f"{name}.schema.json").unlink()
    (problem,) = definitions.problems(folder)
    assert problem.path == f"schemas/{name}.schema.json" and "cannot be read" in problem.message


def forget() -> None:
    """What was read from the schemas so far."""
    for function in (vocabulary.schema_file, vocabulary.vocabularies, vocabulary.literature, vocabulary.bundled, prose.keys):
        function.cache_clear()
    schema._decider.cache_clear()
    schema._explainer.cache_clear()


@pytest.fixture
def used(monkeypatch, folder):
    """A function that uses the schemas of the folder as the checker does."""
    records = [f"schema: 1\ntitle: {title}\n" for title in ("Example Cloud object storage errors", "no")]
    originals = [examples.records_of(record)[examples.RECORD] for record in records]
    monkeypatch.setattr(vocabulary, "SCHEMAS", folder)

    def use() -> None:
        forget()
        vocabulary.vocabularies()
        for text in originals:
            data = document.parse(text)
            schema.fits("incident", data)
            schema.findings("incident", data)
        for name in ("organization", "pattern"):
            schema.fits(name, {"name": 1, "related": ["x"]})
            schema.findings(name, {"name": 1, "related": ["x"]})

    yield use
    forget()


@pytest.mark.parametrize("name", definitions.NAMES)
def test_a_changed_letter_is_told_or_leaves_a_schema_that_can_be_used(folder, used, name):
    chance = random.Random(SEED)
    text = TEXTS[name]
    solid = [n for n, character in enumerate(text) if not character.isspace()]
    told = 0
    for _ in range(90):
        at = chance.choice(solid)
        changed = text[:at] + chance.choice("abqzS09-[{}\\\"'$,") + text[at + 1 :]
        write(folder, name, changed)
        found = definitions.problems(folder)
        for problem in found:
            assert problem.message and 1 <= problem.line <= text.count("\n") + 1 and problem.path.startswith("schemas/")
        told += bool(found)
        if not found:
            used()
    assert told > 15
