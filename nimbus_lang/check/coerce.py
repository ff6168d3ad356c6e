"""A value to the shape its type asks for: defaults filled in, units converted, texts read as networks, bounds checked.

The static phase has judged the kinds; here are the judgements that need the value itself (ranges, patterns, enums).
A deferred value is judged by what is known of it and passed on as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from decimal import Decimal
from ipaddress import (
    AddressValueError,
    IPv4Interface,
    IPv6Interface,
    NetmaskValueError,
    ip_address,
    ip_interface,
)

from nimbus_lang.check import errors_values as errors
from nimbus_lang.check.deferral import known
from nimbus_lang.check.evaluate_context import Env, Evaluator
from nimbus_lang.check.flow import is_provider_record
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.types.describe import called, form
from nimbus_lang.types.model import (
    Field,
    Kind,
    ListT,
    LiteralT,
    MapT,
    OptionalT,
    RecordT,
    ScalarT,
    SecretT,
    SetT,
    Type,
    UnionT,
)
from nimbus_lang.types.pattern import contradicts
from nimbus_lang.types.quantity_text import in_text_unit
from nimbus_lang.types.units import to_unit
from nimbus_lang.values.equality import key
from nimbus_lang.values.model import (
    POISON,
    Data,
    Deferred,
    Layer,
    Poison,
    Quantity,
    Range,
    Value,
)
from nimbus_lang.values.show import show

_NOWHERE = Span("", 0, 0)


@dataclass(frozen=True, slots=True)
class Coercion:
    """Where a coercion happens: who evaluates, and for whom messages speak ("`storage`")."""

    ev: Evaluator
    env: Env
    what: str

    def inside(self, name: str) -> Coercion:
        """The same for a part."""
        return Coercion(self.ev, self.env, f"{self.what}.{name}" if self.what else name)

    @property
    def label(self) -> str:
        """How messages call the place."""
        return f"`{self.what}`" if self.what else "The value"


def coerce(value: Value, type: Type, at: Coercion) -> Value:
    """The value in the shape of `type`; poisoned (and reported) where it cannot be."""
    data = value.data
    if isinstance(data, Poison):
        return value
    if isinstance(data, Deferred):
        return _deferred(value, type, at)
    match type:
        case OptionalT(inner):
            return value if data is None else coerce(value, inner, at)
        case SecretT(inner):
            return replace(coerce(value, inner, at), secret=True)
        case ScalarT():
            return _scalar(value, type, at)
        case LiteralT(wanted):
            return _literal(value, (wanted,), at)
        case UnionT(options):
            return _union(value, options, at)
        case ListT(item, low, high):
            return _list(value, item, low, high, at)
        case SetT(item, low, high):
            return _list(_once_each(value), item, low, high, at)
        case MapT(item):
            return _map(value, item, at)
        case RecordT():
            return _record(value, type, at)
        case _:
            return value


def _deferred(value: Value, type: Type, at: Coercion) -> Value:
    sure = known(value)
    if sure is not None and coerce(sure, type, at).data is POISON:
        return value.holding(POISON)
    return replace(value, secret=True) if isinstance(type, SecretT) else value


def _scalar(value: Value, type: ScalarT, at: Coercion) -> Value:
    callers = at.env.frame.callers
    data = value.data
    match type.kind, data:
        case Kind.STRING, str(text):
            return _text(value, text, type, at)
        case ((Kind.CIDR | Kind.IP), str(text)):
            return _network(value, text, type.kind, at)
        case Kind.CIDR, (IPv4Interface() | IPv6Interface()):
            return value
        case Kind.STRING, Quantity() as quantity if type.unit is not None:
            spelled = in_text_unit(quantity, type.unit)
            return _text(value.holding(spelled), spelled, type, at)
        case ((Kind.INT | Kind.NUMBER), Quantity() as quantity):
            return _converted(value, quantity, type, at)
        case ((Kind.INT | Kind.NUMBER), (int() | Decimal())) if not isinstance(data, bool):
            return value if _within(value, Decimal(data), type, at) else value.holding(POISON)
        case _, Quantity() as quantity:
            inside = _within(value, quantity.amount, type, at)
            return value if inside else value.holding(POISON)
        case _, None:
            at.ev.report(errors.missing_arguments(value.span, callers, "This place", [at.what]))
            return value.holding(POISON)
        case _:
            return value


def _text(value: Value, text: str, type: ScalarT, at: Coercion) -> Value:
    callers = at.env.frame.callers
    low, high = type.min_length or 0, type.max_length
    if type.enum and text not in type.enum:
        report = errors.not_allowed(
            value.span, callers, at.label, show(value), type.enum, "" if value.secret else text
        )
    elif len(text) < low or (high is not None and len(text) > high):
        bounds = f"{low} to {high} characters" if high is not None else f"at least {low} characters"
        report = errors.wrong_length(value.span, callers, at.label, len(text), bounds)
    elif type.pattern is not None and contradicts(type.pattern, text):
        kind, rule = called(type), form(type, "" if value.secret else text)
        report = errors.no_match(value.span, callers, at.label, show(value), kind, rule)
    else:
        return value
    at.ev.report(report)
    return value.holding(POISON)


def _network(value: Value, text: str, kind: Kind, at: Coercion) -> Value:
    try:
        read: Data = ip_interface(text) if kind is Kind.CIDR else ip_address(text)
        if kind is Kind.CIDR and "/" not in text:
            raise ValueError("a network needs a prefix length, as in 10.0.0.0/16")
    except (AddressValueError, NetmaskValueError, ValueError) as error:
        at.ev.report(
            errors.bad_network(
                value.span, at.env.frame.callers, at.label, show(value), str(error).rstrip(".")
            )
        )
        return value.holding(POISON)
    if isinstance(read, IPv4Interface | IPv6Interface) and read.ip != read.network.network_address:
        callers, network = at.env.frame.callers, str(read.network)
        return at.ev.report(errors.host_bits(value.span, callers, show(value), network, ()))
    return value.holding(read)


def _converted(value: Value, quantity: Quantity, type: ScalarT, at: Coercion) -> Value:
    if type.unit is None:
        return value
    amount = to_unit(quantity, type.unit)
    if amount is None:
        return value
    if type.kind is Kind.INT or type.unit not in ("fraction", "percent", "cores"):
        whole = amount.to_integral_value(rounding="ROUND_CEILING")
        if whole != amount:
            at.ev.report(
                errors.not_whole(
                    value.span,
                    at.env.frame.callers,
                    at.label,
                    show(value),
                    type.unit,
                    f"{whole} {type.unit}",
                )
            )
            return value.holding(POISON)
        amount = whole
    data: Data = int(amount) if amount == amount.to_integral_value() else amount
    if not _within(value, amount, type, at):
        return value.holding(POISON)
    return value.holding(data)


def _within(value: Value, amount: Decimal, type: ScalarT, at: Coercion) -> bool:
    low, high = type.minimum, type.maximum
    if type.enum and f"{amount:f}" not in type.enum:
        at.ev.report(
            errors.not_allowed(
                value.span, at.env.frame.callers, at.label, show(value), type.enum, ""
            )
        )
        return False
    if (low is None or amount >= low) and (high is None or amount <= high):
        return True
    bounds = _bounds(type)
    at.ev.report(
        errors.out_of_range(value.span, at.env.frame.callers, at.label, show(value), bounds)
    )
    return False


def _bounds(type: ScalarT) -> str:
    def text(amount: Decimal) -> str:
        if type.kind in (Kind.SIZE, Kind.DURATION, Kind.CPU, Kind.PERCENT):
            return show(Value(Quantity(type.kind, amount), _NOWHERE))
        return f"{amount:f}" + (f" {type.unit}" if type.unit else "")

    if type.minimum is not None and type.maximum is not None:
        return f"{text(type.minimum)} to {text(type.maximum)}"
    if type.minimum is not None:
        return f"at least {text(type.minimum)}"
    return f"at most {text(type.maximum)}" if type.maximum is not None else "inside its bounds"


def _literal(value: Value, wanted: tuple[str | int | bool, ...], at: Coercion) -> Value:
    data = value.data
    if isinstance(data, str | int) and any(
        data == item and isinstance(data, bool) is isinstance(item, bool) for item in wanted
    ):
        return value
    if isinstance(data, str | int):
        at.ev.report(
            errors.not_allowed(
                value.span,
                at.env.frame.callers,
                at.label,
                show(value),
                [str(item) for item in wanted],
                "" if value.secret else str(data),
            )
        )
    return value.holding(POISON)


def _union(value: Value, options: tuple[Type, ...], at: Coercion) -> Value:
    literals = tuple(option.value for option in options if isinstance(option, LiteralT))
    if len(literals) == len(options):
        return _literal(value, literals, at)
    silent = _Silent(at)
    for option in options:
        if not silent.fits(value, option):
            continue
        return coerce(value, option, at)
    return value


class _Silent:
    """Tries a coercion without a word."""

    def __init__(self, at: Coercion) -> None:
        self.at = at

    def fits(self, value: Value, type: Type) -> bool:
        data = value.data
        match type:
            case LiteralT(wanted):
                return data == wanted and isinstance(data, bool) is isinstance(wanted, bool)
            case SecretT(inner):
                return self.fits(value, inner)
            case OptionalT(inner):
                return data is None or self.fits(value, inner)
            case ScalarT(kind):
                return kind not in _KINDS or _KINDS[kind](data)
            case ListT() | SetT():
                return isinstance(data, tuple)
            case MapT() | RecordT():
                return isinstance(data, Mapping)
            case _:
                return True


def _is_quantity(kind: Kind) -> Callable[[Data], bool]:
    return lambda data: isinstance(data, Quantity) and data.kind is kind


_KINDS: Mapping[Kind, Callable[[Data], bool]] = {
    Kind.STRING: lambda data: isinstance(data, str),
    Kind.BOOL: lambda data: isinstance(data, bool),
    Kind.INT: lambda data: isinstance(data, int) and not isinstance(data, bool),
    Kind.NUMBER: lambda data: isinstance(data, int | Decimal) and not isinstance(data, bool),
    Kind.SIZE: _is_quantity(Kind.SIZE),
    Kind.DURATION: _is_quantity(Kind.DURATION),
    Kind.CPU: _is_quantity(Kind.CPU),
    Kind.PERCENT: _is_quantity(Kind.PERCENT),
}


def _list(value: Value, item: Type, low: int, high: int | None, at: Coercion) -> Value:
    data = value.data
    if isinstance(data, Mapping) and high == 1:
        return value.holding((coerce(value, item, at),))
    if isinstance(data, Range):
        data = tuple(Value(n, value.span) for n in range(data.low, data.high + 1))
    if not isinstance(data, tuple):
        return value
    if len(data) < low or (high is not None and len(data) > high):
        bounds = f"{low} to {high} items" if high is not None else f"at least {low} items"
        at.ev.report(
            errors.wrong_length(value.span, at.env.frame.callers, at.label, len(data), bounds)
        )
        return value.holding(POISON)
    items = tuple(coerce(one, item, at.inside(str(n))) for n, one in enumerate(data))
    return value.holding(items)


def _once_each(value: Value) -> Value:
    """A list without the scalars that are there already, in the order written; what waits is kept."""
    if not isinstance(value.data, tuple):
        return value
    seen: set[Hashable] = set()
    kept: list[Value] = []
    for item in value.data:
        scalar = not isinstance(item.data, tuple | Mapping | Deferred | Poison)
        if scalar and (mark := key(item)) in seen:
            continue
        if scalar:
            seen.add(mark)
        kept.append(item)
    return value if len(kept) == len(value.data) else value.holding(tuple(kept))


def _map(value: Value, item: Type, at: Coercion) -> Value:
    if not isinstance(value.data, Mapping):
        return value
    entries = {key: coerce(one, item, at.inside(key)) for key, one in value.data.items()}
    return value.holding(entries)


def _record(value: Value, type: RecordT, at: Coercion) -> Value:
    if not isinstance(value.data, Mapping):
        return value
    given = value.data
    entries: dict[str, Value] = {}
    for name, one in given.items():
        field = type.fields.get(name)
        entries[name] = one if field is None else _field(one, field, at.inside(name))
    if is_provider_record(
        type
    ):  # has no defaults that Nimbus knows, and may have hundreds of fields
        return value.holding(entries)
    for name, field in type.fields.items():
        if name in entries and (entries[name].data is not None or field.default is None):
            continue
        if field.default is not None:
            made = at.ev.eval(field.default, at.env)
            layer = Layer("default", field.default.span, of=at.inside(name).what, value=made)
            entries[name] = coerce(made.set_by(layer), field.type, at.inside(name))
        elif not field.required:
            entries.setdefault(name, Value(None, value.span))
    return value.holding(entries)


def _field(value: Value, field: Field, at: Coercion) -> Value:
    if not field.settable or (value.data is None and not field.required):
        return value
    if field.json and not isinstance(value.data, str):
        return value
    return coerce(value, field.type, at)
