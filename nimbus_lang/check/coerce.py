"""A value to the shape its type asks for: defaults filled in, units converted, texts read as networks, bounds checked.

The static phase has judged the kinds; here are the judgements that need the value itself (ranges, patterns, enums, and
everything about `any`). A deferred value is judged by what is known of it and passed on as it is.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace

from nimbus_lang.check import errors_values as errors
from nimbus_lang.check.coerce_scalar import coerce_literal, coerce_scalar
from nimbus_lang.check.coerce_union import meant
from nimbus_lang.check.coercion import Coercion
from nimbus_lang.check.deferral import known
from nimbus_lang.check.errors_types import missing_fields, unknown_field
from nimbus_lang.check.flow import is_provider_record
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.types.model import (
    ComponentT,
    Field,
    ListT,
    LiteralT,
    MapT,
    OptionalT,
    RangeT,
    RecordT,
    ResourceT,
    ScalarT,
    SecretT,
    SetT,
    Type,
    UnionT,
)
from nimbus_lang.types.show import show as show_type
from nimbus_lang.values.equality import key
from nimbus_lang.values.model import (
    POISON,
    Deferred,
    Instance,
    Layer,
    Poison,
    Range,
    Value,
)

__all__ = ["Coercion", "coerce"]

_CONCRETE = (
    ScalarT | LiteralT | UnionT | ListT | SetT | MapT | RecordT | RangeT | ResourceT | ComponentT
)


def coerce(value: Value, type: Type, at: Coercion) -> Value:
    """The value in the shape of `type`; poisoned (and reported) where it cannot be."""
    data = value.data
    if isinstance(data, Poison):
        return value
    if value.secret:
        at = at.hiding()
    if isinstance(data, Deferred):
        return _deferred(value, type, at)
    if data is None and isinstance(type, _CONCRETE):
        at.report(errors.null_value(value.span, at.callers, at.what))
        return value.holding(POISON)
    match type:
        case OptionalT(inner):
            return value if data is None else coerce(value, inner, at)
        case SecretT(inner):
            return replace(coerce(value, inner, at.hiding()), secret=True)
        case ScalarT():
            return coerce_scalar(value, type, at)
        case LiteralT(wanted):
            return coerce_literal(value, (wanted,), at)
        case UnionT(options):
            return _union(value, options, at)
        case ListT() | SetT():
            return _list(value, type, at)
        case MapT():
            return _map(value, type, at)
        case RecordT():
            return _record(value, type, at)
        case RangeT():
            return value if isinstance(data, Range) else at.misfit(value, type)
        case ResourceT() | ComponentT():
            fits = isinstance(data, Instance) and data.type == type
            return value if fits else at.misfit(value, type)
        case _:
            return value


def _deferred(value: Value, type: Type, at: Coercion) -> Value:
    sure = known(value)
    if sure is not None and coerce(sure, type, at).data is POISON:
        return value.holding(POISON)
    return replace(value, secret=True) if isinstance(type, SecretT) else value


def _union(value: Value, options: tuple[Type, ...], at: Coercion) -> Value:
    """The value as the first of the types that takes it whole; what is said else is about the one that was meant."""
    literals = tuple(option.value for option in options if isinstance(option, LiteralT))
    if len(literals) == len(options):
        return coerce_literal(value, literals, at)
    tries: list[tuple[Type, Value, list[Diagnostic]]] = []
    for option in options:
        heard: list[Diagnostic] = []
        made = coerce(value, option, at.trying(heard))
        if not heard:
            return made
        tries.append((option, made, heard))
    position = meant(value.data, options)
    if position is None:
        return at.misfit(value, UnionT(options))
    _, made, heard = tries[position]
    for diagnostic in heard:
        at.report(diagnostic)
    return made


def _list(value: Value, type: ListT | SetT, at: Coercion) -> Value:
    data = value.data
    low, high = type.minimum, type.maximum
    if isinstance(data, Mapping) and high == 1:
        return value.holding((coerce(value, type.item, at),))
    if isinstance(data, Range):
        data = tuple(Value(n, value.span) for n in range(data.low, data.high + 1))
    if not isinstance(data, tuple):
        return at.misfit(value, type)
    items = tuple(coerce(one, type.item, at.inside(str(n))) for n, one in enumerate(data))
    if isinstance(type, SetT):
        items = _once_each(items)
    if len(items) < low or (high is not None and len(items) > high):
        bounds = f"{low} to {high} items" if high is not None else f"at least {low} items"
        length = None if at.hidden else len(items)
        at.report(errors.wrong_length(value.span, at.callers, at.label, length, bounds))
        return value.holding(POISON)
    return value.holding(items)


def _once_each(items: tuple[Value, ...]) -> tuple[Value, ...]:
    """The items without those that are there already, in the order written; what waits is kept."""
    seen: set[Hashable] = set()
    kept: list[Value] = []
    for item in items:
        settled = known(item) is item and not isinstance(item.data, Poison)
        if settled and (mark := key(item)) in seen:
            continue
        if settled:
            seen.add(mark)
        kept.append(item)
    return tuple(kept)


def _map(value: Value, type: MapT, at: Coercion) -> Value:
    if not isinstance(value.data, Mapping):
        return at.misfit(value, type)
    entries = {name: coerce(one, type.value, at.inside(name)) for name, one in value.data.items()}
    return value.holding(entries)


def _record(value: Value, type: RecordT, at: Coercion) -> Value:
    if not isinstance(value.data, Mapping):
        return at.misfit(value, type)
    given = value.data
    entries: dict[str, Value] = {}
    for name, one in given.items():
        field = type.fields.get(name)
        if field is None and not type.open and not isinstance(one.data, Poison):
            said = unknown_field(one.span, at.named(name), show_type(type), type.fields)
            at.report(replace(said, callers=at.callers))
        entries[name] = one if field is None else _field(one, field, at.inside(name))
    if is_provider_record(
        type
    ):  # has no defaults that Nimbus knows, and may have hundreds of fields
        return value.holding(entries)
    missing = [n for n, f in type.fields.items() if f.required and n not in entries]
    if missing:
        said = missing_fields(value.span, missing, show_type(type))
        at.report(replace(said, callers=at.callers))
        return value.holding(POISON)
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
        document = isinstance(value.data, Mapping | tuple | Deferred | Poison)
        return value if document else at.misfit(value, field.type, _DOCUMENT)
    return coerce(value, field.type, at.hiding() if field.sensitive else at)


_DOCUMENT = "A JSON document is an object or a list, or a text that holds it."
