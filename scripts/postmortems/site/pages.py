"""A knowledge base -> the pages of the site: address, words and the body, rendered when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from ..blank import blank
from ..cache import digest
from ..incident import Incident
from ..knowledge_base import KnowledgeBase
from ..vocabulary import ROOT, schema_file, vocabularies
from . import environment as words
from . import markup
from .environment import render
from .incident_view import spans, view


class Page(NamedTuple):
    """A page: where, what it is called, and how to make its body."""

    path: str  # from the root, `incidents/x/`; `` is the home page
    title: str
    description: str
    section: str  # which entry of the main menu it belongs to
    body: Callable[[], str]
    key: str  # changes when anything that the body shows changes


class Extra(NamedTuple):
    """A file beside the pages."""

    path: str
    content: Callable[[], bytes]
    key: str


class Addresses(NamedTuple):
    """Where the repository's files can be seen and edited."""

    repository: str  # https://github.com/owner/name

    def edit(self, path: str) -> str:
        return f"{self.repository}/edit/main/{path}"

    def history(self, path: str) -> str:
        return f"{self.repository}/commits/main/{path}"

    def view(self, path: str) -> str:
        return f"{self.repository}/blob/main/{path}"


def pages(kb: KnowledgeBase, addresses: Addresses, version: str) -> Iterator[Page]:
    """Every page but the hand-written ones. `version` stands for the program, its templates and the schemas."""
    catalogue = digest(version, repr(sorted(kb.catalogue.organizations.items())), repr(sorted(kb.catalogue.patterns.items())))

    def key_of(incidents: Iterable[Incident]) -> str:
        """Changes when a record that a page lists does, and when any entry of the catalogue does."""
        return digest(catalogue, *(f"{incident.id} {_record_key(incident)}" for incident in incidents))

    for incident in kb.incidents:
        yield _incident_page(incident, kb, addresses, catalogue)
    yield from _index_pages(kb, addresses, key_of(kb.incidents))
    for organization in kb.catalogue.organizations.values():
        incidents = kb.by_organization.get(organization.id, [])
        yield _page(
            f"organizations/{organization.id}/", organization.name, markup.plain(organization.about), "organizations",
            key_of(incidents), "organization.html.jinja", kb=kb, organization=organization, addresses=addresses,
            incidents=incidents, dependents=_dependents(kb, organization.id),
        )  # fmt: skip
    for pattern in kb.catalogue.patterns.values():
        incidents = kb.by_pattern.get(pattern.id, [])
        yield _page(
            f"patterns/{pattern.id}/", pattern.title, markup.plain(pattern.statement), "patterns", key_of(incidents),
            "pattern.html.jinja", kb=kb, pattern=pattern, addresses=addresses, incidents=incidents,
        )  # fmt: skip
    yield from _reference_pages(addresses, version)


def extras(kb: KnowledgeBase, text_of: Callable[[str], bytes], stamp_of: Callable[[str], str], version: str) -> Iterator[Extra]:
    """Each record as YAML, as it stands in the repository, and as JSON, with what is derived from it; and the schemas.

    `text_of` and `stamp_of`: an id -> the text of its file, and what changes when that file is written.
    """
    for incident in kb.incidents:
        key = version + _record_key(incident)
        yield Extra(f"incidents/{incident.id}.yaml", lambda id=incident.id: text_of(id), key + stamp_of(incident.id))  # type: ignore[misc]
        yield Extra(f"incidents/{incident.id}.json", lambda incident=incident: as_json(incident), key)  # type: ignore[misc]
    yield Extra("blank.yaml", lambda: blank().encode(), version)
    for name in ("incident", "organization", "pattern", "vocabularies"):
        file = ROOT / "schemas" / f"{name}.schema.json"
        yield Extra(f"schemas/{name}.schema.json", file.read_bytes, digest(file.read_text(encoding="utf-8")))


def as_json(incident: Incident) -> bytes:
    """The record and what is derived from it, as JSON."""
    lengths = {
        name: {"least_seconds": min(max(span.least, 0), span.most), "most_seconds": span.most, "text": span.text}
        for name, span in spans(incident).items()
        if span
    }
    derived = {
        "id": incident.id,
        "day": incident.day,
        "cause_state": incident.cause_state,
        "status": {h.id: h.status for h in incident.hypotheses},
        "grade": {s.id: s.grade for s in incident.sources},
        "spans": lengths,
        "depth": incident.depth,
    }
    return (json.dumps({**incident.data, "derived": derived}, ensure_ascii=False, allow_nan=False) + "\n").encode()


@lru_cache(maxsize=100_000)
def _record_key(incident: Incident) -> str:
    return digest(repr(incident.data))


def record_path(incident: Incident) -> str:
    """Where the record stands in the repository."""
    return f"incidents/{incident.id[:4]}/{incident.id}.yaml"


def _page(path: str, title: str, description: str, section: str, key: str, template: str, **values: Any) -> Page:
    up = "../" * path.count("/") or "./"
    return Page(path, title, description, section, lambda: render(template, up=up, **values), digest(key, path))


def _incident_page(incident: Incident, kb: KnowledgeBase, addresses: Addresses, catalogue: str) -> Page:
    related = [
        (r, kb.incident[r.incident].title, kb.incident[r.incident].cause_state)
        for r in incident.related
        if r.incident in kb.incident
    ]
    path = record_path(incident)

    def body() -> str:
        shown = view(incident)
        return render(
            "incident.html.jinja", incident=incident, kb=kb, related=related, edit=addresses.edit(path),
            history=addresses.history(path), service_name=lambda id: _service_name(kb, id), **shown._asdict(),
            questions=_questions(incident, kb),
        )  # fmt: skip

    key = digest(catalogue, _record_key(incident), repr(related))
    return Page(f"incidents/{incident.id}/", incident.title, words.description(incident), "incidents", body, key)


def _questions(incident: Incident, kb: KnowledgeBase) -> list[Any]:
    ids = dict.fromkeys(lesson.pattern for lesson in incident.lessons)
    return [kb.catalogue.patterns[id] for id in ids if id in kb.catalogue.patterns]


def _service_name(kb: KnowledgeBase, id: str) -> str:
    """A service with its organization, unless its own name says that already: OpenAI API, but Amazon S3."""
    service = kb.catalogue.services.get(id)
    organization = kb.catalogue.organizations.get(id.partition("/")[0])
    if not service or not organization:
        return id
    names = {word for name in (organization.name, *organization.aliases) for word in name.split()}
    return service.name if names & set(service.name.split()) else f"{organization.name} {service.name}"


def _dependents(kb: KnowledgeBase, organization: str) -> list[tuple[str, Any]]:
    """Services of others that rest on one of this organization's."""
    return [
        (id, dependency)
        for id, service in kb.catalogue.services.items()
        for dependency in service.depends_on
        if dependency.service.partition("/")[0] == organization and not id.startswith(f"{organization}/")
    ]


def _index_pages(kb: KnowledgeBase, addresses: Addresses, key: str) -> Iterator[Page]:
    values = {"kb": kb, "addresses": addresses, "service_name": lambda id: _service_name(kb, id)}
    yield _page("", "Incident Postmortems", words.SITE, "home", key, "home.html.jinja", featured=_featured(kb), **values)
    yield _page(
        "incidents/",
        "All incidents by year",
        "Every incident of the collection, newest first.",
        "incidents",
        key,
        "incidents.html.jinja",
        **values,
    )
    yield _page(
        "organizations/",
        "Organizations",
        "Whose services failed, and what they rest on.",
        "organizations",
        key,
        "organizations.html.jinja",
        **values,
    )
    yield _page(
        "services/",
        "Services",
        "What failed: each service with its status page and what it depends on.",
        "services",
        key,
        "services.html.jinja",
        **values,
    )
    yield _page(
        "factors/",
        "Factors",
        "Kinds of cause, and the hypotheses that name them.",
        "factors",
        key,
        "factors.html.jinja",
        uses=_factor_uses(kb),
        **values,
    )
    yield _page(
        "patterns/",
        "Lesson patterns",
        "Lessons that incidents share, with questions for a design review.",
        "patterns",
        key,
        "patterns.html.jinja",
        **values,
    )


def _featured(kb: KnowledgeBase) -> Incident | None:
    """The record to read first: the one in which the most different things became of hypotheses, told most briefly."""
    return max(kb.incidents, key=lambda i: (len({h.status for h in i.hypotheses}), -len(i.hypotheses), i.day), default=None)


def _factor_uses(kb: KnowledgeBase) -> dict[str, list[tuple[Incident, Any]]]:
    """The hypotheses that name each factor, with their records."""
    uses: dict[str, list[tuple[Incident, Any]]] = {term: [] for term in vocabularies()["factor"].terms}
    for incident in kb.incidents:
        for hypothesis in incident.hypotheses:
            uses[hypothesis.factor].append((incident, hypothesis))
    return uses


def _reference_pages(addresses: Addresses, key: str) -> Iterator[Page]:
    from ..rules import rules
    from .rule_view import rule_view

    ids = list(rules())
    yield _page(
        "rules/",
        "Rules",
        "What every record is held to, beyond its shape.",
        "reference",
        key,
        "rules.html.jinja",
        rules=[rule_view(id) for id in ids],
        addresses=addresses,
    )
    for id in ids:
        shown = rule_view(id)
        yield _page(
            f"rules/{id}/", shown.title, shown.truth, "reference", key, "rule.html.jinja", rule=shown, addresses=addresses
        )
    schemas = {name: schema_file(name) for name in ("incident", "organization", "pattern")}
    yield _page(
        "schema/",
        "Schema reference",
        "Every field of a record and every term, with its meaning and its source.",
        "reference",
        key,
        "schema.html.jinja",
        schemas=schemas,
        addresses=addresses,
    )
