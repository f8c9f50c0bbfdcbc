"""Print a blank record, made from the schema: required fields open, the others as comments."""

from __future__ import annotations

import argparse
import sys

EXAMPLES = """examples:
  mkdir -p incidents/2026
  postmortems template > incidents/2026/2026-11-22-example.yaml"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    from ..blank import blank

    sys.stdout.write(blank())
    return 0
