"""The drawing of a timeline stays a drawing, whatever the times."""

from __future__ import annotations

import pytest
from postmortems.incident import Incident
from postmortems.site import timeline
from postmortems.vocabulary import schema_file

SMALLEST = schema_file("incident")["examples"][0]


def incident(*times: str, marks: dict[int, str] | None = None, turns: tuple[str, ...] = ()) -> Incident:
    events = [
        {"at": at, "event": "x", "basis": "stated", "cites": ["S1"], **({"marks": [marks[n]]} if marks and n in marks else {})}
        for n, at in enumerate(times)
    ]
    history = [{"at": at, "status": "proposed", "by": "press", "grounds": "stated", "cites": ["S1"]} for at in turns]
    hypotheses = [{"id": "H1", "claim": "x", "factor": "power", "history": history}] if turns else []
    return Incident("x", {**SMALLEST, "timeline": events, "hypotheses": hypotheses})


def sound(drawn: timeline.Drawing) -> None:
    assert all(0 <= m.x <= timeline.WIDTH and 0 < m.y < drawn.axis for m in drawn.markers)
    assert all(band.width > 0 and band.x >= 0 and band.x + band.width <= timeline.WIDTH for band in drawn.bands)
    assert all(belief.width > 0 and belief.x + belief.width <= timeline.WIDTH for belief in drawn.beliefs)
    assert len(drawn.ticks) <= 12
    assert drawn.height < 400


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2024-05-02T09:10Z", "2024-05-02T09:20Z"),
        ("2024-05-02T09:10Z", "2024-05-03T09:20Z"),
        ("2024-05-02T09:10Z", "2024-06-03T09:20Z"),
        ("2023-03-02T09:10Z", "2024-06-03T09:20Z"),
        ("1990-03-02T09:10Z", "2024-06-03T09:20Z"),
        ("1900-03-02T09:10Z", "2024-06-03T09:20Z"),
        ("0001-03-02T09:10Z", "9998-06-03T09:20Z"),
    ],
)
def test_minutes_and_centuries_have_a_handful_of_ticks_with_names_of_their_own(first: str, last: str):
    middle = "2024-05-02T09:15Z"
    drawn = timeline.drawing(incident(first, middle, last, marks={0: "impact-started", 2: "impact-ended"}))
    assert drawn is not None
    sound(drawn)
    labels = [tick.label for tick in drawn.ticks]
    assert len(set(labels)) == len(labels) >= 2


def test_many_events_at_one_instant_do_not_pile_up_to_the_sky():
    times = ["2024-05-02T09:10Z"] * 70 + ["2024-05-02T10:10Z"]
    drawn = timeline.drawing(incident(*times, marks={0: "impact-started", 70: "impact-ended"}))
    assert drawn is not None
    sound(drawn)
    assert len(drawn.markers) == 71


def test_all_at_one_instant_is_no_drawing():
    assert timeline.drawing(incident(*["2024-05-02T09:10Z"] * 5)) is None


def test_days_without_a_clock_are_no_drawing():
    assert timeline.drawing(incident("2024-05-02", "2024-05-03", "2024-05-04")) is None


def test_a_cause_introduced_years_before_does_not_squeeze_the_rest_flat():
    times = ["2019-05-02T09:00Z", "2024-05-02T09:00Z", "2024-05-02T09:30Z", "2024-05-02T10:00Z"]
    drawn = timeline.drawing(incident(*times, marks={0: "cause-introduced", 1: "impact-started", 3: "impact-ended"}))
    assert drawn is not None
    assert drawn.outside == [1]
    assert drawn.markers[-1].x - drawn.markers[0].x > 700


def test_phases_and_beliefs_are_drawn_where_their_times_are_known():
    times = ["2024-05-02T09:00Z", "2024-05-02T09:20Z", "2024-05-02T09:50Z", "2024-05-02T10:00Z"]
    marks = {0: "impact-started", 1: "detected", 2: "cause-identified", 3: "mitigated"}
    drawn = timeline.drawing(incident(*times, marks=marks, turns=("2024-05-02T09:25Z", "2024-05-02T09:50Z")))
    assert drawn is not None
    sound(drawn)
    assert [band.kind for band in drawn.bands] == ["unnoticed", "diagnosing", "mitigating"]
    assert [belief.hypothesis for belief in drawn.beliefs] == ["H1", "H1"]
