"""Amounts and units: exact both ways, and spelled as each target reads them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nimbus_lang.types.model import Kind
from nimbus_lang.types.quantity_text import (
    in_text_unit,
    show_quantity,
    to_go_duration,
    to_iso_duration,
    to_kubernetes,
)
from nimbus_lang.types.units import (
    SUFFIXES,
    TEXT_UNITS,
    UNITS,
    amount,
    plain_decimal,
    to_unit,
    whole_in,
    whole_neighbours,
)


@dataclass(frozen=True)
class Measure:
    kind: Kind
    amount: Decimal


def measure(text: str) -> Measure:
    digits = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%")
    return Measure(*amount(Decimal(digits), text[len(digits) :]))


decimals = st.decimals(
    min_value=0, max_value=10**12, allow_nan=False, allow_infinity=False, places=6
)


@given(decimals, st.sampled_from(sorted(SUFFIXES)))
def test_every_literal_keeps_its_exact_amount(number: Decimal, suffix: str) -> None:
    kind, base = amount(number, suffix)
    assert kind is SUFFIXES[suffix].kind
    assert Fraction(base) == Fraction(number) * SUFFIXES[suffix].factor


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from(sorted(UNITS)))
def test_a_whole_number_of_a_unit_comes_back_whole(number: int, unit: str) -> None:
    known = UNITS[unit]
    base = Fraction(number) * known.factor
    measured = Measure(known.kind, Decimal(base.numerator) / Decimal(base.denominator))
    assert to_unit(measured, unit) == number
    assert whole_in(measured, unit)
    assert whole_neighbours(measured, unit) == (number, number)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("50Gi", "GiB", 50),
        ("30d", "days", 30),
        ("12h", "days", Decimal("0.5")),
        ("15min", "seconds", 900),
        ("250m", "millicores", 250),
        ("250m", "cpu_units", 256),
        ("50%", "fraction", Decimal("0.5")),
        ("1Gi", "MiB", 1024),
        ("50GB", "GiB", Decimal("46.566128730773925781250")),
        ("50Gi", "days", None),
        ("50Gi", "furlongs", None),
    ],
)
def test_conversion_to_a_providers_unit(text: str, unit: str, expected: Decimal | None) -> None:
    assert to_unit(measure(text), unit) == expected


def test_a_size_between_two_whole_numbers_knows_both() -> None:
    size = measure("50GB")
    assert not whole_in(size, "GiB")
    assert whole_neighbours(size, "GiB") == (46, 47)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("250m", "250m"),
        ("1000m", "1"),
        ("1500m", "1500m"),
        ("256Mi", "256Mi"),
        ("1024Mi", "1Gi"),
        ("0.5Gi", "512Mi"),
        ("1GB", "1G"),
        ("25%", "25%"),
    ],
)
def test_kubernetes_text(text: str, expected: str) -> None:
    assert to_kubernetes(measure(text)) == expected


@pytest.mark.parametrize(
    ("text", "go", "iso"),
    [
        ("30s", "30s", "PT30S"),
        ("5min", "5m", "PT5M"),
        ("90min", "1h30m", "PT1H30M"),
        ("36h", "36h", "P1DT12H"),
        ("1500ms", "1.5s", "PT1.5S"),
        ("7d", "168h", "P7D"),
        ("0s", "0s", "PT0S"),
    ],
)
def test_duration_texts(text: str, go: str, iso: str) -> None:
    assert to_go_duration(measure(text)) == go
    assert to_iso_duration(measure(text)) == iso


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100Gi", "100Gi"),
        ("1024Gi", "1Ti"),
        ("20GB", "20GB"),
        ("30d", "30d"),
        ("36h", "36h"),
        ("50%", "50%"),
        ("250m", "250m"),
        ("0Gi", "0 bytes"),
    ],
)
def test_text_for_people(text: str, expected: str) -> None:
    assert show_quantity(measure(text)) == expected


@given(decimals)
def test_a_plain_decimal_has_no_exponent_and_the_same_value(number: Decimal) -> None:
    assert plain_decimal(number) == number
    assert "E" not in str(plain_decimal(number))


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("1GB", "kubernetes", "1G"),
        ("25%", "int_or_percent", "25%"),
        ("90s", "go_duration", "1m30s"),
        ("8h", "iso_duration", "PT8H"),
    ],
)
def test_text_arguments_have_their_own_spelling(text: str, unit: str, expected: str) -> None:
    assert unit in TEXT_UNITS
    assert in_text_unit(measure(text), unit) == expected
