"""One stack read and evaluated, for verbs that only look: nothing is compiled or planned, and errors do not end it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nimbus_lang.compiler import Checked, CompileOptions, check_sources
from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.plan.errors import several_stacks
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.workspace.config import load_config
from nimbus_lang.workspace.load import load


@dataclass(frozen=True)
class Look:
    """`checked` is None, and `outcome` says why, where no stack could be had. `diagnostics` are the run's, not the stack's."""

    checked: Checked | None
    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    outcome: Outcome = Outcome.OK
    main: str = ""


def look(target: Path, overlay: str | None, values: Mapping[str, str]) -> Look:
    """Read the one stack that `target` names."""
    loaded, problems = load(target)
    if loaded is None or has_errors(problems):
        sources = loaded.sources if loaded is not None else SourceSet()
        return Look(None, problems, sources, Outcome.ENVIRONMENT)
    if len(loaded.mains) != 1:
        said = several_stacks(str(target), loaded.mains)
        return Look(None, (*problems, said), loaded.sources, Outcome.USAGE)
    config, said_of_config = load_config(loaded.folder)
    chosen = CompileOptions(overlay or config.overlay or None, values)
    checked = check_sources(loaded.sources, loaded.mains[0], chosen)
    found = (*problems, *said_of_config, *_choices(checked.diagnostics))
    sources = checked.sources.with_file(config.file) if config.file else checked.sources
    if has_errors(found):
        return Look(None, found, sources, Outcome.USAGE)
    return Look(checked, found, sources, main=loaded.mains[0])


def _choices(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """What is wrong with `--overlay` and `--set`."""
    return tuple(one for one in found if one.span is None and one.code in ("NB6020", "NB6021"))
