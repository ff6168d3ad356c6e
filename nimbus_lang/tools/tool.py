"""What every tool adapter has in common: the shape of a change, of progress, of a plan, and of failure.

An adapter turns one target's artifacts into changes and carries them out. It knows nothing of specs, of
approval or of the journal; a tool that cannot do its work raises `ToolError` and says why in diagnostics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from nimbus_lang.diagnostics.model import Diagnostic


class ToolError(Exception):
    """A tool is missing, refused, failed or took too long. `diagnostics` is never empty."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(f"{d.code}: {d.summary}: {d.detail}" for d in diagnostics))
        self.diagnostics: tuple[Diagnostic, ...] = diagnostics


class Action(Enum):
    """What happens to one object."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    READ = "read"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Change:
    """One object that a tool would touch.

    `address` is how the tool names it (`aws_vpc.main`, `apps/v1/Deployment/shop/web`, a release's name).
    `before` and `after` are its values, None where it does not exist; a deferred value is absent from
    `after` and its path is in `deferred`. Paths in `sensitive` must never be shown.
    """

    address: str
    kind: str
    action: Action
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    deferred: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    replaced_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolPlan:
    """What one tool would do. `digest` (sha256, hex) changes whenever what would be done changes.

    `saved` is the digest of the tool's own plan file, for a tool that keeps one. `outputs` are the values that the
    tool already knows its outputs will have, secrets among them; `gone` are the addresses of objects that it had made
    and that are not there any more.
    """

    target: str
    changes: tuple[Change, ...]
    digest: str
    warnings: tuple[Diagnostic, ...] = ()
    saved: str = ""
    destroy: bool = False
    outputs: Mapping[str, Any] = field(default_factory=dict, repr=False)
    gone: tuple[str, ...] = ()

    def acts(self) -> tuple[Change, ...]:
        """The changes that do something."""
        return tuple(c for c in self.changes if c.action not in (Action.NONE, Action.READ))


class Stage(Enum):
    """How far one object has come."""

    STARTED = "started"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Event:
    """Progress of one object during an apply. `seconds` counts from its start; `identity` is its id, once known."""

    address: str
    action: Action
    stage: Stage
    seconds: float = 0.0
    identity: str = ""
    text: str = ""


OnEvent = Callable[[Event], None]


def ignore_event(_: Event) -> None:
    """An `OnEvent` for callers who do not watch."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an apply did: every object it touched, and the warnings it met."""

    done: tuple[Event, ...] = ()
    warnings: tuple[Diagnostic, ...] = field(default=())


class Tool(Protocol):
    """One target: `terraform`, `kubernetes` or `helm`. Every method may raise ToolError."""

    @property
    def target(self) -> str:
        """The target's name."""

    def version(self) -> str:
        """The tool's version, without a leading v."""

    def plan(self, *, destroy: bool = False) -> ToolPlan:
        """What would change. Nothing changes."""

    def apply(self, plan: ToolPlan, on_event: OnEvent = ignore_event) -> Outcome:
        """Do exactly what `plan` says; refuse when the world has moved since."""


def failed(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events of objects that failed."""
    return tuple(e for e in events if e.stage is Stage.FAILED)
