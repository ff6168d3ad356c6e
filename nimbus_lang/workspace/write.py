"""Writes generated files into an output folder: all of them or none, and never over what somebody else wrote or edited.

Everything is first written beside its place, then moved there file by file. A small manifest in the folder remembers
the digests of what Nimbus wrote: what differs from them was edited, what is no longer generated can be removed. While
files are moved it holds the digests of both states, so that even after a crash each file is known to be ours.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.record import dataclass
from nimbus_lang.workspace import errors
from nimbus_lang.workspace.read import irregular, reason
from nimbus_lang.workspace.show import show
from nimbus_lang.workspace.uninterrupted import uninterrupted

MANIFEST = ".nimbus-manifest.json"
_TEMPORARY = ".nimbus-new-"
_Known = Mapping[str, frozenset[str]]
"""By path, the digests of what Nimbus wrote there: one, or two while a write is under way."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: paths below the folder, sorted."""

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def write_files(
    files: Mapping[str, str], folder: Path, *, force: bool = False
) -> tuple[Written | None, tuple[Diagnostic, ...]]:
    """Make `folder` hold these files (text by path). None, and one diagnostic, if that cannot be: then nothing was changed.

    `force` overwrites what was edited since it was generated, never what somebody else made.
    """
    made: list[Path] = []
    try:
        _make_folder(folder, made)
        known = _read_manifest(folder)
        if problem := _obstacle(files, folder, known, force):
            _unmake(made)
            return None, (problem,)
        return _replace(files, folder, known)
    except OSError as problem:
        _unmake(made)
        return None, (_refused(problem, folder),)
    except BaseException:
        _unmake(made)
        raise


def refusal(files: Mapping[str, str], folder: Path, *, force: bool = False) -> Diagnostic | None:
    """Why `write_files` would refuse, seen without writing; a fault of the disk is left for the write to tell."""
    try:
        return _obstacle(files, folder, _read_manifest(folder), force)
    except OSError:
        return None


def _replace(
    files: Mapping[str, str], folder: Path, known: _Known
) -> tuple[Written, tuple[Diagnostic, ...]]:
    fresh = {path: frozenset({_digest(text.encode())}) for path, text in files.items()}
    changed = sorted(p for p, digests in fresh.items() if _digest_of(folder / p) not in digests)
    stale = sorted(p for p in known if p not in files and (folder / p).is_file())
    leftovers = [p for p in stale if _digest_of(folder / p) not in known[p]]
    removed = [p for p in stale if p not in leftovers]
    if changed or removed or known != fresh:
        both = {
            p: known.get(p, frozenset()) | fresh.get(p, frozenset()) for p in {**known, **fresh}
        }
        with _Staging(folder) as staging:
            staging.put({p: files[p] for p in changed})
            staging.put({MANIFEST: _manifest(both)})
            with uninterrupted():
                staging.move([MANIFEST, *changed])
                for path in removed:
                    _remove(folder, path)
                staging.put({MANIFEST: _manifest(fresh)})
                staging.move([MANIFEST])
    unchanged = sorted(fresh.keys() - set(changed))
    said = tuple(errors.edited_leftover(show(folder / p)) for p in leftovers)
    return Written(tuple(changed), tuple(unchanged), tuple(removed)), said


class _Staging:
    """A folder beside the files, on the same disk, gone afterwards whatever happens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> _Staging:
        for left in self._folder.glob(_TEMPORARY + "*"):
            shutil.rmtree(left, ignore_errors=True)
        self._at = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=self._folder))
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._at, ignore_errors=True)

    def put(self, files: Mapping[str, str]) -> None:
        for path, text in files.items():
            place = self._at / path
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())

    def move(self, paths: list[str]) -> None:
        for path in paths:
            (self._folder / path).parent.mkdir(parents=True, exist_ok=True)
        for path in paths:
            (self._at / path).replace(self._folder / path)


def _make_folder(folder: Path, made: list[Path]) -> None:
    missing = [p for p in (folder, *folder.parents) if not os.path.lexists(p)]
    for path in reversed(missing):
        path.mkdir()
        made.append(path)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "it is not a folder", str(folder))


def _unmake(made: list[Path]) -> None:
    for path in reversed(made):
        try:
            path.rmdir()
        except OSError:
            return


def _obstacle(
    files: Mapping[str, str], folder: Path, known: _Known, force: bool
) -> Diagnostic | None:
    """The first thing that must not be overwritten, or all that were edited."""
    for path in sorted(files):
        if Path(path).is_absolute() or ".." in Path(path).parts:
            raise ValueError(f"an artifact's path must lie below the output folder: {path}")
        for above in reversed(Path(path).parents[:-1]):
            place = folder / above
            if place.is_symlink() or (place.exists() and not place.is_dir()):
                what = "a link" if place.is_symlink() else "a file"
                return errors.in_the_way(show(place), what, "a folder")
        if problem := _file_obstacle(folder / path, files[path], path in known):
            return problem
    edited = [p for p in sorted(known) if p in files and _edited(folder / p, files[p], known[p])]
    return errors.edited([show(folder / p) for p in edited]) if edited and not force else None


def _edited(place: Path, text: str, known: frozenset[str]) -> bool:
    """Whether a file that Nimbus wrote has a text that is neither what it wrote nor the new one."""
    return _digest_of(place) not in {None, *known, _digest(text.encode())}


def _file_obstacle(place: Path, text: str, ours: bool) -> Diagnostic | None:
    if place.is_symlink():
        return errors.in_the_way(show(place), "a link", "a generated file")
    if not place.exists():
        return None
    if what := irregular(place.stat().st_mode):
        return errors.in_the_way(show(place), what, "a generated file")
    if ours or _digest_of(place) == _digest(text.encode()):
        return None
    return errors.foreign_file(show(place))


def _remove(folder: Path, path: str) -> None:
    (folder / path).unlink(missing_ok=True)
    for above in Path(path).parents[:-1]:
        try:
            (folder / above).rmdir()
        except OSError:
            return


def _read_manifest(folder: Path) -> dict[str, frozenset[str]]:
    """What is known to be ours. A manifest that is missing or damaged means that nothing here is known to be ours."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return {}
    if not isinstance(found, dict):
        return {}
    safe = {p: d for p, d in found.items() if ".." not in Path(p).parts}
    return {p: frozenset(str(d).split()) for p, d in safe.items() if not Path(p).is_absolute()}


def _manifest(known: _Known) -> str:
    about = "Written by nimbus: the files it made here and may replace. sha256 by path."
    files = {path: " ".join(sorted(known[path])) for path in sorted(known)}
    return json.dumps({"about": about, "files": files}, indent=2) + "\n"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest_of(path: Path) -> str | None:
    try:
        return _digest(path.read_bytes())
    except FileNotFoundError:
        return None


def _refused(problem: OSError, folder: Path) -> Diagnostic:
    place = show(Path(str(problem.filename))) if problem.filename else show(folder)
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return errors.disk_full(show(folder))
    if problem.errno in (errno.ENOTDIR, errno.EEXIST):
        return errors.in_the_way(place, "not a folder", "a folder")
    return errors.not_writable(show(folder), reason(problem))
