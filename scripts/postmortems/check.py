"""A folder of records -> facts, values and problems: the main line.

Every file is examined by itself, side by side in two processes, so that one broken file never hides another. Then
the rules about the whole collection run over the facts.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from . import cache, definitions, document, parallel, schema
from . import catalogue as entries
from .catalogue import Catalogue
from .document import Malformed
from .facts import Collection, Facts, facts_of
from .incident import Incident
from .problem import Finding, Problem, printable, quoted
from .rules import having
from .vocabulary import ROOT

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_ID = 80


class Examined(NamedTuple):
    """What came of one record: its values where they can be used, its facts, its problems."""

    path: str
    facts: Facts | None
    data: dict[str, Any] | None
    problems: list[Problem]


class Checked(NamedTuple):
    """What came of a folder."""

    examined: list[Examined]
    catalogue: Catalogue
    problems: list[Problem]
    files: int  # how many files the problems are about: records, organizations and patterns

    @property
    def incidents(self) -> list[Incident]:
        """The records that can be shown: those in which nothing is wrong."""
        return [Incident(e.facts.id, e.data) for e in self.examined if e.facts and e.data and not e.problems]


def check(root: Path = ROOT, only: Iterable[str] = (), jobs: int = 2, values: bool = True) -> Checked:
    """Everything under a root that has `incidents/` and `catalogue/`. Never raises for what a file holds.

    `only`: paths from the root, with `/`; problems of other files are left out. Without `values` the records
    themselves may be missing from what comes back, which is quicker.
    """
    if broken := definitions.problems():  # nothing can be held against a schema that is itself in doubt
        return Checked([], Catalogue({}, {}), broken, 0)
    catalogue, problems = load_catalogue(root)
    paths, misplaced = record_paths(root)
    ids = [Path(path).stem for path in paths]
    examined = _examine_all(root, paths, catalogue, jobs, values)
    problems += misplaced
    for item in examined:
        problems += item.problems
    problems += check_collection([e.facts for e in examined if e.facts], ids, lambda path: document.read(root / path))
    wanted = tuple(only)
    if wanted:
        problems = [p for p in problems if any(p.path == path or p.path.startswith(f"{path}/") for path in wanted)]
    return Checked(examined, catalogue, sorted(problems), len(paths) + len(catalogue.organizations) + len(catalogue.patterns))


def _examine_all(root: Path, paths: list[str], catalogue: Catalogue, jobs: int, values: bool) -> list[Examined]:
    """Every record, those that have not changed since they were last found whole out of the cache."""
    key = cache.digest(cache.program_digest(), repr(catalogue.organizations), repr(catalogue.patterns))
    with cache.opened(root, key) as store:
        known = store.facts(paths)
        data = store.data(known) if values else {}
        if values:  # facts without values are of no use here
            known = {path: facts for path, facts in known.items() if data.get(path)}
        todo = [path for path in paths if path not in known]
        before = store.stamps(todo)
        needed = values or store.keeps  # what nobody asks for is not carried from one process to the other

        def work(chunk: Sequence[str]) -> list[Examined]:
            found = [examine(root, path, catalogue) for path in chunk]
            return found if needed else [item._replace(data=None) for item in found]

        fresh = parallel.map_chunks(work, todo, jobs)
        store.keep(((e.path, e.facts, e.data) for e in fresh if e.facts and e.data and not e.problems), before)
    found = {item.path: item for item in fresh}
    return [found.get(path) or Examined(path, known[path], data.get(path), []) for path in paths]


def record_paths(root: Path) -> tuple[list[str], list[Problem]]:
    """The records, as paths from the root with `/`, in order; and a problem for every other thing in the folder."""
    records: list[str] = []
    problems: list[Problem] = []
    for folder, names, files in os.walk(root / "incidents", onerror=lambda error: problems.append(_unreadable(root, error))):
        names.sort()
        place = Path(folder).relative_to(root)
        for name in names:
            if (Path(folder) / name).is_symlink():
                problems.append(_misplaced(place / name, "a link to a folder", "put the records themselves here"))
            elif place != Path("incidents") or not re.fullmatch("[0-9]{4}", name):
                problems.append(_misplaced(place / name, "a folder that is no year", _HOME))
        for name in files:
            if name.endswith(".yaml"):
                records.append((place / name).as_posix())
            else:
                problems.append(_misplaced(place / name, "not a record", f"{_HOME}; nothing else lives here"))
    return sorted(records), problems


_HOME = "records are `incidents/<year>/<id>.yaml`"


def _unreadable(root: Path, error: OSError) -> Problem:
    place = Path(error.filename or "incidents")
    place = place.relative_to(root) if place.is_relative_to(root) else place
    return _misplaced(place, f"cannot be read: {error.strerror}", "it must be a readable folder")


def examine(root: Path, path: str, catalogue: Catalogue) -> Examined:
    """One record from its file: read, parsed, held against the schema and against the rules about one record."""
    try:
        text = document.read(root / path)
    except Malformed as fault:
        return Examined(path, None, None, [_fault(path, fault)])
    except OSError as error:
        return Examined(
            path,
            None,
            None,
            [Problem(path, 1, 1, "file", f"cannot be read: {error.strerror}", "it must be a regular, readable file")],
        )
    return examine_text(text, path, catalogue)


def examine_text(text: str, path: str, catalogue: Catalogue) -> Examined:
    """One record from its text. The path, with `/`, tells its id and is what problems name."""
    try:
        data = document.parse(text)
    except Malformed as fault:
        return Examined(path, None, None, [_fault(path, fault)])
    id = Path(path).stem
    findings = [("file", finding) for finding in _name(path)]
    if not schema.fits("incident", data):
        findings += [("schema", finding) for finding in schema.findings("incident", data)]
        return Examined(path, None, None, _placed(path, text, findings))
    incident = Incident(id, data)
    for rule, module in having("check"):
        findings += [(rule, finding) for finding in module.check(incident, catalogue)]
    return Examined(path, facts_of(incident, path), data, _placed(path, text, findings))


def check_collection(facts: Iterable[Facts], ids: Iterable[str], text_of: Callable[[str], str]) -> Iterator[Problem]:
    """The rules about one record among all the others. `text_of`: a path -> its text, for records with a problem."""
    collection = Collection(facts, ids)
    for item in collection.facts.values():
        findings = [(rule, f) for rule, module in having("check_collection") for f in module.check_collection(item, collection)]
        if findings:
            yield from _placed(item.path, text_of(item.path), findings)


ENTRIES = {"organizations": ("organization", entries.organization), "patterns": ("pattern", entries.pattern)}


def load_catalogue(root: Path = ROOT, today: str = "") -> tuple[Catalogue, list[Problem]]:
    """Organizations and patterns from their files, with the problems of these."""
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    for folder in ENTRIES:
        for file in sorted((root / "catalogue" / folder).glob("*")):
            path = file.relative_to(root).as_posix()
            if file.suffix != ".yaml":
                problems.append(
                    _misplaced(path, "not an entry", f"entries are `catalogue/{folder}/<id>.yaml`; nothing else lives here")
                )
                continue
            try:
                texts[path] = document.read(file)
            except Malformed as fault:
                problems.append(_fault(path, fault))
            except OSError as error:
                problems.append(Problem(path, 1, 1, "file", f"cannot be read: {error.strerror}"))
    catalogue, found = catalogue_of(texts, today or datetime.date.today().isoformat())
    return catalogue, problems + found


def catalogue_of(texts: dict[str, str], today: str) -> tuple[Catalogue, list[Problem]]:
    """Organizations and patterns from their texts by path, `catalogue/organizations/<id>.yaml`, and the problems of these."""
    problems: list[Problem] = []
    loaded: dict[str, dict[str, Any]] = {folder: {} for folder in ENTRIES}
    for path, text in texts.items():
        entry, found = _entry(path, text)
        problems += found
        if entry:
            loaded[Path(path).parent.name][entry.id] = entry
    catalogue = Catalogue(loaded["organizations"], loaded["patterns"], today)
    for folder, group in loaded.items():
        for entry in group.values():
            path = f"catalogue/{folder}/{entry.id}.yaml"
            findings = [(rule, f) for rule, module in having("check_entry") for f in module.check_entry(entry, catalogue)]
            problems += _placed(path, texts[path], findings)
    return catalogue, problems


def _entry(path: str, text: str) -> tuple[Any, list[Problem]]:
    place = Path(path)
    name, make = ENTRIES[place.parent.name]
    try:
        data = document.parse(text)
    except Malformed as fault:
        return None, [_fault(path, fault)]
    findings = [("file", finding) for finding in _id(place.stem)]
    if not schema.fits(name, data):
        return None, _placed(path, text, findings + [("schema", f) for f in schema.findings(name, data)])
    return make(place.stem, data), _placed(path, text, findings)


def _name(path: str) -> Iterator[Finding]:
    place = Path(path)
    yield from _id(place.stem)
    if place.parent.as_posix() != f"incidents/{place.stem[:4]}" or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-.+", place.stem):
        yield Finding(
            (),
            f"{quoted(path)} is not `incidents/<year>/<year>-<month>-<day>-<name>.yaml`",
            "name the file after the day it began, in the folder of that year: `2024/2024-12-26-openai-chatgpt.yaml`",
        )


def _id(id: str) -> Iterator[Finding]:
    if not ID.fullmatch(id) or len(id) > MAX_ID:
        yield Finding(
            (),
            f"the file's name {quoted(id)} cannot be an id",
            f"lower-case letters, digits and single hyphens, at most {MAX_ID}",
        )


def _placed(path: str, text: str, findings: list[tuple[str, Finding]]) -> list[Problem]:
    """Findings -> problems with line and column. Reads the text again for them, which only files with a finding pay."""
    if not findings:
        return []
    places = document.places(text)
    problems = []
    for rule, finding in findings:
        place = document.find_place(places, finding.route)
        line, column = (place.key_line, place.key_column) if finding.at_key else (place.line, place.column)
        problems.append(Problem(path, line, column, rule, finding.message, finding.help))
    return problems


def _fault(path: str, fault: Malformed) -> Problem:
    return Problem(path, fault.line, fault.column, "yaml", fault.message, fault.help)


def _misplaced(path: Path | str, message: str, help: str) -> Problem:
    return Problem(printable(str(path), 200), 1, 1, "file", message, help)
