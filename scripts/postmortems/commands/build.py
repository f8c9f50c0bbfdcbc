"""Check the records and make the site of them, in `site/`.

The same as `mkdocs build`. The old site stays until the new one is whole.
"""

from __future__ import annotations

import argparse

EXAMPLES = """examples:
  postmortems build"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--site-dir", metavar="FOLDER", help="where the site goes (default: site)")


def run(options: argparse.Namespace) -> int:
    from ..site import mkdocs

    return mkdocs.build(options.site_dir)
