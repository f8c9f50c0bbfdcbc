"""Make the site, serve it on this machine, and make it again whenever a file changes.

A broken record does not stop it: the last good state stays up, and every page says what is wrong and where.
"""

from __future__ import annotations

import argparse

EXAMPLES = """examples:
  postmortems serve
  postmortems serve --port 0      any free port"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=_port, default=8000, help="the port to listen on; a free one is taken if it is in use (default: 8000)"
    )


def run(options: argparse.Namespace) -> int:
    from ..site import mkdocs

    return mkdocs.serve(options.port)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port; give a number from 0 to 65535")
    return int(text)
