"""From the disk to a `SourceSet`: a file, or every stack under a folder, with the files they use.

Knows only the words of the language that decide what to read (`stack NAME`, `from "./..."`, `: stack.NAME`); whether a file
means anything is the compiler's business, and so is a used file that does not exist.
"""

from __future__ import annotations

import os
import posixpath
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.package import Sort, find_file, sort_of
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import Absence, SourceFile, SourceSet
from nimbus_lang.source.span import Span
from nimbus_lang.workspace import errors
from nimbus_lang.workspace.beside import leads_out
from nimbus_lang.workspace.config import find_config
from nimbus_lang.workspace.packages import with_packages
from nimbus_lang.workspace.read import read_stream, read_text, reason
from nimbus_lang.workspace.show import show as show  # also known by this name

SUFFIX = ".nimbus"
STANDARD_INPUT = Path("-")
STANDARD_INPUT_NAME = "<stdin>"
_USE = re.compile(r'\bfrom\s+"(\.{1,2}/[^"$\n]+)"')
_STACK = re.compile(r"^[ \t]*stack\s+[A-Za-z_]", re.MULTILINE)
_LOOKS_UP = re.compile(r":\s*stack\s*\.")
_SKIPPED = {"node_modules", "__pycache__"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a command works on: all text that was read, and the paths (keys of `sources`) of the stacks named.

    `folder` is where the project's own files (`.nimbus/`, `nimbus.toml`) are looked for: that of the target.
    """

    sources: SourceSet
    mains: tuple[str, ...]
    folder: Path


def load(target: Path, packages: bool = False) -> tuple[Loaded | None, tuple[Diagnostic, ...]]:
    """Read a file, a folder or standard input (`-`). None only if nothing at all could be read.

    Of a folder `mains` are its stacks, with `packages` its other files too.
    """
    loaded, problems = load_local(target, packages)
    if loaded is None:
        return None, problems
    local = _with_neighbours(loaded.sources, loaded.folder)
    sources, more = with_packages(local, loaded.folder)
    return Loaded(sources, loaded.mains, loaded.folder), (*problems, *more)


def load_local(
    target: Path, packages: bool = False
) -> tuple[Loaded | None, tuple[Diagnostic, ...]]:
    """The same without the files of repositories."""
    if target == STANDARD_INPUT:
        return _load_standard_input()
    if target.is_dir():
        return _load_folder(target, packages)
    sources, problems = _read_all([target])
    if show(target) not in sources.files:
        return None, problems
    return Loaded(sources, (show(target),), target.parent), problems


def _load_standard_input() -> tuple[Loaded | None, tuple[Diagnostic, ...]]:
    """What is piped in; the files it uses are looked for in the current folder."""
    stream = sys.stdin.buffer if sys.stdin is not None else None
    text, problems = read_stream(stream, STANDARD_INPUT_NAME)
    if text is None:
        return None, problems
    main = SourceFile(STANDARD_INPUT_NAME, text)
    used, more = _read_all(list(_uses(main, Path.cwd())))
    sources = SourceSet({main.path: main, **used.files}, used.absent)
    return Loaded(sources, (main.path,), Path.cwd()), more


def _load_folder(folder: Path, packages: bool) -> tuple[Loaded | None, tuple[Diagnostic, ...]]:
    found, problems = _specs_under(folder)
    sources, more = _read_all(found)
    problems += more
    names = [show(path) for path in found if show(path) in sources.files]
    mains = tuple(name for name in names if packages or _STACK.search(sources[name].text))
    if not mains:
        if not problems:
            problems = (errors.no_stack(show(folder), len(names)),)
        return None, problems
    return Loaded(sources, mains, folder), problems


def _with_neighbours(sources: SourceSet, folder: Path) -> SourceSet:
    """The same sources and, where one of them looks up another stack, every stack of the project with what it uses.

    Without nimbus.toml each folder is a project of its own, with its own state. What cannot be read is no stack.
    """
    if not any("lookup" in file.text and _LOOKS_UP.search(file.text) for file in sources):
        return sources
    root = find_config(folder)
    if root is not None:
        specs, _ = _specs_under(root.parent)
    else:
        specs = sorted(folder.glob(f"*{SUFFIX}"))
    found, _ = _read_all(specs)
    stacks = [path for path in specs if _STACK.search(_text_of(found, path))]
    used, _ = _read_all(stacks)
    return SourceSet({**sources.files, **used.files, **sources.files}, sources.absent)


def _text_of(sources: SourceSet, path: Path) -> str:
    file = sources.get(show(path))
    return file.text if file is not None else ""


def _specs_under(folder: Path) -> tuple[list[Path], tuple[Diagnostic, ...]]:
    """Every spec below a folder, in the order of their paths; hidden folders are left alone."""
    problems: list[Diagnostic] = []
    found: list[Path] = []

    def refused(problem: OSError) -> None:
        problems.append(errors.unreadable(show(Path(problem.filename or folder)), reason(problem)))

    for at, folders, files in os.walk(folder, onerror=refused):
        folders[:] = sorted(d for d in folders if not d.startswith(".") and d not in _SKIPPED)
        found += [Path(at, name) for name in files if name.endswith(SUFFIX)]
    return sorted(found), tuple(problems)


def _read_all(
    targets: Iterable[Path | tuple[Path, Span | None]],
) -> tuple[SourceSet, tuple[Diagnostic, ...]]:
    """Read files and, from there, every local file they use, each once."""
    files: dict[str, SourceFile] = {}
    absent: dict[str, Absence] = {}
    problems: list[Diagnostic] = []
    waiting = [(target, None) if isinstance(target, Path) else target for target in targets]
    seen = set()
    while waiting:
        path, used_at = waiting.pop(0)
        name = show(path) if used_at is None else _called(path, used_at)
        if name in seen:
            continue
        seen.add(name)
        if used_at is not None and leads_out(path, used_at.path):
            absent[name] = Absence.OUTSIDE
            continue
        text, said = read_text(path, name, used_at)
        problems += said
        if text is not None:
            files[name] = SourceFile(name, text)
            waiting += _uses(files[name], path.parent)
    return SourceSet(files, absent), tuple(problems)


def _called(path: Path, used_at: Span) -> str:
    """What the checker calls a used file: by its place from the file that uses it, wherever one stands."""
    base = Path(used_at.path).parent
    return show(path) if base.is_absolute() else Path(os.path.relpath(path)).as_posix()


def _uses(file: SourceFile, folder: Path) -> Iterator[tuple[Path, Span]]:
    """The local files that a file uses and that exist; the checker names those that do not, at their `use`."""
    if file.text.find("from") < 0 or not file.path.endswith((SUFFIX, STANDARD_INPUT_NAME)):
        return
    for match in _USE.finditer(file.text):
        name = find_file(file.path, match[1])
        if not isinstance(name, str) or sort_of(name) not in (Sort.PACKAGE, Sort.CRDS):
            continue
        path = folder / posixpath.normpath(match[1])
        if os.path.lexists(path):
            yield path, Span(file.path, match.start(1) - 1, match.end(1) + 1)
