"""What is derived from a record: the state of its cause, lengths, conflicts, depth, grades, beliefs."""

from __future__ import annotations

import copy

import pytest
from postmortems.incident import CAUSE_STATES, DEPTHS, Incident, citations
from postmortems.record import Source
from postmortems.vocabulary import schema_file

SMALLEST = schema_file("incident")["examples"][0]


def incident(**keys) -> Incident:
    return Incident("2024-05-02-example", {**copy.deepcopy(SMALLEST), **keys})


def event(at: str, *marks: str, **keys) -> dict:
    return {
        "at": at,
        "event": "Something.",
        "basis": "stated",
        "cites": ["S1"],
        **({"marks": list(marks)} if marks else {}),
        **keys,
    }


def timeline(*events: dict) -> Incident:
    return incident(timeline=list(events))


def turn(at: str, status: str) -> dict:
    return {"at": at, "status": status, "by": "operator", "grounds": "stated", "cites": ["S1"]}


def hypothesis(id: str, *statuses: str, **keys) -> dict:
    turns = [turn(f"2024-05-{3 + n:02}", status) for n, status in enumerate(statuses)]
    return {"id": id, "claim": "It failed.", "factor": "power", "history": turns, **keys}


def evidence(id: str, **weighs: str) -> dict:
    return {"id": id, "observation": "Seen.", "weighs": {k: v.replace("_", "-") for k, v in weighs.items()}, "cites": ["S1"]}


def unknown(about: str, state: str) -> dict:
    return {"about": about, "state": state, "note": "Nobody says."}


@pytest.mark.parametrize(
    ("keys", "state"),
    [
        ({}, "unknown"),
        ({"unknowns": [unknown("cause", "unknown")]}, "unknown"),
        ({"unknowns": [unknown("cause", "undisclosed")]}, "undisclosed"),
        ({"unknowns": [unknown("cost", "undisclosed")]}, "unknown"),
        ({"hypotheses": [hypothesis("H1", "proposed")]}, "proposed"),
        ({"hypotheses": [hypothesis("H1", "proposed")], "unknowns": [unknown("cause", "undisclosed")]}, "proposed"),
        ({"hypotheses": [hypothesis("H1", "proposed", "supported")]}, "supported"),
        ({"hypotheses": [hypothesis("H1", "supported", "disputed"), hypothesis("H2", "supported")]}, "disputed"),
        ({"hypotheses": [hypothesis("H1", "disputed"), hypothesis("H2", "confirmed", role="root")]}, "confirmed"),
        ({"hypotheses": [hypothesis("H1", "confirmed", role="trigger")]}, "confirmed"),
        ({"hypotheses": [hypothesis("H1", "confirmed", role="contributing")]}, "supported"),
        ({"hypotheses": [hypothesis("H1", "confirmed", role="amplifier"), hypothesis("H2", "proposed")]}, "proposed"),
        ({"hypotheses": [hypothesis("H1", "proposed", role="contributing")]}, "proposed"),
        ({"hypotheses": [hypothesis("H1", "confirmed", "refuted")]}, "unknown"),
        ({"hypotheses": [hypothesis("H1", "untestable")], "unknowns": [unknown("cause", "undisclosed")]}, "undisclosed"),
        ({"hypotheses": [hypothesis("H1", "confirmed")], "review": "withdrawn"}, "withdrawn"),
    ],
)
def test_the_state_of_the_cause(keys, state):
    assert incident(**keys).cause_state == state


def test_every_state_of_the_cause_has_its_meaning():
    assert all(meaning.endswith(".") for meaning in CAUSE_STATES.values())


START, END = "impact-started", "impact-ended"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2024-05-02T09:10Z", "2024-05-02T09:48Z", "38 min"),
        ("2024-05-02T09:10Z", "2024-05-02T12:20Z", "3 h 10 min"),
        ("2024-05-02T09:10:00Z", "2024-05-02T09:10:10Z", "at once"),
        ("2024-05-02T09:10:00Z", "2024-05-02T09:10:45Z", "45 s"),
        ("2024-05-02T09:10+02:00", "2024-05-02T09:10Z", "2 h"),
        ("2024-05-02T09:10Z~", "2024-05-02T12:10Z", "about 3 h"),
        ("2024-05-02T09Z", "2024-05-02T12:30Z", "2 h 30 min to 3 h 30 min"),
        ("2024-05-02T09Z", "2024-05-02T09:30Z", "0 s to 30 min"),
        ("2024-05-02", "2024-05-12", "about 10 days"),
        ("2024-05-02", "2024-05-03", "about a day"),
        ("2024-05-02", "2024-05-02", "within a day"),
    ],
)  # fmt: skip
def test_a_length_is_as_exact_as_its_ends(first, last, text):
    span = timeline(event(first, START), event(last, END)).span(START, END)
    assert span is not None and span.text == text
    assert span.least <= span.most or span.start.when.precision == "day"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2024-05", "2024-06"),
        ("2024", "2024-06-01"),
        ("2024-05-02", "2024-05-04T10:00Z"),
        ("2024-05-02T10:00Z", "2024-05-02T09:00Z"),
        ("2024-02-30", "2024-05-02"),
    ],
)
def test_no_length_is_invented(first, last):
    assert timeline(event(first, START), event(last, END)).span(START, END) is None


def test_there_is_no_length_without_both_ends():
    assert timeline(event("2024-05-02T10:00Z", START)).span(START, END) is None
    assert timeline(event("2024-05-02T10:00Z", END)).span(START, END) is None


def test_detection_may_come_before():
    span = timeline(event("2024-05-02T10:00Z", START), event("2024-05-02T09:30Z", "detected")).span(START, "detected")
    assert span.text == "30 min before"


def test_of_rivals_the_preferred_one_counts():
    made = timeline(
        event("2024-05-02T10:00Z", START),
        event("2024-05-02T11:00Z", END),
        event("2024-05-02T12:00Z", END, preferred="It was measured."),
    )
    assert made.span(START, END).text == "2 h"
    assert [e.at for e in made.marked(END)] == ["2024-05-02T12:00Z", "2024-05-02T11:00Z"]


def test_where_none_is_preferred_the_range_holds_all():
    made = timeline(event("2024-05-02T10:00Z", START), event("2024-05-02T11:00Z", END), event("2024-05-02T12:00Z", END))
    assert made.span(START, END).text == "1 h to 2 h"


def test_parts_are_measured_from_the_first_start_to_the_last_end():
    made = timeline(
        event("2024-05-02T10:00Z", START, part="P1"),
        event("2024-05-02T11:00Z", START, part="P2"),
        event("2024-05-02T12:00Z", END, part="P1"),
        event("2024-05-02T13:00Z", END, part="P2"),
    )
    assert made.span(START, END).text == "3 h"
    assert [e.part for e in made.marked(END, "P2")] == ["P2"]


def test_what_is_said_of_the_whole_counts_before_its_parts():
    made = timeline(
        event("2024-05-02T10:00Z", START), event("2024-05-02T12:00Z", END), event("2024-05-02T15:00Z", END, part="P1")
    )
    assert made.span(START, END).text == "2 h"


def test_the_first_notice_counts():
    made = timeline(
        event("2024-05-02T10:00Z", START),
        event("2024-05-02T10:20Z", "acknowledged", part="P1"),
        event("2024-05-02T10:50Z", "acknowledged", part="P2"),
    )
    assert made.span(START, "acknowledged").text == "20 min"


def test_times_that_cannot_both_be_true_are_a_conflict():
    made = timeline(
        event("2024-05-02T10:00Z", START),
        event("2024-05-02T10:30Z", START),
        event("2024-05-02T10:30Z", START, part="P1"),
        event("2024-05-02T12:00Z", "recurred"),
        event("2024-05-02T13:00Z", "recurred"),
    )
    (conflict,) = made.conflicts
    assert (conflict.about, conflict.part, conflict.preferred) == (START, "", None)
    assert conflict.routes == (("timeline", 0), ("timeline", 1))


def test_times_that_may_be_one_are_no_conflict():
    assert timeline(event("2024-05-02T10:00Z", START), event("2024-05-02T10Z", START)).conflicts == ()
    assert timeline(event("2024-05-02T10:00Z~", START), event("2024-05-02T10:10Z", START)).conflicts == ()


def figure(value: float, **keys) -> dict:
    return {"measure": "affected", "value": value, "unit": "users", "said_by": "operator", "cites": ["S1"], **keys}


def test_figures_of_one_thing_that_differ_are_a_conflict():
    made = incident(impact={"kinds": ["delay"], "figures": [figure(5), figure(6, preferred="Later."), figure(7, of="reads")]})
    (conflict,) = made.conflicts
    assert conflict.routes == (("impact", "figures", 0), ("impact", "figures", 1))
    assert conflict.preferred.value == 6


def test_the_same_figure_twice_is_no_conflict():
    assert incident(impact={"kinds": ["delay"], "figures": [figure(5), figure(5)]}).conflicts == ()


def test_depth_grows_a_step_at_a_time():
    keys: dict = {}
    reached = [incident(**keys).depth]
    steps = [
        {"timeline": [event("2024-05-02T10:00Z", START)]},
        {"unknowns": [unknown("cause", "unknown")]},
        {"timeline": [event("2024-05-02T10:00Z", START), event("2024-05-02T10:10Z"), event("2024-05-02T10:20Z")]},
        {
            "hypotheses": [hypothesis("H1", "proposed"), hypothesis("H2", "proposed")],
            "evidence": [evidence("E1", H1="fits"), evidence("E2", H1="fits"), evidence("E3", H2="fits")],
        },
        {
            "response": {
                "detection": {"means": "automatic-alert", "cites": ["S1"]},
                "mitigations": [{"kind": "restart", "action": "Restarted.", "effect": "helped", "cites": ["S1"]}],
            },
            "lessons": [
                {"id": "L1", "lesson": "x", "pattern": "p", "audience": ["operators"], "said_by": "editors", "cites": ["S1"]}
            ],
            "sources": [*SMALLEST["sources"], {**SMALLEST["sources"][0], "id": "S2", "kind": "press"}],
        },
    ]
    for step in steps:
        keys |= step
        reached.append(incident(**keys).depth)
    assert tuple(reached) == DEPTHS


@pytest.mark.parametrize(
    ("kind", "read", "grade"),
    [
        ("operator-postmortem", "full", "A"),
        ("operator-postmortem", "start", "A"),
        ("court", "copy", "B"),
        ("engineer-account", "full", "B"),
        ("engineer-account", "quoted", "C"),
        ("press", "full", "C"),
        ("press", "copy", "D"),
        ("forum", "full", "D"),
        ("forum", "copy", "D"),
    ],
)
def test_the_grade_follows_from_what_it_is_and_how_it_was_read(kind, read, grade):
    assert Source(**{**SMALLEST["sources"][0], "kind": kind, "read": read}).grade == grade


def test_beliefs_stand_in_the_order_of_time():
    made = incident(hypotheses=[hypothesis("H1", "proposed", "refuted"), hypothesis("H2", "proposed", "supported", "confirmed")])
    assert [(h.id, t.status) for h, t in made.beliefs] == [
        ("H1", "proposed"),
        ("H2", "proposed"),
        ("H1", "refuted"),
        ("H2", "supported"),
        ("H2", "confirmed"),
    ]


def test_what_speaks_against_each_is_weighed():
    made = incident(
        hypotheses=[hypothesis("H1", "refuted"), hypothesis("H2", "supported"), hypothesis("H3", "proposed")],
        evidence=[
            evidence("E1", H1="does_not_fit", H2="fits_strongly"),
            evidence("E2", H1="rules_out", H2="neutral"),
            evidence("E3", H1="fits", H2="fits"),
            evidence("E4", H3="does_not_fit"),
        ],
    )
    assert made.weight_against == {"H1": 3, "H2": 0, "H3": 1}
    assert [e.tells_apart for e in made.evidence] == [True, True, False, True]


@pytest.mark.parametrize(
    ("events", "day"),
    [
        ([event("2024-05-01T10:00Z"), event("2024-05-02T23:50-08:00", START)], "2024-05-02"),
        ([event("2024-05-01T10:00Z"), event("2024-05-02T10:00Z")], "2024-05-01"),
        ([event("2024-05-03", START, part="P1"), event("2024-05-02", START, part="P2")], "2024-05-02"),
        ([event("2024-05~", START)], "2024-05"),
        ([event("2024-05-02/2024-05-04", START)], "2024-05-02"),
    ],
)
def test_the_day_is_that_of_the_first_impact(events, day):
    made = timeline(*events)
    assert (made.day, made.year) == (day, "2024")


def test_every_citation_has_its_place():
    made = incident(timeline=[event("2024-05-02", cites=["S1, page 3", "S2"])])
    assert citations(made.data) == [(("timeline", 0, "cites", 0), "S1, page 3"), (("timeline", 0, "cites", 1), "S2")]
    assert made.cited == {"S1": [("timeline", 0, "cites", 0)], "S2": [("timeline", 0, "cites", 1)]}


def test_rivals_that_nobody_decides_between_make_a_range():
    two_starts = timeline(event("2024-05-02T10:00Z", START), event("2024-05-02T10:30Z", START), event("2024-05-02T11:00Z", END))
    assert two_starts.span(START, END).text == "30 min to 1 h"
    two_notices = timeline(
        event("2024-05-02T10:00Z", START), event("2024-05-02T10:10Z", "detected"), event("2024-05-02T10:40Z", "detected")
    )
    assert two_notices.span(START, "detected").text == "10 min to 40 min"
