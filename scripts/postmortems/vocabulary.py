"""The schema files -> schemas with their vocabularies inlined, and the terms of each vocabulary."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
"""The checkout: records, catalogue and schemas live beside the program."""

SCHEMAS = ROOT / "schemas"
REFERENCE = "vocabularies.schema.json#/$defs/"


class Term(NamedTuple):
    """One term of a closed list."""

    id: str
    title: str
    definition: str
    literature: tuple[str, ...]  # keys of `literature()`


class Vocabulary(NamedTuple):
    """A closed list of terms."""

    id: str
    title: str
    description: str
    terms: dict[str, Term]


@cache
def schema_file(name: str) -> dict[str, Any]:
    """One file of `schemas/`, as it stands."""
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))


@cache
def vocabularies() -> dict[str, Vocabulary]:
    """Every vocabulary by its id."""
    return {
        name: Vocabulary(name, body["title"], body["description"], {t.id: t for t in map(_term, body["oneOf"])})
        for name, body in schema_file("vocabularies")["$defs"].items()
    }


@cache
def literature() -> dict[str, str]:
    """What the keys in the terms' `literature` stand for."""
    return schema_file("vocabularies")["x-literature"]


def term(vocabulary: str, id: str) -> Term:
    return vocabularies()[vocabulary].terms[id]


@cache
def bundled(name: str) -> dict[str, Any]:
    """A schema that refers to nothing outside itself: the vocabularies that it uses are among its `$defs`."""
    schema = json.loads(json.dumps(schema_file(name)).replace(REFERENCE, "#/$defs/"))
    shared = schema_file("vocabularies")["$defs"]
    return {**schema, "$defs": {**shared, **schema["$defs"]}}


def forget() -> None:
    """Read the files again when next asked: a server outlives their changes."""
    for kept in (schema_file, vocabularies, literature, bundled):
        kept.cache_clear()


def _term(body: dict[str, Any]) -> Term:
    return Term(body["const"], body["title"], body["description"], tuple(body["x-literature"]))
