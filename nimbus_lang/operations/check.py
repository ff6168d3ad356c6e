"""Check: every stack under the targets, each of its overlays, the project's settings; all problems at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path

from nimbus_lang.compiler import CompileOptions, compile_sources
from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.diagnostics.order import in_order
from nimbus_lang.operations.blame import blame
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.syntax.parse import ParseCache
from nimbus_lang.workspace.config import load_config
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
    chosen = CompileOptions(options.overlay, options.values)
    first = compile_sources(sources, main, chosen, cache)
    overlays = first.checked.program.main.overlays if options.overlay is None else {}
    found = [one for one in first.diagnostics if not (overlays and one.code == _WITHOUT_VALUE)]
    if overlays:
        said = {(one.code, one.span) for one in found}
        for overlay in overlays:
            laid = compile_sources(sources, main, replace(chosen, overlay=overlay), cache)
            for one in laid.diagnostics:
                if (one.code, one.span) not in said:
                    said.add((one.code, one.span))
                    found.append(replace(one, notes=(*one.notes, f"with the overlay `{overlay}`")))
    return found, first.checked.sources
