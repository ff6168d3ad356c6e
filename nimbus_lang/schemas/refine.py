"""Refinements: what a provider's schema does not say about a field, laid over its type.

A schema says "number" where the provider means gigabytes, and "string" where it takes one of three words or a JSON
document. A refinement is data, a small mapping per field; this module applies one and knows nothing of where it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from nimbus_lang.types.builtin import NAMED
from nimbus_lang.types.model import (
    BOOL,
    INT,
    STRING,
    Field,
    ListT,
    MapT,
    ScalarT,
    SetT,
    Type,
    UnionT,
)

Refinement = Mapping[str, Any]
"""Keys, all optional: `type` (a named type of the language such as `int` or `arn`; `int_text` and `bool_text` are arguments that the
provider holds as text and reads as a number or a bool) `unit` `enum` `pattern` `min` `max` `min_length` `max_length` for the scalar at the heart
of the field; `json` `required` `settable` `computed` `sensitive` `write_only` `deprecated` `doc` for the field itself; `source` is
where it was learnt."""

_FLAGS = (
    "json",
    "required",
    "settable",
    "computed",
    "sensitive",
    "write_only",
    "deprecated",
    "doc",
)


def refine(field: Field, refinement: Refinement) -> Field:
    """The field with the refinement applied to its flags and to the scalar inside its lists, sets and maps."""
    flags = {flag: refinement[flag] for flag in _FLAGS if flag in refinement}
    return replace(field, type=_refine_type(field.type, refinement), **flags)


def _refine_type(kind: Type, refinement: Refinement) -> Type:
    match kind:
        case ScalarT():
            return _refine_scalar(kind, refinement)
        case ListT(item=item) | SetT(item=item):
            return replace(kind, item=_refine_type(item, refinement))
        case MapT(value):
            return MapT(_refine_type(value, refinement))
        case _:
            return kind


def _refine_scalar(scalar: ScalarT, refinement: Refinement) -> Type:
    match refinement.get("type"):
        case None:
            return _bounded(scalar, refinement)
        case "int_text":
            return UnionT((_bounded(INT, refinement), STRING))
        case "bool_text":
            return UnionT((BOOL, STRING))
        case name:
            named = NAMED[name]
            return _bounded(named, refinement) if isinstance(named, ScalarT) else named


def _bounded(scalar: ScalarT, refinement: Refinement) -> ScalarT:
    return replace(
        scalar,
        unit=refinement.get("unit", scalar.unit),
        enum=tuple(refinement.get("enum", scalar.enum)),
        pattern=refinement.get("pattern", scalar.pattern),
        minimum=_decimal(refinement.get("min"), scalar.minimum),
        maximum=_decimal(refinement.get("max"), scalar.maximum),
        min_length=refinement.get("min_length", scalar.min_length),
        max_length=refinement.get("max_length", scalar.max_length),
    )


def _decimal(value: int | str | None, otherwise: Decimal | None) -> Decimal | None:
    return otherwise if value is None else Decimal(value)
