"""Nothing in a record happens, or was said or read, after today.

Records tell what was. A day in the future is a slip, mostly in the year. One day is allowed for the zones of the
earth.

How to mend it: correct the year, or the order of day and month. What is planned has no time yet: write it as a
follow-up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, quoted

BAD = """
timeline:
  - {at: 2042-05-02T09:10Z, event: Reads begin to fail., basis: posted, cites: [S1]}
sources:
  - {id: S1, title: Elevated errors, url: https://status.example.com/1, publisher: Example,
     kind: operator-status, accessed: 2042-05-03, read: full}
"""
GOOD = BAD.replace("2042", "2024")


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    last = _day_after(catalogue.today)
    for route, text in incident.times:
        day = text.rpartition("/")[2][:10].rstrip("~")
        if day > last[: len(day)]:
            yield Finding(
                route, f"{quoted(text)} is in the future", f"today is {catalogue.today}; correct the year, the month or the day"
            )


@lru_cache(maxsize=8)
def _day_after(today: str) -> str:
    try:
        return (date.fromisoformat(today) + timedelta(days=1)).isoformat()
    except OverflowError:  # no clock: the catalogue's default is the last day there is
        return today
