"""Problems -> lines for a person: place, what is wrong, the rule; then what to write instead."""

from __future__ import annotations

from collections.abc import Sequence

from ..problem import Problem, printable


def lines(problems: Sequence[Problem]) -> str:
    """Two lines a problem. Nothing in them that a terminal or a CI log would obey, whatever the record holds."""
    shown = []
    for problem in problems:
        shown.append(f"{printable(problem.path, 300)}:{problem.line}:{problem.column}: {printable(problem.message, 600)} [{problem.rule}]\n")
        if problem.help:
            shown.append(f"    {printable(problem.help, 2000)}\n")
    return "".join(shown)


def summary(problems: Sequence[Problem], files: int) -> str:
    """One line at the end."""
    records = f"{files:,} record{'s' * (files != 1)}"
    if not problems:
        return f"{records}, no problems.\n"
    broken = len({problem.path for problem in problems})
    return f"{len(problems):,} problem{'s' * (len(problems) != 1)} in {broken:,} file{'s' * (broken != 1)}; {records} read.\n"
