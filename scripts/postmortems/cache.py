"""What was found in a record, kept until the record, the catalogue or the program changes.

One SQLite file, safe to delete at any moment and never wrong: a record is taken from it only if its file has not
been touched since, and only records without a problem are kept. Off in CI. Values are kept as JSON: a file that came
with somebody's pull request can do no more than be ignored.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from .facts import Facts
from .vocabulary import ROOT

SETTLED = 2.0
"""Seconds. A file touched more recently could change again without its times showing it."""


class Store:
    """The facts and values of unchanged records, by path."""

    def __init__(self, root: Path, database: sqlite3.Connection | None) -> None:
        self.root, self.database = root, database

    @property
    def keeps(self) -> bool:
        """Whether there is a cache at all."""
        return self.database is not None

    def facts(self, paths: Iterable[str]) -> dict[str, Facts]:
        """The facts of those records that have not changed."""
        if not self.database:
            return {}
        rows = {path: (stamp, facts) for path, stamp, facts in self.database.execute("SELECT path, stamp, facts FROM record")}
        unchanged = (path for path in paths if path in rows and rows[path][0] == self._stamp(path))
        return {path: facts for path in unchanged if (facts := _facts(rows[path][1])) and facts.path == path}

    def data(self, paths: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The values of those records; ask only for what `facts` has just given."""
        if not self.database:
            return {}
        wanted = set(paths)
        rows = self.database.execute("SELECT path, data FROM record")
        values = {}
        for path, data in rows:
            with contextlib.suppress(ValueError, TypeError):  # what is not whole is left out
                if path in wanted and isinstance(value := json.loads(data), dict):
                    values[path] = value
        return values

    def stamps(self, paths: Iterable[str]) -> dict[str, str]:
        """What changes when a file is written. To be taken before the files are read."""
        return {path: self._stamp(path) for path in paths} if self.database else {}

    def keep(self, found: Iterable[tuple[str, Facts, dict[str, Any]]], before: dict[str, str]) -> None:
        """Records in which nothing was wrong, and which are as they were before they were read."""
        if not self.database:
            return
        rows = [
            (path, stamp, json.dumps(facts, separators=(",", ":")), json.dumps(data, separators=(",", ":")))
            for path, facts, data in found
            if (stamp := self._stamp(path, settled=True)) and stamp == before.get(path)
        ]
        with contextlib.suppress(sqlite3.Error), self.database:
            self.database.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)", rows)

    def _stamp(self, path: str, settled: bool = False) -> str:
        """What changes when a file is written, or empty for one that was written just now."""
        try:
            status = os.stat(self.root / path, follow_symlinks=False)
        except OSError:
            return ""
        if settled and time.time() - max(status.st_mtime, status.st_ctime) < SETTLED:
            return ""
        return f"{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_size}:{status.st_ino}"


@contextlib.contextmanager
def opened(root: Path, key: str) -> Iterator[Store]:
    """The store for a root. `key` stands for everything but the record that decides what is found in it."""
    database = None if os.environ.get("CI") else _open(root / ".cache" / "postmortems.sqlite", key)
    try:
        yield Store(root, database)
    finally:
        if database:
            database.close()


def _open(file: Path, key: str) -> sqlite3.Connection | None:
    """A database that was made under this key, emptied if it was another one; None where there can be none."""
    try:
        file.parent.mkdir(exist_ok=True)
        database = sqlite3.connect(file, timeout=1)
        database.execute("CREATE TABLE IF NOT EXISTS made_by (key TEXT)")
        database.execute("CREATE TABLE IF NOT EXISTS record (path TEXT PRIMARY KEY, stamp TEXT, facts TEXT, data TEXT)")
        if database.execute("SELECT key FROM made_by").fetchall() != [(key,)]:
            with database:
                database.execute("DELETE FROM record")
                database.execute("DELETE FROM made_by")
                database.execute("INSERT INTO made_by VALUES (?)", (key,))
        return database
    except (OSError, sqlite3.Error):
        return None


def _facts(text: str) -> Facts | None:
    """Facts as they were, tuples for JSON's lists; None where this is not what was kept."""
    try:
        return Facts(*(tuple(map(_tuple, value)) if isinstance(value, list) else value for value in json.loads(text)))
    except (ValueError, TypeError):
        return None


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def program_digest() -> str:
    """Stands for everything but the records that decides what is found and shown: code, libraries, schemas, templates."""
    return digest(_code_digest(), _files_digest())


def forget() -> None:
    """Look at schemas and templates again: a server outlives their changes. The code it runs stays what was loaded."""
    _files_digest.cache_clear()


@cache
def _code_digest() -> str:
    return _digest_of(path for path in _package() if path.suffix == ".py")


@cache
def _files_digest() -> str:
    schemas = (ROOT / "schemas").glob("*")
    rest = [ROOT / "mkdocs.yml", ROOT / "requirements.lock"]
    return _digest_of([*(path for path in _package() if path.suffix not in (".py", ".pyc")), *schemas, *rest])


def _package() -> list[Path]:
    return [path for path in Path(__file__).resolve().parent.rglob("*") if path.is_file()]


def _digest_of(files: Iterable[Path]) -> str:
    whole = hashlib.blake2b(sys.version.encode(), digest_size=12)
    for file in sorted(files):
        with contextlib.suppress(OSError):
            whole.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return whole.hexdigest()


def digest(*parts: str) -> str:
    """A short name for some texts."""
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
