"""Quantities as values: made from what was written, or from an amount that was computed.

The units themselves are `types.units`; this only ties them to the value model.
"""

from __future__ import annotations

from decimal import Decimal

from nimbus_lang.types.model import Kind
from nimbus_lang.types.quantity_text import show_quantity
from nimbus_lang.types.units import amount, plain_decimal
from nimbus_lang.values.model import Quantity


def quantity_of(number: Decimal, suffix: str) -> Quantity:
    """What `50Gi` stands for: `suffix` is one of `types.units.SUFFIXES` ("%" among them)."""
    kind, base = amount(number, suffix)
    return Quantity(kind, base, f"{number:f}{suffix}")


def computed(kind: Kind, base: Decimal) -> Quantity:
    """A quantity that nobody wrote: `base` in the base unit of its kind."""
    return Quantity(kind, plain_decimal(base))


def quantity_text(quantity: Quantity) -> str:
    """As written, or as a person would write it."""
    return quantity.text or show_quantity(quantity)
