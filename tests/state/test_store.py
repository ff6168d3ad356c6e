"""The store: it outlives crashes, lets one run at a time change a stack, and says what is wrong with itself."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from pathlib import Path

import pytest

from nimbus_lang.plan.model import Made
from nimbus_lang.state.home import home, remember_home
from nimbus_lang.state.journal import (
    Status,
    begin_run,
    events,
    last_run,
    mark_cut_off,
    steps,
)
from nimbus_lang.state.kept import forget, keep, kept
from nimbus_lang.state.lock import locked
from nimbus_lang.state.store import MIGRATIONS, Store, StoreError
from nimbus_lang.tools.tool import Action, Event, Stage


def test_a_run_is_told_step_by_step(tmp_path: Path) -> None:
    with Store(tmp_path / "s.db") as store:
        journal = begin_run(store, "p1", "apply")
        journal.begin(0, "terraform")
        journal.event(0, Event("aws_vpc.main", Action.CREATE, Stage.DONE, 1.0, "vpc-1"))
        journal.end(0, Status.DONE)
        journal.begin(1, "kubernetes")
        journal.finish(Status.INTERRUPTED)
    with Store(tmp_path / "s.db") as store:
        run = last_run(store, "p1")
        assert run is not None
        assert (run.kind, run.status) == ("apply", Status.INTERRUPTED)
        assert [s.status for s in steps(store, run.id)] == [Status.DONE, Status.INTERRUPTED]
        assert events(store, run.id) == ((0, "aws_vpc.main", "create", "done"),)
        assert last_run(store, "other") is None


def test_a_run_that_was_killed_is_marked_as_cut_off(tmp_path: Path) -> None:
    with Store(tmp_path / "s.db") as store:
        begin_run(store, "p1", "apply").begin(0, "terraform")
    with Store(tmp_path / "s.db") as store:
        mark_cut_off(store)
        run = last_run(store)
        assert run is not None
        assert run.status is Status.INTERRUPTED
        assert steps(store, run.id)[0].status is Status.INTERRUPTED


def test_what_is_kept_is_remembered_until_it_is_forgotten(tmp_path: Path) -> None:
    one = Made("k8s", "kubernetes", "v1/ConfigMap/shop/a", "a", "https://x", 1)
    two = Made("k8s", "helm", "shop/ingress", "ingress", "https://x", 2, protect=True)
    with Store(tmp_path / "s.db") as store:
        keep(store, two, one)
        keep(store, one)
        assert kept(store) == (one, two)
        forget(store, one)
        assert kept(store) == (two,)


def test_the_home_of_a_deployment(tmp_path: Path) -> None:
    with Store(tmp_path / "s.db") as store:
        assert home(store) == {}
        remember_home(store, {"account": "1", "region": "eu-west-1"})
        remember_home(store, {"account": "1", "region": "eu-west-2"})
        assert home(store) == {"account": "1", "region": "eu-west-2"}
        remember_home(store, {})
        assert home(store) == {}


def test_a_store_of_an_older_release_is_brought_up_to_date(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "s.db")
    db.executescript(MIGRATIONS[0] + "PRAGMA user_version = 1;")
    db.close()
    with Store(tmp_path / "s.db") as store:
        assert home(store) == {}


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    Store(tmp_path / "s.db").close()
    assert (tmp_path / "s.db").stat().st_mode & 0o777 == 0o600


def _hold(path: Path, ready: multiprocessing.Event, leave: multiprocessing.Event) -> None:  # type: ignore[valid-type]
    with Store(path) as store, locked(store, "nimbus apply"):
        ready.set()  # type: ignore[attr-defined]
        leave.wait(20)  # type: ignore[attr-defined]
        os._exit(9)


def test_two_runs_at_once_are_refused_and_a_dead_one_is_not_waited_for(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, leave = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path / "s.db", ready, leave))
    other.start()
    assert ready.wait(20)
    with Store(tmp_path / "s.db") as store:
        with pytest.raises(StoreError) as refused, locked(store, "nimbus apply"):
            pass
        assert refused.value.diagnostic.code == "NB7122"
        assert str(other.pid) in refused.value.diagnostic.detail
        leave.set()
        other.join(20)
        with locked(store, "nimbus apply"):
            pass
        with locked(store, "nimbus apply"):
            pass


def test_a_store_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    Store(tmp_path / "s.db").close()
    db = sqlite3.connect(tmp_path / "s.db")
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()
    with pytest.raises(StoreError) as refused:
        Store(tmp_path / "s.db")
    assert refused.value.diagnostic.code == "NB7121"


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "s.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError) as refused:
        Store(tmp_path / "s.db")
    assert refused.value.diagnostic.code == "NB7120"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        Store(tmp_path / "no" / "s.db")
    assert refused.value.diagnostic.code == "NB7120"


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "s.db") as store:
        with pytest.raises(StoreError), store.write() as db:
            db.execute(
                "INSERT INTO runs (plan, kind, status, began) VALUES ('p', 'apply', 'running', 'x')"
            )
            db.execute("INSERT INTO nowhere VALUES (1)")
        assert last_run(store) is None
