"""The incident schema -> a blank record: every field in order with its meaning; the optional ones as comments."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from .vocabulary import schema_file, vocabularies

MODELINE = "# yaml-language-server: $schema=../../schemas/incident.schema.json\n"
WIDTH = 110


def blank() -> str:
    """The text. Filled in where it says TODO it is a valid record."""
    schema = schema_file("incident")
    example = schema["examples"][0]
    lines = [
        MODELINE.rstrip(),
        "# Fill in what says TODO; delete the comments you do not need. Meaning of every field: the schema reference.",
    ]
    for name, body in schema["properties"].items():
        lines.append("")
        lines += _comment(body.get("description", ""), "# ")
        if name in schema["required"]:
            lines += _filled(name, example[name])
        else:
            lines += [f"# {line}" for line in _sketch(name, body, schema, 0)]
    return "\n".join(lines) + "\n"


def _comment(text: str, start: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=start, subsequent_indent=start)


def _filled(name: str, value: Any) -> list[str]:
    """A required field with what the schema's own example holds, texts left to do."""
    if name in ("title", "summary"):
        return [f"{name}: TODO {'in a few plain words' if name == 'title' else 'two or three sentences in your own words'}"]
    if name == "organizations":
        return [f"{name}: [TODO]"]
    if isinstance(value, dict):
        return [f"{name}:", *(f"  {key}: {_flow(item)}" for key, item in value.items())]
    if isinstance(value, list):
        lines = [f"{name}:"]
        for item in value:
            lines += [f"  {'- ' if n == 0 else '  '}{key}: {_flow(v)}" for n, (key, v) in enumerate(item.items())]
        return lines
    return [f"{name}: {_flow(value)}"]


def _flow(value: Any) -> str:
    return f"[{', '.join(map(_flow, value))}]" if isinstance(value, list) else str(value)


def _sketch(name: str, body: dict[str, Any], schema: dict[str, Any], depth: int) -> Iterator[str]:
    """An optional field with its inner fields, so that its comment signs can be taken away."""
    pad = "  " * depth
    body = _resolved(body, schema)
    item = _resolved(body.get("items", {}), schema)
    if body.get("type") == "array" and "properties" in item:
        yield f"{pad}{name}:"
        for n, (key, inner) in enumerate(item["properties"].items()):
            yield from _inner("- " if n == 0 else "  ", key, inner, schema, depth + 1)
    elif "properties" in body:
        yield f"{pad}{name}:"
        for key, inner in body["properties"].items():
            yield from _inner("", key, inner, schema, depth + 1)
    else:
        yield f"{pad}{name}: {_hint(body)}"


def _inner(dash: str, key: str, body: dict[str, Any], schema: dict[str, Any], depth: int) -> Iterator[str]:
    lines = list(_sketch(key, body, schema, depth + (1 if dash else 0)))
    pad = "  " * depth
    first = lines[0].lstrip()
    yield f"{pad}{dash}{first}"
    yield from lines[1:]


def _resolved(body: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    reference = body.get("$ref", "")
    name = reference.rpartition("/")[2]
    if reference.startswith("vocabularies"):
        return {"vocabulary": name}
    return schema["$defs"][name] if reference else body


def _hint(body: dict[str, Any]) -> str:
    """What goes there, in one word or by the terms of its vocabulary."""
    if "vocabulary" in body:
        terms = list(vocabularies()[body["vocabulary"]].terms)
        return " | ".join(terms[:6]) + (" | …" if len(terms) > 6 else "")
    if body.get("type") == "array":
        items = body.get("items", {})
        inner = _hint({"vocabulary": items["$ref"].rpartition("/")[2]}) if "vocabularies" in items.get("$ref", "") else "…"
        return "[S1]" if items.get("$ref", "").endswith("/cite") else f"[{inner}]"
    return "{}" if body.get("type") == "object" else "…"
