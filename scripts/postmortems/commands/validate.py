"""Check records; print every problem with its place, what is wrong and what to write instead.

Every record is always read, since rules compare records; with PATH only problems of those files, or of files
under those folders, are printed and counted.
"""

from __future__ import annotations

import argparse
import sys

EXAMPLES = """examples:
  postmortems validate
  postmortems validate incidents/2024/2024-12-26-openai-chatgpt.yaml"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a record, or a folder of records (default: everything)")


def run(options: argparse.Namespace) -> int:
    import os
    from pathlib import Path

    from ..check import check
    from ..reports import text
    from ..vocabulary import ROOT
    from . import Misuse

    only = []
    for path in options.paths:
        place = Path(os.path.abspath(path))
        if not place.exists():
            raise Misuse(f"there is no {path}")
        if not place.is_relative_to(ROOT):
            raise Misuse(f"{path} is outside {ROOT.name}, whose records this program checks")
        inside = place.relative_to(ROOT)
        if inside.parts and inside.parts[0] not in ("incidents", "catalogue", "schemas"):
            raise Misuse(f"{path} is no record; records are under incidents/, organizations and patterns under catalogue/")
        only.append(inside.as_posix())
    checked = check(only=[] if "." in only else only, values=False)
    sys.stdout.write(text.lines(checked.problems))
    sys.stdout.write(text.summary(checked.problems, checked.files))
    return 1 if checked.problems else 0
