"""What a sentence asks for, typed: parts with their fields, who uses what, and what holds for all of them.

Made by understanding a sentence, read by the writer of the spec. Knows neither English nor the syntax of Nimbus.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from nimbus_lang.llm.offline.amounts import Size, Span, Time


@dataclass(frozen=True, slots=True)
class Network:
    """Addresses of a network: `10.0.0.0/16`."""

    text: str


@dataclass(frozen=True, slots=True)
class Cpu:
    """Thousandths of a processor."""

    millis: Decimal


@dataclass(frozen=True, slots=True)
class Ref:
    """Another part, or one of its outputs: `database.url`."""

    part: str
    output: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """An expression already in the language: a default of the library, repeated so that a reviewer sees it."""

    text: str


Item = str | Ref
Value = (
    str
    | int
    | bool
    | Size
    | Time
    | Span
    | Network
    | Cpu
    | Ref
    | Written
    | tuple["Value", ...]
    | Mapping[str, "Value"]
)
"""What a field can be given. A tuple is a list; a mapping is an object."""


@dataclass(frozen=True, slots=True)
class Part:
    """One resource: its name in the spec, its type, its fields by dotted path in order, whether it is protected."""

    name: str
    type: str
    fields: Mapping[str, Value]
    protect: bool = False


@dataclass(frozen=True, slots=True)
class Intent:
    """A whole stack. `cluster` is the part that Kubernetes objects go to, if the stack makes one."""

    stack: str
    region: str | None = None
    cluster: str | None = None
    tags: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A phrase of the sentence and what it became: `30 days of backups` -> `database.backups = 30d`."""

    phrase: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Account:
    """What is told beside the spec: understood, assumed, and the phrases that have no place with the reason of each."""

    understood: tuple[Understood, ...] = ()
    assumed: tuple[str, ...] = ()
    unplaced: tuple[tuple[str, str], ...] = field(default=())
