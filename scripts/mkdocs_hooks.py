"""MkDocs' events -> our build: the only file that knows MkDocs.

MkDocs gives the theme, the hand-written pages and live reload. It renders one page of the theme, `shell.html`, whose
marks are filled for every page made from the knowledge base. Names of functions are MkDocs' names of events.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from mkdocs.exceptions import Abort
from postmortems.site import build

BASE = "%%base%%"


def on_startup(command: str, dirty: bool) -> None:
    build.start(serving=command == "serve")


def on_shutdown() -> None:
    build.stop()


def on_serve(server: Any, config: Any, builder: Any) -> Any:
    """A rebuild that fails, for whatever reason, must not leave the server waiting for it."""
    make = server.builder

    def safely() -> None:
        try:
            make()
        except Exception as error:
            sys.stderr.write(build.fall_back(error))

    server.builder = safely
    return server


def on_config(config: Any) -> Any:
    try:
        site = build.begin(Path(config.site_dir), config.repo_url)
    except build.Refused as refused:
        raise Abort(str(refused)) from None
    sys.stderr.write(site.report)  # not logged: in strict mode a logged error would stop the server's rebuild
    config.site_dir = os.fspath(site.staging)
    config.extra["notice"] = site.banner
    return config


def on_template_context(context: Any, template_name: str, config: Any) -> Any:
    if template_name == "shell.html":
        context["base_url"] = BASE
    return context


def on_post_template(output: str, template_name: str, config: Any) -> str:
    if template_name == "shell.html":
        build.current().take_shell(output, config.site_url or "/")
    # The shell is no page of its own, and our own site map holds all pages: MkDocs writes no file for empty output.
    return "" if template_name in ("shell.html", "sitemap.xml") else output


def on_post_build(config: Any) -> None:
    build.current().finish()
