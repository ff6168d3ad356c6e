"""Which values hold a secret, and from which sources: asked wherever a target must not keep one readable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nimbus_lang.ir.references import residual_parts
from nimbus_lang.values.model import Deferred, Ref, SecretSource, Value


def holds_secret(value: Value) -> bool:
    """Whether the value or anything inside it is secret."""
    if value.secret:
        return True
    match value.data:
        case Deferred(residual):
            if isinstance(residual, SecretSource):
                return True
            return any(holds_secret(part) for part in residual_parts(residual))
        case tuple() as items:
            return any(holds_secret(item) for item in items)
        case Mapping() as entries:
            return any(holds_secret(item) for item in entries.values())
        case _:
            return False


def leaves(value: Value) -> Iterator[tuple[Ref | SecretSource, Value]]:
    """Every reference and secret source in a value, each with the value it is the residual of."""
    match value.data:
        case Deferred(Ref() | SecretSource() as leaf):
            yield leaf, value
        case Deferred(residual):
            for part in residual_parts(residual):
                yield from leaves(part)
        case tuple() as items:
            for item in items:
                yield from leaves(item)
        case Mapping() as entries:
            for item in entries.values():
                yield from leaves(item)
        case _:
            return
