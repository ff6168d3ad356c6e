"""What earlier runs of a plan did, so that the next one goes on instead of beginning anew."""

from __future__ import annotations

from dataclasses import dataclass

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.execute import errors
from nimbus_lang.plan.model import Plan
from nimbus_lang.state.journal import Status, begun_objects, last_run, steps
from nimbus_lang.state.store import Store


@dataclass(frozen=True, slots=True)
class Earlier:
    """`run` is the run that stopped, None if there was none; `done` the stages that were done; `begun` the identities
    of objects that were begun."""

    run: int | None = None
    done: frozenset[int] = frozenset()
    begun: frozenset[str] = frozenset()


def earlier(store: Store, plan: Plan, *, resume: bool) -> tuple[Earlier, tuple[Diagnostic, ...]]:
    """What to build on. Refused: a plan that was applied, and `--resume` where nothing stopped."""
    last = last_run(store, plan.id)
    if last is None:
        why = "This plan was never begun"
        return Earlier(), (errors.nothing_to_resume(why),) if resume else ()
    if last.status is Status.DONE:
        return Earlier(), (errors.already_applied(plan.id[:12], last.ended or last.began),)
    if not resume:
        return Earlier(), (errors.begun_before(plan.id[:12]),)
    done: set[int] = set()
    begun: set[str] = set()
    number: int | None = last.id
    while number is not None:
        done |= {s.number for s in steps(store, number) if s.status is Status.DONE}
        begun |= begun_objects(store, number)
        number = _resumed(store, number)
    return Earlier(last.id, frozenset(done), frozenset(begun)), ()


def _resumed(store: Store, run: int) -> int | None:
    rows = store.read("SELECT resumes FROM runs WHERE id = ?", run)
    return rows[0]["resumes"] if rows else None
