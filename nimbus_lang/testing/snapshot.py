"""Golden files: what a stack compiles to now, beside what it was seen to compile to. Compares texts, reads none.

The graph and the source map are not among them: they hold places, which move with every comment.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping


def changes(kept: Mapping[str, str], made: Mapping[str, str]) -> dict[str, str]:
    """A unified diff for each file that differs, is new or is gone."""
    return {
        path: _diff(path, kept.get(path), made.get(path))
        for path in sorted({*kept, *made})
        if kept.get(path) != made.get(path)
    }


def _diff(path: str, kept: str | None, made: str | None) -> str:
    lines = difflib.unified_diff(
        (kept or "").splitlines(keepends=True),
        (made or "").splitlines(keepends=True),
        f"golden/{path}" if kept is not None else "/dev/null",
        f"compiled/{path}" if made is not None else "/dev/null",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
