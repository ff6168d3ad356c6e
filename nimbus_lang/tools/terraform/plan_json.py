"""Reads terraform's account of a saved plan (`show -json`) into changes.

Values that terraform marks sensitive are replaced in `before` and `after`; the digest is over the values themselves,
so that a changed password is a changed plan.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from nimbus_lang.tools.hidden import changed_paths, hide
from nimbus_lang.tools.redact import Redact
from nimbus_lang.tools.tool import Action, Change, ToolPlan

ACTIONS: Mapping[tuple[str, ...], Action] = {
    ("no-op",): Action.NONE,
    ("create",): Action.CREATE,
    ("read",): Action.READ,
    ("update",): Action.UPDATE,
    ("delete", "create"): Action.REPLACE,
    ("create", "delete"): Action.REPLACE,
    ("delete",): Action.DELETE,
    ("forget",): Action.NONE,
}


def read_plan(
    document: Mapping[str, Any], redact: Redact = str, *, destroy: bool = False
) -> ToolPlan:
    """The changes of a plan, in terraform's order, and a digest over everything it would do."""
    found = json.loads(
        redact(json.dumps(document.get("resource_changes") or [], ensure_ascii=False))
    )
    changes = tuple(_change(c) for c in found if isinstance(c, dict))
    outputs = (document.get("planned_values") or {}).get("outputs") or {}
    known = {name: facts["value"] for name, facts in outputs.items() if "value" in facts}
    drift = document.get("resource_drift") or []
    gone = tuple(str(d["address"]) for d in drift if d["change"]["actions"] == ["delete"])
    digest = _digest(document)
    return ToolPlan("terraform", changes, digest, destroy=destroy, outputs=known, gone=gone)


def _change(facts: Mapping[str, Any]) -> Change:
    change = facts["change"]
    before, after = change.get("before"), change.get("after")
    hidden = [change.get("before_sensitive"), change.get("after_sensitive")]
    sensitive = {path for marks in hidden for path in marked_paths(marks)}
    changed = changed_paths(before, after, sensitive)
    return Change(
        address=str(facts["address"]),
        kind=str(facts["type"]),
        action=ACTIONS.get(tuple(change["actions"]), Action.UPDATE),
        before=hide(before, sensitive),
        after=hide(after, sensitive, changed),
        deferred=tuple(sorted(marked_paths(change.get("after_unknown")))),
        sensitive=tuple(sorted(sensitive)),
        replaced_for=tuple(
            ".".join(str(p) for p in path) for path in change.get("replace_paths", [])
        ),
    )


def marked_paths(marks: Any, prefix: str = "") -> Iterator[str]:
    """The dotted paths at which a tree of marks says true; the root itself is the empty path."""
    match marks:
        case True:
            yield prefix
        case dict():
            for key, inner in marks.items():
                yield from marked_paths(inner, f"{prefix}.{key}" if prefix else str(key))
        case list():
            for index, inner in enumerate(marks):
                yield from marked_paths(inner, f"{prefix}.{index}" if prefix else str(index))


def _digest(document: Mapping[str, Any]) -> str:
    acts = {key: document.get(key) for key in ("resource_changes", "output_changes", "variables")}
    text = json.dumps(acts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
