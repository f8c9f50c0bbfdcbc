"""What is written in a schema and in the code is the same; a type that differs from the schema fails here."""

from __future__ import annotations

import re
from typing import Any, ForwardRef

import pytest
from postmortems import catalogue, check, definitions, document, examples, incident, record
from postmortems.blank import blank
from postmortems.vocabulary import ROOT, SCHEMAS, schema_file, vocabularies

CLASSES = [
    (name, definition, module)
    for name, module in (("incident", record), ("organization", catalogue), ("pattern", catalogue))
    for definition, body in schema_file(name)["$defs"].items()
    if "properties" in body
]
TOP = [("organization", catalogue.Organization), ("pattern", catalogue.Pattern)]


def annotation(kind: type, field: str) -> str:
    written = kind.__annotations__[field]
    text = written.__forward_arg__ if isinstance(written, ForwardRef) else getattr(written, "__name__", str(written))
    return text.replace(" | tuple[()]", "").replace(" | None", "")


def resolved(body: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    reference = body.get("$ref", "")
    if reference.startswith("vocabularies"):
        return {"type": "string"}
    return resolved(schema["$defs"][reference.rpartition("/")[2]], schema) | body if reference else body


def expected(body: dict[str, Any], schema: dict[str, Any]) -> str:
    """The Python type of a property."""
    name = body.get("$ref", "").rpartition("/")[2]
    if name[:1].isupper():
        return name
    body = resolved(body, schema)
    match body["type"]:
        case "array":
            inner = expected(body["items"], schema)
            return f"tuple[{inner}, ...]" if inner[0].isupper() else f"list[{inner}]"
        case "object":
            return f"dict[str, {expected(body['additionalProperties'], schema)}]"
        case kind:
            return {"string": "str", "number": "float", "integer": "int", "boolean": "bool"}[kind]


def same(kind: type, body: dict[str, Any], schema: dict[str, Any], beside: frozenset[str], without: frozenset[str]) -> None:
    properties = {name: inner for name, inner in body["properties"].items() if name not in without}
    assert set(kind._fields) - beside == set(properties)
    needed = {field for field in kind._fields if field not in kind._field_defaults}
    assert needed - beside == set(body.get("required", ())) - without
    for name, inner in properties.items():
        assert annotation(kind, name) == expected(inner, schema), f"{kind.__name__}.{name}"


@pytest.mark.parametrize(("name", "definition", "module"), CLASSES, ids=[f"{n} {d}" for n, d, _ in CLASSES])
def test_a_definition_and_its_class_have_the_same_fields(name, definition, module):
    schema = schema_file(name)
    same(getattr(module, definition), schema["$defs"][definition], schema, frozenset(), frozenset())


@pytest.mark.parametrize(("name", "kind"), TOP, ids=[name for name, _ in TOP])
def test_an_entry_of_the_catalogue_has_the_same_fields(name, kind):
    schema = schema_file(name)
    same(kind, schema, schema, frozenset({"id"}), frozenset({"schema"}))


def test_a_record_has_the_same_fields():
    schema = schema_file("incident")
    made = incident.Incident("2024-05-02-example", schema["examples"][0])
    assert set(vars(made)) - {"id", "data"} == set(schema["properties"]) - {"schema"}


def test_a_record_with_required_keys_alone_can_be_made():
    schema = schema_file("incident")
    made = incident.Incident("x", {key: schema["examples"][0][key] for key in schema["required"]})
    assert made.services == [] and made.withdrawn is None and made.response == record.Response()


@pytest.mark.parametrize(("name", "definition", "module"), CLASSES, ids=[f"{n} {d}" for n, d, _ in CLASSES])
def test_a_default_that_is_a_term_is_one_of_the_vocabulary(name, definition, module):
    for field, default in getattr(module, definition)._field_defaults.items():
        reference = schema_file(name)["$defs"][definition]["properties"][field].get("$ref", "")
        if reference.startswith("vocabularies") and default:
            assert default in vocabularies()[reference.rpartition("/")[2]].terms


def test_every_source_kind_has_a_grade_and_every_grade_a_source_kind():
    assert list(record.GRADES) and record.GRADES.keys() == vocabularies()["source-kind"].terms.keys()
    assert set(record.GRADES.values()) == set("ABCD")


def test_terms_that_the_program_names_are_terms():
    for name, terms in definitions.NAMED_IN_CODE.items():
        assert terms <= vocabularies()[name].terms.keys(), name


def test_states_of_a_cause_that_are_statuses_are_statuses():
    assert {"confirmed", "disputed", "supported", "proposed"} <= vocabularies()[
        "status"
    ].terms.keys() & incident.CAUSE_STATES.keys()
    assert "cause" in vocabularies()["aspect"].terms and "detection" in vocabularies()["aspect"].terms
    assert "undisclosed" in vocabularies()["unknown-state"].terms


def test_every_vocabulary_is_used():
    used = set()
    for name in ("incident", "organization", "pattern"):
        used |= set(re.findall(r"vocabularies\.schema\.json#/\$defs/([a-z-]+)", (SCHEMAS / f"{name}.schema.json").read_text()))
    assert used == vocabularies().keys()


def test_every_property_is_written_in_the_order_of_the_schema():
    order = list(schema_file("incident")["properties"])
    for file in sorted((ROOT / "incidents").rglob("*.yaml")):
        keys = list(document.parse(document.read(file)))
        assert keys == sorted(keys, key=order.index), file.name


def test_the_blank_record_filled_in_is_good():
    text = blank().replace("TODO", "example")
    catalog, problems = check.catalogue_of(entries(), examples.TODAY)
    assert problems == []
    assert check.examine_text(text, examples.RECORD, catalog).problems == []


def entries() -> dict[str, str]:
    return {
        path: "".join(examples.records_of(f"# {path}\nschema: 1\n").values())
        for path in (examples.ORGANIZATION, examples.PATTERN)
    }


def blocks() -> dict[str, str]:
    """The optional keys of the blank record, each without its comment signs."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in blank().split("\n"):
        if key := re.match(r"# ([a-z_]+):", line):
            name = key[1]
            found[name] = []
        elif not line.startswith("#"):
            name = ""
        if name:
            found[name].append(line[2:])
    return {name: "\n".join(lines) + "\n" for name, lines in found.items()}


def test_every_optional_key_stands_in_the_blank_record():
    schema = schema_file("incident")
    assert blocks().keys() == schema["properties"].keys() - set(schema["required"])


@pytest.mark.parametrize(("name", "block"), blocks().items(), ids=blocks())
def test_an_optional_key_without_its_comment_signs_can_be_read(name, block):
    (value,) = document.parse(block).values()
    body = resolved(schema_file("incident")["properties"][name], schema_file("incident"))
    item = resolved(body["items"], schema_file("incident")) if "items" in body else body
    if "properties" in item:
        assert list(value[0] if isinstance(value, list) else value) == list(item["properties"])


def test_all_optional_keys_together_can_be_read():
    document.parse(
        re.sub(r"(?m)^# (?=[a-z_]+:| )", "", "\n".join(line for line in blank().split("\n") if not re.match(r"# [A-Zy]", line)))
    )


def test_the_stored_template_is_the_blank_record():
    file = SCHEMAS / "incident.template.yaml"
    if not file.exists():
        pytest.skip("no template is stored")
    assert file.read_text(encoding="utf-8") == blank()
