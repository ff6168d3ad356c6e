"""The sandbox's folder: private, locked, and readable after whatever happened to it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from nimbus_lang.sandbox.folder import (
    RECORD,
    Record,
    locked,
    make_private,
    read_record,
    sandbox_folder,
    write_private,
    write_record,
)
from nimbus_lang.tools.daemon import Daemon
from nimbus_lang.tools.tool import ToolError


def test_the_variable_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NIMBUS_SANDBOX_DIR", str(tmp_path))
    assert sandbox_folder() == tmp_path


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    record = Record().with_daemon("a", Daemon(1, "then")).with_facts(absent="why", port="80")
    write_record(tmp_path, record)
    assert read_record(tmp_path) == record
    assert (tmp_path / RECORD).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "{", "[]", '{"daemons": {"a": {}}, "facts": {}}', "null"])
def test_a_damaged_record_is_an_empty_one(tmp_path: Path, text: str) -> None:
    (tmp_path / RECORD).write_text(text)
    assert read_record(tmp_path) == Record()


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(ToolError):
        write_private(tmp_path / "x", "text")
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_only_the_owner_may_enter(tmp_path: Path) -> None:
    make_private(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_is_a_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ToolError) as problem:
        make_private(tmp_path / "file" / "below")
    assert problem.value.diagnostics[0].code == "NB7307"


def test_one_command_at_a_time(tmp_path: Path) -> None:
    inside = threading.Event()
    leave = threading.Event()

    def hold() -> None:
        with locked(tmp_path):
            inside.set()
            leave.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(10)
    with pytest.raises(ToolError) as problem, locked(tmp_path, seconds=0.3):
        pass
    assert problem.value.diagnostics[0].code == "NB7308"
    leave.set()
    holder.join()
    with locked(tmp_path, seconds=0.3):
        pass
