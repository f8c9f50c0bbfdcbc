"""The template environment: autoescaping on, undefined names are errors, and the words that templates speak in."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from .. import when
from ..incident import CAUSE_STATES, Incident
from ..record import Figure
from ..vocabulary import literature, term, vocabularies
from . import fragments, markup
from .fragments import STATE_TITLES, words

TEMPLATES = Path(__file__).parent / "templates"

WEIGHT_SIGNS = {"fits-strongly": "++", "fits": "+", "neutral": "·", "does-not-fit": "−", "rules-out": "−−"}


@cache
def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        t=markup.inline,
        plain=markup.plain,
        moment=moment,
        day=when.day_of,
        number=number,
        figure=figure,
        named=named,
        worded=worded,
        cites=fragments.cites,
        chip=lambda id, vocabulary: fragments.chip(id, named(id, vocabulary)),
        lower_first=lower_first,
    )
    env.globals.update(
        term=term,
        vocabularies=vocabularies,
        literature=literature,
        weight_sign=WEIGHT_SIGNS.get,
        cause_states=CAUSE_STATES,
        state_title=STATE_TITLES.get,
        chip=fragments.chip,
        state_chip=fragments.state_chip,
        said=fragments.said,
        rows=fragments.rows,
        name_of=fragments.name_of,
    )
    return env


def named(id: str, vocabulary: str) -> str:
    """A term's title."""
    return term(vocabulary, id).title


def worded(id: str, vocabulary: str) -> str:
    """A term inside a sentence."""
    return words(term(vocabulary, id))


@lru_cache(maxsize=20_000)
def moment(text: str, zone: str = "stated") -> Markup:
    """A time as it was written, and in UTC where that differs. Machines get the instant, or the first one of a range."""
    time = when.parse(text)
    if time is None:
        return escape(text)
    points = [point.rstrip("~") for point in text.split("/")]
    offsets = [_offset(point) for point in points]
    zones = [_zone(offset) for offset in offsets]
    if len(set(offsets)) > 1:  # each end of a range bears its own
        written, named = " to ".join(f"{_written(p)} {z}".strip() for p, z in zip(points, zones, strict=True)), ""
    else:
        written, named = " to ".join(map(_written, points)), zones[0]
    about = "about " if time.about else ""
    shown = Markup('<time datetime="{}">{}{}</time>').format(_instant(points[0]), about, written)
    if named:
        shown += Markup(' <span class="ip-zone">{}</span>').format(named + (" (assumed)" if zone == "assumed" else ""))
    if all(offsets) and set(offsets) != {"Z"}:
        utc = " to ".join(_in_utc(point, points[0]) for point in points)
        shown += Markup(' <span class="ip-utc">{} UTC</span>').format(utc)
    return shown


def _zone(offset: str) -> str:
    return "UTC" if offset == "Z" else offset and f"UTC{offset.replace('-', '−')}"


def _in_utc(point: str, first: str) -> str:
    """The clock in UTC; with the day where that is another one than was written first."""
    instant = when.utc(when.parse(point).earliest)  # type: ignore[union-attr]
    return (
        f"{instant:%H:%M}" if f"{instant:%Y-%m-%d}" == first.partition("T")[0] else f"{instant.day} {instant:%b} {instant:%H:%M}"
    )


def _written(point: str) -> str:
    point = point.rstrip("~")
    date, _, clock = point.partition("T")
    shown = _day(date)
    if not clock:
        return shown
    hours = clock[: -len(_offset(point))] if _offset(point) else clock
    return f"{shown}, {hours if ':' in hours else hours + ' h'}"


def _day(date: str) -> str:
    parts = date.split("-")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    if len(parts) == 1:
        return parts[0]
    month = months[int(parts[1]) - 1] if 1 <= int(parts[1]) <= 12 else parts[1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


def _offset(point: str) -> str:
    _, _, clock = point.partition("T")
    if clock.endswith("Z"):
        return "Z"
    return clock[-6:] if len(clock) >= 6 and clock[-6] in "+-" else ""


def _instant(point: str) -> str:
    """What `<time>` may hold: an hour without minutes is not valid there."""
    offset = _offset(point)
    bare = point.removesuffix(offset)
    return (bare if ":" in bare or "T" not in bare else bare + ":00") + offset


def number(value: float) -> str:
    """A number as it was written, with thin spaces between thousands."""
    return f"{Decimal(repr(value)):,f}".replace(",", "\u202f")


def figure(item: Figure) -> str:
    """A figure in words: `over 90 % of requests`, `USD 460 million`."""
    bound = "" if item.bound == "exact" else term("bound", item.bound).title + " "
    value = number(item.value) + (f" to {number(item.upper)}" if item.upper is not None else "")
    if item.unit == "money":
        return f"{bound}{item.currency} {value}"
    unit = term("unit", item.unit).title
    if item.unit == "items":
        return f"{bound}{value}"
    return f"{bound}{value}\u00a0{unit}"


def render(template: str, **values: object) -> str:
    """A template's output."""
    return environment().get_template(template).render(**values)


def description(incident: Incident) -> str:
    """A line for search engines and previews."""
    text = markup.plain(incident.summary)
    return text if len(text) <= 200 else text[:199].rsplit(" ", 1)[0] + "…"


SITE = "Outages, and what is known about why: who believed what, when, on what evidence, and what became of it."


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
