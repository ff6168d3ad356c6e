"""The one type that several fit: of the branches of a conditional, of the items of a list.

Literals stay literals while they are few; nothing is ever converted (an int beside a text is a union).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nimbus_lang.types.model import (
    ANY,
    ERROR,
    NUMBER,
    STRING,
    AnyT,
    ErrorT,
    Field,
    InstancesT,
    Kind,
    ListT,
    LiteralT,
    MapT,
    NullT,
    OptionalT,
    RecordT,
    ScalarT,
    SecretT,
    SetT,
    Type,
    UnionT,
)
from nimbus_lang.types.shape import (
    field_type,
    is_secret,
    literal_scalar,
    optional,
    secret,
    strip_optional,
    union,
)

MAX_LITERALS = 16


def join(types: Iterable[Type]) -> Type:
    """The least type that all of these fit; of none at all it is `any`."""
    result: Type | None = None
    for type in types:
        result = type if result is None else _join(result, type)
    return ANY if result is None else result


def _join(a: Type, b: Type) -> Type:
    match a, b:
        case (ErrorT(), _) | (_, ErrorT()):
            return ERROR
        case (AnyT(), other) | (other, AnyT()):
            return secret(ANY) if _may_hold_secret(other) else ANY
        case _ if a == b and type(_value(a)) is type(_value(b)):
            return a
        case NullT(), other:
            return optional(other)
        case other, NullT():
            return optional(other)
        case (OptionalT(), _) | (_, OptionalT()):
            return optional(_join(strip_optional(a), strip_optional(b)))
        case (SecretT(), _) | (_, SecretT()):
            return secret(_join(_inner(a), _inner(b)))
        case _:
            return _join_bare(a, b)


def _may_hold_secret(type: Type) -> bool:
    """A provider's record (its name has a dot) is looked into one level deep: such records may contain themselves."""
    if isinstance(type, RecordT) and type.name is not None and "." in type.name:
        return any(field.sensitive for field in type.fields.values())
    return is_secret(type)


def _value(type: Type) -> object:
    return type.value if isinstance(type, LiteralT) else None


def _inner(type: Type) -> Type:
    return type.inner if isinstance(type, SecretT) else type


def _join_bare(a: Type, b: Type) -> Type:
    match a, b:
        case ((ListT() | SetT()), (ListT() | SetT())):
            return _lists(a, b)
        case MapT(one), MapT(two):
            return MapT(_join(one, two))
        case InstancesT(one), InstancesT(two):
            return InstancesT(_join(one, two), a.counted and b.counted)
        case (MapT(value), RecordT() as record) | (RecordT() as record, MapT(value)):
            return MapT(join([value, *(field_type(field) for field in record.fields.values())]))
        case RecordT(), RecordT():
            return _records(a, b)
        case _:
            return _options(a, b)


def _lists(a: ListT | SetT, b: ListT | SetT) -> Type:
    """An empty list, `list<any>` of at most 0, adds nothing to the type of the other's items."""
    if a.maximum == 0:
        return b
    if b.maximum == 0:
        return a
    make = SetT if isinstance(a, SetT) and isinstance(b, SetT) else ListT
    unbounded = a.maximum is None or b.maximum is None
    high = None if unbounded else max(a.maximum or 0, b.maximum or 0)
    return make(_join(a.item, b.item), min(a.minimum, b.minimum), high)


def _records(a: RecordT, b: RecordT) -> Type:
    """Fields of both; one that only one of them has may be missing."""
    if a.name is not None and b.name is not None and a.name != b.name:
        return UnionT((a, b))
    fields: dict[str, Field] = {}
    for name in (*a.fields, *(name for name in b.fields if name not in a.fields)):
        one, two = a.fields.get(name), b.fields.get(name)
        fields[name] = _field(one, two) if one and two else _maybe(one or two)
    return RecordT(fields, None, a.open or b.open)


def _field(one: Field, two: Field) -> Field:
    return replace(
        one,
        type=_join(one.type, two.type),
        required=one.required and two.required,
        has_default=one.has_default and two.has_default,
        sensitive=one.sensitive or two.sensitive,
    )


def _maybe(field: Field | None) -> Field:
    return Field(ANY) if field is None else replace(field, required=False, has_default=False)


def _options(a: Type, b: Type) -> Type:
    """Scalars and everything nominal: one scalar where there is one, else either."""
    parts = [*_parts(a), *_parts(b)]
    if all(isinstance(part, LiteralT) for part in parts):
        both = union(parts)
        if not isinstance(both, UnionT) or len(both.options) <= MAX_LITERALS:
            return both
    if all(isinstance(part, LiteralT | ScalarT) for part in parts):
        scalar = _scalar([_widened(part) for part in parts])
        if scalar is not None:
            return scalar
    return union(parts)


def _parts(type: Type) -> tuple[Type, ...]:
    return type.options if isinstance(type, UnionT) else (type,)


def _widened(part: Type) -> ScalarT:
    if isinstance(part, LiteralT):
        return literal_scalar(part.value)
    assert isinstance(part, ScalarT)
    return part


def _scalar(scalars: list[ScalarT]) -> ScalarT | None:
    kinds = {scalar.kind for scalar in scalars}
    if len(set(scalars)) == 1:
        return scalars[0]
    if kinds <= {Kind.STRING, Kind.CIDR, Kind.IP} and (len(kinds) > 1 or Kind.STRING in kinds):
        return STRING
    if kinds <= {Kind.INT, Kind.NUMBER} and len(kinds) > 1:
        return NUMBER
    return ScalarT(next(iter(kinds))) if len(kinds) == 1 else None
