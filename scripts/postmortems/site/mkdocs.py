"""Two verbs -> MkDocs' own commands, called as a library, with its settings file."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys

from ..vocabulary import ROOT

SETTINGS = ROOT / "mkdocs.yml"


def build(site_dir: str | None = None) -> int:
    """The site into a folder: 0, or 1 with the report on standard error."""
    _prepare(logging.WARNING)
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    place = os.path.relpath(site_dir or "site")
    try:
        config = load_config(os.fspath(SETTINGS), **({"site_dir": os.path.abspath(site_dir)} if site_dir else {}))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except MkDocsException as refusal:
        print(str(refusal).strip(), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"cannot write {error.filename or place}: {error.strerror}; the old site is as it was", file=sys.stderr)
        return 1
    print(f"The site is in {os.path.relpath(config.site_dir).removesuffix('.building')}/.")
    return 0


def serve(port: int) -> int:
    """Until it is stopped. The address is printed first, so that a person can click on it."""
    _prepare(logging.INFO)
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import MkDocsException

    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _interrupt)
    port = _free(port)
    print(f"\n  http://127.0.0.1:{port}/   (Ctrl-C stops it)\n", flush=True)
    try:
        serve(os.fspath(SETTINGS), livereload=True, dev_addr=f"127.0.0.1:{port}", site_url=f"http://127.0.0.1:{port}/")
    except MkDocsException as refusal:
        print(str(refusal).strip(), file=sys.stderr)
        return 1
    return 0


def _prepare(level: int) -> None:
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logger = logging.getLogger("mkdocs")
    logger.setLevel(level)
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(message)s"))
        # What MkDocs says of the two templates that are meant to write no file would only puzzle.
        handler.addFilter(lambda record: not record.getMessage().startswith(("Template skipped", "Cleaning site")))
        logger.addHandler(handler)


def _interrupt(*_: object) -> None:
    """However the server is told to stop, it clears its temporary folder away."""
    raise KeyboardInterrupt


def _free(port: int) -> int:
    """The port, or one that the system says is free if it is taken."""
    for candidate in (port, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return probe.getsockname()[1]
    return port
