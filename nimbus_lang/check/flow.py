"""Secrets in types: whether one is anywhere inside, and the same type with all of them taken out.

A provider's record (its name has a dot) is looked into one level deep: such records may contain themselves.
"""

from __future__ import annotations

from dataclasses import replace

from nimbus_lang.types.model import (
    InstancesT,
    ListT,
    MapT,
    OptionalT,
    RecordT,
    SecretT,
    SetT,
    Type,
    UnionT,
)
from nimbus_lang.types.shape import optional, secret, union


def carries_secret(kind: Type) -> bool:
    """Whether a secret is in it, however deep."""
    match kind:
        case SecretT():
            return True
        case OptionalT(inner) | ListT(inner) | SetT(inner) | MapT(inner) | InstancesT(inner):
            return carries_secret(inner)
        case UnionT(options):
            return any(carries_secret(option) for option in options)
        case RecordT(fields) if is_provider_record(kind):
            return any(field.sensitive for field in fields.values())
        case RecordT(fields):
            return any(field.sensitive or carries_secret(field.type) for field in fields.values())
        case _:
            return False


def bare(kind: Type) -> Type:
    """The type without its secrets: `list<secret<string>>` -> `list<string>`."""
    if not carries_secret(kind):
        return kind
    match kind:
        case SecretT(inner):
            return bare(inner)
        case OptionalT(inner):
            return optional(bare(inner))
        case ListT(item) | SetT(item) | InstancesT(item):
            return replace(kind, item=bare(item))
        case MapT(value):
            return MapT(bare(value))
        case UnionT(options):
            return union([bare(option) for option in options])
        case RecordT(fields) if not is_provider_record(kind):
            plain = {
                name: replace(field, type=bare(field.type), sensitive=False)
                for name, field in fields.items()
            }
            return replace(kind, fields=plain)
        case _:
            return kind


def tainted(result: Type, *sources: Type) -> Type:
    """The type of something made from these: a secret when one of them holds one."""
    return secret(result) if any(carries_secret(source) for source in sources) else result


def is_provider_record(kind: RecordT) -> bool:
    """Whether a record comes from a provider's schema."""
    return kind.name is not None and "." in kind.name
