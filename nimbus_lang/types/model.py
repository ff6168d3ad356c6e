"""The types of Nimbus: one union for what people write, what providers publish and what is inferred.

A provider's resource is a `RecordT` whose fields carry the provider's flags, so that a written record and a
schema are checked by the same code. Knows nothing of values or of where a schema came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from enum import Enum

from nimbus_lang.source.record import dataclass
from nimbus_lang.syntax.expressions import Expr


@dataclass(frozen=True, slots=True)
class AnyT:
    """Anything goes: a value whose shape nobody published (a Helm chart without a schema)."""


@dataclass(frozen=True, slots=True)
class ErrorT:
    """The type of what is already reported as wrong: fits everything, so that nothing is said twice."""


@dataclass(frozen=True, slots=True)
class NullT:
    """The type of `null` alone."""


class Kind(Enum):
    """The scalar kinds. Quantities have a dimension each: size in bytes, duration in seconds, cpu in cores."""

    STRING = "string"
    BOOL = "bool"
    INT = "int"
    NUMBER = "number"
    SIZE = "size"
    DURATION = "duration"
    CPU = "cpu"
    PERCENT = "percent"
    CIDR = "cidr"
    IP = "ip"


@dataclass(frozen=True, slots=True)
class ScalarT:
    """A scalar, perhaps refined and perhaps named (`port`, `hostname`, `aws.region`).

    `minimum` and `maximum` bound numbers, quantities (base unit) and the prefix lengths of networks,
    `min_length`/`max_length`/`pattern` (a full match) strings. `unit` is the unit a number stands for at a provider
    ("GiB", "days", "seconds"): a quantity of the matching dimension is accepted there and converted.
    """

    kind: Kind
    name: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    unit: str | None = None
    enum: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LiteralT:
    """Exactly this value: `"dev"`, `3`."""

    value: str | int | bool


@dataclass(frozen=True, slots=True)
class ListT:
    """A list. `minimum`/`maximum` bound its length where a provider says so."""

    item: Type
    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class SetT:
    """A list without order or repetition; written as a list."""

    item: Type
    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class MapT:
    """String keys, values of one type."""

    value: Type


@dataclass(frozen=True, slots=True)
class OptionalT:
    """`T?`: a value or `null`."""

    inner: Type


@dataclass(frozen=True, slots=True)
class SecretT:
    """`secret<T>`: a value that may reach only what accepts a secret."""

    inner: Type


@dataclass(frozen=True, slots=True)
class UnionT:
    """One of several types; flat, without repetition, in the order written."""

    options: tuple[Type, ...]


class Nesting(Enum):
    """How a provider nests a block: once, or repeated as list, set or map."""

    SINGLE = "single"
    LIST = "list"
    SET = "set"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record, with a provider's flags where it comes from one.

    `required`: must be written. `settable`: may be written. `computed`: has a value after apply though nobody wrote it;
    not settable and computed is read-only. `sensitive`: reading it gives a secret and a secret may be written to it.
    `write_only`: never kept in state. `deprecated`: what to use instead, or a plain remark. `block`: written as a nested
    block in HCL. `has_default`: a written record type gives a default (`default`: its expression, of constants alone).
    `json`: takes a JSON document (an object is encoded). `force_new`: a change replaces the resource.
    """

    type: Type
    required: bool = False
    settable: bool = True
    computed: bool = False
    sensitive: bool = False
    write_only: bool = False
    deprecated: str | None = None
    block: Nesting | None = None
    has_default: bool = False
    default: Expr | None = None
    json: bool = False
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class RecordT:
    """Named fields. `name` is how messages call it (`aws.db_instance`); `open` accepts unknown fields.

    `reads` are what may be read of an instance where that is not its fields: a Terraform module takes variables and gives outputs.
    """

    fields: Mapping[str, Field] = field(default_factory=dict)
    name: str | None = None
    open: bool = False
    reads: Mapping[str, Field] | None = None

    @property
    def readable(self) -> Mapping[str, Field]:
        """What may be read of an instance."""
        return self.fields if self.reads is None else self.reads

    def __hash__(self) -> int:
        return hash((self.name, tuple(self.fields)))


@dataclass(frozen=True, slots=True)
class ResourceT:
    """An instance of a raw resource type, by its Nimbus path (`aws.db_instance`, `k8s.apps.v1.Deployment`, `helm.release`).

    `lookup`: the instance is read (a data source), not made. `source` names what gave the type where that is a foreign
    source of a `use` (`crds.yaml`); "" for what is bundled. Its fields are asked of the program's `Schemas`.
    """

    path: str
    lookup: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class ComponentT:
    """An instance of a component: `id` is `<file path>::<name>`, `name` how people write it (`std.aws.network`)."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class InstancesT:
    """All instances of a keyed resource (`web`): indexed by key, splatted by `[*]`. `counted` when keys are 0..n-1."""

    item: Type
    counted: bool = False


@dataclass(frozen=True, slots=True)
class RangeT:
    """`2..6`, both ends included: a pair of integers, or a collection of integers in a comprehension or index."""


@dataclass(frozen=True, slots=True)
class NamespaceT:
    """A name that only leads to others: `std`, `aws`, `k8s`, a `use` alias."""

    path: str


@dataclass(frozen=True, slots=True)
class FunctionT:
    """A built-in function's name used as a value (always an error, but one that can be named)."""

    name: str


Type = (
    AnyT
    | ErrorT
    | NullT
    | ScalarT
    | LiteralT
    | ListT
    | SetT
    | MapT
    | OptionalT
    | SecretT
    | UnionT
    | RecordT
    | ResourceT
    | ComponentT
    | InstancesT
    | RangeT
    | NamespaceT
    | FunctionT
)

STRING = ScalarT(Kind.STRING)
BOOL = ScalarT(Kind.BOOL)
INT = ScalarT(Kind.INT)
NUMBER = ScalarT(Kind.NUMBER)
SIZE = ScalarT(Kind.SIZE)
DURATION = ScalarT(Kind.DURATION)
CPU = ScalarT(Kind.CPU)
PERCENT = ScalarT(Kind.PERCENT)
CIDR = ScalarT(Kind.CIDR)
IP = ScalarT(Kind.IP)
ANY = AnyT()
ERROR = ErrorT()
NULL = NullT()
