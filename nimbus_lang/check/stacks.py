"""Other stacks of the workspace as this one sees them: the outputs of `stack.network`, typed, and what its spec says of them.

Whoever drives the compiler finds and checks them (`Stacks`); here is only what is asked and what is answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Protocol

from nimbus_lang.source.span import Span
from nimbus_lang.types.model import STRING, Field, OptionalT, RecordT, ResourceT, Type
from nimbus_lang.values.model import Value

NAMESPACE = "stack"
REMOTE_STATE = ResourceT("terraform.remote_state", lookup=True)
"""What a lookup of another stack is for Terraform."""


class Trouble(Enum):
    """Why a name leads to no stack that can be read."""

    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    CIRCLE = "circle"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class NoStack:
    """`facts`: the stacks there are; the files that have the name; the stacks of the circle; the file and its first error."""

    trouble: Trouble
    facts: tuple[str, ...]


@dataclass(frozen=True)
class StackHead:
    """A stack that was checked: its outputs' types by name, its overlays, and where it says its name."""

    name: str
    span: Span
    outputs: Mapping[str, Type]
    overlays: tuple[str, ...]

    @property
    def record(self) -> RecordT:
        """What a lookup of it takes and gives. The argument comes first: an output called `overlay` cannot be read."""
        read = {name: Field(type, settable=False) for name, type in self.outputs.items()}
        arguments = {"overlay": Field(OptionalT(STRING))}
        return RecordT({**read, **arguments}, f"{NAMESPACE}.{self.name}")


@dataclass(frozen=True)
class Laid:
    """A stack under one overlay, or under none.

    `backend`: the kind and settings of its state backend, None for the one that Nimbus keeps. `known`: outputs whose values
    its spec decides. `kept`: outputs that its Terraform state holds once it was applied.
    """

    backend: tuple[str, Mapping[str, Value]] | None = None
    known: Mapping[str, Value] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()


class Stacks(Protocol):
    """The workspace. `read` are the files that answers came from."""

    @property
    def read(self) -> Mapping[str, None]:
        """By path, in the order in which they were read."""
        ...

    def find(self, name: str) -> StackHead | NoStack:
        """The stack of that name."""
        ...

    def laid(self, name: str, overlay: str | None) -> Laid:
        """A stack that was found, under one of its overlays."""
        ...


class NoStacks:
    """A workspace without other stacks."""

    read: Mapping[str, None] = MappingProxyType({})

    def find(self, name: str) -> StackHead | NoStack:
        """Never there."""
        return NoStack(Trouble.UNKNOWN, ())

    def laid(self, name: str, overlay: str | None) -> Laid:
        """Holds nothing."""
        return Laid()


def stack_name(path: str) -> str | None:
    """`network` of `stack.network`; None for the path of any other type."""
    head, dot, name = path.partition(".")
    return name if dot and head == NAMESPACE else None
