"""List the rules that records are held to, or explain one."""

from __future__ import annotations

import argparse

EXAMPLES = """examples:
  postmortems rules
  postmortems rules marks-in-order"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", nargs="?", metavar="RULE", help="the id of a rule, as it stands in brackets after a problem")


def run(options: argparse.Namespace) -> int:
    import difflib

    from ..rules import rules
    from . import Misuse

    known = rules()
    if not options.rule:
        width = max(map(len, known))
        for id, module in known.items():
            print(f"{id:<{width}}  {_first(module.__doc__)}")
        return 0
    if options.rule not in known:
        near = difflib.get_close_matches(options.rule, known, 1, 0.5)
        raise Misuse(
            f"there is no rule {options.rule}" + (f"; did you mean {near[0]}?" if near else "; `postmortems rules` lists them")
        )
    module = known[options.rule]
    print(f"{options.rule}\n\n{module.__doc__.strip()}\n\nReported:\n{_indented(module.BAD)}\n\nFine:\n{_indented(module.GOOD)}")
    return 0


def _first(doc: str) -> str:
    return " ".join(doc.strip().split("\n\n")[0].split())


def _indented(example: str) -> str:
    return "\n".join(f"    {line}" for line in example.strip().splitlines())
