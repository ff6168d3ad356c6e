"""Verify: read back, through the APIs themselves, whether everything that a stack wants is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.execute.events import Emit, silent
from nimbus_lang.execute.verify import verify as read_back
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.operations.session import Refused, Where, read, session
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceSet


@dataclass(frozen=True, slots=True)
class Options:
    """`deep` also asks for a new plan, which must show no changes."""

    target: Path
    overlay: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    sandbox: bool = False
    deep: bool = False
    emit: Emit = silent


@dataclass(frozen=True)
class Result:
    """`checked` objects were read back; `unread` are those for which there is no reader."""

    checked: int
    unread: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    outcome: Outcome


def verify(options: Options) -> Result:
    """Read back. Nothing changes."""
    where = Where(options.target, options.overlay, options.values, options.sandbox)
    try:
        found = read(where, options.emit)
        with session(found, "nimbus verify", options.emit, sandbox=options.sandbox) as held:
            checked = read_back(held.deployment, options.emit, deep=options.deep)
    except Refused as refused:
        return Result(0, (), refused.diagnostics, refused.sources, refused.outcome)
    said = (*found.diagnostics, *checked.diagnostics)
    outcome = Outcome.PARTIAL if has_errors(checked.diagnostics) else Outcome.OK
    return Result(checked.checked, checked.unread, said, found.sources, outcome)
