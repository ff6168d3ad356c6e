"""Makes the schema pack of any Terraform provider from Terraform's own description of it.

Plain, so that whoever describes the same version gets the same bytes. Types are called as Terraform calls them without the
provider's word in front: `password` for `random_password`. Runs nothing and refines nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from nimbus_lang.schemas.encode import encode_type
from nimbus_lang.schemas.pack import write_plain

SECTIONS = {
    "resource": "resource_schemas",
    "lookup": "data_source_schemas",
    "ephemeral": "ephemeral_resource_schemas",
}
CONFIGURATION = "provider"
"""The section, and its only document, of what the provider's own block takes."""


def build_provider(described: Mapping[str, Any], source: str, version: str) -> str:
    """The pack for one entry of `provider_schemas`. Raises KeyError, TypeError or ValueError for what is no such thing."""
    found = {section: dict(described.get(key) or {}) for section, key in SECTIONS.items()}
    word = first_word(source, (name for types in found.values() for name in types))
    sections: dict[str, dict[str, Any]] = {
        section: {
            name.removeprefix(f"{word}_"): encode_type(schema) for name, schema in types.items()
        }
        for section, types in found.items()
    }
    configuration = described.get("provider") or {"block": {}}
    sections[CONFIGURATION] = {CONFIGURATION: encode_type(configuration)}
    whole = {name for types in found.values() for name in types if not name.startswith(f"{word}_")}
    meta = {"source": source, "version": version, "word": word, "whole": sorted(whole)}
    return write_plain(sections, meta)


def first_word(source: str, types: Iterable[str]) -> str:
    """The word with which most types of a provider begin (`google` of google-beta's), else the provider's own name."""
    words = Counter(name.partition("_")[0] for name in types if "_" in name)
    own = source.rpartition("/")[2]
    return max(sorted(words), key=lambda word: (words[word], word == own)) if words else own
