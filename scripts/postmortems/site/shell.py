"""A page of the theme with marks in it, and bodies -> whole pages.

MkDocs renders one page of the theme, with marks where a page's own parts go; each of our pages is that shell, cut
at the marks and joined with its parts. Every part is escaped here or comes from our templates.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from markupsafe import escape

MARK = re.compile(r"%%([a-z]+)(?::([a-z]*))?%%")
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
POLICY = (
    "default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'"
)


class Shell:
    """The cut shell. Marks: `%%policy%%`, `%%base%%`, `%%title%%`, `%%description%%`, `%%canonical%%`, `%%notice%%`,
    `%%body%%`, `%%contents%%`, and `%%active:section%%`, which gives a class where that section is the page's own."""

    def __init__(self, html: str, site_url: str, guarded: bool = True, notice: str = "") -> None:
        self.html = html
        self.pieces = MARK.split(html)  # text, name, argument, text, name, argument, ... text
        self.site_url = site_url
        self.guarded = guarded  # whether pages bear a policy; not while serving, when MkDocs adds a script of its own
        self.notice = notice  # HTML for the top of every page; it may quote records, so it comes after the cutting
        self.policy = cache(self._policy)

    def page(self, path: str, title: str, description: str, section: str, body: str, contents: str) -> str:
        """A whole page. `path` is its address from the root, `incidents/x/`, or `` for the home page."""
        base = "/".join([".."] * path.count("/")) or "."
        parts = {
            "policy": self.policy(base) if self.guarded else "",
            "base": base,
            "title": escape(title),
            "description": escape(description),
            "canonical": escape(self.site_url + path),
            "notice": self.notice,
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

    def _policy(self, base: str) -> str:
        """What a page may run and load: this site's own files, and the theme's own inline scripts by their hash.

        The hashes are taken from the shell, before any text of a record is near it: a script that a record brought
        in would not be among them.
        """
        scripts = [script.replace("%%base%%", base) for script in INLINE_SCRIPT.findall(self.html)]
        hashes = " ".join(
            f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in dict.fromkeys(scripts)
        )
        return f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(scripts=hashes)}">'
