"""The spelling of amounts: for people, for Kubernetes, for Go and for ISO 8601.

Each function writes the shortest text that means exactly the amount; nothing is rounded.
Knows units, not values: whoever has a kind and an amount may ask.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from nimbus_lang.types.model import Kind
from nimbus_lang.types.units import SUFFIXES, Measured, decimal

_PEOPLE: dict[Kind, tuple[str, ...]] = {
    Kind.SIZE: ("Ei", "Pi", "Ti", "Gi", "Mi", "Ki", "PB", "TB", "GB", "MB", "kB"),
    Kind.DURATION: ("d", "h", "min", "s", "ms"),
    Kind.CPU: ("m",),
    Kind.PERCENT: ("%",),
}
_KUBERNETES = {
    "Ki": "Ki",
    "Mi": "Mi",
    "Gi": "Gi",
    "Ti": "Ti",
    "Pi": "Pi",
    "Ei": "Ei",
    "PB": "P",
    "TB": "T",
    "GB": "G",
    "MB": "M",
    "kB": "k",
}
_GO = (("h", 3600), ("m", 60))
_ISO = (("D", 86400), ("H", 3600), ("M", 60))


def show_quantity(quantity: Measured) -> str:
    """As a person would write it in a spec: `100Gi`, `30d`, `250m`, `50%`; what no suffix divides is `512 bytes`."""
    return show_amount(quantity.kind, quantity.amount)


def show_amount(kind: Kind, amount: Decimal) -> str:
    """The same for a kind and an amount in its base unit."""
    even = _even(kind, Fraction(amount))
    if even is not None:
        return f"{even[0]}{even[1]}"
    return _show_uneven(kind, amount)


def _even(kind: Kind, amount: Fraction) -> tuple[int, str] | None:
    """The smallest whole number that says the amount, with its suffix; None for zero and where there is none."""
    counts = ((amount / SUFFIXES[suffix].factor, suffix) for suffix in _PEOPLE[kind])
    whole = [(count.numerator, suffix) for count, suffix in counts if count.denominator == 1]
    return min(whole, key=lambda found: abs(found[0])) if whole and amount else None


def _show_uneven(kind: Kind, amount: Decimal) -> str:
    """An amount that no suffix divides evenly, and zero."""
    match kind:
        case Kind.SIZE:
            return f"{amount:f} bytes"
        case Kind.DURATION:
            return f"{amount:f}s"
        case Kind.CPU:
            return f"{decimal(Fraction(amount) * 1000):f}m"
        case _:
            return f"{amount:f}%"


def to_kubernetes(quantity: Measured) -> str:
    """A Kubernetes quantity: `250m`, `2`, `256Mi`, `1G`; a percentage is `25%`, a duration whole or decimal seconds."""
    if quantity.kind is Kind.CPU:
        milli = decimal(Fraction(quantity.amount) * 1000)
        return f"{quantity.amount:f}" if quantity.amount == int(quantity.amount) else f"{milli:f}m"
    if quantity.kind is Kind.SIZE:
        return _kubernetes_size(Fraction(quantity.amount))
    return f"{quantity.amount:f}" + ("%" if quantity.kind is Kind.PERCENT else "")


def in_text_unit(quantity: Measured, unit: str) -> str:
    """The spelling that a text argument of this unit (one of `TEXT_UNITS`) takes."""
    match unit:
        case "go_duration":
            return to_go_duration(quantity)
        case "iso_duration":
            return to_iso_duration(quantity)
        case _:
            return to_kubernetes(quantity)


def _kubernetes_size(size: Fraction) -> str:
    even = _even(Kind.SIZE, size)
    if even is not None:
        return f"{even[0]}{_KUBERNETES[even[1]]}"
    return f"{decimal(size):f}"


def to_go_duration(quantity: Measured) -> str:
    """A Go duration without empty parts: `30s`, `5m`, `1h30m`, `1.5s`; zero is `0s`."""
    seconds = Fraction(quantity.amount)
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    text = ""
    for letter, length in _GO:
        count, seconds = divmod(seconds, length)
        text += f"{count}{letter}" if count else ""
    if seconds or not text:
        text += f"{decimal(seconds):f}s"
    return sign + text


def to_iso_duration(quantity: Measured) -> str:
    """An ISO 8601 duration: `PT30S`, `PT5M`, `P7D`, `P1DT12H`; zero is `PT0S`."""
    seconds = Fraction(quantity.amount)
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    days, seconds = divmod(seconds, 86400)
    time = ""
    for letter, length in _ISO[1:]:
        count, seconds = divmod(seconds, length)
        time += f"{count}{letter}" if count else ""
    time += f"{decimal(seconds):f}S" if seconds else ""
    date = f"{days}D" if days else ""
    return f"{sign}P{date}" + (f"T{time}" if time else "" if date else "T0S")
