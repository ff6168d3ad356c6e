"""Plan: what would change in the world if a stack were applied, and, if asked, a file that says exactly that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.execute.events import Emit, silent
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.operations.session import Refused, Where, read, session
from nimbus_lang.plan.build_plan import build_plan
from nimbus_lang.plan.model import Kind, Plan
from nimbus_lang.plan.plan_file import write_plan
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.state.home import home
from nimbus_lang.state.kept import kept


@dataclass(frozen=True, slots=True)
class Options:
    """`out`: where to save the plan. `destroy`: plan the removal of everything."""

    target: Path
    out: Path | None = None
    overlay: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    sandbox: bool = False
    destroy: bool = False
    emit: Emit = silent


@dataclass(frozen=True)
class Result:
    """The plan, None where there is none."""

    plan: Plan | None
    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    outcome: Outcome


def plan(options: Options) -> Result:
    """Plan. Nothing changes in the world."""
    where = Where(options.target, options.overlay, options.values, options.sandbox)
    kind = Kind.DESTROY if options.destroy else Kind.APPLY
    try:
        found = read(where, options.emit)
        with session(found, "nimbus plan", options.emit, sandbox=options.sandbox) as held:
            held.deployment.removing = options.destroy
            saved, said = build_plan(held.deployment, kind, kept(held.store), home(held.store))
    except Refused as refused:
        return Result(None, refused.diagnostics, refused.sources, refused.outcome)
    said = (*found.diagnostics, *said)
    if saved is None:
        return Result(None, said, found.sources, outcome_of(said))
    if options.out is not None:
        problems = write_plan(saved, options.out)
        if problems:
            return Result(saved.plan, (*said, *problems), found.sources, Outcome.ENVIRONMENT)
    return Result(saved.plan, said, found.sources, Outcome.OK)


REFUSALS = {"NB7001", "NB7006", "NB7013"}


def outcome_of(said: tuple[Diagnostic, ...]) -> Outcome:
    """What is protected, leads out of the sandbox or is elsewhere is refused; the rest is what a tool says against it."""
    return Outcome.REFUSED if REFUSALS & {d.code for d in said} else Outcome.ENVIRONMENT
