"""The one place where a plan becomes an approved plan: after a person, or `--yes`, said so to this very plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.execute import errors
from nimbus_lang.plan.model import Plan
from nimbus_lang.plan.plan_file import SavedPlan

Ask = Callable[[Plan], bool]
"""Shows a plan to whoever decides and answers whether they agreed. May raise EOFError: then nobody was there."""


@dataclass(frozen=True)
class ApprovedPlan:
    """A plan that somebody agreed to. Made by `approve` alone; the executor takes nothing else."""

    saved: SavedPlan
    by: str


def approve(
    saved: SavedPlan, ask: Ask | None, *, yes: bool = False
) -> tuple[ApprovedPlan | None, tuple[Diagnostic, ...]]:
    """Ask, unless `yes`. Without an answer, or with nobody to ask, there is no approval."""
    if yes:
        return ApprovedPlan(saved, "--yes"), ()
    if ask is None:
        return None, (errors.nobody_to_ask(saved.plan.kind.value),)
    try:
        agreed = ask(saved.plan)
    except EOFError:
        return None, (errors.nobody_to_ask(saved.plan.kind.value),)
    return (ApprovedPlan(saved, "answer"), ()) if agreed else (None, (errors.not_approved(),))
