"""How large and how deep a type is, so that no phase goes through one that doubled again and again.

Equal parts share memory and are gone through one by one; so their number is what counts, found once for each part.
A provider's record counts as one: it is no larger than its schema.
"""

from __future__ import annotations

from dataclasses import dataclass, field

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

MAX_PARTS = 100_000
"""The most parts a type may have, and MAX_LEVELS how deep it may be nested."""
MAX_LEVELS = 100


@dataclass(slots=True)
class Scales:
    """Measures types, each object once; it keeps what it measured."""

    _known: dict[int, tuple[Type, int, int]] = field(default_factory=dict)

    def is_outsized(self, kind: Type) -> bool:
        """Whether a type is larger or deeper than any may be."""
        parts, levels = self._measure(kind)
        return parts > MAX_PARTS or levels > MAX_LEVELS

    def _measure(self, kind: Type) -> tuple[int, int]:
        inside = _inside(kind)
        if not inside:
            return 1, 1
        if id(kind) not in self._known:
            sizes = [self._measure(part) for part in inside]
            parts = 1 + sum(one for one, _ in sizes)
            self._known[id(kind)] = (kind, parts, 1 + max(level for _, level in sizes))
        _, parts, levels = self._known[id(kind)]
        return parts, levels


def _inside(kind: Type) -> tuple[Type, ...]:
    match kind:
        case OptionalT(inner) | SecretT(inner) | MapT(inner) | InstancesT(inner):
            return (inner,)
        case ListT(item) | SetT(item):
            return (item,)
        case UnionT(options):
            return options
        case RecordT(fields) if kind.name is None or "." not in kind.name:
            return tuple(one.type for one in fields.values())
        case _:
            return ()
