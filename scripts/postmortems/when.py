"""Text of a time -> the instants it may stand for, its precision and the offset it was written with.

The notation is a part of ISO 8601-2 (EDTF): `2024-12-26T10:40-08:00`, `2024-12-26T18Z` (an hour), `2024-12-26`,
`2024-12`, `2024`; `~` after it means about; `a/b` is a range.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d))?)?(Z|[+-]\d\d:\d\d))?)?)?(~)?", re.ASCII)
PRECISIONS = ("second", "minute", "hour", "day", "month", "year")

# A day without a zone has begun somewhere on earth 14 hours before it does in UTC, and ends 12 hours later.
EASTERNMOST, WESTERNMOST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))


class When(NamedTuple):
    """The instants that a time may stand for, in seconds since 1970, and how it was written."""

    earliest: int  # the first second it may stand for
    latest: int  # the last one
    precision: str  # one of PRECISIONS; of a range, the coarser
    about: bool
    text: str

    @property
    def has_clock(self) -> bool:
        """Whether it says an hour, and so can be placed on an axis and counted with."""
        return self.precision in ("second", "minute", "hour")

    @property
    def middle(self) -> float:
        return (self.earliest + self.latest) / 2

    def surely_before(self, other: When) -> bool:
        """Whether every reading of it is before every reading of the other. `about` is allowed a quarter of an hour."""
        slack = 900 * (self.about + other.about)
        return self.latest + slack < other.earliest

    def same_as(self, other: When) -> bool:
        """Whether both may stand for one instant."""
        return not (self.surely_before(other) or other.surely_before(self))


@lru_cache(maxsize=100_000)
def parse(text: str) -> When | None:
    """The time, or None where the text names no time that there ever was: 30 February, 25 o'clock, a range backwards."""
    parts = text.split("/")
    try:
        points = [_point(part) for part in parts]
    except (ValueError, OverflowError):  # no such day, or one beyond the end of the calendar
        return None
    first, last = points[0], points[-1]
    if len(points) > 2 or (first.earliest > last.earliest and first.latest > last.latest):
        return None
    precision = max(first.precision, last.precision, key=PRECISIONS.index)
    return When(first.earliest, last.latest, precision, first.about or last.about, text)


def day_of(text: str) -> str:
    """The calendar day (or month, or year) as it was written, in the writer's own zone."""
    return text.split("/")[0].split("T")[0].rstrip("~")


def utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _point(text: str) -> When:
    match = POINT.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, day, hour, minute, second, offset, about = match.groups()
    precision = PRECISIONS[5 - sum(part is not None for part in (month, day, hour, minute, second))]
    fields = [int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0)]
    if offset:
        start = int(datetime(*fields, tzinfo=_zone(offset)).timestamp())
        return When(start, start + {"second": 1, "minute": 60, "hour": 3600}[precision] - 1, precision, bool(about), text)
    start = int(datetime(*fields, tzinfo=EASTERNMOST).timestamp())
    end = int(_next(fields, precision).timestamp())
    return When(start, end - 1, precision, bool(about), text)


def _next(fields: list[int], precision: str) -> datetime:
    year, month, day = fields[:3]
    if precision == "year":
        return datetime(year + 1, 1, 1, tzinfo=WESTERNMOST)
    if precision == "month":
        return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=WESTERNMOST)
    return datetime(year, month, day, tzinfo=WESTERNMOST) + timedelta(days=1)


def _zone(offset: str) -> timezone:
    if offset == "Z":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    if hours * 60 + minutes > 14 * 60 or minutes > 59:
        raise ValueError(offset)
    sign = -1 if offset[0] == "-" else 1
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def duration(seconds: float) -> str:
    """A length in words a reader takes in at once: `45 s`, `38 min`, `3 h 10 min`, `2 d 4 h`."""
    if seconds < 60:
        return f"{round(seconds)} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes:02} min" if minutes else f"{hours} h"
    days, hours = divmod(round(seconds / 3600), 24)
    return f"{days} d {hours} h" if hours else f"{days} d"
