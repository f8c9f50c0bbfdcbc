"""Values -> findings in our words, where they do not fit a schema of `schemas/`.

The only module that imports a JSON Schema library. jsonschema-rs decides, in some 20 microseconds a record;
jsonschema, a hundred times slower and imported only when a record does not fit, finds every fault so that we can
explain it. A test keeps the two agreed.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from .problem import Finding, Route, quoted
from .vocabulary import bundled

MANY = 100
"""Findings told of one record. A hostile one could hold thousands, and each costs time and paper."""

TYPES = {
    "object": "a mapping of keys to values",
    "array": "a list",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
}


def fits(name: str, data: Any) -> bool:
    """Whether the values fit the schema of that name."""
    return _decider(name)(data)


def findings(name: str, data: Any) -> list[Finding]:
    """The ways in which the values do not fit the schema, in the order of its own checks, at most MANY of them."""
    explained = (finding for error in _explainer(name).iter_errors(data) for finding in _explain(error))
    found: dict[Route, Finding] = {}  # the first one of a place: a second says the same in other words
    for finding in islice(explained, MANY):
        found.setdefault((*finding.route, finding.message) if "missing" in finding.message else finding.route, finding)
    if next(explained, None):
        found[("", "more")] = Finding((), f"more than {MANY} problems of this kind", "mend the first ones, and look again")
    return list(found.values()) or _unexplained(name, data)


def forget() -> None:
    """Compile the schemas again when next asked: a server outlives their changes."""
    _decider.cache_clear()
    _explainer.cache_clear()


@cache
def _decider(name: str) -> Callable[[Any], bool]:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(bundled(name), offline=True).is_valid


@cache
def _explainer(name: str) -> Any:
    import jsonschema

    # Python's `$` also matches before a final newline; JSON Schema's does not.
    schema = json.loads(json.dumps(bundled(name)), object_hook=_strict_pattern)
    return jsonschema.Draft202012Validator(schema)


def _strict_pattern(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(pattern := schema.get("pattern"), str) and pattern.endswith("$"):
        schema["pattern"] = pattern[:-1] + r"\Z"
    return schema


def _unexplained(name: str, data: Any) -> list[Finding]:
    if fits(name, data):
        return []
    return [Finding((), f"does not fit schemas/{name}.schema.json", "please report this record: the two schema engines disagree")]


def _explain(error: Any) -> Iterator[Finding]:
    route: Route = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        yield Finding(
            (*route, error.instance), f"the key {quoted(error.instance)} is not allowed here", _meaning(error), at_key=True
        )
        return
    explain = _EXPLANATIONS.get(error.validator)
    if explain:
        yield from explain(route, error)
    else:
        yield Finding(route, f"{quoted(error.instance)} is not allowed here", _meaning(error))


def _meaning(error: Any) -> str:
    """What the schema says of the place, with an example if it has one."""
    examples = error.schema.get("examples")
    meaning = error.schema.get("description", "")
    return f"{meaning} For example: `{examples[0]}`" if examples and isinstance(examples[0], str) else meaning


def _unknown_keys(route: Route, error: Any) -> Iterator[Finding]:
    known = error.schema.get("properties", {})
    for key in error.instance:
        if key in known:
            continue
        near = difflib.get_close_matches(key, known, 1, 0.7)
        advice = f"did you mean `{near[0]}`?" if near else "known here: " + ", ".join(f"`{k}`" for k in known)
        yield Finding((*route, key), f"unknown key {quoted(key)}", advice, at_key=True)


def _missing_keys(route: Route, error: Any) -> Iterator[Finding]:
    # jsonschema gives one error a missing key, the name only inside its message: so ask the schema again.
    name = next(key for key in error.validator_value if key not in error.instance and f"{key!r}" in error.message)
    near = [
        key for key in error.instance if key not in error.schema["properties"] and difflib.get_close_matches(key, [name], 1, 0.7)
    ]
    if near:
        return  # said at the misspelled key
    meaning = error.schema["properties"][name].get("description", "")
    yield Finding(route, f"missing key `{name}`", f"{name}: {meaning}", at_key=bool(route))


def _wrong_type(route: Route, error: Any) -> Iterator[Finding]:
    wanted = TYPES.get(error.validator_value, str(error.validator_value))
    if error.instance is None:
        yield Finding(route, f"nothing is written here; {wanted} is expected", "fill it in, or delete the key", at_key=True)
        return
    advice = "write it without quotes" if wanted.endswith("number") and isinstance(error.instance, str) else _meaning(error)
    if wanted == "text" and isinstance(error.instance, (int, float, bool)):
        advice = "put it in quotes"
    if wanted == "a list" and not isinstance(error.instance, dict):
        advice = "put `[` and `]` around it, or start a line with `- `"
    yield Finding(route, f"{quoted(error.instance)} is not {wanted}", advice)


def _unknown_term(route: Route, error: Any) -> Iterator[Finding]:
    terms = [option.get("const") for option in error.validator_value]
    title = error.schema.get("title", "one of the terms").lower()
    near = difflib.get_close_matches(str(error.instance), terms, 1, 0.6)
    advice = (f"did you mean `{near[0]}`? " if near else "") + "Known terms: " + ", ".join(f"`{t}`" for t in terms)
    yield Finding(route, f"{quoted(error.instance)} is not a known term for {title}", advice)


def _wrong_pattern(route: Route, error: Any) -> Iterator[Finding]:
    title = error.schema.get("title")
    subject = f"is not written as a {title.lower()}" if title else "is not written as it must be here"
    yield Finding(route, f"{quoted(error.instance)} {subject}", _meaning(error))


def _wrong_const(route: Route, error: Any) -> Iterator[Finding]:
    yield Finding(route, f"{quoted(error.instance)} is not allowed here", f"write `{error.validator_value}`")


def _length(route: Route, error: Any) -> Iterator[Finding]:
    size, limit = len(error.instance), error.validator_value
    if error.validator == "maxLength":
        yield Finding(route, f"{size:,} characters; at most {limit:,} fit here", "say it shorter")
    else:
        yield Finding(route, f"only {size} characters; at least {limit} are needed", _meaning(error))


def _items(route: Route, error: Any) -> Iterator[Finding]:
    size, limit = len(error.instance), error.validator_value
    if error.validator.startswith("max"):
        yield Finding(route, f"{size} entries; at most {limit} fit here", "keep the most important ones")
    else:
        yield Finding(route, f"{size} entries; at least {limit} must be here", "add one, or delete the key")


def _twice(route: Route, error: Any) -> Iterator[Finding]:
    for index, item in enumerate(error.instance):
        if item in error.instance[:index]:
            yield Finding((*route, index), f"{quoted(item)} is in the list twice", "keep one")


_EXPLANATIONS: dict[str, Callable[[Route, Any], Iterator[Finding]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "type": _wrong_type,
    "oneOf": _unknown_term,
    "pattern": _wrong_pattern,
    "const": _wrong_const,
    "minLength": _length,
    "maxLength": _length,
    "minItems": _items,
    "maxItems": _items,
    "minProperties": _items,
    "maxProperties": _items,
    "uniqueItems": _twice,
}
