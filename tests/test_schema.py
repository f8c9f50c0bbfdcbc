"""What does not fit a schema is told at the right place, in our words, with advice; and two engines agree on it."""

from __future__ import annotations

import copy
import json
import random

import pytest
from postmortems import document, schema
from postmortems.vocabulary import ROOT, schema_file

SEED = 20241226
SMALLEST = schema_file("incident")["examples"][0]
EVENT = SMALLEST["timeline"][0]
SOURCE = SMALLEST["sources"][0]
TURN = {"at": "2024-05-03", "status": "proposed", "by": "operator", "grounds": "stated", "cites": ["S1"]}
HYPOTHESIS = {"id": "H1", "claim": "The power failed.", "factor": "power", "history": [TURN]}
EVIDENCE = {"id": "E1", "observation": "Lights went out.", "weighs": {"H1": "fits"}, "cites": ["S1"]}
FIGURE = {"measure": "affected", "value": 5, "unit": "users", "said_by": "operator", "cites": ["S1"]}


def findings(**keys):
    return schema.findings("incident", {**copy.deepcopy(SMALLEST), **keys})


def without(entry: dict, key: str) -> dict:
    return {k: v for k, v in entry.items() if k != key}


def test_the_examples_fit():
    for name in ("incident", "organization", "pattern"):
        for example in schema_file(name)["examples"]:
            assert schema.fits(name, example) and schema.findings(name, example) == []


@pytest.mark.parametrize(
    ("keys", "route", "message", "advice"),
    [
        ({"sumary": "x"}, ("sumary",), "unknown key `sumary`", "did you mean `summary`?"),
        ({"zzz": 1}, ("zzz",), "unknown key `zzz`", "known here: `schema`, `title`"),
        ({"timeline": [{**EVENT, "atte": 1}]}, ("timeline", 0, "atte"), "unknown key `atte`", "known here: `at`"),
        ({"timeline": [EVENT, {**EVENT, "pat": "P1"}]}, ("timeline", 1, "pat"), "unknown key `pat`", "did you mean `part`?"),
        ({"timeline": [without(EVENT, "basis")]}, ("timeline", 0), "missing key `basis`", "basis: "),
        ({"impact": {}}, ("impact",), "missing key `kinds`", "kinds: "),
        ({"title": None}, ("title",), "nothing is written here; text is expected", "fill it in, or delete the key"),
        ({"timeline": None}, ("timeline",), "nothing is written here; a list is expected", "fill it in"),
        ({"title": 20241226}, ("title",), "`20241226` is not text", "put it in quotes"),
        ({"title": True}, ("title",), "`True` is not text", "put it in quotes"),
        ({"organizations": "example"}, ("organizations",), "`example` is not a list", "put `[` and `]` around it"),
        ({"impact": ["delay"]}, ("impact",), "`['delay']` is not a mapping of keys to values", ""),
        ({"impact": {"kinds": ["delay"], "figures": [{**FIGURE, "value": "5"}]}}, ("impact", "figures", 0, "value"), "`5` is not a number", "without quotes"),
        ({"impact": {"kinds": ["delay"], "figures": [{**FIGURE, "value": True}]}}, ("impact", "figures", 0, "value"), "`True` is not a number", ""),
        ({"schema": 2}, ("schema",), "`2` is not allowed here", "write `1`"),
        ({"schema": "1"}, ("schema",), "`1` is not allowed here", "write `1`"),
        ({"review": "preliminry"}, ("review",), "`preliminry` is not a known term for review", "did you mean `preliminary`? Known terms: `preliminary`"),
        ({"review": "qqqq"}, ("review",), "`qqqq` is not a known term", "Known terms: `preliminary`"),
        ({"review": 5}, ("review",), "`5`", ""),
        ({"impact": {"kinds": ["dellay"]}}, ("impact", "kinds", 0), "`dellay` is not a known term", "did you mean `delay`?"),
        ({"evidence": [{**EVIDENCE, "weighs": {"H1": "fitz"}}]}, ("evidence", 0, "weighs", "H1"), "`fitz` is not a known term", "did you mean `fits`?"),
        ({"evidence": [{**EVIDENCE, "weighs": {"E1": "fits"}}]}, ("evidence", 0, "weighs", "E1"), "the key `E1` is not allowed here", ""),
        ({"evidence": [{**EVIDENCE, "weighs": {}}]}, ("evidence", 0, "weighs"), "0 entries; at least 1 must be here", "add one"),
        ({"hypotheses": [{**HYPOTHESIS, "id": "H01"}]}, ("hypotheses", 0, "id"), "`H01` is not written as it must be", ""),
        ({"timeline": [{**EVENT, "at": "26.12.2024"}]}, ("timeline", 0, "at"), "`26.12.2024` is not written as a time", "For example: `2024-12-26T10:40-08:00`"),
        ({"timeline": [{**EVENT, "at": "2024-12-26T10:40"}]}, ("timeline", 0, "at"), "`2024-12-26T10:40` is not written as a time", "For example"),
        ({"timeline": [{**EVENT, "at": 2024}]}, ("timeline", 0, "at"), "`2024` is not text", "put it in quotes"),
        ({"timeline": [{**EVENT, "cites": ["page 3"]}]}, ("timeline", 0, "cites", 0), "`page 3` is not written as a citation", "For example: `S1`"),
        ({"timeline": [{**EVENT, "cites": []}]}, ("timeline", 0, "cites"), "0 entries; at least 1 must be here", "add one"),
        ({"timeline": [{**EVENT, "marks": ["detected", "detected"]}]}, ("timeline", 0, "marks", 1), "`detected` is in the list twice", "keep one"),
        ({"organizations": [f"o{n}" for n in range(7)]}, ("organizations",), "7 entries; at most 6 fit here", "keep the most important"),
        ({"organizations": ["Example Cloud"]}, ("organizations", 0), "`Example Cloud` is not written", ""),
        ({"title": "x" * 121}, ("title",), "121 characters; at most 120 fit here", "say it shorter"),
        ({"title": "Short"}, ("title",), "only 5 characters; at least 8 are needed", ""),
        ({"response": {}}, ("response",), "0 entries; at least 1 must be here", ""),
        ({"sources": [{**SOURCE, "url": "javascript:alert(1)"}]}, ("sources", 0, "url"), "`javascript:alert(1)` is not written", ""),
        ({"sources": [{**SOURCE, "accessed": "2024-05-03\n"}]}, ("sources", 0, "accessed"), "`2024-05-03\\u000a`", ""),
        ({"sources": [{**SOURCE, "url": "https://example.com/\n"}]}, ("sources", 0, "url"), "`https://example.com/\\u000a`", ""),
        ({"sources": [{**SOURCE, "accessed": "２０２４-05-03"}]}, ("sources", 0, "accessed"), "`２０２４-05-03`", ""),
        ({"organizations": ["example\n"]}, ("organizations", 0), "`example\\u000a`", ""),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_place_with_advice(keys, route, message, advice):
    (finding,) = findings(**keys)
    assert finding.route == route
    assert message in finding.message
    assert advice in finding.help
    assert not schema.fits("incident", {**SMALLEST, **keys})


@pytest.mark.parametrize("key", schema_file("incident")["required"])
def test_every_required_key_is_missed(key):
    (finding,) = schema.findings("incident", without(SMALLEST, key))
    assert (finding.route, finding.message) == ((), f"missing key `{key}`")
    assert finding.help.startswith(f"{key}: ")


def test_a_misspelled_required_key_is_said_once():
    data = {("sumary" if key == "summary" else key): value for key, value in SMALLEST.items()}
    (finding,) = schema.findings("incident", data)
    assert (finding.message, finding.at_key) == ("unknown key `sumary`", True)


def test_two_missing_keys_are_two_findings():
    found = schema.findings("incident", without(without(SMALLEST, "title"), "sources"))
    assert [f.message for f in found] == ["missing key `title`", "missing key `sources`"]


def test_one_fault_never_hides_another():
    found = findings(
        title=None, review="x", organisations=[], impact={"kinds": []}, timeline=[without(EVENT, "at"), {**EVENT, "at": "x"}]
    )
    assert {f.route for f in found} == {
        ("title",),
        ("review",),
        ("organisations",),
        ("impact", "kinds"),
        ("timeline", 0),
        ("timeline", 1, "at"),
    }


@pytest.mark.parametrize("data", [None, 1, 1.5, True, "text", [], ["a"], {}])
def test_what_is_no_record_at_all_is_told(data):
    assert schema.findings("incident", data)
    assert all(finding.message for finding in schema.findings("incident", data))


# --- Two engines, one judgement ---------------------------------------------------------------------------------------

RECORDS = [document.parse(document.read(file)) for file in sorted((ROOT / "incidents").rglob("*.yaml"))]
ENTRIES = {
    name: [document.parse(document.read(file)) for file in sorted((ROOT / "catalogue" / f"{name}s").glob("*.yaml"))]
    for name in ("organization", "pattern")
}
ODD = [
    None,
    True,
    False,
    0,
    1,
    -1,
    1.0,
    1.5,
    10**14,
    "",
    " ",
    "x",
    "no",
    "a\n",
    "2024-05-02\n",
    "S1",
    "S1\n",
    "S0",
    "H1",
    "H1\n",
    "é",
    "٢٠٢٤",
    "😀" * 61,
]
ODD += [
    "x" * 300,
    "x" * 301,
    "😀" * 300,
    "2024-05-02",
    "https://example.com/",
    "https://exämple.com/",
    "S1, " + "x" * 161,
    [],
    {},
    [[]],
    [None],
    {"a": 1},
]


def small(record: dict, chance: random.Random) -> dict:
    """A record with what must be in it and one or two sections more, at most three entries a list."""
    required = schema_file("incident")["required"]
    wanted = {*required, *chance.sample(sorted(record), 2)}
    return {key: shortened(value, chance) for key, value in record.items() if key in wanted}


def shortened(value, chance):
    if isinstance(value, list):
        return [shortened(item, chance) for item in chance.sample(value, min(len(value), 3))]
    return {key: shortened(item, chance) for key, item in value.items()} if isinstance(value, dict) else value


def holders(value):
    """Every mapping and list in a value."""
    if isinstance(value, (dict, list)):
        yield value
        for item in value.values() if isinstance(value, dict) else value:
            yield from holders(item)


def mutate(value, chance: random.Random) -> None:
    """One thing taken out, put in, renamed, doubled or replaced, in place."""
    holder = chance.choice([h for h in holders(value) if h])
    key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    item = holder[key]
    match chance.randrange(6):
        case 0:
            del holder[key]
        case 1:
            holder[key] = copy.deepcopy(chance.choice(ODD))
        case 2 if isinstance(holder, dict):
            holder[chance.choice(["zzz", f"{key}s", "id", "note", "H1", "H1\n", ""])] = holder.pop(key)
        case 3 if isinstance(holder, list):
            holder += [copy.deepcopy(item)] * chance.choice([1, 1, 90])
        case 4 if isinstance(item, str):
            at = chance.randrange(len(item) + 1)
            holder[key] = item[:at] + chance.choice(["\n", "x", " ", "-", "é", "9", "~", "/"]) + item[at + chance.randint(0, 1) :]
        case _ if isinstance(item, str):
            holder[key] = item + chance.choice(["\n", " ", "x", "", "x" * 4000])
        case _:
            holder[key] = [copy.deepcopy(item)]


@pytest.mark.parametrize("name", ["incident", "organization", "pattern"])
def test_both_engines_agree_on_whatever_the_values(name):
    chance = random.Random(SEED)
    explainer = schema._explainer(name)
    outcomes = {True: 0, False: 0}
    for _ in range({"incident": 200}.get(name, 80)):
        data = small(chance.choice(RECORDS), chance) if name == "incident" else copy.deepcopy(chance.choice(ENTRIES[name]))
        for _ in range(chance.choice([1, 1, 1, 2, 5])):
            mutate(data, chance)
        fits = schema.fits(name, data)
        outcomes[fits] += 1
        assert explainer.is_valid(data) is fits, json.dumps(data)[:4000]
        found = schema.findings(name, data)
        assert bool(found) is not fits
        assert not any("engines disagree" in finding.help for finding in found)
        for finding in found:
            assert finding.message and finding.message.isprintable()
            assert reachable(data, finding.route), finding
    assert outcomes[True] > 10 and outcomes[False] > 40


def reachable(data, route) -> bool:
    for step in route:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def test_the_real_records_fit_for_both_engines():
    explainer = schema._explainer("incident")
    for record in RECORDS:
        assert schema.fits("incident", record) and explainer.is_valid(record)
