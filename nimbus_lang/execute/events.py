"""What a run says while it runs: plain facts, which the command line draws and `--json` prints one a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.tools.tool import Action
from nimbus_lang.tools.tool import Stage as Phase


@dataclass(frozen=True, slots=True)
class Working:
    """Something begins that takes a while and shows nothing of itself, such as `terraform: planning`."""

    what: str


@dataclass(frozen=True, slots=True)
class RunBegan:
    """A run of `stages` stages over `objects` objects that change. `resumes`: it goes on where another stopped."""

    plan: str
    kind: str
    stack: str
    stages: int
    objects: int
    resumes: bool = False


@dataclass(frozen=True, slots=True)
class StageBegan:
    """A stage starts; `number` counts from 0. `objects` are those that change."""

    number: int
    title: str
    objects: int


@dataclass(frozen=True, slots=True)
class StageSkipped:
    """A stage was done by an earlier run, or has nothing to do."""

    number: int
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class ObjectMoved:
    """An object got on. `address` is the spec's name if there is one, `seconds` since it started."""

    number: int
    address: str
    identity: str
    action: Action
    phase: Phase
    seconds: float = 0.0
    text: str = ""


@dataclass(frozen=True, slots=True)
class StageEnded:
    """A stage is over; `status` is done, failed or interrupted."""

    number: int
    title: str
    status: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Verified:
    """An object was read back through the API: `found` is what it is there, `ok` whether that is as it should be."""

    address: str
    identity: str
    ok: bool
    found: str


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to know that stops nothing."""

    diagnostic: Diagnostic


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The run is over; `status` is done, failed or interrupted."""

    status: str
    seconds: float
    changed: int


RunEvent = (
    Working
    | RunBegan
    | StageBegan
    | StageSkipped
    | ObjectMoved
    | StageEnded
    | Verified
    | Warned
    | RunEnded
)
Emit = Callable[[RunEvent], None]


def silent(_: RunEvent) -> None:
    """An `Emit` for callers who do not watch."""


def event_to_json(event: RunEvent) -> dict[str, Any]:
    """One JSON object: the event's kind under `event`, and its facts."""
    if isinstance(event, Warned):
        said = event.diagnostic
        return {
            "event": "Warned",
            "code": said.code,
            "summary": said.summary,
            "detail": said.detail,
        }
    facts = {field.name: getattr(event, field.name) for field in fields(event)}
    plain = {k: v.value if isinstance(v, Enum) else v for k, v in facts.items()}
    return {"event": type(event).__name__, **plain}
