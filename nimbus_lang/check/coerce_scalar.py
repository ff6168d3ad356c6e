"""A scalar in the form its type asks for: units converted, texts read as networks, bounds, patterns and lists held.

A value of another kind comes here only out of `any`, which nobody could judge before it was known.
"""

from __future__ import annotations

from decimal import Decimal
from ipaddress import (
    AddressValueError,
    IPv4Address,
    IPv4Interface,
    IPv6Address,
    IPv6Interface,
    NetmaskValueError,
    ip_address,
    ip_interface,
)

from nimbus_lang.check import errors_values as errors
from nimbus_lang.check.coercion import Coercion
from nimbus_lang.source.span import Span
from nimbus_lang.types.describe import called, form
from nimbus_lang.types.model import Kind, LiteralT, ScalarT, Type, UnionT
from nimbus_lang.types.pattern import contradicts
from nimbus_lang.types.quantity_text import in_text_unit
from nimbus_lang.types.units import QUANTITIES, TEXT_UNITS, to_unit
from nimbus_lang.values.model import POISON, Data, Quantity, Value
from nimbus_lang.values.show import show

_NOWHERE = Span("", 0, 0)
_NUMBERS = (Kind.INT, Kind.NUMBER)
_FRACTIONS = ("fraction", "percent", "cores")


def coerce_scalar(value: Value, type: ScalarT, at: Coercion) -> Value:
    """A known scalar in the form of `type`; poisoned (and told) where it does not fit."""
    data = value.data
    match type.kind:
        case Kind.STRING:
            return _string(value, type, at)
        case Kind.BOOL:
            return value if isinstance(data, bool) else at.misfit(value, type)
        case Kind.CIDR | Kind.IP:
            return _address(value, type, at)
        case Kind.INT | Kind.NUMBER:
            return _number(value, type, at)
        case _:
            return _quantity(value, type, at)


def coerce_literal(value: Value, wanted: tuple[str | int | bool, ...], at: Coercion) -> Value:
    """A known value that must be one of these."""
    data = value.data
    if isinstance(data, str | int) and any(
        data == item and isinstance(data, bool) is isinstance(item, bool) for item in wanted
    ):
        return value
    if not isinstance(data, str | int):
        options: tuple[Type, ...] = tuple(LiteralT(item) for item in wanted)
        return at.misfit(value, options[0] if len(options) == 1 else UnionT(options))
    near = "" if at.hidden else str(data)
    shown = [str(item) for item in wanted]
    words = all(isinstance(item, str) for item in wanted)
    what, found = at.label, at.shown(value)
    at.report(errors.not_allowed(value.span, at.callers, what, found, shown, near, words))
    return value.holding(POISON)


def _string(value: Value, type: ScalarT, at: Coercion) -> Value:
    taken = TEXT_UNITS.get(type.unit or "", frozenset())
    match value.data:
        case str(text):
            return _text(value, text, type, at)
        case IPv4Interface() | IPv6Interface() | IPv4Address() | IPv6Address() as network:
            judged = _text(value, str(network), type, at)
            return value if judged.data is not POISON else judged
        case Quantity(kind) as quantity if type.unit is not None and kind in taken:
            spelled = in_text_unit(quantity, type.unit)
            return _text(value.holding(spelled), spelled, type, at)
        case int() | Decimal() as number if not isinstance(number, bool) and taken & {*_NUMBERS}:
            return value
        case _:
            return at.misfit(value, type)


def _text(value: Value, text: str, type: ScalarT, at: Coercion) -> Value:
    low, high = type.min_length or 0, type.max_length
    if type.enum and text not in type.enum:
        near = "" if at.hidden else text
        report = errors.not_allowed(
            value.span, at.callers, at.label, at.shown(value), type.enum, near
        )
    elif len(text) < low or (high is not None and len(text) > high):
        bounds = f"{low} to {high} characters" if high is not None else f"at least {low} characters"
        length = None if at.hidden else len(text)
        report = errors.wrong_length(value.span, at.callers, at.label, length, bounds)
    elif type.pattern is not None and contradicts(type.pattern, text):
        kind, rule = called(type), form(type, "" if at.hidden else text)
        report = errors.no_match(value.span, at.callers, at.label, at.shown(value), kind, rule)
    else:
        return value
    at.report(report)
    return value.holding(POISON)


def _address(value: Value, type: ScalarT, at: Coercion) -> Value:
    match type.kind, value.data:
        case _, str(text):
            read = _network(value, text, type.kind, at)
            return _address(read, type, at) if read.data is not POISON else read
        case Kind.CIDR, IPv4Interface() | IPv6Interface() as network:
            return _inside(value, Decimal(network.network.prefixlen), type, at)
        case Kind.IP, IPv4Address() | IPv6Address() as address:
            whole = isinstance(address, IPv4Interface | IPv6Interface)
            return at.misfit(value, type) if whole else value
        case _:
            return at.misfit(value, type)


def _network(value: Value, text: str, kind: Kind, at: Coercion) -> Value:
    try:
        read: Data = ip_interface(text) if kind is Kind.CIDR else ip_address(text)
        if kind is Kind.CIDR and "/" not in text:
            raise ValueError("a network needs a prefix length, as in 10.0.0.0/16")
    except (AddressValueError, NetmaskValueError, ValueError) as error:
        why = "it does not read as one" if at.hidden else str(error).rstrip(".")
        at.report(errors.bad_network(value.span, at.callers, at.label, at.shown(value), why))
        return value.holding(POISON)
    if isinstance(read, IPv4Interface | IPv6Interface) and read.ip != read.network.network_address:
        network = "" if at.hidden else str(read.network)
        at.report(errors.host_bits(value.span, at.callers, at.shown(value), network, ()))
        return value.holding(POISON)
    return value.holding(read)


def _number(value: Value, type: ScalarT, at: Coercion) -> Value:
    match value.data:
        case Quantity() as quantity:
            return _converted(value, quantity, type, at)
        case bool():
            return at.misfit(value, type)
        case Decimal() as number if type.kind is Kind.INT:
            if number != number.to_integral_value():
                return at.misfit(value, type, "Use round(), floor() or ceil().")
            return _inside(value.holding(int(number)), number, type, at)
        case int() | Decimal() as number:
            return _inside(value, Decimal(number), type, at)
        case _:
            return at.misfit(value, type)


def _quantity(value: Value, type: ScalarT, at: Coercion) -> Value:
    match value.data:
        case Quantity(kind, amount) if kind is type.kind:
            return _inside(value, amount, type, at)
        case int() | Decimal() as cores if type.kind is Kind.CPU and not isinstance(cores, bool):
            amount = Decimal(cores)
            return _inside(value.holding(Quantity(Kind.CPU, amount)), amount, type, at)
        case _:
            return at.misfit(value, type)


def _converted(value: Value, quantity: Quantity, type: ScalarT, at: Coercion) -> Value:
    amount = to_unit(quantity, type.unit) if type.unit is not None else None
    if amount is None:
        return at.misfit(value, type)
    whole = amount.to_integral_value(rounding="ROUND_CEILING")
    if whole != amount and (type.kind is Kind.INT or type.unit not in _FRACTIONS):
        unit = str(type.unit)
        near = "" if at.hidden else f"{whole} {unit}"
        at.report(errors.not_whole(value.span, at.callers, at.label, at.shown(value), unit, near))
        return value.holding(POISON)
    made = _inside(value, amount, type, at)
    return (
        made if made.data is POISON else value.holding(int(amount) if whole == amount else amount)
    )


def _inside(value: Value, amount: Decimal, type: ScalarT, at: Coercion) -> Value:
    """The value, if its amount (in the unit that the bounds are in) lies within them."""
    low, high = type.minimum, type.maximum
    if type.enum and f"{amount:f}" not in type.enum:
        shown = at.shown(value)
        at.report(errors.not_allowed(value.span, at.callers, at.label, shown, type.enum, "", False))
    elif (low is not None and amount < low) or (high is not None and amount > high):
        bounds = _bounds(type)
        at.report(errors.out_of_range(value.span, at.callers, at.label, at.shown(value), bounds))
    else:
        return value
    return value.holding(POISON)


def _bounds(type: ScalarT) -> str:
    def text(amount: Decimal) -> str:
        if type.kind in QUANTITIES:
            return show(Value(Quantity(type.kind, amount), _NOWHERE))
        if type.kind is Kind.CIDR:
            return f"/{amount:f}"
        return f"{amount:f}" + (f" {type.unit}" if type.unit else "")

    if type.minimum is not None and type.maximum is not None:
        return f"{text(type.minimum)} to {text(type.maximum)}"
    if type.minimum is not None:
        return f"at least {text(type.minimum)}"
    return f"at most {text(type.maximum)}" if type.maximum is not None else "inside its bounds"
