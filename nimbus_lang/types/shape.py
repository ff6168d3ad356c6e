"""Building types and taking their wrappers off, so that no optional is optional twice and no union is nested.

Knows nothing of which type fits which.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from nimbus_lang.types.model import (
    ANY,
    BOOL,
    INT,
    STRING,
    AnyT,
    ErrorT,
    Field,
    InstancesT,
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


def optional(inner: Type) -> Type:
    """`T?`; what is optional, null, anything or an error stays as it is."""
    match inner:
        case OptionalT() | NullT() | AnyT() | ErrorT():
            return inner
        case SecretT(of):
            return OptionalT(SecretT(of))
        case _:
            return OptionalT(inner)


def secret(inner: Type) -> Type:
    """`secret<T>`; an optional secret is written `secret<T>?`, whichever came first."""
    match inner:
        case SecretT() | ErrorT() | NullT():
            return inner
        case OptionalT(of):
            return OptionalT(secret(of))
        case _:
            return SecretT(inner)


def union(options: Iterable[Type]) -> Type:
    """One of these: flat, without repetition, in order; a single option is itself, none at all is `any`."""
    flat: dict[tuple[str, Type], Type] = {}
    nullable = False
    for option in options:
        parts = option.options if isinstance(option, UnionT) else (option,)
        for part in parts:
            nullable = nullable or isinstance(part, OptionalT | NullT)
            if not isinstance(part, NullT):
                bare = strip_optional(part)
                flat.setdefault((_class(bare), bare), bare)
    if not flat:
        return NullT() if nullable else ANY
    kept = tuple(flat.values())
    made = kept[0] if len(kept) == 1 else UnionT(kept)
    return optional(made) if nullable else made


def _class(type: Type) -> str:
    """What tells `1` from `true`, which Python holds to be equal."""
    return type.value.__class__.__name__ if isinstance(type, LiteralT) else ""


def strip_optional(type: Type) -> Type:
    """`T?` -> `T`; everything else as it is."""
    return type.inner if isinstance(type, OptionalT) else type


def strip_secret(type: Type) -> Type:
    """`secret<T>` -> `T`, also inside an optional; everything else as it is."""
    match type:
        case SecretT(inner):
            return inner
        case OptionalT(SecretT(inner)):
            return optional(inner)
        case _:
            return type


def is_secret(type: Type) -> bool:
    """Whether a secret is in it anywhere, however deep."""
    match type:
        case SecretT():
            return True
        case OptionalT(inner):
            return is_secret(inner)
        case ListT(item) | SetT(item) | InstancesT(item):
            return is_secret(item)
        case MapT(value):
            return is_secret(value)
        case UnionT(options):
            return any(is_secret(option) for option in options)
        case RecordT(fields):
            return any(f.sensitive or is_secret(f.type) for f in fields.values())
        case _:
            return False


def literal_widen(type: Type) -> Type:
    """Literals become the scalar they are of, however deep: `"a" | "b"` -> `string`, `list<1>` -> `list<int>`."""
    match type:
        case LiteralT(value):
            return literal_scalar(value)
        case OptionalT(inner):
            return optional(literal_widen(inner))
        case SecretT(inner):
            return secret(literal_widen(inner))
        case ListT(item):
            return replace(type, item=literal_widen(item))
        case SetT(item):
            return replace(type, item=literal_widen(item))
        case MapT(value):
            return MapT(literal_widen(value))
        case UnionT(options):
            return union(literal_widen(option) for option in options)
        case RecordT(fields) if type.name is None:
            return replace(type, fields=_widen_fields(fields))
        case _:
            return type


def _widen_fields(fields: Mapping[str, Field]) -> dict[str, Field]:
    return {name: replace(field, type=literal_widen(field.type)) for name, field in fields.items()}


def literal_scalar(value: str | int | bool) -> ScalarT:
    """The scalar type a literal is of."""
    if isinstance(value, bool):
        return BOOL
    return INT if isinstance(value, int) else STRING


def field_type(field: Field) -> Type:
    """What reading a written record's field gives: null is possible where it may be left out."""
    return (
        field.type
        if field.required or field.has_default or field.computed
        else optional(field.type)
    )


def may_lack(type: Type | None, name: str) -> bool:
    """Whether a value of this type may be without a field that can be read of it (then null is read)."""
    match type:
        case OptionalT(inner) | SecretT(inner) | ListT(inner) | SetT(inner):
            return may_lack(inner, name)
        case RecordT(fields) if name in fields:
            field = fields[name]
            return not field.required and not field.has_default
        case UnionT(options):
            return any(_lacks(option, name) or may_lack(option, name) for option in options)
        case _:
            return False


def _lacks(type: Type, name: str) -> bool:
    return isinstance(type, RecordT) and not type.open and name not in type.fields


def item_type(type: Type) -> Type | None:
    """What iterating over it gives (of a map or record: its values); None when it is no collection."""
    match type:
        case ListT(item) | SetT(item) | InstancesT(item):
            return item
        case MapT(value):
            return value
        case AnyT() | ErrorT():
            return type
        case _:
            return None
