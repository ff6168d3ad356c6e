"""Check: every stack under a target, each of its overlays, all problems at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from nimbus_lang.compiler import CompileOptions, check_sources
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.diagnostics.order import in_order
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.workspace.load import load


@dataclass(frozen=True, slots=True)
class Options:
    """`overlay` None checks the stack and then each overlay; `values` are `--set` expressions."""

    target: Path
    overlay: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What was found. `unread` is set when nothing could be read; `stacks` are the paths that were checked."""

    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    stacks: tuple[str, ...] = ()
    unread: bool = False


def check(options: Options) -> Result:
    """Read and check."""
    loaded, problems = load(options.target)
    if loaded is None:
        return Result(problems, SourceSet(), unread=True)
    found: list[Diagnostic] = list(problems)
    sources = loaded.sources
    for main in loaded.mains:
        more, read = _check_stack(loaded.sources, main, options)
        found += more
        sources = SourceSet({**sources.files, **read.files})
    return Result(in_order(found, sources), sources, loaded.mains, unread=bool(problems))


def _check_stack(
    sources: SourceSet, main: str, options: Options
) -> tuple[list[Diagnostic], SourceSet]:
    chosen = CompileOptions(options.overlay, options.values)
    first = check_sources(sources, main, chosen)
    found = list(first.diagnostics)
    if options.overlay is None:
        said = {(one.code, one.span) for one in found}
        for overlay in first.program.main.overlays:
            checked = check_sources(sources, main, replace(chosen, overlay=overlay))
            for one in checked.diagnostics:
                if (one.code, one.span) not in said:
                    said.add((one.code, one.span))
                    found.append(replace(one, notes=(*one.notes, f"with the overlay `{overlay}`")))
    return found, first.sources
