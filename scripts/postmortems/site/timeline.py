"""The timeline of an incident -> what a template needs to draw it as SVG: axis, phases, numbered markers, beliefs.

Numbers in the drawing, words in the list under it: labels would collide as soon as two events are close. Borders
of phases are our reading of the marks. Units are SVG user units, one to a CSS pixel at full width.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from .. import when
from ..incident import Incident
from ..record import Event

WIDTH = 880
MARGIN = 24
RADIUS = 11
MOST_TICKS = 9
LANE = 26  # between rows of markers
HIGHEST = 8  # rows of markers; more lie on each other, and the list has them all
NARROW = 74  # a band less wide has no room for its label

PHASES = (
    # (from, to, class, label); a phase is drawn where both its ends are known
    ("impact-started", "detected", "unnoticed", "not noticed"),
    ("detected", "cause-identified", "diagnosing", "diagnosing"),
    ("cause-identified", "mitigated", "mitigating", "mitigating"),
    ("mitigated", "impact-ended", "recovering", "recovering"),
)
STEPS = (60, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800)


class Marker(NamedTuple):
    number: int
    x: float
    y: float
    event: Event


class Band(NamedTuple):
    x: float
    width: float
    kind: str
    label: str  # with its length
    fits: bool  # whether the label fits inside


class Tick(NamedTuple):
    x: float
    label: str


class Belief(NamedTuple):
    x: float
    width: float
    hypothesis: str
    status: str
    fits: bool


class Drawing(NamedTuple):
    height: float
    axis: float  # y of the axis
    markers: list[Marker]
    bands: list[Band]
    ticks: list[Tick]
    beliefs: list[Belief]
    outside: list[int]  # numbers of events before or after what is drawn
    zone: str


def drawing(incident: Incident) -> Drawing | None:
    """The drawing, or None where fewer than three events have a clock time and so nothing could be seen."""
    numbered = [(n, event) for n, event in enumerate(incident.timeline, 1) if event.when and event.when.has_clock]
    if len(numbered) < 3:
        return None
    first, last = _window(incident, [event for _, event in numbered])
    shown = [(n, e) for n, e in numbered if first <= e.when.middle <= last]  # type: ignore[union-attr]
    if len(shown) < 3 or last == first:
        return None
    scale = (WIDTH - 2 * MARGIN) / (last - first)

    def x(instant: float) -> float:
        return round(MARGIN + (min(max(instant, first), last) - first) * scale, 1)

    lanes = _lanes([(n, x(e.when.middle), e) for n, e in shown])  # type: ignore[union-attr]
    axis = 16 + LANE * max(lane for *_, lane in lanes) + LANE
    markers = [Marker(n, at, axis - LANE * (lane + 1) + 6, event) for n, at, event, lane in lanes]
    beliefs = _beliefs(incident, first, last, x)
    numbers = {n for n, _ in shown}
    outside = [n for n in range(1, len(incident.timeline) + 1) if n not in numbers]
    height = axis + 56 + (30 if beliefs else 0)
    return Drawing(height, axis, markers, _bands(incident, x), _ticks(first, last, x), beliefs, outside, "UTC")


def _window(incident: Incident, events: Sequence[Event]) -> tuple[float, float]:
    """The stretch to draw: the impact with a little around it. What lies weeks before or after would squeeze it flat."""
    middles = sorted(event.when.middle for event in events)  # type: ignore[union-attr]
    core = [
        event.when.middle  # type: ignore[union-attr]
        for event in events
        if set(event.marks) & {"impact-started", "detected", "acknowledged", "mitigated", "impact-ended", "resolved"}
    ]
    if len(core) < 2:
        core = middles
    length = max(core) - min(core) or 3600
    low, high = min(core) - 0.5 * length, max(core) + 0.25 * length
    inside = [middle for middle in middles if low <= middle <= high]
    return inside[0], inside[-1]


def _lanes(points: list[tuple[int, float, Event]]) -> list[tuple[int, float, Event, int]]:
    """Each point in the lowest row in which it touches no other."""
    ends: list[float] = []
    placed = []
    for number, x, event in sorted(points, key=lambda point: point[1]):
        lane = next((i for i, end in enumerate(ends) if x - end >= 2 * RADIUS + 2), min(len(ends), HIGHEST - 1))
        ends[lane : lane + 1] = [x]
        placed.append((number, x, event, lane))
    return placed


def _bands(incident: Incident, x) -> list[Band]:  # noqa: ANN001
    bands = []
    for start, end, kind, label in PHASES:
        span = incident.span(start, end)
        if span and span.start.when.has_clock and span.most > 0:  # type: ignore[union-attr]
            left, right = x(span.start.when.middle), x(span.end.when.middle)  # type: ignore[union-attr]
            if right > left:
                text = f"{label} {span.text}"
                bands.append(Band(left, round(right - left, 1), kind, text, right - left >= max(NARROW, 6.4 * len(text))))
    return bands


def _ticks(first: float, last: float, x) -> list[Tick]:  # noqa: ANN001
    step = next((s for s in STEPS if (last - first) / s <= MOST_TICKS), None)
    if step is None:
        return _calendar_ticks(first, last, x)
    ticks, day = [], ""
    for instant in range(int(-(-first // step) * step), int(last) + 1, step):
        moment = when.utc(instant)
        date = f"{moment.day} {moment:%b}"
        label = date if step >= 86400 else f"{moment:%H:%M}" if date == day else f"{date} {moment:%H:%M}"
        day = date
        ticks.append(Tick(x(instant), label))
    return ticks


def _calendar_ticks(first: float, last: float, x) -> list[Tick]:  # noqa: ANN001
    """Starts of months or years, for stretches that no fixed step divides well."""
    begin, end = when.utc(first), when.utc(last)
    months = range(begin.year * 12 + begin.month, end.year * 12 + end.month)  # counted from the year 0, the first left out
    every = next(n for n in (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 12000, 24000) if len(months) / n <= MOST_TICKS)
    starts = [datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in months if month % every == 0]
    return [Tick(x(start.timestamp()), f"{start:%Y}" if every >= 12 else f"{start:%b %Y}") for start in starts]


def _beliefs(incident: Incident, first: float, last: float, x) -> list[Belief]:  # noqa: ANN001
    """Which hypothesis had last changed its standing when, by the turns that bear a clock time inside the window."""
    turns = [
        (turn.when.middle, hypothesis.id, turn.status)  # type: ignore[union-attr]
        for hypothesis, turn in incident.beliefs
        if turn.when and turn.when.has_clock and first <= turn.when.middle <= last
    ]
    if len(turns) < 2:
        return []
    borders = [x(turn[0]) for turn in turns] + [float(WIDTH - MARGIN)]
    return [
        Belief(left, round(right - left, 1), id, status, right - left >= 7 * (len(id) + len(status) + 2))
        for (_, id, status), left, right in zip(turns, borders, borders[1:], strict=False)
        if right > left
    ]
