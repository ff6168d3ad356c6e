"""Fix: check, put the safe fixes in, check again, until nothing is left that a machine may mend; then write whole files.

A round after which less of the text can be read than before is not kept.
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path

from nimbus_lang.diagnostics.apply_fixes import Applied, apply_fixes
from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.diagnostics.order import in_order
from nimbus_lang.operations.blame import blame
from nimbus_lang.operations.check import Options, check_loaded
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.source.package import is_pinned
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.workspace.load import STANDARD_INPUT_NAME, Loaded, load
from nimbus_lang.workspace.replace import replace_text

MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fix that was put in: where (as it stood before), which diagnostic asked for it, and what it did."""

    path: str
    line: int
    column: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Result:
    """What is left to say after the fixes, and what they were. `printed` is standard input, mended; None where it was no target."""

    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    stacks: tuple[str, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    diff: str = ""
    unread: bool = False
    printed: str | None = None


def fix(options: Options, *, write: bool = True) -> Result:
    """Mend what the targets name; with `write` False only say how."""
    done = Result((), SourceSet())
    for target in options.targets:
        loaded, problems = load(target)
        done = replace(done, diagnostics=(*done.diagnostics, *problems))
        done = replace(done, unread=done.unread or has_errors(problems))
        if loaded is not None:
            done = _joined(done, _fix_loaded(loaded, options, write))
    unread = done.unread or blame(done.diagnostics) is Outcome.ENVIRONMENT
    found = in_order(done.diagnostics, done.sources)
    return replace(done, diagnostics=found, unread=unread)


def _joined(one: Result, other: Result) -> Result:
    return Result(
        (*one.diagnostics, *other.diagnostics),
        one.sources.with_files(other.sources),
        tuple(dict.fromkeys((*one.stacks, *other.stacks))),
        (*one.fixed, *other.fixed),
        one.diff + other.diff,
        one.unread or other.unread,
        one.printed if other.printed is None else other.printed,
    )


def _fix_loaded(loaded: Loaded, options: Options, write: bool) -> Result:
    before = loaded.sources
    loaded, found, sources, fixed = _rounds(loaded, options)
    changed = [file for file in loaded.sources if file.text != before[file.path].text]
    problems: list[Diagnostic] = []
    for file in changed:
        if write and file.path != STANDARD_INPUT_NAME:
            problems += replace_text(Path(file.path), file.text)
    piped = loaded.sources.get(STANDARD_INPUT_NAME)
    return Result(
        (*found, *problems),
        sources,
        loaded.mains,
        fixed,
        "".join(_diff(before[file.path].text, file.text, file.path) for file in changed),
        bool(problems),
        piped.text if piped else None,
    )


def _rounds(
    loaded: Loaded, options: Options
) -> tuple[Loaded, tuple[Diagnostic, ...], SourceSet, tuple[Fixed, ...]]:
    fixed: list[Fixed] = []
    found, sources = _checked(loaded, options)
    for _ in range(MOST_ROUNDS):
        own = [path for path in loaded.sources.files if not is_pinned(path)]
        mended, applied = apply_fixes(found, loaded.sources, own)
        if not applied:
            break
        attempt = replace(loaded, sources=mended)
        after, read = _checked(attempt, options)
        if _unreadable(after) > _unreadable(found):
            break
        fixed += [_told(one, loaded.sources) for one in applied]
        loaded, found, sources = attempt, after, read
    return loaded, found, sources, tuple(fixed)


def _checked(loaded: Loaded, options: Options) -> tuple[tuple[Diagnostic, ...], SourceSet]:
    problems, sources = check_loaded(loaded, options)
    return in_order(problems, sources), sources


def _unreadable(found: tuple[Diagnostic, ...]) -> int:
    """How many places cannot be read. Other errors may well grow in number: a mended one no longer hides them."""
    return sum(one.code.startswith("NB1") for one in found)


def _told(one: Applied, sources: SourceSet) -> Fixed:
    place = one.fix.edits[0].span
    line, column = sources[place.path].position(place.start)
    return Fixed(place.path, line, column, one.diagnostic.code, one.fix.title)


def _diff(before: str, after: str, path: str) -> str:
    lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return "".join(difflib.unified_diff(*lines, path, path))
