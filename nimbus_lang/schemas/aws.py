"""AWS types from the bundled schema pack: resources, data sources, ephemeral resources, the provider's own configuration.

Adds to the raw schema the refinements kept beside it, and one rule: a resource's `id` is read, never written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nimbus_lang.schemas.blocks import Blocks
from nimbus_lang.schemas.decode import DEPRECATED, Document
from nimbus_lang.schemas.fields import Entry
from nimbus_lang.schemas.pack import Pack, open_pack
from nimbus_lang.schemas.refine import Refinement
from nimbus_lang.types.model import RecordT

PACK = "aws-5.100.0.bin"
REFINEMENTS = "aws-5.100.0-refinements.bin"
SECTIONS = ("resource", "lookup", "ephemeral", "provider")


def load_aws(name: str, section: str = "resource") -> RecordT | None:
    """The type called `aws.<name>` of a section (`SECTIONS`), or None."""
    lines = _pack().lines(section, name)
    if lines is None:
        return None
    changes = {"id": _read_only} if section == "resource" else {}
    path = "aws" if section == "provider" else f"aws.{name}"
    blocks = Blocks(lines[1:], changes)
    return Document(blocks, aws_refinements(name, section)).root(path)


def _read_only(entry: Entry) -> Entry:
    """An id that the provider calls optional and computed is there to be read."""
    return ["c", *entry[1:]] if set(entry[0]) == {"o", "c"} else entry


def aws_names(section: str) -> Sequence[str]:
    """Names in a section, sorted, without the namespace."""
    return _pack().names(section)


def has_aws(name: str, section: str) -> bool:
    """Whether the section holds the type; reads the index only."""
    return _pack().has(section, name)


def aws_deprecation(name: str, section: str) -> str | None:
    """Why not to use the whole type any more, or None."""
    said = aws_refinements(name, section).get("", {}).get("deprecated")
    raw = _pack().read(section, name)
    return str(said) if said else DEPRECATED if raw and raw[0].get("d") else None


def aws_meta() -> Mapping[str, Any]:
    """`source` and `version` of the bundled provider schema."""
    return _pack().meta


def _pack() -> Pack:
    return open_pack(PACK)


def aws_refinements(name: str, section: str) -> Mapping[str, Refinement]:
    """What is laid over the raw type, by path below it; `source` says which table spoke last: provider, name or hand."""
    merged: dict[str, dict[str, Any]] = {}
    for source, table in (open_pack(REFINEMENTS).read(section, name) or {}).items():
        for path, refinement in table.items():
            merged[path] = {**merged.get(path, {}), **refinement, "source": source}
    return merged
