"""The one door through which Nimbus starts other programs: argument lists, never a shell.

Every child gets a scrubbed environment and its own process group; its output comes back line by line with
secrets taken out; a child that takes too long, or whom the user interrupts, is first asked to finish
(SIGINT, so that terraform saves its state), then told (SIGTERM), then ended (SIGKILL, the whole group).
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from nimbus_lang.tools import errors
from nimbus_lang.tools.environment import environment
from nimbus_lang.tools.redact import Redact, redactor
from nimbus_lang.tools.tool import ToolError

GRACE = 20.0
"""Seconds that a child has to finish after SIGINT; terraform's apply is given more."""
LAST_WORDS = 5.0
"""Seconds between SIGTERM and SIGKILL, and for reading what is left in the pipes."""

OnLine = Callable[[str, str], None]
"""Called with ("stdout" or "stderr", a redacted line without its end) in the caller's thread."""


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """How a process ended: its arguments and output without secrets, its exit code, how long it took."""

    argv: tuple[str, ...]
    code: int
    stdout: str
    stderr: str
    seconds: float

    @property
    def output(self) -> str:
        """Everything it said, its errors last."""
        return self.stdout + self.stderr


def run(
    argv: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
    secrets: Sequence[str] = (),
    on_line: OnLine | None = None,
    stdin: str | None = None,
    grace: float = GRACE,
    through: Path | None = None,
) -> ProcessResult:
    """Run a program to its end, whatever its exit code.

    With `through`, what it says goes through that file and not through a pipe: a program that changes the world can
    then finish and save what it knows even if we are killed. The file is ours alone and is removed at the end.
    `env` is added to the allow-list of `environment()`. Raises ToolError if the program is missing (NB7201),
    cannot be started (NB7205) or runs longer than `timeout` seconds (NB7202); on KeyboardInterrupt the child
    is ended before the interrupt goes on.
    """
    hide = redactor(secrets)
    began = time.monotonic()
    with _opened(through) as out:
        child = _spawn(argv, cwd, environment(env), stdin is not None, out)
    output = _Output(child, hide, stdin, through)
    try:
        in_time = output.pump(None if timeout is None else began + timeout, on_line)
    except BaseException as problem:
        _end(child, grace, output, on_line if isinstance(problem, KeyboardInterrupt) else None)
        raise
    if not in_time:
        _end(child, grace, output, None)
        said = errors.too_slow(_name(argv), timeout or 0.0, output.text("stdout", "stderr"))
        raise ToolError(said)
    if through is not None:
        through.unlink(missing_ok=True)
    return ProcessResult(
        tuple(hide(a) for a in argv),
        child.returncode,
        output.text("stdout"),
        output.text("stderr"),
        time.monotonic() - began,
    )


def start(
    argv: Sequence[str], *, log: Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> int:
    """Start a program that goes on after us, in its own session, its output appended to `log`; its pid."""
    try:
        with log.open("ab") as out:
            child = _spawn(argv, cwd, environment(env), False, out)
    except OSError as problem:
        raise ToolError(errors.unusable_path(str(log), problem.strerror or str(problem))) from None
    _daemons[child.pid] = child
    return child.pid


def reap(pid: int) -> None:
    """Take note that a daemon started by this very process has ended, if it has."""
    child = _daemons.get(pid)
    if child is not None and child.poll() is not None:
        del _daemons[pid]


_daemons: dict[int, subprocess.Popen[bytes]] = {}


class _Output:
    """Reads a child's two pipes, or its file, in threads and hands the lines to the thread that waits."""

    def __init__(
        self,
        child: subprocess.Popen[bytes],
        hide: Redact,
        stdin: str | None,
        through: Path | None = None,
    ) -> None:
        self._child = child
        self._hide = hide
        self._lines: dict[str, list[str]] = {"stdout": [], "stderr": []}
        self._queue: queue.SimpleQueue[tuple[str, bytes | None]] = queue.SimpleQueue()
        said: dict[str, Iterable[bytes] | None] = {"stdout": child.stdout, "stderr": child.stderr}
        if through is not None:
            said = {"stdout": _follow(through, child)}
        self._open = len(said)
        for name, lines in said.items():
            threading.Thread(target=self._read, args=(name, lines), daemon=True).start()
        if stdin is not None and child.stdin is not None:
            threading.Thread(target=_feed, args=(child.stdin, stdin), daemon=True).start()

    def _read(self, name: str, lines: Iterable[bytes]) -> None:
        with suppress(OSError, ValueError):
            for line in lines:
                self._queue.put((name, line))
        self._queue.put((name, None))

    def pump(self, deadline: float | None, on_line: OnLine | None) -> bool:
        """Take lines until both pipes are closed and the child has ended; False if `deadline` comes first."""
        gone_since: float | None = None
        while self._open or self._child.poll() is None:
            now = time.monotonic()
            if deadline is not None and now >= deadline:
                return False
            if self._child.poll() is not None:
                # A grandchild may hold the pipe open long after the child: wait for it only briefly.
                gone_since = gone_since or now
                if now - gone_since > LAST_WORDS:
                    return True
            wait = 0.2 if deadline is None else max(0.01, min(0.2, deadline - now))
            with suppress(queue.Empty):
                self._take(*self._queue.get(timeout=wait), on_line)
        return True

    def _take(self, name: str, line: bytes | None, on_line: OnLine | None) -> None:
        if line is None:
            self._open -= 1
            return
        text = self._hide(line.decode("utf-8", errors="replace"))
        self._lines[name].append(text)
        if on_line is not None:
            on_line(name, text.rstrip("\r\n"))

    def text(self, *names: str) -> str:
        """What was read so far; redacted once more as a whole, for secrets of several lines."""
        return self._hide("".join("".join(self._lines[name]) for name in names))


@contextmanager
def _opened(through: Path | None) -> Iterator[int | IO[bytes]]:
    """Where a child's output goes: a pipe, or a file of our own."""
    if through is None:
        yield subprocess.PIPE
        return
    try:
        handle = os.open(through, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as problem:
        said = errors.unusable_path(str(through), problem.strerror or str(problem))
        raise ToolError(said) from None
    with os.fdopen(handle, "wb") as out:
        yield out


def _follow(path: Path, child: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """The lines of a file that a child writes, until it has ended and all is read."""
    with path.open("rb") as file:
        rest = b""
        while True:
            ended = child.poll() is not None
            chunk = file.read()
            *lines, rest = (rest + chunk).split(b"\n")
            yield from (line + b"\n" for line in lines)
            if ended and not chunk:
                if rest:
                    yield rest
                return
            if not chunk:
                time.sleep(0.05)


def _spawn(
    argv: Sequence[str],
    cwd: Path | None,
    env: Mapping[str, str],
    feed: bool,
    out: int | IO[bytes],
) -> subprocess.Popen[bytes]:
    if cwd is not None and not cwd.is_dir():
        raise ToolError(errors.unusable_path(str(cwd), "it is not a folder"))
    try:
        return subprocess.Popen(
            list(argv),
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.PIPE if out == subprocess.PIPE else subprocess.STDOUT,
            start_new_session=True,
        )
    except FileNotFoundError:
        advice = "Install it, or put it on the PATH; `nimbus doctor` shows what was looked for."
        raise ToolError(errors.missing_tool(argv[0], advice)) from None
    except OSError as problem:
        raise ToolError(errors.unusable_path(argv[0], problem.strerror or str(problem))) from None


def _feed(pipe: IO[bytes], text: str) -> None:
    with suppress(OSError), pipe:
        pipe.write(text.encode())


def _end(
    child: subprocess.Popen[bytes], grace: float, output: _Output, on_line: OnLine | None
) -> None:
    """Ask, tell, end. A further interrupt by the user goes straight to the next step."""
    for step, patience in ((signal.SIGINT, grace), (signal.SIGTERM, LAST_WORDS)):
        if child.poll() is None:
            with suppress(ProcessLookupError):
                child.send_signal(step)
            with suppress(KeyboardInterrupt):
                output.pump(time.monotonic() + patience, on_line)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _name(argv: Sequence[str]) -> str:
    return " ".join([Path(argv[0]).name, *argv[1:2]])
