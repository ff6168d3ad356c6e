"""AWS types from the bundled schema pack: resources, data sources, ephemeral resources, the provider's own configuration.

Adds to the raw schema the refinements kept beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from nimbus_lang.schemas.pack import open_pack
from nimbus_lang.schemas.provider import ProviderTypes
from nimbus_lang.schemas.refine import Refinement
from nimbus_lang.types.model import RecordT

PACK = "aws-5.100.0.bin"
REFINEMENTS = "aws-5.100.0-refinements.bin"
SECTIONS = ("resource", "lookup", "ephemeral", "provider")


def load_aws(name: str, section: str = "resource") -> RecordT | None:
    """The type called `aws.<name>` of a section (`SECTIONS`), or None."""
    return aws_types().load(name, section, "aws" if section == "provider" else f"aws.{name}")


def aws_names(section: str) -> Sequence[str]:
    """Names in a section, sorted, without the namespace."""
    return aws_types().names(section)


def has_aws(name: str, section: str) -> bool:
    """Whether the section holds the type; reads the index only."""
    return aws_types().has(name, section)


def aws_deprecation(name: str, section: str) -> str | None:
    """Why not to use the whole type any more, or None."""
    return aws_types().deprecation(name, section)


def aws_meta() -> Mapping[str, Any]:
    """`source` and `version` of the bundled provider schema."""
    return open_pack(PACK).meta


@lru_cache(maxsize=1)
def aws_types() -> ProviderTypes:
    """The bundled provider."""
    return ProviderTypes(open_pack(PACK), aws_refinements)


def aws_refinements(name: str, section: str) -> Mapping[str, Refinement]:
    """What is laid over the raw type, by path below it; `source` says which table spoke last: provider, name or hand."""
    merged: dict[str, dict[str, Any]] = {}
    for source, table in (open_pack(REFINEMENTS).read(section, name) or {}).items():
        for path, refinement in table.items():
            merged[path] = {**merged.get(path, {}), **refinement, "source": source}
    return merged
