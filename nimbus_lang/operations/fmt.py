"""Format: every spec under a target in its one layout; what does not parse is left alone and said."""

from __future__ import annotations

import difflib
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.package import is_pinned
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.syntax.print import format_source
from nimbus_lang.workspace.load import STANDARD_INPUT_NAME, load_local
from nimbus_lang.workspace.replace import replace_text


@dataclass(frozen=True, slots=True)
class Options:
    """`check` only tells which files would change."""

    targets: tuple[Path, ...]
    check: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """`changed` are the paths that were (or, with `check`, would be) rewritten; `diff` shows it.

    `printed` is what came from standard input, in its layout; None where that was no target.
    """

    changed: tuple[str, ...]
    diff: str
    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    unread: bool = False
    printed: str | None = None


def fmt(options: Options) -> Result:
    """Format what the targets name."""
    sources = SourceSet()
    problems: list[Diagnostic] = []
    for target in options.targets:
        loaded, unread = load_local(target, packages=True)
        problems += unread
        if loaded is not None:
            only = (
                loaded.sources if target.is_dir() else SourceSet.of(loaded.sources[loaded.mains[0]])
            )
            sources = sources.with_files(only)
    changed: list[str] = []
    diffs: list[str] = []
    found: list[Diagnostic] = []
    printed: str | None = None
    for file in sources:
        if is_pinned(file.path):
            continue
        text, said = format_source(file)
        found += said
        if file.path == STANDARD_INPUT_NAME:
            printed = text
        if text == file.text:
            continue
        changed.append(file.path)
        diffs.append(_diff(file, text))
        if not options.check and file.path != STANDARD_INPUT_NAME:
            problems += replace_text(Path(file.path), text)
    return Result(
        tuple(changed), "".join(diffs), (*problems, *found), sources, bool(problems), printed
    )


def _diff(file: SourceFile, text: str) -> str:
    return "".join(
        difflib.unified_diff(
            file.text.splitlines(keepends=True),
            text.splitlines(keepends=True),
            file.path,
            file.path,
        )
    )
