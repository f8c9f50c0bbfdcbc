"""Values that fit the organization and pattern schemas -> typed entries, looked up by id."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple


class Dependency(NamedTuple):
    service: str
    url: str
    note: str = ""


class Service(NamedTuple):
    id: str
    name: str
    about: str = ""
    status_page: str = ""
    depends_on: tuple[Dependency, ...] = ()


class Reading(NamedTuple):
    title: str
    url: str = ""
    note: str = ""


class Organization(NamedTuple):
    id: str
    name: str
    sector: str
    about: str
    url: str = ""
    status_page: str = ""
    since: str = ""
    aliases: list[str] | tuple[()] = ()
    services: tuple[Service, ...] = ()


class Pattern(NamedTuple):
    id: str
    title: str
    stage: str
    statement: str
    how_it_goes: str
    signs: list[str]
    helped: list[str]
    review_questions: list[str]
    did_not_help: list[str] | tuple[()] = ()
    counter_example: str = ""
    related: list[str] | tuple[()] = ()
    literature: tuple[Reading, ...] = ()


class Catalogue:
    """The lists that grow with the collection: whose incidents, and which lessons."""

    def __init__(self, organizations: dict[str, Organization], patterns: dict[str, Pattern], today: str = "9999-12-31") -> None:
        self.organizations = organizations
        self.patterns = patterns
        self.today = today  # the only clock that rules see, `2024-12-26`

    @cached_property
    def services(self) -> dict[str, Service]:
        """Every service by `organization/service`."""
        return {f"{o.id}/{s.id}": s for o in self.organizations.values() for s in o.services}


def organization(id: str, data: dict[str, Any]) -> Organization:
    fields = {key: value for key, value in data.items() if key != "schema"}
    return Organization(id=id, **{**fields, "services": tuple(map(_service, data.get("services", ())))})


def pattern(id: str, data: dict[str, Any]) -> Pattern:
    fields = {key: value for key, value in data.items() if key != "schema"}
    return Pattern(id=id, **{**fields, "literature": tuple(Reading(**item) for item in data.get("literature", ()))})


def _service(item: dict[str, Any]) -> Service:
    return Service(**{**item, "depends_on": tuple(Dependency(**d) for d in item.get("depends_on", ()))})
