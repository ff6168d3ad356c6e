"""The fields of a schema's record, each made when it is first asked for.

A provider type may hold hundreds of nested blocks, and Kubernetes types contain themselves; building on demand keeps
loading constant and recursion harmless. Knows nothing of how an entry is encoded: it is given a maker.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping
from typing import Any

from nimbus_lang.types.model import Field

Entry = list[Any]


class LazyFields(Mapping[str, Field]):
    """Field names are known at once, in order; the `Field` behind a name is made once, when it is read.

    Two are equal when they come from the same entries of the same schema, or hold equal fields.
    """

    __slots__ = ("_entries", "_made", "_make")

    def __init__(self, entries: Mapping[str, Entry], make: Callable[[str, Entry], Field]) -> None:
        self._entries = entries
        self._make = make
        self._made: dict[str, Field] = {}

    def __getitem__(self, name: str) -> Field:
        if name not in self._made:
            self._made[name] = self._make(name, self._entries[name])
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def items(self) -> ItemsView[str, Field]:
        """All names and fields, in order; all are made, once."""
        if len(self._made) < len(self._entries):
            self._made = {name: self[name] for name in self._entries}
        return self._made.items()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LazyFields):
            return self._entries is other._entries or self._entries == other._entries
        return isinstance(other, Mapping) and dict(self) == dict(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"LazyFields({', '.join(self._entries)})"
