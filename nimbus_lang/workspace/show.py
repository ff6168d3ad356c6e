"""How people name a path: relative to where they are, if it lies below."""

from __future__ import annotations

import os
from pathlib import Path


def show(path: Path) -> str:
    """A path relative to the current folder if it lies below it, with forward slashes."""
    full = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    here = Path.cwd()
    return (full.relative_to(here) if full.is_relative_to(here) else full).as_posix()
