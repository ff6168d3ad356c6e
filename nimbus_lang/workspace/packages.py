"""The files of repositories that specs use, read from what was fetched before and held against nimbus.lock.

Starts no process and opens no socket: a text that is not here, or not as it is locked, is marked absent, and the checker
says so at the `use` that wants it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.package import PackageFile, find_file, is_pinned, read_package
from nimbus_lang.source.source_file import Absence, SourceFile, SourceSet
from nimbus_lang.workspace import errors_lock as errors
from nimbus_lang.workspace.lock import Lock, lock_path, read_lock
from nimbus_lang.workspace.package_cache import kept
from nimbus_lang.workspace.ships import ships
from nimbus_lang.workspace.show import show

_FROM = re.compile(r'\bfrom\s+"([^"$\n]+)"')
_MOST_FILES = 2_000


def with_packages(sources: SourceSet, folder: Path) -> tuple[SourceSet, tuple[Diagnostic, ...]]:
    """The same sources and every repository's file they use, directly or through one another."""
    path = lock_path(folder)
    wanted = list(_pinned(sources))
    if not wanted and not path.exists():
        return sources, ()
    lock, problems = read_lock(path, show(path))
    if lock is None:
        return sources, problems
    found = _read(wanted, lock)
    return sources.with_files(found), tuple(other_types(lock, show(path)))


def _pinned(files: Iterable[SourceFile]) -> Iterator[str]:
    for file in files:
        if file.text.find("git+") >= 0 or is_pinned(file.path):
            for match in _FROM.finditer(file.text):
                name = find_file(file.path, match[1])
                if isinstance(name, str) and is_pinned(name):
                    yield name


def _read(waiting: list[str], lock: Lock) -> SourceSet:
    files: dict[str, SourceFile] = {}
    absent: dict[str, Absence] = {}
    while waiting and len(files) < _MOST_FILES:
        name = waiting.pop()
        if name in files or name in absent:
            continue
        text = locked_text(lock, name)
        if isinstance(text, Absence):
            absent[name] = text
        else:
            files[name] = SourceFile(name, text)
            waiting += _pinned([files[name]])
    return SourceSet(files, absent)


def locked_text(lock: Lock, name: str) -> str | Absence:
    """The text that the lock pins under a file's name."""
    file = read_package(name)
    pin = lock.packages.get(file.package) if isinstance(file, PackageFile) else None
    digest = pin.files.get(file.path) if pin is not None and isinstance(file, PackageFile) else None
    return Absence.NOT_LOCKED if digest is None else kept(digest)


def other_types(lock: Lock, shown: str) -> Iterator[Diagnostic]:
    """What ships with this Nimbus and is not what the lock was written with."""
    if not lock.bundled:
        return
    here = ships()
    for name, locked in sorted(lock.bundled.items()):
        mine = here.get(name)
        if mine != locked:
            now = f"{mine.version}" if mine is not None else "none"
            yield errors.other_types(shown, name, locked.version, now)
