"""One file of text from the disk, or the reason why there is none: never an exception, never a hang.

A pipe is not opened (it would wait for a writer), a device not either, and nothing larger than a spec may be is read.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.span import Span
from nimbus_lang.workspace import errors

MAX_BYTES = 4 * 1024 * 1024
"""What one spec may have. The largest spec anyone reviews is far below."""

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def read_text(
    path: Path, shown: str, span: Span | None = None
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of a file; `shown` is what messages call it, `span` the place that names it."""
    data, problem = _read_bytes(path, shown, span)
    if data is None:
        return None, (problem,) if problem else ()
    return _decoded(data, shown, span)


def read_stream(stream: BinaryIO | None, shown: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of a stream that is read to its end (standard input); None stands for a closed one."""
    if stream is None:
        return None, (errors.unreadable(shown, "it is closed"),)
    try:
        data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as problem:
        return None, (errors.unreadable(shown, reason(problem)),)
    if len(data) > MAX_BYTES:
        return None, (errors.too_large(shown, len(data), MAX_BYTES, None),)
    return _decoded(data, shown, None)


def _decoded(
    data: bytes, shown: str, span: Span | None
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    if (nul := data.find(b"\0")) >= 0:
        return None, (errors.nul_bytes(shown, _line(data, nul), span),)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as bad:
        return None, (errors.not_utf8(shown, bad.start, _line(data, bad.start), span),)


def _read_bytes(
    path: Path, shown: str, span: Span | None
) -> tuple[bytes | None, Diagnostic | None]:
    try:
        # O_NONBLOCK: opening must not wait, should the file become a pipe after we looked.
        if what := irregular(path.stat().st_mode):
            return None, errors.not_a_file(shown, what, span)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            size = os.fstat(handle).st_size
            if size > MAX_BYTES:
                return None, errors.too_large(shown, size, MAX_BYTES, span)
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None, errors.missing_file(shown, span)
    except (OSError, ValueError) as problem:
        return None, errors.unreadable(shown, reason(problem), span)
    if len(data) > MAX_BYTES:
        return None, errors.too_large(shown, len(data), MAX_BYTES, span)
    return data, None


def irregular(mode: int) -> str:
    """What a file is when it is no ordinary file; empty when it is one."""
    if stat.S_ISREG(mode):
        return ""
    return next((what for test, what in _KINDS if test(mode)), "something else")


def reason(problem: Exception) -> str:
    """Why the system refused, in its own words and without the path."""
    said = getattr(problem, "strerror", None) or str(problem)
    return said[:1].lower() + said[1:]


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
