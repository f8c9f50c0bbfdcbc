"""A page of the theme with marks in it, and bodies -> whole pages.

MkDocs renders one page of the theme, with marks where a page's own parts go; each of our pages is that shell, cut
at the marks and joined with its parts. Every part is escaped here or comes from our templates.
"""

from __future__ import annotations

import re

from markupsafe import escape

MARK = re.compile(r"%%([a-z]+)(?::([a-z]*))?%%")


class Shell:
    """The cut shell. Marks: `%%base%%`, `%%title%%`, `%%description%%`, `%%canonical%%`, `%%body%%`, `%%contents%%`,
    and `%%active:section%%`, which gives a class where that section is the page's own."""

    def __init__(self, html: str, site_url: str) -> None:
        self.pieces = MARK.split(html)  # text, name, argument, text, name, argument, ... text
        self.site_url = site_url

    def page(self, path: str, title: str, description: str, section: str, body: str, contents: str) -> str:
        """A whole page. `path` is its address from the root, `incidents/x/`, or `` for the home page."""
        base = "/".join([".."] * path.count("/")) or "."
        parts = {
            "base": base,
            "title": escape(title),
            "description": escape(description),
            "canonical": escape(self.site_url + path),
            "body": body,
            "contents": contents,
        }
        out = [self.pieces[0]]
        for index in range(1, len(self.pieces), 3):
            name, argument, text = self.pieces[index : index + 3]
            if name == "active":
                out.append("ip-active" if argument == section else "")
            else:
                out.append(parts[name])
            out.append(text)
        return "".join(out)
