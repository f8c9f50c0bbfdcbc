"""The real records -> any number of invented ones like them, valid and the same for the same seed, to measure with.

    python tests/synthetic.py FOLDER --records 1000 --scale 0.15

Entries are drawn from the entries of the real records, with replacement: so optional fields, terms and lengths of texts
keep their distributions, and what belongs together (a figure and its unit, a status and its grounds) stays together.
Texts are words of the real ones at random, in sentences that mean nothing. Labels, citations and times are new, so
that every rule holds. With a `scale` below 1 lists are that much shorter; entries stay as long as they are.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "scripts"))

from postmortems import document, prose  # noqa: E402
from postmortems.record import Source  # noqa: E402
from postmortems.rules.language_is_blameless import WORD as BLAMING  # noqa: E402
from postmortems.rules.no_placeholders import ALONE, INSIDE  # noqa: E402

MODELINE = "# yaml-language-server: $schema=../../schemas/incident.schema.json\n"
FIRST, LAST = datetime(2013, 1, 1, tzinfo=UTC), datetime(2025, 6, 30, tzinfo=UTC)  # between which incidents begin
WIDTH = 120
MILESTONES = (
    *("cause-introduced", "impact-started", "detected", "acknowledged", "cause-identified"),
    *("mitigated", "impact-ended", "resolved", "report-published"),
)  # in an order that breaks no rule
CONTESTABLE = frozenset(MILESTONES) - {"cause-introduced", "report-published"}
LINES = frozenset(("title", "name", "who", "of", "publisher", "author", "whereabouts", "severity_as_stated", "about"))
ADDRESSES = ("url", "read_at", "archive_url")
APART = frozenset(("impact", "timeline", "hypotheses", "evidence", "response", "lessons", "disagreements", "unknowns"))
APART |= {"related", "sources", "contributors"}
POINT = re.compile(r"(?P<day>[0-9-]+)(?:T(?P<clock>[0-9:]+)(?P<offset>Z|[+-]..:..))?(?P<about>~?)")


class Statistics:
    """What the real records have: every entry of every list, by the list's place, and the words of all texts."""

    def __init__(self, records: list[dict[str, Any]]) -> None:
        self.records = records
        self.texts = prose.keys()  # the keys that hold texts
        texts = [text for record in records for _, text in prose.Prose(record).texts]
        self.words = re.findall(r"(?<!')\b(?:[A-Za-z][a-z]{0,14}|[0-9]{1,4})\b", " ".join(texts))

    def share(self, *keys: str) -> float:
        """How many of the records have this."""
        return len(self._values(*keys)) / len(self.records)

    def sizes(self, *keys: str) -> list[int]:
        return [len(value) for value in self._values(*keys)]

    def entries(self, *keys: str) -> list[Any]:
        return [entry for value in self._values(*keys) for entry in value]

    def having(self, mark: str) -> float:
        """How many of the records have an event with this mark."""
        return sum(any(mark in event.get("marks", ()) for event in r["timeline"]) for r in self.records) / len(self.records)

    def contested(self) -> list[int]:
        """How many events are preferred to others, in each record."""
        return [sum("preferred" in event for event in record["timeline"]) for record in self.records]

    def _values(self, *keys: str) -> list[Any]:
        found: list[Any] = self.records
        for key in keys:
            found = [value[key] for value in found if key in value]
        return found


def statistics(root: Path = ROOT) -> Statistics:
    """Of the records under a root, those left out that cannot be read."""
    records = []
    for file in sorted((root / "incidents").glob("*/*.yaml")):
        try:
            records.append(document.parse(document.read(file)))
        except document.Malformed:
            continue
    return Statistics(records)


class Owner(NamedTuple):
    """What a record needs to know of an organization."""

    id: str
    services: list[str]
    first: datetime  # when its first synthetic incident may begin


def owners(root: Path = ROOT) -> list[Owner]:
    """The organizations of a catalogue."""
    return [
        _owner(file.stem, document.parse(document.read(file)))
        for file in sorted((root / "catalogue/organizations").glob("*.yaml"))
    ]


def _owner(id: str, entry: dict[str, Any]) -> Owner:
    year = int(entry.get("since", "0")[:4]) + 1
    return Owner(id, [service["id"] for service in entry.get("services", ())], max(FIRST, datetime(year, 1, 1, tzinfo=UTC)))


def write(root: Path, records: int, scale: float = 1.0, seed: int = 1, source: Path = ROOT) -> None:
    """Records into `incidents/` of a root that has a catalogue."""
    for path, text in texts(records, scale, seed, statistics(source), owners(root)):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def texts(records: int, scale: float, seed: int, known: Statistics, owners: list[Owner]) -> Iterator[tuple[str, str]]:
    """Path and text of each record. The organizations take turns."""
    turns = records // len(owners) + 1
    spaces = [(LAST - owner.first) / turns for owner in owners]  # each record's own: overlapping ones look like doubles
    starts = [owners[n % len(owners)].first + spaces[n % len(owners)] * (n // len(owners)) for n in range(records)]
    ids = [f"{start:%Y-%m-%d}-{owners[n % len(owners)].id}-{n}" for n, start in enumerate(starts)]
    related = _pairs(ids, known.share("related"), random.Random(f"{seed} pairs"))
    length = min(min(spaces) / 2, timedelta(days=2))
    for n, (id, start) in enumerate(zip(ids, starts, strict=True)):
        data = _Maker(random.Random(f"{seed} {n}"), known, scale, id, start, length).record(
            n % len(owners), owners, related.get(id)
        )
        yield f"incidents/{id[:4]}/{id}.yaml", yaml(data)


def _pairs(ids: list[str], share: float, rng: random.Random) -> dict[str, str]:
    """Each of some records with its neighbour, and the neighbour with it."""
    pairs = [pair for pair in zip(ids[::2], ids[1::2], strict=False) if rng.random() < share]
    return {one: other for pair in pairs for one, other in (pair, pair[::-1])}


class _Maker:
    """One record. `length`: how long its incident may last."""

    def __init__(self, rng: random.Random, known: Statistics, scale: float, id: str, start: datetime, length: timedelta) -> None:
        self.rng, self.known, self.scale, self.id, self.start, self.length = rng, known, scale, id, start, length
        self.end = start + length * rng.uniform(0.1, 1)
        self.parts: list[str] = []
        self.hypotheses: list[str] = []
        self.sources: list[dict[str, Any]] = []

    def record(self, at: int, owners: list[Owner], related: str | None) -> dict[str, Any]:
        """The whole record, of the organization at that place of the list."""
        self.sources = self._sources()
        self.weak = {source["id"] for source in self.sources if Source(**source).grade == "D"}
        self.unused = {source["id"] for source in self.sources if source["id"] not in self.weak}
        model = self.rng.choice(self.known.records)
        owner, others = owners[at], [other.id for other in owners[:at] + owners[at + 1 :]]
        data: dict[str, Any] = {
            "schema": 1,
            "title": self._text(len(model["title"]), line=True),
            "summary": self._text(len(model["summary"])),
            "organizations": [owner.id, *self.rng.sample(others, min(len(model["organizations"]) - 1, len(others)))],
        }
        if owner.services:
            count = min(len(model.get("services", ())) or 1, len(owner.services))
            data["services"] = [f"{owner.id}/{service}" for service in self.rng.sample(owner.services, count)]
        data["review"] = "preliminary" if model["review"] == "preliminary" else "reviewed"
        if self._has("aliases"):
            data["aliases"] = [f"ticket-{self.id}"]
        if self._has("parts"):
            data["parts"] = self._labelled("P", "parts")
            self.parts = [part["id"] for part in data["parts"]]
        data["impact"] = self._impact()
        data["timeline"] = self._timeline()
        if self._has("hypotheses"):
            data["hypotheses"] = self._labelled("H", "hypotheses")
            self.hypotheses = [hypothesis["id"] for hypothesis in data["hypotheses"]]
        if self.hypotheses and self._has("evidence"):
            data["evidence"] = self._labelled("E", "evidence")
        if self._has("response"):
            data["response"] = self._response()
        if self._has("lessons"):
            data["lessons"] = self._labelled("L", "lessons")
        for key in ("disagreements", "unknowns"):
            if self._has(key):
                data[key] = self._some(key)
        if related:
            data["related"] = [{"incident": related, "relation": "compare", "note": self._text(80)}]
        self._cite_the_rest(data["timeline"])
        return {**data, "sources": self.sources}

    def _has(self, *keys: str) -> bool:
        return self.rng.random() < self.known.share(*keys)

    def _some(self, *keys: str) -> list[dict[str, Any]]:
        """As many entries as a record has, each like one of them."""
        count = max(1, round(self.rng.choice(self.known.sizes(*keys)) * self.scale))
        return [self._like(entry) for entry in self.rng.choices(self.known.entries(*keys), k=count)]

    def _labelled(self, letter: str, *keys: str) -> list[dict[str, Any]]:
        return [{**entry, "id": f"{letter}{n}"} for n, entry in enumerate(self._some(*keys), 1)]

    def _like(self, model: dict[str, Any]) -> dict[str, Any]:
        """An entry with the same keys and terms, and words, labels, citations and times of its own."""
        entry = {key: self._value(key, value, model) for key, value in model.items()}
        if not self.parts:
            entry.pop("part", None)
        return entry

    def _value(self, key: str, value: Any, model: dict[str, Any]) -> Any:
        if key == "cites":
            return self._cites(value, model.get("status") == "confirmed")
        if key == "history":
            return self._history(value)
        if key == "weighs":
            labels = self.rng.sample(self.hypotheses, min(len(value), len(self.hypotheses)))
            return dict(zip(sorted(labels, key=lambda label: int(label[1:])), value.values(), strict=False))
        if key == "part":
            return self.rng.choice(self.parts) if self.parts else value
        if key in ("accounts", "missed_signals"):
            return [self._like(item) for item in value]
        if key == "at":
            return self._written(self.start + (self.end - self.start) * self.rng.random(), value)
        if key == "as_of":
            return f"{self.start + timedelta(days=self.rng.randrange(40)):%Y-%m-%d}"[: len(value)]
        is_term = key == "by" or (key == "who" and "what" in model) or (key == "about" and "state" in model)
        if key in self.known.texts and isinstance(value, str) and not is_term:
            return self._text(len(value), value, line=key in LINES)
        return value

    def _sources(self) -> list[dict[str, Any]]:
        models = self.known.entries("sources")
        original = [s for s in models if (s["kind"], s["read"]) == ("operator-postmortem", "full") and "derived_from" not in s]
        count = max(1, round(self.rng.choice(self.known.sizes("sources")) * self.scale))
        return [
            self._source(n, model)
            for n, model in enumerate([self.rng.choice(original), *self.rng.choices(models, k=count - 1)], 1)
        ]

    def _source(self, number: int, model: dict[str, Any]) -> dict[str, Any]:
        source = {**self._like(model), "id": f"S{number}"}
        for key in ADDRESSES:
            if key in source:
                start = f"https://www.example.com/{key}/{self.id}/{number}/"
                source[key] = start + "page-of-the-report/" * ((len(model[key]) - len(start)) // 19)
        if "derived_from" in source:
            source["derived_from"] = "S1"
        if "published" in source:
            published = self.start + timedelta(days=self.rng.randrange(60))
            source["published"] = f"{published:%Y-%m-%d}"[: len(source["published"])]
        return source

    def _impact(self) -> dict[str, Any]:
        model = self.rng.choice(self.known.records)["impact"]
        impact = {"kinds": model["kinds"]}
        if "severity_as_stated" in model:
            impact["severity_as_stated"] = self._text(len(model["severity_as_stated"]), line=True)
        if self._has("impact", "effects"):
            impact["effects"] = self._some("impact", "effects")
        if self._has("impact", "figures"):
            impact["figures"] = [figure for drawn in self._some("impact", "figures") for figure in _with_rival(drawn)]
        return impact

    def _timeline(self) -> list[dict[str, Any]]:
        events = self._some("timeline")
        minutes = sorted(self.rng.choices(range(int((self.end - self.start).total_seconds() // 60) + 1), k=len(events)))
        for event, minute in zip(events, minutes, strict=True):
            event["at"] = self._written(self.start + timedelta(minutes=minute), event["at"])
            event.pop("marks", None)
            event.pop("preferred", None)
        marks = [mark for mark in MILESTONES if self.rng.random() < self.known.having(mark)]
        bearers = sorted(self.rng.choices(range(len(events)), k=len(marks)))
        for mark, bearer in zip(marks, bearers, strict=True):
            event = events[bearer]
            event["at"] = f"{self.start + timedelta(minutes=minutes[bearer]):%Y-%m-%dT%H:%M:30Z}"
            event["marks"] = [*event.get("marks", ()), mark][-4:]
            event.pop("part", None)
        return self._with_rivals([_in_order(event, ("at", "zone", "event", "marks")) for event in events])

    def _with_rivals(self, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Some marked events contradicted by another one, and preferred to it."""
        rivals = round(self.rng.choice(self.known.contested()) * self.scale)
        found = []
        for event in events:
            found.append(event)
            mark = next((mark for mark in event.get("marks", ()) if mark in CONTESTABLE), "")
            if rivals and mark:
                rivals -= 1
                event["preferred"] = self._text(100)
                event["cites"] = event.pop("cites")
                later = datetime.fromisoformat(event["at"]) + timedelta(minutes=7)
                rival = {**event, "at": f"{later:%Y-%m-%dT%H:%M:30Z}", "event": self._text(120), "marks": [mark]}
                del rival["preferred"]
                found.append(rival)
        return found

    def _history(self, models: list[dict[str, Any]]) -> list[dict[str, Any]]:
        turns = [self._like(model) for model in models]
        days = accumulate(self.rng.expovariate(0.2) for _ in turns)
        for turn, model, day in zip(turns, models, days, strict=True):
            turn["at"] = self._written(self.start + timedelta(days=day), model["at"])
        return turns

    def _response(self) -> dict[str, Any]:
        response: dict[str, Any] = {}
        if self._has("response", "detection"):
            detections = [
                record["response"]["detection"] for record in self.known.records if "detection" in record.get("response", ())
            ]
            response["detection"] = self._like(self.rng.choice(detections))
        for key in ("mitigations", "communications", "follow_ups"):
            if self._has("response", key) or not response:
                response[key] = self._some("response", key)
        return response

    def _cites(self, models: list[str], confirmed: bool) -> list[str]:
        labels = self.rng.sample([source["id"] for source in self.sources], min(len(models), len(self.sources)))
        if self.unused and self.rng.random() < 0.5:
            labels[0] = min(self.unused)
        if "S1" not in labels and (confirmed or self.weak.issuperset(labels)):
            labels[0] = "S1"
        labels = list(dict.fromkeys(labels))
        self.unused.difference_update(labels)
        places = [model.partition(", ")[2] for model in models]
        return [
            f"{label}, {self._text(len(place), line=True)}" if place else label
            for label, place in zip(labels, places, strict=False)
        ]

    def _cite_the_rest(self, events: list[dict[str, Any]]) -> None:
        """Every source that nothing cites yet, and the weak ones, beside what an event cites."""
        for n, label in enumerate(sorted(self.unused | self.weak)):
            cites = events[n % len(events)]["cites"]
            if all(cite.partition(",")[0] != label for cite in cites):
                cites.append(label)

    def _written(self, moment: datetime, like: str) -> str:
        """A time in the notation of another one; months and years become days."""
        point = POINT.match(like)
        assert point, like
        offset = point["offset"] or "Z"
        if offset != "Z":
            hours, minutes = int(offset[1:3]), int(offset[4:])
            moment = moment.astimezone(timezone((-1 if offset[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes)))
        text = f"{moment:%Y-%m-%d}"
        if point["clock"]:
            clock = f"{moment:%H:%M:%S}"[: len(point["clock"])]
            text += f"T{'00:01' + clock[5:] if clock.startswith('00:00') else clock}{offset}"
        if "/" in like:
            return f"{text}/{self._written(moment + timedelta(minutes=20), like.partition('/')[0])}"
        return text + point["about"]

    def _text(self, length: int, like: str = "", line: bool = False) -> str:
        """Words of about that many letters in all; with a quotation or code where the other text has one."""
        while True:
            text = self._words(length, like, line)
            if not (BLAMING.search(text) or INSIDE.search(text) or ALONE.fullmatch(text)):
                return text

    def _words(self, length: int, like: str, line: bool) -> str:
        words = self.rng.choices(self.known.words, k=length // 3 + 1)
        sizes = accumulate(len(word) + 1 for word in words)
        words = [word for word, size in zip(words, sizes, strict=True) if size <= length] or ["about"[: max(length, 2)]]
        if line:
            return " ".join(words)
        for sign in '`"':
            if sign in like and len(words) > 8:
                at = self.rng.randrange(1, len(words) - 3)
                words[at : at + 2] = [f"{sign}{words[at]} {words[at + 1]}{sign}".replace("``", "`")]
        for end in range(14, len(words) - 3, 15):
            words[end] += "."
            words[end + 1] = words[end + 1].capitalize()
        text = " ".join(words)
        return text[:1].upper() + text[1:] + "."


def _with_rival(figure: dict[str, Any]) -> list[dict[str, Any]]:
    """A figure that is preferred, and the one that it is preferred to."""
    if "preferred" not in figure:
        return [figure]
    rival = {key: value for key, value in figure.items() if key not in ("preferred", "upper")}
    return [figure, {**rival, "value": figure["value"] / 2 + 1}] if figure["value"] > 2 else [rival]


def _in_order(entry: dict[str, Any], first: tuple[str, ...]) -> dict[str, Any]:
    return {key: entry[key] for key in (*first, *entry) if key in entry}


def yaml(data: dict[str, Any]) -> str:
    """A record as people write it: blocks, folded long texts, short lists on one line."""
    return MODELINE + "\n".join(_mapping(data, 0)) + "\n"


def _mapping(data: dict[str, Any], indent: int) -> Iterator[str]:
    space = " " * indent
    for key, value in data.items():
        if not indent and key in APART:
            yield ""
        if isinstance(value, dict) and key == "weighs":
            yield f"{space}{key}: {{{', '.join(f'{label}: {weight}' for label, weight in value.items())}}}"
        elif isinstance(value, dict):
            yield f"{space}{key}:"
            yield from _mapping(value, indent + 2)
        elif isinstance(value, list) and isinstance(value[0], dict):
            yield f"{space}{key}:"
            for entry in value:
                first, *rest = _mapping(entry, indent + 4)
                yield f"{space}  - {first.lstrip()}"
                yield from rest
        elif isinstance(value, list):
            yield f"{space}{key}: [{', '.join(_scalar(item, flow=True) for item in value)}]"
        elif isinstance(value, str) and len(value) + len(key) + indent > WIDTH - 2 and " " in value:
            yield f"{space}{key}: >-"
            yield from textwrap.wrap(
                value, WIDTH, initial_indent=f"{space}  ", subsequent_indent=f"{space}  ", break_on_hyphens=False
            )
        else:
            yield f"{space}{key}: {_scalar(value)}"


def _scalar(value: Any, flow: bool = False) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    plain = re.match(r"[A-Za-z0-9]", value) and value not in document.WORDS and not document.NUMBER.fullmatch(value)
    if not plain or re.search(r": |:$| #|[,\[\]{}]" if flow else r": |:$| #", value):
        return json.dumps(value, ensure_ascii=False)
    return value


def main() -> None:
    parser = argparse.ArgumentParser(description="Write synthetic records into a folder that has a catalogue.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write(options.folder, options.records, options.scale, options.seed)


if __name__ == "__main__":
    main()
