"""Destroy: plan the removal of everything a stack made, ask, remove it last made first, and look that nothing is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from nimbus_lang.execute.approval import Ask, approve
from nimbus_lang.execute.events import Emit, silent
from nimbus_lang.execute.resume import Earlier
from nimbus_lang.operations.apply import Result, carry_out
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.operations.plan import outcome_of
from nimbus_lang.operations.session import Refused, Where, read, session
from nimbus_lang.plan.build_plan import build_plan
from nimbus_lang.plan.model import Kind
from nimbus_lang.source.record import dataclass
from nimbus_lang.state.home import home
from nimbus_lang.state.kept import kept


@dataclass(frozen=True, slots=True)
class Options:
    """`ask` decides unless `yes`. `verify` looks afterwards whether anything is left."""

    target: Path
    overlay: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    yes: bool = False
    sandbox: bool = False
    verify: bool = True
    ask: Ask | None = None
    emit: Emit = silent


def destroy(options: Options) -> Result:
    """Plan, ask, remove, look."""
    where = Where(options.target, options.overlay, options.values, options.sandbox)
    try:
        found = read(where, options.emit)
        with session(found, "nimbus destroy", options.emit, sandbox=options.sandbox) as held:
            held.deployment.removing = True
            saved, said = build_plan(
                held.deployment, Kind.DESTROY, kept(held.store), home(held.store)
            )
            if saved is None:
                return Result(None, said, found.sources, outcome_of(said))
            approved, refused = approve(
                saved, options.ask, yes=options.yes or not saved.plan.acts()
            )
            if approved is None:
                return Result(saved.plan, refused, found.sources, Outcome.REFUSED)
            return carry_out(
                approved, held, Earlier(), options.emit, found.sources, check=options.verify
            )
    except Refused as refused_here:
        return Result(None, refused_here.diagnostics, refused_here.sources, refused_here.outcome)
