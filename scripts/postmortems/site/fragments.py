"""Small pieces of HTML that stand hundreds of times on a page: citations, chips, claimants, rows of incidents.

Functions and not template macros: a call costs a tenth, and a page makes hundreds. Whatever comes from a record is
escaped by `Markup.format`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from ..incident import Incident
from ..knowledge_base import KnowledgeBase
from ..vocabulary import Term, term

# A sign beside every status, so that none is told by color alone, on paper or to the color-blind.
SIGNS = {
    "confirmed": "✓",
    "supported": "◐",
    "proposed": "○",
    "disputed": "≠",
    "refuted": "✕",
    "superseded": "→",
    "untestable": "?",
    "undisclosed": "–",
    "unknown": "?",
    "withdrawn": "✕",
    "helped": "✓",
    "no-effect": "○",
    "worsened": "✕",
}
STATE_TITLES = {
    "confirmed": "Cause confirmed",
    "disputed": "Cause disputed",
    "supported": "Cause supported",
    "proposed": "Cause only proposed",
    "undisclosed": "Cause undisclosed",
    "unknown": "Cause unknown",
    "withdrawn": "Withdrawn",
}

_CITES = Markup('<span class="ip-cites">{}</span>')
_CITE = Markup('<a href="#{}"{}>[{}]</a>')
_LOCATOR = Markup(' title="{}"')
_CHIP = Markup('<span class="ip-chip ip-{}"><span class="ip-sign" aria-hidden="true">{}</span> {}</span>')
_ROW = Markup(
    '<li class="ip-row"><span class="ip-row-day">{}</span><span class="ip-row-main"><a href="{}incidents/{}/">{}</a>'
    '<span class="ip-row-facts">{}</span></span></li>\n'
)
_FACT = Markup(" <span>{}</span>")


def cites(citations: Iterable[str]) -> Markup:
    """The numbers of the sources, each a link to it; the place in the source shows on hovering."""
    return _CITES.format(Markup("&hairsp;").join(map(_cite, citations)))


@lru_cache(maxsize=10_000)
def _cite(citation: str) -> Markup:
    label, _, locator = citation.partition(", ")
    return _CITE.format(label, _LOCATOR.format(locator) if locator else "", label[1:])


@lru_cache(maxsize=1_000)
def chip(status: str, text: str) -> Markup:
    """A status as a sign, a word and a color."""
    return _CHIP.format(status, SIGNS.get(status, ""), text)


def state_chip(incident: Incident) -> Markup:
    """How much is known about the cause."""
    return chip(incident.cause_state, STATE_TITLES[incident.cause_state])


def said(by: str, who: str = "") -> Markup:
    """A claimant: the name if there is one, and the kind."""
    kind = words(term("claimant", by))
    return escape(f"{who} ({kind})" if who else kind)


def words(term: Term) -> str:
    """A term inside a sentence: its title without the capital, unless it is an acronym or a name."""
    title = term.title
    return title if title[:2].isupper() else title[0].lower() + title[1:]


def name_of(kb: KnowledgeBase, id: str) -> str:
    """An organization's name, or its id where the catalogue has none."""
    organization = kb.catalogue.organizations.get(id)
    return organization.name if organization else id


def rows(incidents: Iterable[Incident], kb: KnowledgeBase, up: str) -> Markup:
    """A list of incidents, a line each. `up` is the way to the root, `../../`."""
    return Markup('<ul class="ip-rows">\n{}</ul>').format(Markup("").join(_row(incident, kb, up) for incident in incidents))


@lru_cache(maxsize=50_000)
def _row(incident: Incident, kb: KnowledgeBase, up: str) -> Markup:
    return _ROW.format(incident.day, up, incident.id, incident.title, _facts(incident, kb))


@lru_cache(maxsize=20_000)
def _facts(incident: Incident, kb: KnowledgeBase) -> Markup:
    span = incident.span("impact-started", "impact-ended")
    facts = [span.text] if span else []
    facts += [name_of(kb, id) for id in incident.organizations]
    return Markup("").join([state_chip(incident), *map(_FACT.format, facts)])


def forget() -> None:
    """Nothing of an earlier build: terms and records may have changed."""
    for kept in (_cite, chip, _row, _facts):
        kept.cache_clear()
