"""A place for things that can be made again: tables, indexes. Losing it costs time, never an answer.

`NIMBUS_CACHE_DIR` wins, else the user's cache folder. Every failure to read or write is silent: a read-only or
full disk means the thing is made afresh.
"""

from __future__ import annotations

import os
from pathlib import Path


def cache_dir() -> Path | None:
    """The folder for caches (it may not exist yet), or None when the system has none."""
    chosen = os.environ.get("NIMBUS_CACHE_DIR")
    if chosen:
        return Path(chosen)
    try:
        from platformdirs import user_cache_path

        return user_cache_path("nimbus", appauthor=False)
    except (ImportError, OSError, RuntimeError):
        return None


def read_cached(name: str) -> bytes | None:
    """The bytes kept under `name` (a relative path), or None."""
    folder = cache_dir()
    if folder is None:
        return None
    try:
        return (folder / name).read_bytes()
    except OSError:
        return None


def write_cached(name: str, content: bytes) -> bool:
    """Keep bytes under `name`, whole or not at all; False when they could not be kept."""
    folder = cache_dir()
    if folder is None:
        return False
    target = folder / name
    draft = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(target)
    except OSError:
        try:
            draft.unlink(missing_ok=True)
        except OSError:
            return False
        return False
    return True
