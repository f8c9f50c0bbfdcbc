"""A rule's module -> what its page shows: the docstring, the examples, and what the tool really says of the bad one."""

from __future__ import annotations

import inspect
from typing import NamedTuple

from ..examples import problems_of
from ..reports import text
from ..rules import rules
from ..vocabulary import ROOT


class RuleView(NamedTuple):
    id: str
    title: str
    truth: str  # the docstring's first sentence or two
    why: str
    mend: str
    bad: str
    good: str
    path: str  # of the module, from the root

    @property
    def output(self) -> str:
        """Of `postmortems validate` for the bad example; only worked out for a page that is made anew."""
        return text.lines(problems_of(rules()[self.id].BAD))


def rule_view(id: str) -> RuleView:
    module = rules()[id]
    paragraphs = [" ".join(part.split()) for part in (module.__doc__ or "").split("\n\n")]
    mend = next((p.removeprefix("How to mend it:").strip() for p in paragraphs if p.startswith("How to mend it:")), "")
    why = " ".join(p for p in paragraphs[1:] if not p.startswith("How to mend it:"))
    path = inspect.getfile(module)
    return RuleView(
        id=id,
        title=id.replace("-", " ").capitalize(),
        truth=paragraphs[0],
        why=why,
        mend=mend[:1].upper() + mend[1:],
        bad=module.BAD.strip(),
        good=module.GOOD.strip(),
        path=path[len(str(ROOT)) + 1 :],
    )
