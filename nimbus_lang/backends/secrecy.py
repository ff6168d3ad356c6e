"""Which values hold a secret: asked wherever a target must not keep one readable."""

from __future__ import annotations

from collections.abc import Mapping

from nimbus_lang.ir.references import residual_parts
from nimbus_lang.values.model import Deferred, SecretSource, Value


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
