"""Values: what an expression is once evaluated, each with the place that wrote it.

A value is known, or *deferred*: known only after something was applied, and then it is a small residual expression over
references, which a backend writes in its target's own language or the executor resolves between two stages.
Knows types, not syntax; nothing here touches a disk or a provider.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface
from typing import NamedTuple

from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.types.model import Kind, Type


class Step(NamedTuple):
    """One step of an address: a declared name and the key of the instance, if it is keyed."""

    name: str
    key: str | int | None = None


class Address(NamedTuple):
    """Where a resource lives: the component instances that lead to it, then its own step.

    `str()` is `web["shop"].deployment`; `label` is what a person would call it in a flat module (`web_deployment`);
    `key` is the instance key there, keys of several steps joined by "/".
    """

    steps: tuple[Step, ...]

    def child(self, name: str, key: str | int | None = None) -> Address:
        """The address of a part of this instance."""
        return Address((*self.steps, Step(name, key)))

    @property
    def label(self) -> str:
        """Names joined by underscores: the Terraform label."""
        return "_".join(step.name for step in self.steps)

    @property
    def key(self) -> str | int | None:
        """The key among all instances with this label: None when there is just one."""
        keys = [step.key for step in self.steps if step.key is not None]
        if len(keys) == 1:
            return keys[0]
        return "/".join(str(key) for key in keys) if keys else None

    def __str__(self) -> str:
        return ".".join(_show_step(step) for step in self.steps)


def _show_step(step: Step) -> str:
    match step.key:
        case None:
            return step.name
        case int(number):
            return f"{step.name}[{number}]"
        case text:
            return f'{step.name}["{text}"]'


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with a dimension. `amount` is in the base unit: bytes, seconds, cores, percent.

    `text` is how it was written ("50Gi"), or None when it was computed. Two quantities are equal by amount alone.
    """

    kind: Kind
    amount: Decimal
    text: str | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and (self.kind, self.amount) == (
            other.kind,
            other.amount,
        )

    def __hash__(self) -> int:
        return hash((self.kind, self.amount))


@dataclass(frozen=True, slots=True)
class Range:
    """`low..high`, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Layer:
    """One place that set a value; last wins.

    `kind` is default, argument (written in the stack), component (written in a component's body), overlay or override (a
    test's, the command line's). `note` is the overlay's name or the like, `of` what was set (`orders.storage`, `env`),
    `value` what it was set to. A value that comes from a param brings the layers of that param along.
    """

    kind: str
    span: Span
    note: str = ""
    of: str = ""
    value: Value | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Marks a deferred value of which nothing is known before apply."""


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Poison:
    """Stands for a value whose problem is already reported: swallowed silently by everything that meets it."""


POISON = Poison()


@dataclass(frozen=True, slots=True)
class Ref:
    """A field of a resource, read after apply: `path` are field names and list positions from the resource down."""

    address: Address
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """Text with values in it."""

    parts: tuple[str | Value, ...]


@dataclass(frozen=True, slots=True)
class Apply:
    """A function of the built-in table, or an operator (`+`, `==`, `not`, `neg`, ...), on values."""

    function: str
    args: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Choose:
    """`if condition then yes else no` whose condition is deferred."""

    condition: Value
    yes: Value
    no: Value


@dataclass(frozen=True, slots=True)
class Select:
    """A field or item of a deferred value."""

    base: Value
    key: Value


@dataclass(frozen=True, slots=True)
class SecretSource:
    """Where a secret is kept: `kind` is aws, k8s, env, file or generate; the arguments as written."""

    kind: str
    args: Mapping[str, Value]

    def __hash__(self) -> int:
        return hash((self.kind, tuple(self.args)))


Residual = Ref | Template | Apply | Choose | Select | SecretSource


@dataclass(frozen=True, slots=True)
class Deferred:
    """A value that waits for an apply (or for a secret's source).

    `known` is what it will be, where the spec itself already says so (an argument read back); else `UNKNOWN`.
    `written` is what the spec wrote of it, for reading a part that is known of a whole that is not; it is read only while
    a program is evaluated and no part of what the value is.
    """

    residual: Residual
    type: Type
    known: Data | Unknown = UNKNOWN
    written: Data | Unknown = field(default=UNKNOWN, compare=False, repr=False)


@dataclass(frozen=True, eq=False)
class Instance:
    """One resource or component instance used as a value.

    `members` are what can be read of it without an apply: a component's params and outputs, a resource's written
    fields. Everything else of a raw resource (`raw`) is deferred and typed by its schema.
    """

    address: Address
    type: Type
    members: Mapping[str, Value]
    raw: bool
    span: Span


Data = (
    None
    | bool
    | int
    | Decimal
    | str
    | Quantity
    | IPv4Interface
    | IPv6Interface
    | IPv4Address
    | IPv6Address
    | Range
    | tuple["Value", ...]
    | Mapping[str, "Value"]
    | Deferred
    | Instance
    | Poison
)


@dataclass(frozen=True, slots=True)
class Value:
    """Data and its story: where it was written, whether it is secret, and which layers set it.

    `weight` counts its parts and `levels` how deep they are nested while a program is evaluated (see `check.weight`);
    they are no part of what the value is.
    """

    data: Data
    span: Span
    secret: bool = False
    layers: tuple[Layer, ...] = ()
    weight: int = field(default=1, compare=False, repr=False)
    levels: int = field(default=1, compare=False, repr=False)

    def holding(self, data: Data) -> Value:
        """The same story with other data."""
        return Value(data, self.span, self.secret, self.layers, self.weight, self.levels)

    def set_by(self, *layers: Layer) -> Value:
        """The same data with more layers on top."""
        told = (*self.layers, *layers)
        return Value(self.data, self.span, self.secret, told, self.weight, self.levels)
