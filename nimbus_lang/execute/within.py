"""Is what would be done now still part of what was approved? Asked when a run goes on after a stop, and of objects whose
values were not known when the plan was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nimbus_lang.plan.differences import differences
from nimbus_lang.plan.model import PlannedChange
from nimbus_lang.tools.tool import Action, Change

ALLOWED: Mapping[Action, tuple[Action, ...]] = {
    Action.CREATE: (Action.CREATE,),
    Action.UPDATE: (Action.UPDATE,),
    Action.REPLACE: (Action.REPLACE, Action.CREATE, Action.DELETE),
    Action.DELETE: (Action.DELETE,),
}
"""What may be left to do of an approved action: a replacement may have got half way."""

UNFINISHED = (Action.UPDATE, Action.REPLACE)
"""What may be left to do besides of something that the stopped run had begun to create."""


def outside(
    now: Iterable[Change], approved: Iterable[PlannedChange], begun: frozenset[str] = frozenset()
) -> list[str]:
    """What is not part of the approval, as `update aws_vpc.main`. `begun` are identities the stopped run had begun."""
    planned = {change.identity: change for change in approved}
    return [
        f"{change.action.value} {change.address}"
        for change in now
        if change.action not in (Action.NONE, Action.READ)
        and not _allowed(change, planned.get(change.address), change.address in begun)
    ]


def _allowed(change: Change, planned: PlannedChange | None, begun: bool) -> bool:
    if planned is None:
        return False
    allowed = ALLOWED.get(planned.action, ())
    if begun and planned.action is Action.CREATE:
        allowed += UNFINISHED
    return change.action in allowed and _same_values(change, planned)


def _same_values(change: Change, planned: PlannedChange) -> bool:
    """Whether every value that was shown is still the one that would be set."""
    shown = {f.path: f.after for f in planned.fields if not (f.deferred or f.secret)}
    waited = [f.path for f in planned.fields if f.deferred]
    for field in differences(change):
        if field.deferred or field.secret or field.after is None or _under(field.path, waited):
            continue
        if field.path in shown and shown[field.path] != field.after:
            return False
    return True


def _under(path: str, roots: Iterable[str]) -> bool:
    return any(path == root or path.startswith(root + ".") for root in roots)
