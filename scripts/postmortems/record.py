"""One class a definition of the incident schema, one field a property, in the same words; a test compares the two."""

from __future__ import annotations

from typing import NamedTuple

from . import when
from .when import When


class Part(NamedTuple):
    id: str
    name: str
    note: str = ""


class Effect(NamedTuple):
    who: str
    what: str
    cites: list[str]
    part: str = ""
    said_by: str = "operator"


class Figure(NamedTuple):
    measure: str
    value: float
    unit: str
    said_by: str
    cites: list[str]
    upper: float | None = None
    bound: str = "exact"
    currency: str = ""
    of: str = ""
    part: str = ""
    who: str = ""
    as_of: str = ""
    preferred: str = ""
    note: str = ""

    @property
    def subject(self) -> tuple[str, ...]:
        """What it is a figure of. Two figures of one subject revise or contradict each other."""
        return (self.measure, self.unit, self.currency, self.of, self.part)


class Impact(NamedTuple):
    kinds: list[str]
    severity_as_stated: str = ""
    effects: tuple[Effect, ...] = ()
    figures: tuple[Figure, ...] = ()


class Event(NamedTuple):
    at: str
    event: str
    basis: str
    cites: list[str]
    zone: str = "stated"
    marks: list[str] | tuple[()] = ()
    part: str = ""
    preferred: str = ""

    @property
    def when(self) -> When | None:
        return when.parse(self.at)


class Turn(NamedTuple):
    """One line in the life of a hypothesis."""

    at: str
    status: str
    by: str
    grounds: str
    cites: list[str]
    zone: str = "stated"
    who: str = ""
    known_to: str = "public"
    note: str = ""

    @property
    def when(self) -> When | None:
        return when.parse(self.at)


class Hypothesis(NamedTuple):
    id: str
    claim: str
    factor: str
    history: tuple[Turn, ...]
    role: str = ""
    part: str = ""
    would_settle: str = ""

    @property
    def status(self) -> str:
        return self.history[-1].status


class Evidence(NamedTuple):
    id: str
    observation: str
    weighs: dict[str, str]
    cites: list[str]
    note: str = ""

    @property
    def tells_apart(self) -> bool:
        """Whether it weighs differently on different hypotheses; what fits everything decides nothing."""
        return len(self.weighs) == 1 or len(set(self.weighs.values())) > 1


class MissedSignal(NamedTuple):
    signal: str
    cites: list[str]


class Detection(NamedTuple):
    means: str
    cites: list[str]
    note: str = ""
    delay_reasons: list[str] | tuple[()] = ()
    missed_signals: tuple[MissedSignal, ...] = ()


class Mitigation(NamedTuple):
    kind: str
    action: str
    effect: str
    cites: list[str]
    part: str = ""


class Communication(NamedTuple):
    channel: str
    said: str
    cites: list[str]
    at: str = ""
    zone: str = "stated"


class FollowUp(NamedTuple):
    action: str
    purpose: str
    state: str
    cites: list[str]
    said_by: str = "operator"
    as_of: str = ""


class Response(NamedTuple):
    detection: Detection | None = None
    mitigations: tuple[Mitigation, ...] = ()
    communications: tuple[Communication, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()


class Lesson(NamedTuple):
    id: str
    lesson: str
    pattern: str
    audience: list[str]
    said_by: str
    cites: list[str]


class Account(NamedTuple):
    says: str
    cites: list[str]


class Disagreement(NamedTuple):
    about: str
    accounts: tuple[Account, ...]
    reading: str = ""


class Unknown(NamedTuple):
    about: str
    state: str
    note: str
    cites: list[str] | tuple[()] = ()


class Related(NamedTuple):
    incident: str
    relation: str
    note: str = ""


class Reply(NamedTuple):
    at: str
    by: str
    text: str
    url: str = ""


class Withdrawal(NamedTuple):
    at: str
    reason: str


class Contributor(NamedTuple):
    name: str
    url: str = ""


class Source(NamedTuple):
    id: str
    title: str
    publisher: str
    kind: str
    accessed: str
    read: str
    url: str = ""
    archive_url: str = ""
    read_at: str = ""
    whereabouts: str = ""
    author: str = ""
    version: str = ""
    published: str = ""
    language: str = "en"
    derived_from: str = ""
    note: str = ""

    @property
    def grade(self) -> str:
        """A to D, from what it is and how it was read. A copy that may be incomplete is one grade lower."""
        grade = GRADES[self.kind]
        return chr(ord(grade) + 1) if self.read in ("copy", "quoted") and grade < "D" else grade


GRADES = {
    **dict.fromkeys(("operator-postmortem", "operator-status", "operator-statement", "supplier-report"), "A"),
    **dict.fromkeys(("regulator", "court", "parliament", "independent-review"), "A"),
    **dict.fromkeys(("engineer-account", "affected-party", "press-quoting"), "B"),
    **dict.fromkeys(("press", "monitor", "research", "encyclopedia"), "C"),
    **dict.fromkeys(("aggregator", "forum", "unsigned"), "D"),
}
