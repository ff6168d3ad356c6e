"""The type of a value as far as its data tells: what a target's function will be given.

Static checking knows more (unions, refinements); this is for values that are already there, deferred ones among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface

from nimbus_lang.types.join import join
from nimbus_lang.types.model import (
    ANY,
    BOOL,
    CIDR,
    INT,
    IP,
    NULL,
    NUMBER,
    STRING,
    Field,
    ListT,
    RangeT,
    RecordT,
    ScalarT,
    Type,
)
from nimbus_lang.values.model import Deferred, Instance, Quantity, Range, Value


def type_of(value: Value) -> Type:
    """`["a", db.port]` -> `list<string | int>`; `any` where nothing tells."""
    match value.data:
        case Deferred(_, kind):
            return kind
        case Instance(_, kind):
            return kind
        case tuple() as items:
            return ListT(join(map(type_of, items)), len(items), len(items))
        case Mapping() as entries:
            fields = {name: Field(type_of(item), required=True) for name, item in entries.items()}
            return RecordT(fields)
        case data:
            return _scalar(data)


def _scalar(data: object) -> Type:
    match data:
        case None:
            return NULL
        case bool():
            return BOOL
        case int():
            return INT
        case Decimal():
            return NUMBER
        case str():
            return STRING
        case IPv4Interface() | IPv6Interface():
            return CIDR
        case IPv4Address() | IPv6Address():
            return IP
        case Quantity(kind):
            return ScalarT(kind)
        case Range():
            return RangeT()
        case _:
            return ANY
