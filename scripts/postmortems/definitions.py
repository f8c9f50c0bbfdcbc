"""The schema files -> problems of their own: what decides about every record must itself be well made.

A slip in a schema would otherwise show as a fault of every record, or let every record pass.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import document
from .document import Malformed
from .problem import Finding, Problem, Route, quoted
from .record import GRADES
from .vocabulary import REFERENCE, SCHEMAS

NAMES = ("incident", "organization", "pattern", "vocabularies")
KEYWORDS = frozenset(
    "$schema $defs $ref title description type properties required additionalProperties items pattern minLength maxLength"
    " minItems maxItems minProperties maxProperties uniqueItems propertyNames const oneOf examples x-literature".split()
)
TYPES = frozenset(("object", "array", "string", "number", "integer", "boolean"))
DRAFT = "https://json-schema.org/draft/2020-12/schema"
# What the value of a keyword is in JSON. Of the rest (`const`, `x-literature`, limits) the shape depends on the place.
SHAPES: dict[type | tuple[type, ...], str] = {
    dict: "$defs properties items propertyNames",
    list: "oneOf required examples",
    str: "$schema $ref title description type pattern",
    int: "minLength maxLength minItems maxItems minProperties maxProperties",
    (bool, dict): "additionalProperties",
}
SHAPE = {keyword: shape for shape, keywords in SHAPES.items() for keyword in keywords.split()}
# Terms that the program itself names: renaming one of them means changing the program as well.
NAMED_IN_CODE = {
    "source-kind": frozenset(GRADES),
    "status": frozenset("proposed supported confirmed disputed refuted superseded untestable".split()),
    "weight": frozenset("fits-strongly fits neutral does-not-fit rules-out".split()),
    "role": frozenset("trigger root contributing amplifier".split()),
    "milestone": frozenset(
        "cause-introduced impact-started detected acknowledged cause-identified mitigated impact-ended resolved recurred"
        " report-published".split()
    ),
    "review": frozenset("preliminary reviewed withdrawn".split()),
    "relation": frozenset("caused-by cause-of follows precedes same-cause confused-with compare".split()),
    "read": frozenset("full start copy quoted dataset".split()),
}


def problems(folder: Path = SCHEMAS) -> list[Problem]:
    """Every problem of the four files, with its place."""
    found: list[Problem] = []
    schemas: dict[str, Any] = {}
    for name in NAMES:
        file = folder / f"{name}.schema.json"
        path = f"schemas/{file.name}"
        try:
            text = document.read(file)
            schemas[name] = _load(text)
        except Malformed as fault:
            found.append(Problem(path, fault.line, fault.column, "definitions", fault.message, fault.help))
        except OSError as error:
            found.append(Problem(path, 1, 1, "definitions", f"cannot be read: {error.strerror}"))
    if found:
        return found
    misshapen = {name: findings for name, schema in schemas.items() if (findings := list(_misshapen(name, schema)))}
    for name, schema in schemas.items():
        findings = misshapen.get(name, []) if misshapen else list(_findings(name, schema, schemas["vocabularies"]))
        if findings:
            path = f"schemas/{name}.schema.json"
            text = document.read(folder / f"{name}.schema.json")
            try:
                document.parse(text)
            except Malformed as fault:  # JSON that our reader of places refuses, half of a surrogate pair for one
                found.append(Problem(path, fault.line, fault.column, "definitions", fault.message, fault.help))
                continue
            places = document.places(text)
            found += [_placed(path, places, f) for f in findings]
    return sorted(found)


def _load(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_duplicates)
    except json.JSONDecodeError as error:
        raise Malformed(error.lineno, error.colno, f"not JSON: {error.msg}", "look at this line and the one above") from None
    except (_Duplicate, RecursionError):
        document.parse(text)  # JSON is YAML: our own reader says where the key is that is there twice, or too deep
        raise


class _Duplicate(Exception):
    pass


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise _Duplicate
    return values


def _placed(path: str, places: dict[Route, document.Place], finding: Finding) -> Problem:
    place = document.find_place(places, finding.route)
    line, column = (place.key_line, place.key_column) if finding.at_key else (place.line, place.column)
    return Problem(path, line, column, "definitions", finding.message, finding.help)


def _misshapen(name: str, schema: Any) -> Iterator[Finding]:
    """What is not even built as a schema is, so that nothing else can be asked of it."""
    yield from _shape((), schema)
    if isinstance(schema, dict):
        for key in ("$defs", "x-literature") if name == "vocabularies" else ("$defs",):
            if not isinstance(schema.get(key), dict):
                yield Finding((), f"missing key `{key}`", _near(key, schema))


def _shape(route: Route, body: Any) -> Iterator[Finding]:
    if not isinstance(body, dict):
        yield Finding(route, f"{quoted(body)} is no schema", "a schema is a mapping, `{ … }`")
        return
    for key, value in body.items():
        at = (*route, key)
        if key in SHAPE and not isinstance(value, SHAPE[key]):
            yield Finding(at, f"{quoted(value)} cannot be the value of `{key}`")
        elif key in ("$defs", "properties"):
            for name, inner in value.items():
                yield from _shape((*at, name), inner)
        elif key == "oneOf":
            for index, term in enumerate(value):
                yield from _shape((*at, index), term)
                if isinstance(term, dict) and not isinstance(term.get("const", ""), str):
                    yield Finding((*at, index, "const"), f"{quoted(term['const'])} cannot be a term")
        elif key in ("items", "propertyNames", "additionalProperties") and isinstance(value, dict):
            yield from _shape(at, value)
        elif key in ("required", "x-literature"):
            for index, item in (
                value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else [None])
            ):
                if not isinstance(item, str):
                    yield Finding((*at, index), f"{quoted(item)} is not text")


def _findings(name: str, schema: dict[str, Any], vocabularies: dict[str, Any]) -> Iterator[Finding]:
    for key in ("title", "description"):
        if key not in schema:
            yield Finding((), f"missing key `{key}`")
    if schema.get("$schema") != DRAFT:
        yield Finding(("$schema",), "not the draft of JSON Schema that the program reads", f"`{DRAFT}`")
    if name == "vocabularies":
        for id, vocabulary in schema["$defs"].items():
            yield from _vocabulary(id, vocabulary, schema["x-literature"])
        return
    yield from _schema((), schema, schema, vocabularies)


def _vocabulary(id: str, vocabulary: dict[str, Any], literature: dict[str, str]) -> Iterator[Finding]:
    route: Route = ("$defs", id)
    yield from _keywords(route, vocabulary)
    for key in ("title", "description", "type", "oneOf"):
        if key not in vocabulary:
            yield Finding(route, f"missing key `{key}`", "every vocabulary has a title, a description, a type and its terms")
    if vocabulary.get("type", "string") != "string":
        yield Finding((*route, "type"), f"{quoted(vocabulary['type'])} is not `string`", "terms are text")
    seen: set[str] = set()
    for index, term in enumerate(vocabulary.get("oneOf", ())):
        at = (*route, "oneOf", index)
        yield from _keywords(at, term)
        for key in ("const", "title", "description", "x-literature"):
            if not term.get(key):
                yield Finding(at, f"a term without `{key}`", "every term has a title, a definition and its literature")
        const = term.get("const", "")
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", const):
            yield Finding((*at, "const"), f"{quoted(const)} cannot be a term", "lower-case words joined by hyphens")
        if const in seen:
            yield Finding((*at, "const"), f"{quoted(const)} is here twice")
        seen.add(const)
        for n, key in enumerate(term.get("x-literature", ())):
            if key not in literature:
                yield Finding((*at, "x-literature", n), f"{quoted(key)} is no key of `x-literature`", _near(key, literature))
    for missing in sorted(NAMED_IN_CODE.get(id, frozenset()) - seen):
        yield Finding(route, f"the term `{missing}` is missing, and the program needs it", _near(missing, seen), at_key=True)
    if id == "source-kind":
        for extra in sorted(seen - GRADES.keys()):
            yield Finding(route, f"the source kind `{extra}` has no grade", "give it one in GRADES of record.py", at_key=True)


def _schema(route: Route, body: dict[str, Any], schema: dict[str, Any], vocabularies: dict[str, Any]) -> Iterator[Finding]:
    yield from _keywords(route, body)
    if (kind := body.get("type")) is not None and kind not in TYPES:
        yield Finding((*route, "type"), f"{quoted(kind)} is no type", _near(str(kind), TYPES))
    if (reference := body.get("$ref")) is not None:
        home, name = (
            (vocabularies, reference[len(REFERENCE) :])
            if reference.startswith(REFERENCE)
            else (schema, reference[len("#/$defs/") :])
        )
        if name not in home["$defs"] or not reference.startswith((REFERENCE, "#/$defs/")):
            yield Finding((*route, "$ref"), f"{quoted(reference)} leads nowhere", _near(name, home["$defs"]))
    if "pattern" in body:
        yield from _pattern(route, body)
    if kind == "array" and "maxItems" not in body:
        yield Finding(route, "a list without `maxItems`", "bound it: records come from strangers")
    if kind == "object" and body.get("additionalProperties", True) is True:
        yield Finding(route, "an open mapping", "add `additionalProperties: false`")
    properties = body.get("properties", {})
    for index, name in enumerate(body.get("required", ())):
        if name not in properties:
            yield Finding((*route, "required", index), f"{quoted(name)} is required and is no property", _near(name, properties))
    for name, inner in properties.items():
        if not inner.get("description"):
            yield Finding((*route, "properties", name), f"the property {quoted(name)} has no description", at_key=True)
    for key in ("properties", "$defs"):
        for name, inner in body.get(key, {}).items():
            yield from _schema((*route, key, name), inner, schema, vocabularies)
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(inner := body.get(key), dict):
            yield from _schema((*route, key), inner, schema, vocabularies)


def _pattern(route: Route, body: dict[str, Any]) -> Iterator[Finding]:
    at = (*route, "pattern")
    try:
        re.compile(body["pattern"])
    except re.error as error:
        yield Finding(at, f"not a pattern: {error.msg}")
    if re.search(r"\\[dws]", body["pattern"]):
        yield Finding(at, "a class that means all of Unicode to some engines", "write `[0-9]`, `[A-Za-z]`")
    if "maxLength" not in body:
        yield Finding(route, "a pattern without `maxLength`", "bound it, so that no text is held against it for long")


def _keywords(route: Route, body: dict[str, Any]) -> Iterator[Finding]:
    for key in body:
        if key not in KEYWORDS:
            yield Finding((*route, key), f"unknown keyword {quoted(key)}", _near(key, KEYWORDS), at_key=True)


def _near(name: str, known: Any) -> str:
    near = difflib.get_close_matches(name, list(known), 1, 0.6)
    return f"did you mean `{near[0]}`?" if near else ""
