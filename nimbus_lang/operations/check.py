"""Check: every stack under the targets, each of its overlays, the project's settings; all problems at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path

from nimbus_lang.compiler import CompileOptions, check_opened, lower_checked, open_program
from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.diagnostics.order import in_order
from nimbus_lang.operations.blame import blame
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.syntax.parse import ParseCache
from nimbus_lang.workspace.config import load_config
from nimbus_lang.workspace.deployable import pointless
from nimbus_lang.workspace.load import Loaded, load


@dataclass(frozen=True, slots=True)
class Options:
    """`targets` are files, folders or `-`; `overlay` None checks a stack and then each overlay; `values` are `--set` expressions."""

    targets: tuple[Path, ...]
    overlay: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What was found. `unread` is set when something could not be read; `stacks` are the paths that were checked."""

    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    stacks: tuple[str, ...] = ()
    unread: bool = False


def check(options: Options) -> Result:
    """Read and check."""
    found: list[Diagnostic] = []
    sources = SourceSet()
    stacks: list[str] = []
    unread = False
    for target in options.targets:
        loaded, problems = load(target)
        found += problems
        unread = unread or has_errors(problems)
        if loaded is not None:
            more, read = check_loaded(loaded, options)
            found += more
            sources = sources.with_files(read)
            stacks += [main for main in loaded.mains if main not in stacks]
    unread = unread or blame(found) is Outcome.ENVIRONMENT
    return Result(in_order(found, sources), sources, tuple(stacks), unread)


def check_loaded(loaded: Loaded, options: Options) -> tuple[list[Diagnostic], SourceSet]:
    """What is wrong with text that was read, and all text that was looked at."""
    config, found = load_config(loaded.folder)
    sources = loaded.sources.with_file(config.file) if config.file else loaded.sources
    problems = list(found)
    cache = ParseCache()
    for main in loaded.mains:
        more, read = _check_stack(loaded.sources, main, options, cache)
        problems += more
        sources = sources.with_files(read)
    return problems, sources


_WITHOUT_VALUE = "NB3013"
"""A parameter that every overlay gives a value needs no other."""


def _check_stack(
    sources: SourceSet, main: str, options: Options, cache: ParseCache
) -> tuple[list[Diagnostic], SourceSet]:
    """The stack as it is written, then with each overlay: what only that brings is told as such."""
    opened = open_program(sources, main, cache)

    def problems(overlay: str | None) -> tuple[Diagnostic, ...]:
        chosen = CompileOptions(overlay, options.values)
        return lower_checked(check_opened(opened, chosen)).diagnostics

    overlays = opened.program.main.overlays if options.overlay is None else {}
    found = [
        one for one in problems(options.overlay) if not (overlays and one.code == _WITHOUT_VALUE)
    ]
    for overlay in overlays:
        said = {(one.code, one.span) for one in found}
        note = f"with the overlay `{overlay}`"
        found += [
            replace(one, notes=(*one.notes, note))
            for one in problems(overlay)
            if (one.code, one.span) not in said
        ]
    found += filter(None, [pointless(opened.program.main.module)])
    return found, opened.sources
