"""A plan as people read it: stage by stage, one line an object, the fields that change, and what deserves a second look."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from nimbus_lang.diagnostics.cells import visible
from nimbus_lang.diagnostics.render_text import Paint
from nimbus_lang.plan.model import FieldChange, Plan, PlannedChange, Risk
from nimbus_lang.tools.tool import Action

_SIGN = {
    Action.CREATE: "+",
    Action.UPDATE: "~",
    Action.REPLACE: "±",
    Action.DELETE: "-",
    Action.READ: "<",
    Action.NONE: " ",
}
_STYLE = {Action.REPLACE: "warning", Action.DELETE: "error", Action.CREATE: "bold"}
_LONG = 60


def plan_text(plan: Plan, paint: Paint, *, full: bool = False) -> Iterator[str]:
    """The lines of a plan; `full` also shows the fields of what is created."""
    acts = plan.acts()
    width = max((len(change.address) for change in acts), default=0)
    for stage in plan.stages:
        mine = [change for change in acts if change.stage == stage.number]
        if not mine:
            continue
        yield paint("bold", f"{stage.title}")
        for change in mine:
            yield from _change(change, width, paint, full)
        yield ""
    yield summary(plan)
    yield from _risks(acts, paint)


def _change(change: PlannedChange, width: int, paint: Paint, full: bool) -> Iterator[str]:
    sign = _SIGN[change.action]
    head = f"  {sign} {change.address:<{width}}  {change.type}"
    waits = f"  (after {', '.join(change.waits_for)})" if change.waits_for else ""
    yield paint(_STYLE.get(change.action, "dim"), head) + waits
    if full or change.action in (Action.UPDATE, Action.REPLACE):
        for field in change.fields:
            yield f"      {_field(field)}"


def _field(field: FieldChange) -> str:
    forces = "  (replaces)" if field.replaces else ""
    if field.secret:
        return f"{field.path} = (secret){forces}"
    after = "(known after apply)" if field.deferred else _value(field.after)
    if field.before is None:
        return f"{field.path} = {after}{forces}"
    return f"{field.path}: {_value(field.before)} -> {after}{forces}"


def _value(value: Any) -> str:
    text = visible(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


def summary(plan: Plan) -> str:
    """`34 to create, 1 to update`, or that nothing changes."""
    words = {
        Action.CREATE: "create",
        Action.UPDATE: "update",
        Action.REPLACE: "replace",
        Action.DELETE: "delete",
    }
    parts = [f"{plan.count(a)} to {word}" for a, word in words.items() if plan.count(a)]
    return f"Plan: {', '.join(parts)}." if parts else "Plan: nothing changes."


def _risks(acts: tuple[PlannedChange, ...], paint: Paint) -> Iterator[str]:
    for risk, style in ((Risk.HIGH, "error"), (Risk.MEDIUM, "warning")):
        for change in acts:
            if change.risk is risk:
                reasons = "; ".join(change.reasons)
                yield paint(style, f"{risk.value} risk") + f": {change.address}: {reasons}"


def plan_data(plan: Plan) -> dict[str, Any]:
    """A plan as JSON: its identity, stages and changes."""
    return {
        "id": plan.id,
        "kind": plan.kind.value,
        "stack": plan.stack,
        "spec": plan.main,
        "overlay": plan.overlay,
        "sandbox": plan.sandbox,
        "stages": [
            {"number": s.number, "title": s.title, "waits_for": list(s.waits_for)}
            for s in plan.stages
        ],
        "changes": [_change_data(change) for change in plan.changes if change.acts],
        "summary": {a.value: plan.count(a) for a in Action if a not in (Action.NONE, Action.READ)},
    }


def _change_data(change: PlannedChange) -> dict[str, Any]:
    return {
        "address": change.address,
        "identity": change.identity,
        "target": change.target,
        "type": change.type,
        "action": change.action.value,
        "stage": change.stage,
        "risk": change.risk.value,
        "reasons": list(change.reasons),
        "waits_for": list(change.waits_for),
        "fields": [_hidden(field) for field in change.fields],
    }


def _hidden(field: FieldChange) -> dict[str, Any]:
    data = asdict(field)
    if field.secret:
        data["before"] = data["after"] = None
    return data
