"""One SQLite file for each deployment: opened safely, its form kept up to date.

Knows the tables and how to be two processes at once; what the rows mean is the business of `journal`, `lock`
and `kept`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.state import errors

if TYPE_CHECKING:
    import sqlite3

PATIENCE = 10.0
"""Seconds to wait for another process to finish its write."""

MIGRATIONS = (
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY, plan TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL,
        began TEXT NOT NULL, ended TEXT, resumes INTEGER REFERENCES runs (id));
    CREATE INDEX runs_by_plan ON runs (plan);
    CREATE TABLE steps (
        run INTEGER NOT NULL REFERENCES runs (id), number INTEGER NOT NULL, title TEXT NOT NULL,
        status TEXT NOT NULL, began TEXT NOT NULL, ended TEXT, detail TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (run, number));
    CREATE TABLE events (
        id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs (id), step INTEGER NOT NULL,
        at TEXT NOT NULL, address TEXT NOT NULL, action TEXT NOT NULL, stage TEXT NOT NULL,
        identity TEXT NOT NULL, text TEXT NOT NULL);
    CREATE INDEX events_by_run ON events (run);
    CREATE TABLE kept (
        provider TEXT NOT NULL, target TEXT NOT NULL, identity TEXT NOT NULL, address TEXT NOT NULL,
        protect INTEGER NOT NULL, rank INTEGER NOT NULL, cluster TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (provider, target, identity));
    CREATE TABLE lock (
        one INTEGER PRIMARY KEY CHECK (one = 1), pid INTEGER NOT NULL, began TEXT NOT NULL,
        what TEXT NOT NULL, since TEXT NOT NULL);
    """,
    "CREATE TABLE home (one INTEGER PRIMARY KEY CHECK (one = 1), facts TEXT NOT NULL);",
)
"""The n-th script brings a file of form n to form n + 1."""


class StoreError(Exception):
    """The store cannot be used; `diagnostic` says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.detail)
        self.diagnostic = diagnostic


class Store:
    """An open store. Every method of its users may raise StoreError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._guard():
            self._connection = _connect(path)
        try:
            self._migrate()
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction that nobody else's write can come between: all of it or nothing."""
        with self._guard():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.commit()

    def read(self, query: str, *values: object) -> list[sqlite3.Row]:
        """The rows of a query."""
        with self._guard():
            return list(self._connection.execute(query, values))

    def _migrate(self) -> None:
        known = len(MIGRATIONS)
        if self._version() < known:
            with self.write() as db:
                for number in range(self._version(), known):
                    for statement in MIGRATIONS[number].split(";"):
                        db.execute(statement)
                    db.execute(f"PRAGMA user_version = {number + 1}")
        if self._version() > known:
            raise StoreError(errors.newer_store(str(self._path), self._version(), known))

    def _version(self) -> int:
        return int(self.read("PRAGMA user_version")[0][0])

    @contextmanager
    def _guard(self) -> Iterator[None]:
        import sqlite3

        try:
            yield
        except (sqlite3.Error, OSError) as problem:
            raise StoreError(errors.unusable_store(str(self._path), str(problem))) from None


def _connect(path: Path) -> sqlite3.Connection:
    import sqlite3

    path.touch(mode=0o600, exist_ok=True)
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection
