"""A figure can be read by itself: money has a currency, a percentage says of what, and the numbers can be.

"30 percent" of requests and of users are different incidents.

How to mend it: add `currency` (USD) to `unit: money`, and `of` to `percent` and `items`. Shares lie between 0 and
100, `upper` is the larger end of a range, and only a change in traffic can be negative.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, quoted
from ..record import Figure

BAD = """
impact:
  kinds: [elevated-errors]
  figures:
    - {measure: fine, value: 500000, unit: money, said_by: regulator, cites: [S1]}
"""
GOOD = """
impact:
  kinds: [elevated-errors]
  figures:
    - {measure: fine, value: 500000, unit: money, currency: USD, said_by: regulator, cites: [S1]}
    - {measure: error-rate, value: 30, upper: 40, unit: percent, of: reads, said_by: operator, cites: [S1]}
"""

SHARES = ("error-rate", "share-affected")


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    for index, figure in enumerate(incident.impact.figures):
        for key, message, help in _faults(figure):
            yield Finding(("impact", "figures", index, key), message, help)


def _faults(figure: Figure) -> Iterator[tuple[str, str, str]]:
    largest = figure.value if figure.upper is None else figure.upper
    if figure.unit == "money" and not figure.currency:
        yield "unit", "money of no currency", "add `currency`, three letters: `USD`"
    if figure.currency and figure.unit != "money":
        yield "currency", f"{quoted(figure.currency)} beside `unit: {figure.unit}`", "write `unit: money`, or delete `currency`"
    if figure.unit in ("percent", "items") and not figure.of:
        yield "unit", f"{quoted(figure.unit)} of what?", "add `of`: the base, such as `requests` or `users`"
    if largest < figure.value or figure.upper == figure.value:
        yield "upper", f"{quoted(figure.upper)} is not above `value`, {quoted(figure.value)}", "put the smaller number in `value`"
    elif figure.unit == "percent" and figure.measure in SHARES and not 0 <= figure.value <= largest <= 100:
        yield (
            "value",
            f"{quoted(figure.value)} percent of a whole",
            f"a share lies between 0 and 100; a growth is no {figure.measure}",
        )
    elif figure.value < 0 and figure.measure != "traffic":
        yield "value", f"{quoted(figure.value)} is below zero", "write how much it was, without the sign"
