"""Turns an encoded schema document into types, field by field.

A document is a table of blocks; an entry is `[flags, type]` or `[flags, type, description]`. Flags: r required, o optional,
c computed, s sensitive, w write-only, d deprecated, B written as a block. Types: `s n b i *` and other letters for
scalars, `["L"|"S"|"M", item, min, max]` for lists, sets and maps, `["O", block]` for a record of the same document,
`["D", name]` for a definition that lives elsewhere. Knows no provider.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any

from nimbus_lang.schemas.fields import Entry, LazyFields
from nimbus_lang.schemas.refine import Refinement, refine
from nimbus_lang.source.record import dataclass
from nimbus_lang.types.model import (
    ANY,
    BOOL,
    INT,
    NUMBER,
    STRING,
    Field,
    Kind,
    ListT,
    MapT,
    Nesting,
    RecordT,
    ScalarT,
    SetT,
    Type,
    UnionT,
)

QUANTITY = ScalarT(
    Kind.STRING,
    "quantity",
    pattern=r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?",
    unit="kubernetes",
)
SHARE = ScalarT(Kind.STRING, pattern=r"[0-9]+%", unit="int_or_percent")
_SCALARS: Mapping[str, Type] = {
    "s": STRING,
    "n": NUMBER,
    "b": BOOL,
    "i": INT,
    "*": ANY,
    "quantity": QUANTITY,
    "int_or_percent": SHARE,
    "int_or_string": UnionT((INT, STRING)),
}
_NESTING = {"L": Nesting.LIST, "S": Nesting.SET, "M": Nesting.MAP, "O": Nesting.SINGLE}
DEPRECATED = "the provider marks it as deprecated"


@dataclass(frozen=True, slots=True)
class Document:
    """One document being decoded: its blocks and the refinements over them by path below the root.

    `definition` makes the record of a definition elsewhere from its name, the record's path and whether it is only read;
    `read_only` is true below a field that cannot be written.
    """

    blocks: Sequence[Mapping[str, Entry]]
    refinements: Mapping[str, Refinement] = field(default_factory=dict)
    definition: Callable[[str, str, bool], RecordT] | None = None
    read_only: bool = False

    def root(self, name: str) -> RecordT:
        """The record of the whole document, called `name`."""
        return self._record(len(self.blocks) - 1, name, "")

    def _record(self, index: int, name: str, prefix: str) -> RecordT:
        def make(key: str, entry: Entry) -> Field:
            return self._field(entry, f"{name}.{key}", prefix + key)

        return RecordT(LazyFields(self.blocks[index], make), name)

    def _field(self, entry: Entry, name: str, path: str) -> Field:
        flags, kind = "c" if self.read_only else entry[0], entry[1]
        settable = "r" in flags or "o" in flags
        made = Field(
            type=self._type(kind, name, path + ".", settable),
            required="r" in flags,
            settable=settable,
            computed="c" in flags,
            sensitive="s" in flags,
            write_only="w" in flags,
            deprecated=DEPRECATED if "d" in flags else None,
            block=_NESTING[kind[0]] if "B" in flags else None,
            doc=entry[2] if len(entry) > 2 else None,
        )
        refinement = self.refinements.get(path)
        return refine(made, refinement) if refinement else made

    def _type(self, kind: Any, name: str, prefix: str, settable: bool) -> Type:
        match kind:
            case str(letter):
                return _SCALARS[letter]
            case ["O", int(index)]:
                return self._record(index, name, prefix)
            case ["D", str(target)] if self.definition is not None:
                return self.definition(target, name, not settable)
            case ["L", item, *bounds]:
                return ListT(self._type(item, name, prefix, settable), *bounds)
            case ["S", item, *bounds]:
                return SetT(self._type(item, name, prefix, settable), *bounds)
            case ["M", item, *_]:
                return MapT(self._type(item, name, prefix, settable))
        raise ValueError(f"no such type code: {kind!r}")
