"""Two sets of events -> the length between them, as a range where they are not exact or not agreed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from . import when
from .record import Event


class Span(NamedTuple):
    """The length between two milestones: at least and at most so many seconds."""

    least: float
    most: float
    start: Event
    end: Event

    @property
    def text(self) -> str:
        """In words: one length where both ends are known to the minute, else the range or the number of days."""
        if self.most < 0:
            return f"{when.duration(-self.most)} before"
        precisions = {self.start.when.precision, self.end.when.precision}  # type: ignore[union-attr]
        if not precisions <= {"second", "minute", "hour"}:
            days = round((self.end.when.middle - self.start.when.middle) / 86400)  # type: ignore[union-attr]
            return f"about {days} days" if days > 1 else ("about a day" if days else "within a day")
        about = "about " if self.start.when.about or self.end.when.about else ""  # type: ignore[union-attr]
        if self.most - self.least <= 120:
            if self.most < 30:
                return "at once"
            return about + when.duration((self.least + self.most) / 2)
        return f"{when.duration(max(self.least, 0))} to {when.duration(self.most)}"


def between(starting: list[Event], ending: list[Event], first: bool, early: bool = False) -> Span | None:
    """From the earliest start to the first, or the last, of the ends. All events bear real times.

    Entries about one part that disagree make a range. None where either is missing, where the end lies before the
    start (unless `early` allows it), or where a time is so coarse that a length would be an invention.
    """
    starts, ends = _rivals(starting, min), _rivals(ending, min if first else max)
    if not starts or not ends:
        return None
    a, b = starts[0].when, ends[-1].when
    assert a and b, "only real times stand"
    if (b.latest < a.earliest and not early) or {a.precision, b.precision} & {"month", "year"} or a.has_clock != b.has_clock:
        return None
    least = ends[0].when.earliest - max(map(_known_start, starts))  # type: ignore[union-attr]
    most = max(map(_known_start, ends)) - a.earliest
    return Span(float(least), float(most), starts[0], ends[-1])


def _rivals(events: list[Event], pick: Callable[..., Event]) -> list[Event]:
    """The entries about the part that is first, or last, in the order of time: one, or several that disagree."""
    if not events:
        return []
    chosen = pick(events, key=_middle)
    return sorted((event for event in events if event.part == chosen.part), key=_middle)


def _middle(event: Event) -> float:
    assert event.when is not None, "only real times stand"
    return event.when.middle


def _known_start(event: Event) -> int:
    """The instant itself where it is known to the minute, else the last one that it may stand for."""
    time = event.when
    assert time is not None, "only real times stand"
    return time.latest if time.latest - time.earliest > 60 else time.earliest
