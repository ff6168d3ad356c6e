"""The text that ships with Nimbus: the grammar and the standard library.

In a wheel it lies under `nimbus_lang/_bundled`, in a checkout beside the package. Only text is handed out;
what a grammar or a component means is not known here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def bundled_folder(name: str) -> Path:
    """The folder `grammar` or `stdlib`: the wheel's copy when there is one, else the checkout's."""
    shipped = _PACKAGE / "_bundled" / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name


@cache
def grammar_text() -> str:
    """The text of `nimbus.lark`."""
    return (bundled_folder("grammar") / "nimbus.lark").read_text(encoding="utf-8")


@cache
def stdlib_paths() -> tuple[str, ...]:
    """Every file of the standard library, sorted, relative to it: `aws/network.nimbus`."""
    root = bundled_folder("stdlib")
    return tuple(sorted(path.relative_to(root).as_posix() for path in root.rglob("*.nimbus")))


@cache
def stdlib_text(path: str) -> str | None:
    """The text of one file of the standard library, or None when there is no such file."""
    if path not in stdlib_paths():
        return None
    return (bundled_folder("stdlib") / path).read_text(encoding="utf-8")
