"""The blocks of one encoded type, each decoded from its JSON text when a field leads to it.

The largest types have hundreds of blocks, of which a spec meets a few. Knows nothing of what an entry means.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import overload

from nimbus_lang.schemas.fields import Entry


class Blocks(Sequence[Mapping[str, Entry]]):
    """Blocks in the order of the document, the outermost last. `changes` alter entries of the outermost, by name."""

    __slots__ = ("_changes", "_decoded", "_lines")

    def __init__(
        self, lines: Sequence[str], changes: Mapping[str, Callable[[Entry], Entry]]
    ) -> None:
        self._lines = lines
        self._changes = changes
        self._decoded: dict[int, Mapping[str, Entry]] = {}

    @overload
    def __getitem__(self, index: int) -> Mapping[str, Entry]: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Mapping[str, Entry]]: ...

    def __getitem__(
        self, index: int | slice
    ) -> Mapping[str, Entry] | Sequence[Mapping[str, Entry]]:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        if index not in self._decoded:
            self._decoded[index] = self._decode(index)
        return self._decoded[index]

    def _decode(self, index: int) -> Mapping[str, Entry]:
        block: dict[str, Entry] = json.loads(self._lines[index])
        if index == len(self._lines) - 1:
            for name, change in self._changes.items():
                if name in block:
                    block[name] = change(block[name])
        return block

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Mapping[str, Entry]]:
        return (self[index] for index in range(len(self)))
