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
    output: str  # of `postmortems validate` for the bad example
    path: str  # of the module, from the root


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
        mend=mend,
        bad=module.BAD.strip(),
        good=module.GOOD.strip(),
        output=text.lines(problems_of(module.BAD)),
        path=path[len(str(ROOT)) + 1 :],
    )
