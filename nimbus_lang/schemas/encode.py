"""One type of a provider, as Terraform describes it, becomes a document of a pack: facts, then its blocks, innermost first.

Repeated blocks are stored once. Knows the words of `terraform providers schema -json`, no provider.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nimbus_lang.schemas.pack import compact

_SCALARS = {"string": "s", "number": "n", "bool": "b", "dynamic": "*"}
_COLLECTIONS = {"list": "L", "set": "S", "map": "M"}
_NESTED = {"list": "L", "set": "S", "map": "M", "single": "O", "group": "O"}
_FLAGS = {
    "required": "r",
    "optional": "o",
    "computed": "c",
    "sensitive": "s",
    "write_only": "w",
    "deprecated": "d",
}
_ONLY_SETTING = {ord(letter): None for letter in "swd"}


class Table:
    """The distinct blocks of one type, innermost first; the outermost is the last."""

    def __init__(self) -> None:
        self.blocks: list[dict[str, Any]] = []
        self._known: dict[bytes, int] = {}

    def intern(self, block: dict[str, Any]) -> int:
        key = compact(block)
        if key not in self._known:
            self._known[key] = len(self.blocks)
            self.blocks.append(block)
        return self._known[key]


def encode_type(schema: Mapping[str, Any]) -> list[Any]:
    """A resource schema as a document: facts about the whole (`"d"`: deprecated), then its blocks, innermost first."""
    table = Table()
    block = schema["block"]
    root = _block(table, block)
    if root != len(table.blocks) - 1:
        raise ValueError("a block contains itself")
    return [{"d": 1} if block.get("deprecated") else {}, *table.blocks]


def _block(table: Table, block: Mapping[str, Any]) -> int:
    entries: dict[str, Any] = {}
    for name, attribute in sorted(block.get("attributes", {}).items()):
        entries[name] = _attribute(table, attribute)
    for name, nested in sorted(block.get("block_types", {}).items()):
        entries[name] = _nested_block(table, nested)
    return table.intern(entries)


def _attribute(table: Table, attribute: Mapping[str, Any]) -> list[Any]:
    flags = "".join(letter for flag, letter in _FLAGS.items() if attribute.get(flag))
    if nested := attribute.get("nested_type"):
        index = _block(table, nested)
        kind = _nesting(nested, ["O", index])
    else:
        members = flags.replace("r", "o").translate(_ONLY_SETTING)
        kind = _type(table, attribute["type"], members)
        if _written_as_block(attribute):
            flags = "B" + flags
    doc = attribute.get("description")
    return [flags, kind, doc] if doc else [flags, kind]


def _written_as_block(attribute: Mapping[str, Any]) -> bool:
    """Terraform lets an argument that is a list or set of objects be written as blocks, and only then may members be left out."""
    kind = attribute["type"]
    settable = attribute.get("optional") or attribute.get("required")
    return bool(settable) and kind[0] in ("list", "set") and kind[1][0] == "object"


def _nested_block(table: Table, nested: Mapping[str, Any]) -> list[Any]:
    block = nested["block"]
    required = "r" if nested.get("min_items", 0) > 0 else "o"
    deprecated = "d" if block.get("deprecated") else ""
    kind = _nesting(nested, ["O", _block(table, block)])
    return ["B" + required + deprecated, kind]


def _nesting(nested: Mapping[str, Any], record: list[Any]) -> list[Any]:
    letter = _NESTED[nested["nesting_mode"]]
    if letter == "O":
        return record
    bounds = [nested.get("min_items", 0), nested.get("max_items") or None]
    return [letter, record] if bounds == [0, None] else [letter, record, *bounds]


def _type(table: Table, kind: Any, members: str) -> Any:
    if isinstance(kind, str):
        return _SCALARS[kind]
    match kind[0]:
        case "tuple":
            return "*"
        case "object":
            entries = {
                name: [members, _type(table, inner, members)]
                for name, inner in sorted(kind[1].items())
            }
            return ["O", table.intern(entries)]
        case collection:
            return [_COLLECTIONS[collection], _type(table, kind[1], members)]
