"""A record's text -> safe HTML: plain text with `code`, emphasis and http(s) links, nothing else.

The one way in which record text becomes HTML, beside the templates' autoescaping. CommonMark inline rules by
markdown-it-py with raw HTML, images, references and autolinks off.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

# Text without any of these is only escaped, which is what most of it needs.
SPECIAL = re.compile(r"[`*_\[\\\n]")
LINK = re.compile(r"https?://[^\s\\]+", re.IGNORECASE)


def inline(text: str) -> Markup:
    """The text as HTML for inside a paragraph, a cell or a list item."""
    if not SPECIAL.search(text):
        return escape(text)
    return Markup(_renderer().renderInline(text.replace("\n", " ")))  # noqa: S704  raw HTML is off


def plain(text: str) -> str:
    """The text without its markup, for titles, descriptions and diagrams; not escaped."""
    if not SPECIAL.search(text):
        return text
    tokens = _renderer().parseInline(text.replace("\n", " "))[0].children or []
    return "".join(token.content for token in tokens if token.type in ("text", "code_inline", "text_special"))


@cache
def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False})
    renderer.enable(["backticks", "emphasis", "link", "escape"])
    renderer.validateLink = lambda url: bool(LINK.fullmatch(url))  # type: ignore[method-assign]
    renderer.add_render_rule("link_open", _link_open)
    return renderer


def _link_open(self, tokens, index, options, env) -> str:  # noqa: ANN001  the library's signature
    return f'<a href="{escape(tokens[index].attrGet("href"))}" rel="nofollow noopener">'
