"""Values that fit the incident schema -> a typed, immutable record, and what is derived from it, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from . import prose, when
from .problem import Route
from .record import (
    Account,
    Communication,
    Contributor,
    Detection,
    Disagreement,
    Effect,
    Event,
    Evidence,
    Figure,
    FollowUp,
    Hypothesis,
    Impact,
    Lesson,
    MissedSignal,
    Mitigation,
    Part,
    Related,
    Reply,
    Response,
    Source,
    Turn,
    Unknown,
    Withdrawal,
)
from .span import Span, between

CAUSE_STATES = {
    "confirmed": "The operator, its supplier, a regulator or an independent proof established the cause.",
    "disputed": "Parties that should know contradict each other about the cause.",
    "supported": "Evidence speaks for a cause, and it is not settled.",
    "proposed": "Causes have been proposed; nothing speaks for any of them yet.",
    "undisclosed": "The operator must know the cause and has not said.",
    "unknown": "Nobody says what the cause was.",
    "withdrawn": "The record no longer stands.",
}
NOTICED = ("detected", "acknowledged", "cause-identified")  # of several such marks the first one counts
DEPTHS = ("lead", "note", "sketch", "timed", "weighed", "full")


class Conflict(NamedTuple):
    """Entries of one record that contradict each other about one thing."""

    about: str  # a milestone, or a measure
    part: str
    entries: tuple[Any, ...]  # Events, or Figures
    routes: tuple[Route, ...]

    @property
    def preferred(self) -> Any:
        return next((entry for entry in self.entries if entry.preferred), None)


class Incident:
    """One record. Fields as in the schema; properties are derived."""

    def __init__(self, id: str, data: dict[str, Any]) -> None:
        self.id = id
        self.data = data  # the values as read, for the JSON and for rules that look at every text
        self.title: str = data["title"]
        self.summary: str = data["summary"]
        self.organizations: list[str] = data["organizations"]
        self.services: list[str] = data.get("services", [])
        self.review: str = data["review"]
        self.withdrawn = _one(Withdrawal, data.get("withdrawn"))
        self.aliases: list[str] = data.get("aliases", [])
        self.parts = _many(Part, data.get("parts"))
        self.impact = _impact(data["impact"])
        self.timeline = _many(Event, data["timeline"])
        self.hypotheses = tuple(
            Hypothesis(**{**item, "history": _many(Turn, item["history"])}) for item in data.get("hypotheses", ())
        )
        self.evidence = _many(Evidence, data.get("evidence"))
        self.response = _response(data.get("response"))
        self.lessons = _many(Lesson, data.get("lessons"))
        self.disagreements = tuple(
            Disagreement(**{**item, "accounts": _many(Account, item["accounts"])}) for item in data.get("disagreements", ())
        )
        self.unknowns = _many(Unknown, data.get("unknowns"))
        self.related = _many(Related, data.get("related"))
        self.reply = _one(Reply, data.get("reply"))
        self.sources = _many(Source, data["sources"])
        self.contributors = _many(Contributor, data.get("contributors"))

    @cached_property
    def source(self) -> dict[str, Source]:
        """Its sources by label."""
        return {source.id: source for source in self.sources}

    @cached_property
    def hypothesis(self) -> dict[str, Hypothesis]:
        """Its hypotheses by label."""
        return {hypothesis.id: hypothesis for hypothesis in self.hypotheses}

    @cached_property
    def year(self) -> str:
        return self.day[:4]

    @cached_property
    def day(self) -> str:
        """The day of the first impact, else of the first thing that happened, as the source wrote it."""
        started = self._standing("impact-started")
        first = min(started, key=lambda event: event.when.earliest) if started else self.timeline[0]  # type: ignore[union-attr]
        return when.day_of(first.at)

    def marked(self, mark: str, part: str | None = None) -> list[Event]:
        """Events that bear a mark, the preferred first, in the order of the record."""
        events = [e for e in self.timeline if mark in e.marks and (part is None or e.part == part)]
        return sorted(events, key=lambda event: not event.preferred)

    def span(self, start: str, end: str) -> Span | None:
        """The length between two milestones: from the earliest start to the first time that it was noticed, said or
        understood, or to the last part's end.

        Of entries that contradict each other only the preferred counts; where none is preferred, the range holds
        them all. None where either is missing, or so coarse that a length would be an invention.
        """
        return between(self._standing(start), self._standing(end), first=end in NOTICED, early=end == "detected")

    def _standing(self, mark: str) -> list[Event]:
        """The entries of a mark that count: those about the whole if there are any, and of rivals the preferred one."""
        events = [event for event in self.timeline if mark in event.marks and event.when]
        events = [event for event in events if not event.part] or events
        settled = {event.part for event in events if event.preferred}
        return [event for event in events if event.part not in settled or event.preferred]

    @cached_property
    def cause_state(self) -> str:
        """One of CAUSE_STATES. A contributing factor that is confirmed does not make the cause confirmed."""
        if self.review == "withdrawn":
            return "withdrawn"
        main = {h.status for h in self.hypotheses if h.role in ("", "trigger", "root")}
        side = {h.status for h in self.hypotheses}
        for state, statuses in (("confirmed", main), ("disputed", main), ("supported", main), ("proposed", side)):
            if state in statuses:
                return state
        if side & {"confirmed", "supported", "disputed"}:
            return "supported"
        hidden = any(u.about == "cause" and u.state == "undisclosed" for u in self.unknowns)
        return "undisclosed" if hidden else "unknown"

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Times of one milestone that cannot both be true, and figures of one thing that differ."""
        return (*self._conflicting_times(), *self._conflicting_figures())

    def _conflicting_times(self) -> Iterator[Conflict]:
        groups: dict[tuple[str, str], list[int]] = {}
        for index, event in enumerate(self.timeline):
            for mark in event.marks:
                if mark not in ("recurred", "cause-introduced", "report-published"):
                    groups.setdefault((mark, event.part), []).append(index)
        for (mark, part), indices in groups.items():
            times = [time for i in indices if (time := self.timeline[i].when)]
            if any(not a.same_as(b) for n, a in enumerate(times) for b in times[n + 1 :]):
                yield Conflict(mark, part, tuple(self.timeline[i] for i in indices), tuple(("timeline", i) for i in indices))

    def _conflicting_figures(self) -> Iterator[Conflict]:
        groups: dict[tuple[str, ...], list[int]] = {}
        for index, figure in enumerate(self.impact.figures):
            groups.setdefault(figure.subject, []).append(index)
        for subject, indices in groups.items():
            figures = tuple(self.impact.figures[i] for i in indices)
            if len({(f.value, f.upper) for f in figures}) > 1:
                yield Conflict(subject[0], subject[4], figures, tuple(("impact", "figures", i) for i in indices))

    @cached_property
    def depth(self) -> str:
        """How much of an incident the record holds, one of DEPTHS. Shown to contributors, never used to rank."""
        timed = [e for e in self.timeline if e.when and e.when.has_clock]
        known = bool(self.hypotheses) or any(u.about == "cause" for u in self.unknowns)
        steps = (
            bool(self.marked("impact-started") or self.impact.effects),
            known,
            len(timed) >= 3,
            len(self.hypotheses) >= 2 and len(self.evidence) >= 3,
            (bool(self.response.detection) or "detection" in {u.about for u in self.unknowns})
            and bool(self.response.mitigations and self.lessons)
            and len({source.kind for source in self.sources}) >= 2,
        )
        reached = next((n for n, step in enumerate(steps) if not step), len(steps))
        return DEPTHS[reached]

    @cached_property
    def times(self) -> list[tuple[Route, str]]:
        """Every time and day that the record names, with its place."""
        lists: list[tuple[Route, Iterable[Any], tuple[str, ...]]] = [
            (("timeline",), self.timeline, ("at",)),
            (("sources",), self.sources, ("accessed", "published")),
            (("impact", "figures"), self.impact.figures, ("as_of",)),
            (("response", "communications"), self.response.communications, ("at",)),
            (("response", "follow_ups"), self.response.follow_ups, ("as_of",)),
        ]
        lists += [(("hypotheses", n, "history"), h.history, ("at",)) for n, h in enumerate(self.hypotheses)]
        found = [
            ((*route, n, key), getattr(item, key)) for route, items, keys in lists for n, item in enumerate(items) for key in keys
        ]
        single = (("reply", self.reply), ("withdrawn", self.withdrawn))
        return [(route, text) for route, text in found if text] + [((name, "at"), item.at) for name, item in single if item]

    @cached_property
    def beliefs(self) -> tuple[tuple[Hypothesis, Turn], ...]:
        """Every turn of every hypothesis, in the order of time: what was believed when."""
        turns = [(h, turn) for h in self.hypotheses for turn in h.history]
        return tuple(sorted(turns, key=lambda pair: pair[1].when.middle if pair[1].when else 0))

    @cached_property
    def weight_against(self) -> dict[str, int]:
        """What speaks against each hypothesis: 1 for an observation that does not fit, 2 for one that rules it out."""
        weights = {"does-not-fit": 1, "rules-out": 2}
        return {h.id: sum(weights.get(e.weighs.get(h.id, ""), 0) for e in self.evidence) for h in self.hypotheses}

    @cached_property
    def prose(self) -> prose.Prose:
        """What it says to readers: every text with its place."""
        return prose.Prose(self.data)

    @cached_property
    def cited(self) -> dict[str, list[Route]]:
        """The places that cite each source, by its label."""
        places: dict[str, list[Route]] = {}
        for route, cite in citations(self.data):
            places.setdefault(cite.partition(",")[0], []).append(route)
        return places


def citations(value: Any, route: Route = ()) -> list[tuple[Route, str]]:
    """Every citation in a record, with its place."""
    found: list[tuple[Route, str]] = []
    _collect_citations(value, route, found)
    return found


def _collect_citations(value: Any, route: Route, found: list[tuple[Route, str]]) -> None:
    kind = value.__class__
    if kind is dict:
        for key, item in value.items():
            if key == "cites":
                found += [((*route, key, index), cite) for index, cite in enumerate(item)]
            elif item.__class__ is not str:
                _collect_citations(item, (*route, key), found)
    elif kind is list:
        for index, item in enumerate(value):
            if item.__class__ is dict:
                _collect_citations(item, (*route, index), found)


def _one(kind: Any, item: dict[str, Any] | None) -> Any:
    return kind(**item) if item else None


def _many(kind: Any, items: list[dict[str, Any]] | None) -> tuple[Any, ...]:
    return tuple([kind(**item) for item in items]) if items else ()


def _impact(item: dict[str, Any]) -> Impact:
    return Impact(**{**item, "effects": _many(Effect, item.get("effects")), "figures": _many(Figure, item.get("figures"))})


def _response(item: dict[str, Any] | None) -> Response:
    if not item:
        return Response()
    detection = item.get("detection")
    if detection:
        detection = Detection(**{**detection, "missed_signals": _many(MissedSignal, detection.get("missed_signals"))})
    return Response(
        detection,
        _many(Mitigation, item.get("mitigations")),
        _many(Communication, item.get("communications")),
        _many(FollowUp, item.get("follow_ups")),
    )
