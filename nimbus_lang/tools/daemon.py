"""Looks after programs that outlive us, by pid: is it still the one we started, and end it.

A pid alone proves nothing, since numbers are used again; a `Daemon` also keeps when the process began.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nimbus_lang.tools.process import reap, run

PATIENCE = 15.0


@dataclass(frozen=True, slots=True)
class Daemon:
    """A process: its pid and the moment it began, as the system words it."""

    pid: int
    began: str


def daemon(pid: int) -> Daemon:
    """The process that has this pid now; `began` is empty if there is none."""
    return Daemon(pid, _began(pid))


def alive(process: Daemon) -> bool:
    """Whether this very process still runs: not another with its number, not a dead one nobody has buried."""
    reap(process.pid)
    return process.pid > 0 and bool(process.began) and _began(process.pid) == process.began


def stop(process: Daemon, patience: float = PATIENCE) -> None:
    """End a process and its group: SIGTERM, and SIGKILL after `patience` seconds. A stranger is left alone."""
    for step in (signal.SIGTERM, signal.SIGKILL):
        if not alive(process):
            return
        _signal_group(process.pid, step)
        deadline = time.monotonic() + patience
        while alive(process) and time.monotonic() < deadline:
            time.sleep(0.05)


def _signal_group(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if os.getpgid(pid) == pid:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)


def _began(pid: int) -> str:
    """When the process began; empty if there is none or it is a zombie."""
    proc = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            fields = proc.read_text().rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if fields[0] == "Z" else fields[19]
    answer = run(["ps", "-o", "stat=,lstart=", "-p", str(pid)]).stdout.strip()
    return "" if not answer or answer.startswith("Z") else answer.partition(" ")[2].strip()
