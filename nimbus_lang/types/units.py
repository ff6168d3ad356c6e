"""Units: what a suffix in a spec stands for, and how an amount is said in a provider's own unit.

All arithmetic here is exact; where a target takes whole numbers only, `whole_in` says whether an amount is one.
Works on anything with a kind and an amount in the base unit (bytes, seconds, cores, percent); knows no expressions.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Protocol

from nimbus_lang.source.record import dataclass
from nimbus_lang.types.model import Kind


class Measured(Protocol):
    """An amount with a dimension, in the base unit of its kind."""

    @property
    def kind(self) -> Kind:
        """The dimension."""
        ...

    @property
    def amount(self) -> Decimal:
        """How much, in the base unit."""
        ...


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its dimension and how many base units it is."""

    kind: Kind
    factor: Fraction


def _unit(kind: Kind, factor: int | Fraction) -> Unit:
    return Unit(kind, Fraction(factor))


MINUTE, HOUR, DAY, WEEK = 60, 3600, 86400, 604800

SUFFIXES: Mapping[str, Unit] = {
    "Ki": _unit(Kind.SIZE, 2**10),
    "Mi": _unit(Kind.SIZE, 2**20),
    "Gi": _unit(Kind.SIZE, 2**30),
    "Ti": _unit(Kind.SIZE, 2**40),
    "Pi": _unit(Kind.SIZE, 2**50),
    "Ei": _unit(Kind.SIZE, 2**60),
    "kB": _unit(Kind.SIZE, 10**3),
    "MB": _unit(Kind.SIZE, 10**6),
    "GB": _unit(Kind.SIZE, 10**9),
    "TB": _unit(Kind.SIZE, 10**12),
    "PB": _unit(Kind.SIZE, 10**15),
    "ms": _unit(Kind.DURATION, Fraction(1, 1000)),
    "s": _unit(Kind.DURATION, 1),
    "min": _unit(Kind.DURATION, MINUTE),
    "h": _unit(Kind.DURATION, HOUR),
    "d": _unit(Kind.DURATION, DAY),
    "w": _unit(Kind.DURATION, WEEK),
    "m": _unit(Kind.CPU, Fraction(1, 1000)),
    "%": _unit(Kind.PERCENT, 1),
}
"""The suffixes of the language."""

UNITS: Mapping[str, Unit] = {
    "bytes": _unit(Kind.SIZE, 1),
    "KiB": _unit(Kind.SIZE, 2**10),
    "MiB": _unit(Kind.SIZE, 2**20),
    "GiB": _unit(Kind.SIZE, 2**30),
    "TiB": _unit(Kind.SIZE, 2**40),
    "kB": _unit(Kind.SIZE, 10**3),
    "MB": _unit(Kind.SIZE, 10**6),
    "GB": _unit(Kind.SIZE, 10**9),
    "TB": _unit(Kind.SIZE, 10**12),
    "milliseconds": _unit(Kind.DURATION, Fraction(1, 1000)),
    "seconds": _unit(Kind.DURATION, 1),
    "minutes": _unit(Kind.DURATION, MINUTE),
    "hours": _unit(Kind.DURATION, HOUR),
    "days": _unit(Kind.DURATION, DAY),
    "weeks": _unit(Kind.DURATION, WEEK),
    "cores": _unit(Kind.CPU, 1),
    "millicores": _unit(Kind.CPU, Fraction(1, 1000)),
    "cpu_units": _unit(Kind.CPU, Fraction(1, 1024)),
    "percent": _unit(Kind.PERCENT, 1),
    "fraction": _unit(Kind.PERCENT, 100),
}
"""The units in which providers take plain numbers. `cpu_units` are 1024 to a core; months have no fixed length."""

TEXT_UNITS: Mapping[str, frozenset[Kind]] = {
    "kubernetes": frozenset({Kind.SIZE, Kind.CPU, Kind.INT, Kind.NUMBER}),
    "int_or_percent": frozenset({Kind.PERCENT, Kind.INT}),
    "go_duration": frozenset({Kind.DURATION}),
    "iso_duration": frozenset({Kind.DURATION}),
}
"""Units of *text* arguments (`ScalarT(STRING, unit=...)`): the kinds each takes and has its own spelling for."""

BASE_SUFFIX: Mapping[Kind, str] = {Kind.DURATION: "s", Kind.PERCENT: "%"}

QUANTITIES = frozenset({Kind.SIZE, Kind.DURATION, Kind.CPU, Kind.PERCENT})
"""The kinds that have a dimension."""

_QUOTIENT = Context(prec=100, rounding=ROUND_HALF_EVEN)
_WIDE = Context(prec=1000, rounding=ROUND_HALF_EVEN)


def amount(number: Decimal, suffix: str) -> tuple[Kind, Decimal]:
    """The kind and exact base amount of a literal: `(50, "Gi")` -> `(SIZE, 53687091200)`. `suffix` is one of SUFFIXES."""
    unit = SUFFIXES[suffix]
    return unit.kind, decimal(Fraction(number) * unit.factor)


def to_unit(quantity: Measured, unit: str) -> Decimal | None:
    """The amount in a provider's unit, None where it has another dimension (or nobody knows the unit)."""
    exact = _in_unit(quantity, unit)
    return None if exact is None else decimal(exact)


def whole_in(quantity: Measured, unit: str) -> bool:
    """Whether the amount is a whole number of this unit (False also for another dimension)."""
    exact = _in_unit(quantity, unit)
    return exact is not None and exact.denominator == 1


def whole_neighbours(quantity: Measured, unit: str) -> tuple[int, int] | None:
    """The whole numbers of this unit just below and just above the amount; equal when it is whole."""
    exact = _in_unit(quantity, unit)
    if exact is None:
        return None
    below = exact.numerator // exact.denominator
    return below, below if exact.denominator == 1 else below + 1


def unit_kind(unit: str | None) -> Kind | None:
    """The dimension of a provider's unit; None for no unit and for units of text."""
    known = UNITS.get(unit) if unit else None
    return known.kind if known else None


def decimal(exact: Fraction) -> Decimal:
    """A fraction as a decimal without trailing zeros: exact where that is possible, else 100 digits."""
    value = _QUOTIENT.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    return plain_decimal(value)


def plain_decimal(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent: `1.50` -> `1.5`, `5E+1` -> `50`."""
    if not value:
        return Decimal(0)
    short = value.normalize(_WIDE)
    exponent = short.as_tuple().exponent
    return (
        short.quantize(Decimal(1), context=_WIDE)
        if isinstance(exponent, int) and exponent > 0
        else short
    )


def _in_unit(quantity: Measured, unit: str) -> Fraction | None:
    known = UNITS.get(unit)
    if known is None or known.kind is not quantity.kind:
        return None
    return Fraction(quantity.amount) / known.factor
