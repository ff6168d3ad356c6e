"""Reads what terraform says with -json: diagnostics and the progress of an apply, one JSON object a line.

Lines of other kinds, and lines that are no JSON, are passed over: terraform adds kinds with every release.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.tools import errors
from nimbus_lang.tools.tool import Action, Event, Stage, ToolError


@dataclass(frozen=True, slots=True)
class Message:
    """One diagnostic of terraform, with the place in the emitted code (lines and columns from 1, 0 if none)."""

    severity: str
    summary: str
    detail: str = ""
    address: str = ""
    path: str = ""
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def diagnostic(self) -> Diagnostic:
        """The same as one of ours, without a span."""
        place = f"{self.path}:{self.line}:{self.column}" if self.path else ""
        warning = self.severity == "warning"
        return errors.terraform_says(
            self.summary, self.detail, place, self.address, warning=warning
        )


class TerraformError(ToolError):
    """Terraform refused; `messages` keep the places in the emitted code."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self.messages = tuple(messages)
        super().__init__(*(m.diagnostic() for m in self.messages))


def read_message(facts: Mapping[str, Any]) -> Message:
    """A diagnostic object as terraform writes it, in `validate -json` as in the streams."""
    span = facts.get("range") or {}
    start, end = span.get("start") or {}, span.get("end") or {}
    return Message(
        severity=str(facts.get("severity", "error")),
        summary=str(facts.get("summary", "")).strip(),
        detail=str(facts.get("detail", "")).strip(),
        address=str(facts.get("address", "")),
        path=str(span.get("filename", "")),
        line=int(start.get("line", 0)),
        column=int(start.get("column", 0)),
        end_line=int(end.get("line", 0)),
        end_column=int(end.get("column", 0)),
    )


def read_line(line: str) -> Mapping[str, Any] | None:
    """One line of a stream as an object, or None if it is no JSON object."""
    try:
        facts = json.loads(line)
    except ValueError:
        return None
    return facts if isinstance(facts, dict) else None


def stream_messages(stdout: str) -> tuple[Message, ...]:
    """The diagnostics in a whole stream."""
    lines = (read_line(line) for line in stdout.splitlines() if line.startswith("{"))
    return tuple(
        read_message(facts["diagnostic"])
        for facts in lines
        if facts is not None and isinstance(facts.get("diagnostic"), dict)
    )


STAGES = {
    "apply_start": Stage.STARTED,
    "apply_progress": Stage.WAITING,
    "apply_complete": Stage.DONE,
    "apply_errored": Stage.FAILED,
}

ACTIONS = {a.value: a for a in Action} | {"noop": Action.NONE, "remove": Action.DELETE}


def read_event(line: str) -> Event | None:
    """The progress that one line of an apply tells, or None if it tells none."""
    facts = read_line(line)
    stage = STAGES.get(str(facts.get("type"))) if facts else None
    hook = facts.get("hook") if facts else None
    if facts is None or stage is None or not isinstance(hook, dict):
        return None
    return Event(
        address=str(hook.get("resource", {}).get("addr", "")),
        action=ACTIONS.get(str(hook.get("action")), Action.UPDATE),
        stage=stage,
        seconds=float(hook.get("elapsed_seconds", 0.0)),
        identity=str(hook.get("id_value", "")),
        text=str(facts.get("@message", "")),
    )
