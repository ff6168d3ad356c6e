"""Turns what the API server and the network answer into diagnostics that say which object, which field and why.

Knows no spec: `Refused` keeps the object of each, so that whoever knows the spec can find the line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.tools import errors
from nimbus_lang.tools.tool import ToolError


class Refused(ToolError):
    """The server refuses objects; `objects` are their addresses, one for each diagnostic."""

    def __init__(self, found: Iterable[tuple[str, Diagnostic]]) -> None:
        pairs = tuple(found)
        self.objects = tuple(address for address, _ in pairs)
        super().__init__(*(one for _, one in pairs))


def refusals(
    status: int, body: str | bytes | None, what: str, server: str
) -> tuple[Diagnostic, ...]:
    """The diagnostics for an answer that is no success, one for each field to blame. `what` names the object or the call."""
    facts = _status_object(body)
    why = str(facts.get("message") or facts.get("reason") or "no reason given").rstrip(".")
    details = facts.get("details") or {}
    causes = [c for c in details.get("causes") or [] if isinstance(c, dict)]
    match status:
        case 401:
            return (errors.unknown_identity(server, why),)
        case 403:
            return (errors.forbidden(what, why),)
        case 409 if any(c.get("reason") == "FieldManagerConflict" for c in causes):
            return (errors.field_conflict(what, [_conflict(c) for c in causes]),)
        case 400 | 404 | 409 | 413 | 415 | 422:
            reasons = dict.fromkeys(_cause(c) for c in causes if c.get("field")) or {why: None}
            return tuple(errors.rejected_object(what, reason) for reason in reasons)
        case 500 if "failed to create typed patch object" in why:
            # The server's way of saying that a field is none of this kind's.
            return (errors.rejected_object(what, why),)
        case _:
            return (errors.cluster_failed(what, status, why),)


def _status_object(body: str | bytes | None) -> Mapping[str, Any]:
    try:
        facts = json.loads(body or "")
    except ValueError:
        text = body.decode(errors="replace") if isinstance(body, bytes) else body
        return {"message": (text or "").strip()[:500]}
    return facts if isinstance(facts, dict) else {}


def _conflict(cause: Mapping[str, Any]) -> tuple[str, str]:
    return str(cause.get("field", "")).lstrip("."), str(cause.get("message", ""))


def _cause(cause: Mapping[str, Any]) -> str:
    return f"{cause['field']}: {cause.get('message') or cause.get('reason', '')}"
