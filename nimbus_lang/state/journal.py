"""The journal: every run of a plan, its steps and what became of each object, written before and after it happens.

A record that says "running" after its process is gone tells the next run that it was cut off. Texts in here come
from the tools already without secrets.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from nimbus_lang.state.clock import now
from nimbus_lang.state.store import Store
from nimbus_lang.tools.tool import Event

if TYPE_CHECKING:
    import sqlite3


class Status(Enum):
    """How a run or step stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a plan. `began` and `ended` are times in UTC; `kind` is apply or destroy."""

    id: int
    plan: str
    kind: str
    status: Status
    began: str
    ended: str | None
    resumes: int | None = None


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One step of a run."""

    number: int
    title: str
    status: Status
    began: str
    ended: str | None
    detail: str


class Journal:
    """The journal of one run, while it runs."""

    def __init__(self, store: Store, run: int) -> None:
        self._store = store
        self.run = run

    def begin(self, number: int, title: str) -> None:
        """A step is about to start."""
        with self._store.write() as db:
            db.execute(
                "INSERT INTO steps (run, number, title, status, began) VALUES (?, ?, ?, ?, ?)",
                (self.run, number, title, Status.RUNNING.value, now()),
            )

    def end(self, number: int, status: Status, detail: str = "") -> None:
        """A step is over."""
        with self._store.write() as db:
            db.execute(
                "UPDATE steps SET status = ?, ended = ?, detail = ? WHERE run = ? AND number = ?",
                (status.value, now(), detail, self.run, number),
            )

    def event(self, number: int, event: Event) -> None:
        """Something happened to an object."""
        with self._store.write() as db:
            db.execute(
                "INSERT INTO events (run, step, at, address, action, stage, identity, text) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(self.run, number, now(), event.address),
                    *(event.action.value, event.stage.value, event.identity, event.text),
                ),
            )

    def finish(self, status: Status) -> None:
        """The run is over; steps that still run end with it."""
        with self._store.write() as db:
            _end(db, self.run, status)


def begin_run(store: Store, plan: str, kind: str, resumes: int | None = None) -> Journal:
    """Open the journal of a new run."""
    with store.write() as db:
        cursor = db.execute(
            "INSERT INTO runs (plan, kind, status, began, resumes) VALUES (?, ?, ?, ?, ?)",
            (plan, kind, Status.RUNNING.value, now(), resumes),
        )
        return Journal(store, int(cursor.lastrowid or 0))


def last_run(store: Store, plan: str = "") -> Run | None:
    """The newest run, of one plan or of any."""
    rows = store.read(
        "SELECT * FROM runs WHERE plan = ? OR ? = '' ORDER BY id DESC LIMIT 1", plan, plan
    )
    if not rows:
        return None
    facts = dict(rows[0])
    return Run(**{**facts, "status": Status(facts["status"])})


def steps(store: Store, run: int) -> tuple[StepRecord, ...]:
    """The steps of a run, in order."""
    rows = store.read(
        "SELECT number, title, status, began, ended, detail FROM steps WHERE run = ? ORDER BY number",
        run,
    )
    return tuple(StepRecord(**{**dict(row), "status": Status(row["status"])}) for row in rows)


def events(store: Store, run: int) -> tuple[tuple[int, str, str, str], ...]:
    """What happened in a run: (step, address, action, stage), in order."""
    rows = store.read(
        "SELECT step, address, action, stage FROM events WHERE run = ? ORDER BY id", run
    )
    return tuple((int(r["step"]), r["address"], r["action"], r["stage"]) for r in rows)


def mark_cut_off(store: Store) -> None:
    """Runs that still say "running" were cut off. Ask only while holding the lock: then nobody runs."""
    with store.write() as db:
        for row in db.execute("SELECT id FROM runs WHERE status = 'running'").fetchall():
            _end(db, int(row["id"]), Status.INTERRUPTED)


def _end(db: sqlite3.Connection, run: int, status: Status) -> None:
    left = Status.INTERRUPTED if status is Status.DONE else status
    db.execute("UPDATE runs SET status = ?, ended = ? WHERE id = ?", (status.value, now(), run))
    db.execute(
        "UPDATE steps SET status = ?, ended = ? WHERE run = ? AND status = 'running'",
        (left.value, now(), run),
    )


def begun_objects(store: Store, run: int) -> frozenset[str]:
    """The identities of the objects that a run had begun to change."""
    rows = store.read("SELECT DISTINCT address FROM events WHERE run = ?", run)
    return frozenset(row["address"] for row in rows)
