"""Replace one text file whole: a reader sees the old text or the new one, never half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.workspace.errors import disk_full, foreign_file, not_writable
from nimbus_lang.workspace.read import reason
from nimbus_lang.workspace.uninterrupted import uninterrupted

_FULL = {28, 122}


def write_result(path: Path, text: str) -> tuple[Diagnostic, ...]:
    """The same for what a verb makes of specs: never over a spec."""
    if path.suffix == ".nimbus" and os.path.lexists(path):
        return (foreign_file(str(path)),)
    return replace_text(path, text)


def replace_text(path: Path, text: str) -> tuple[Diagnostic, ...]:
    """Write `text` to `path` (mode kept); on failure the old file is untouched and the diagnostic says why."""
    target = path.resolve()
    staged = ""
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
        handle, staged = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
        Path(staged).chmod(mode)
        with uninterrupted():
            Path(staged).replace(target)
            staged = ""
    except OSError as problem:
        full = problem.errno in _FULL
        return (disk_full(str(path)) if full else not_writable(str(path), reason(problem)),)
    finally:
        if staged:
            Path(staged).unlink(missing_ok=True)
    return ()
