"""One line on a terminal that says what is going on and for how long; it moves, and leaves nothing behind."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from threading import Event, Thread
from typing import TextIO

_ROUND = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_PLAIN = "|/-\\"
_PAUSE = 0.1


class Spinner:
    """Draws until it is stopped, from a thread of its own that dies with the process."""

    def __init__(self, stream: TextIO, what: str) -> None:
        self._stream = stream
        self._what = what
        self._over = Event()
        self._thread = Thread(target=self._draw, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, and clear the line."""
        self._over.set()
        self._thread.join()
        self._write("\r\x1b[K")

    def _draw(self) -> None:
        unicode = "utf" in (self._stream.encoding or "").lower()
        marks = _ROUND if unicode else _PLAIN
        began = time.monotonic()
        turn = 0
        while not self._over.is_set():
            seconds = time.monotonic() - began
            since = f"  {seconds:.0f} s" if seconds >= 2 else ""
            text = f"{marks[turn % len(marks)]} {self._what}{since}"
            self._write(f"\r{text[: self._width()]}\x1b[K")
            turn += 1
            self._over.wait(_PAUSE)

    def _width(self) -> int:
        with suppress(OSError, ValueError):
            return (os.get_terminal_size(self._stream.fileno()).columns or 80) - 1
        return 79

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()


def fits(stream: TextIO) -> bool:
    """Whether a moving line belongs on a stream."""
    return stream.isatty() and os.environ.get("TERM") != "dumb" and sys.platform != "win32"
