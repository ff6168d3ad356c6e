"""One run at a time on a deployment: a row that names its owner, taken over when the owner is gone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from nimbus_lang.state import errors
from nimbus_lang.state.clock import now
from nimbus_lang.state.store import Store, StoreError
from nimbus_lang.tools.daemon import Daemon, alive, daemon


@contextmanager
def locked(store: Store, what: str) -> Iterator[None]:
    """Hold the deployment; raises StoreError NB7122 if another living process does. `what` is told to others."""
    mine = daemon(os.getpid())
    _take(store, mine, what)
    try:
        yield
    finally:
        _give_back(store, mine)


def _take(store: Store, mine: Daemon, what: str) -> None:
    with store.write() as db:
        row = db.execute("SELECT pid, began, what, since FROM lock").fetchone()
        if row is not None and alive(Daemon(row["pid"], row["began"])):
            raise StoreError(errors.busy(row["pid"], row["what"], row["since"]))
        db.execute(
            "INSERT OR REPLACE INTO lock (one, pid, began, what, since) VALUES (1, ?, ?, ?, ?)",
            (mine.pid, mine.began, what, now()),
        )


def _give_back(store: Store, mine: Daemon) -> None:
    with store.write() as db:
        db.execute("DELETE FROM lock WHERE pid = ? AND began = ?", (mine.pid, mine.began))
