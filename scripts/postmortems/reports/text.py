"""Problems -> lines for a person: place, what is wrong, the rule; then what to write instead."""

from __future__ import annotations

from collections.abc import Sequence

from ..problem import Problem, printable


def lines(problems: Sequence[Problem]) -> str:
    """Two lines a problem. Nothing in them that a terminal or a CI log would obey, whatever the record holds."""
    shown = []
    for problem in problems:
        place = f"{printable(problem.path, 300)}:{problem.line}:{problem.column}"
        shown.append(f"{place}: {printable(problem.message, 600)} [{problem.rule}]\n")
        if problem.help:
            shown.append(f"    {printable(problem.help, 2000)}\n")
    return "".join(shown)


def summary(problems: Sequence[Problem], files: int) -> str:
    """One line at the end."""
    read = f"{files:,} file{'s' * (files != 1)} read"
    if not problems:
        return f"No problems; {read}.\n"
    broken = len({problem.path for problem in problems})
    return f"{len(problems):,} problem{'s' * (len(problems) != 1)} in {broken:,} file{'s' * (broken != 1)}; {read}.\n"
