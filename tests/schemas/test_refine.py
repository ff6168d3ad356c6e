"""Applying one refinement to one field: to the scalar at its heart, or to its flags, and nothing else."""

from __future__ import annotations

from decimal import Decimal

from nimbus_lang.schemas.refine import refine
from nimbus_lang.types.builtin import NAMED
from nimbus_lang.types.model import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Field,
    Kind,
    ListT,
    MapT,
    ScalarT,
    SetT,
    UnionT,
)


def test_a_unit_and_a_range() -> None:
    refined = refine(Field(NUMBER), {"unit": "GiB", "min": 1, "max": "16.5"})
    assert refined.type == ScalarT(
        Kind.NUMBER, unit="GiB", minimum=Decimal(1), maximum=Decimal("16.5")
    )


def test_a_named_type_keeps_its_own_bounds_unless_they_are_given() -> None:
    assert refine(Field(NUMBER), {"type": "port"}).type == NAMED["port"]
    refined = refine(Field(NUMBER), {"type": "port", "min": 0}).type
    assert isinstance(refined, ScalarT)
    assert (refined.name, refined.minimum, refined.maximum) == ("port", 0, 65535)


def test_inside_lists_sets_and_maps() -> None:
    enum = {"enum": ["a", "b"]}
    chosen = ScalarT(Kind.STRING, enum=("a", "b"))
    assert refine(Field(ListT(STRING, 1, 3)), enum).type == ListT(chosen, 1, 3)
    assert refine(Field(SetT(STRING)), enum).type == SetT(chosen)
    assert refine(Field(MapT(STRING)), enum).type == MapT(chosen)


def test_text_and_pattern() -> None:
    refined = refine(Field(STRING), {"pattern": "[a-z]+", "min_length": 1, "max_length": 9})
    assert refined.type == ScalarT(Kind.STRING, pattern="[a-z]+", min_length=1, max_length=9)


def test_numbers_and_bools_kept_as_text() -> None:
    seconds = refine(Field(STRING), {"type": "int_text", "unit": "seconds"}).type
    assert seconds == UnionT((ScalarT(Kind.INT, unit="seconds"), STRING))
    assert refine(Field(STRING), {"type": "bool_text"}).type == UnionT((BOOL, STRING))


def test_flags_alone_leave_the_type() -> None:
    refined = refine(Field(STRING), {"json": True, "sensitive": True, "deprecated": "use b"})
    assert refined == Field(STRING, json=True, sensitive=True, deprecated="use b")


def test_what_has_no_scalar_is_left() -> None:
    assert refine(Field(ANY), {"unit": "GiB"}) == Field(ANY)
