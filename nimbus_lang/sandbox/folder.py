"""The sandbox's folder: where it is, its record of what runs, and the lock that lets one command at a time change it.

The record is written before and after each step, so that whoever comes after a killed command finds every
process it had started.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from nimbus_lang.sandbox import errors
from nimbus_lang.tools.daemon import Daemon
from nimbus_lang.tools.tool import ToolError

FOLDER_VARIABLE = "NIMBUS_SANDBOX_DIR"
RECORD, LOCK = "sandbox.json", "lock"


@dataclass(frozen=True, slots=True)
class Record:
    """What was started: each process by its name, and plain facts about it (ports, versions, paths)."""

    daemons: Mapping[str, Daemon] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)

    def with_daemon(self, name: str, daemon: Daemon) -> Record:
        """This record with one process added or replaced."""
        return Record({**self.daemons, name: daemon}, self.facts)

    def with_facts(self, **facts: str) -> Record:
        """This record with facts added or replaced."""
        return Record(self.daemons, {**self.facts, **facts})


def sandbox_folder() -> Path:
    """The folder of the sandbox: `NIMBUS_SANDBOX_DIR`, else in the user's state folder. Not made here."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named).absolute()
    from platformdirs import user_state_path

    return user_state_path("nimbus") / "sandbox"


def make_private(folder: Path) -> None:
    """Make a folder that only its owner may enter; raises ToolError NB7307."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
    except OSError as problem:
        raise ToolError(
            errors.unusable_folder(str(folder), problem.strerror or str(problem))
        ) from None


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        part.touch(mode=0o600)
        part.write_text(text)
        part.replace(path)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise ToolError(
            errors.unusable_folder(str(path), problem.strerror or str(problem))
        ) from None


def read_record(folder: Path) -> Record:
    """The record of a folder; an empty one where there is none or it is damaged."""
    try:
        facts = json.loads((folder / RECORD).read_text())
        daemons = {name: Daemon(**daemon) for name, daemon in facts["daemons"].items()}
        return Record(daemons, dict(facts["facts"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Record()


def write_record(folder: Path, record: Record) -> None:
    """Replace the record of a folder."""
    write_private(folder / RECORD, json.dumps(asdict(record), indent=1) + "\n")


@contextmanager
def locked(folder: Path, seconds: float = 1200.0) -> Iterator[None]:
    """Hold the folder's lock; raises ToolError NB7308 if another holds it longer than `seconds`."""
    make_private(folder)
    with (folder / LOCK).open("w") as handle:
        _take(handle.fileno(), folder, time.monotonic() + seconds, seconds)
        yield


def _take(handle: int, folder: Path, deadline: float, seconds: float) -> None:
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise ToolError(errors.busy(str(folder), seconds)) from None
            time.sleep(0.1)
