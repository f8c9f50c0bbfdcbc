"""A record -> what its page shows of it: the verdict, the facts with who says so, what is outdated, what is missing."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..incident import Conflict, Incident
from ..record import Event, Figure, Hypothesis
from ..span import Span
from ..vocabulary import term
from . import environment as words
from .timeline import Drawing, drawing

STATUS_ORDER = ("confirmed", "disputed", "supported", "proposed", "superseded", "refuted", "untestable")


class Fact(NamedTuple):
    """A cell under the title: a value, and who says so. An empty value is shown as not known."""

    name: str
    value: str
    note: str


class Line(NamedTuple):
    text: Any
    cites: list[str]


class Contradiction(NamedTuple):
    """A disagreement found in times or figures."""

    about: str
    lines: list[Line]
    preferred: Any
    preferred_text: Any
    revised: bool  # one claimant's number, revised over time


class View(NamedTuple):
    """Everything about one record that its template needs beside the record."""

    verdict: str
    leading: list[Hypothesis]
    facts: list[Fact]
    spans: dict[str, Span | None]
    drawing: Drawing | None
    hypotheses: list[Hypothesis]
    evidence: list[Any]
    parts: dict[str, str]
    outdated: list[Figure]
    disagreements: list[Contradiction]
    not_recorded: list[str]


def view(incident: Incident) -> View:
    hypotheses = sorted(incident.hypotheses, key=lambda h: STATUS_ORDER.index(h.status))
    lengths = spans(incident)
    parts = {part.id: part.name for part in incident.parts}
    contradictions = [_contradiction(conflict, parts) for conflict in incident.conflicts]
    return View(
        verdict=_verdict(incident),
        leading=list({h.factor: h for h in hypotheses if h.status in ("confirmed", "supported", "disputed")}.values())[:3],
        facts=_facts(incident, lengths),
        spans=lengths,
        drawing=drawing(incident),
        hypotheses=hypotheses,
        evidence=sorted(incident.evidence, key=lambda e: not e.tells_apart),
        parts=parts,
        outdated=[f for c in incident.conflicts if isinstance(c.entries[0], Figure) for f in _outdated(c)],
        disagreements=contradictions,
        not_recorded=_not_recorded(incident),
    )


def spans(incident: Incident) -> dict[str, Span | None]:
    """How long it took from the first impact to each later milestone."""
    return {
        "impact": incident.span("impact-started", "impact-ended") or incident.span("impact-started", "resolved"),
        "detection": incident.span("impact-started", "detected"),
        "acknowledgement": incident.span("impact-started", "acknowledged"),
        "mitigation": incident.span("impact-started", "mitigated"),
        "resolution": incident.span("impact-started", "resolved"),
    }


def _verdict(incident: Incident) -> str:
    """The state of the cause in words, with the one who established it."""
    title = words.STATE_TITLES[incident.cause_state]
    if incident.cause_state != "confirmed":
        return title
    main = next(h for h in incident.hypotheses if h.status == "confirmed" and h.role in ("", "trigger", "root"))
    last = main.history[-1]
    return f"{title} by {words.words(term('claimant', last.by))}"


def _facts(incident: Incident, spans: dict[str, Span | None]) -> list[Fact]:
    statuses = [h.status for h in incident.hypotheses]
    counted = [f"{statuses.count(s)} {words.words(term('status', s))}" for s in STATUS_ORDER if s in statuses]
    grades = [s.grade for s in incident.sources]
    noticed = "detection" if spans["detection"] else "acknowledgement"
    early = spans["detection"] and spans["detection"].most <= 0
    label = "Noticed" if early else "Noticed after" if spans["detection"] else "Acknowledged after"
    return [
        Fact("Impact lasted", *_length(spans["impact"])),
        Fact(label, *_length(spans[noticed])),
        Fact("Mitigated after", *_length(spans["mitigation"])),
        Fact("Hypotheses", str(len(statuses)) if statuses else "none", ", ".join(counted) or "nobody has named a cause"),
        Fact("Sources", str(len(grades)), ", ".join(f"{grades.count(g)} of grade {g}" for g in "ABCD" if g in grades)),
    ]


def _length(span: Span | None) -> tuple[str, str]:
    if span is None:
        return "", ""
    bases = {span.start.basis, span.end.basis}
    return span.text, ", ".join(sorted(words.words(term("time-basis", basis)) for basis in bases)) + " times"


def _contradiction(conflict: Conflict, parts: dict[str, str]) -> Contradiction:
    first = conflict.entries[0]
    part = f", {parts.get(conflict.part, conflict.part)}" if conflict.part else ""
    if isinstance(first, Event):
        about = f"{term('milestone', conflict.about).title}{part}"
        lines = [Line(words.moment(e.at, e.zone), e.cites) for e in conflict.entries]
        preferred_text = words.moment(conflict.preferred.at, conflict.preferred.zone) if conflict.preferred else ""
        return Contradiction(about, lines, conflict.preferred, preferred_text, False)
    about = f"{term('measure', conflict.about).title}{f' of {first.of}' if first.of else ''}{part}"
    lines = [Line(_said(figure), figure.cites) for figure in conflict.entries]
    preferred_text = words.figure(conflict.preferred) if conflict.preferred else ""
    return Contradiction(about, lines, conflict.preferred, preferred_text, _revised(conflict))


def _said(figure: Figure) -> str:
    who = figure.who or words.words(term("claimant", figure.said_by))
    return f"{words.figure(figure)}, {who}{', ' + figure.as_of if figure.as_of else ''}"


def _revised(conflict: Conflict) -> bool:
    """Whether one claimant gave each value on a day of its own: a revision and not a contradiction."""
    claimants = {(figure.said_by, figure.who) for figure in conflict.entries}
    days = [figure.as_of for figure in conflict.entries]
    return len(claimants) == 1 and all(days) and len(set(days)) == len(days)


def _outdated(conflict: Conflict) -> list[Figure]:
    if conflict.preferred:
        return [figure for figure in conflict.entries if figure is not conflict.preferred]
    if _revised(conflict):
        return sorted(conflict.entries, key=lambda figure: figure.as_of)[:-1]
    return []


def _not_recorded(incident: Incident) -> list[str]:
    """What the record neither holds nor says is unknown, so that a reader knows the difference."""
    told = {unknown.about for unknown in incident.unknowns}
    missing = (
        ("cause", bool(incident.hypotheses), "what caused it"),
        ("start", bool(incident.marked("impact-started")), "when it began"),
        ("end", bool(incident.marked("impact-ended") or incident.marked("resolved")), "when it ended"),
        ("detection", bool(incident.response.detection), "how it was noticed"),
        ("mitigation", bool(incident.response.mitigations), "what was done"),
        ("reach", bool(incident.impact.figures), "how many were affected"),
    )
    return [words_ for about, known, words_ in missing if not known and about not in told]
