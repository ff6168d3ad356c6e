"""A plan: what would change and everything it depends on, so that it can be shown, saved, and refused once stale.

Holds digests, never secrets: a hidden value is hidden before it gets here. Knows nothing of how it is carried out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from nimbus_lang.source.span import Span
from nimbus_lang.tools.tool import Action

FORM = 2
"""The form of a saved plan that this release reads and writes."""


class Kind(Enum):
    """What a plan is for."""

    APPLY = "apply"
    DESTROY = "destroy"


class Risk(Enum):
    """How carefully a change should be looked at."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: its dotted path and its value before and after (JSON values; None where there is none).

    `deferred`: the value is not known yet. `secret`: the values are not told, only that they differ.
    """

    path: str
    before: Any = None
    after: Any = None
    deferred: bool = False
    secret: bool = False
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One object. `address` is the spec's name for it, `identity` the tool's; `stage` is the number of its stage.

    `waits_for` are addresses that must exist before more can be said. `span` is the declaration, if it is still there.
    """

    address: str
    identity: str
    target: str
    type: str
    action: Action
    stage: int
    fields: tuple[FieldChange, ...] = ()
    risk: Risk = Risk.LOW
    reasons: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    span: Span | None = None

    @property
    def acts(self) -> bool:
        """Whether anything is done to the object."""
        return self.action not in (Action.NONE, Action.READ)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a plan: the work of one tool with one provider configuration.

    `addresses` are in the order of application. `digest` is that of the tool's own plan; empty where the tool could
    not be asked yet, because what it talks to does not exist (`waits_for`).
    """

    number: int
    target: str
    provider: str
    addresses: tuple[str, ...]
    digest: str = ""
    waits_for: tuple[str, ...] = ()
    removes: bool = False

    @property
    def title(self) -> str:
        """Such as `kubernetes (k8s)`."""
        return self.target if self.target == "terraform" else f"{self.target} ({self.provider})"


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a stage would talk to. `facts` are plain: account, region, endpoint; server and the digest of its CA."""

    target: str
    provider: str
    facts: Mapping[str, str]

    def __hash__(self) -> int:
        return hash((self.target, self.provider, tuple(self.facts.items())))


@dataclass(frozen=True, slots=True)
class Made:
    """An object that an earlier apply made and that is still looked after.

    `identity` is how its tool names it, `address` how the spec did, `cluster` where it is (empty for Terraform's).
    `rank` is the number of its stage: what has a higher one is deleted earlier.
    """

    provider: str
    target: str
    identity: str
    address: str
    cluster: str = ""
    rank: int = 0
    protect: bool = False


@dataclass(frozen=True)
class Plan:
    """Everything. `sources` and `artifacts` are sha256 (hex) by path; `lock` that of the provider lock file.

    `main` is the spec, relative to `root`, the project's folder. `created` is a time in UTC; `options` are the choices of the compile that made it (overlay,
    parameters); `reads` are digests of what lookups read of other stacks' states, by their addresses.
    """

    kind: Kind
    stack: str
    main: str
    root: str
    overlay: str
    sandbox: bool
    created: str
    release: str
    sources: Mapping[str, str]
    artifacts: Mapping[str, str]
    lock: str
    identities: tuple[Identity, ...]
    stages: tuple[Stage, ...]
    changes: tuple[PlannedChange, ...]
    options: Mapping[str, str] = field(default_factory=dict)
    reads: Mapping[str, str] = field(default_factory=dict)
    id: str = ""

    def acts(self) -> tuple[PlannedChange, ...]:
        """The changes that do something."""
        return tuple(change for change in self.changes if change.acts)

    def count(self, action: Action) -> int:
        """How many objects meet with an action."""
        return sum(change.action is action for change in self.changes)
