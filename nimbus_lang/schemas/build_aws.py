"""Makes the AWS schema pack from Terraform's own description of the provider.

    terraform providers schema -json | python -m nimbus_lang.schemas.build_aws

Reads the JSON from the file named or from standard input. Repeated blocks are stored once per type. It does not run
Terraform and refines nothing: units and enums are laid over the raw schema elsewhere.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nimbus_lang.schemas.aws import PACK
from nimbus_lang.schemas.pack import DATA, common_text, compact, write_pack

VERSION = "5.100.0"
SOURCE = "hashicorp/aws"


_SECTIONS = {
    "resource": "resource_schemas",
    "lookup": "data_source_schemas",
    "ephemeral": "ephemeral_resource_schemas",
}
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


class _Table:
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
    table = _Table()
    block = schema["block"]
    root = _block(table, block)
    if root != len(table.blocks) - 1:
        raise ValueError("a block contains itself")
    return [{"d": 1} if block.get("deprecated") else {}, *table.blocks]


def _block(table: _Table, block: Mapping[str, Any]) -> int:
    entries: dict[str, Any] = {}
    for name, attribute in sorted(block.get("attributes", {}).items()):
        entries[name] = _attribute(table, attribute)
    for name, nested in sorted(block.get("block_types", {}).items()):
        entries[name] = _nested_block(table, nested)
    return table.intern(entries)


def _attribute(table: _Table, attribute: Mapping[str, Any]) -> list[Any]:
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


def _nested_block(table: _Table, nested: Mapping[str, Any]) -> list[Any]:
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


def _type(table: _Table, kind: Any, members: str) -> Any:
    if isinstance(kind, str):
        return _SCALARS[kind]
    match kind[0]:
        case "object":
            entries = {
                name: [members, _type(table, inner, members)]
                for name, inner in sorted(kind[1].items())
            }
            return ["O", table.intern(entries)]
        case collection:
            return [_COLLECTIONS[collection], _type(table, kind[1], members)]


def build(description: Mapping[str, Any]) -> bytes:
    """The pack for the output of `terraform providers schema -json`. Raises KeyError without the AWS provider in it."""
    provider = description["provider_schemas"][f"registry.terraform.io/{SOURCE}"]
    sections: dict[str, dict[str, Any]] = {
        section: {
            name.removeprefix("aws_"): encode_type(schema) for name, schema in provider[key].items()
        }
        for section, key in _SECTIONS.items()
    }
    sections["provider"] = {"aws": encode_type(provider["provider"])}
    documents = [document for section in sections.values() for document in section.values()]
    meta = {"source": SOURCE, "version": VERSION}
    return write_pack(sections, meta, common_text(documents))


def main() -> None:
    """Write the pack from the file named as the only argument, or from standard input."""
    text = Path(sys.argv[1]).read_text() if len(sys.argv) > 1 else sys.stdin.read()
    (DATA / PACK).write_bytes(build(json.loads(text)))


if __name__ == "__main__":
    main()
