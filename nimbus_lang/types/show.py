"""Types as people write them, for messages, hover texts and documentation.

Long unions and records are shortened with a count of what is left out. Knows no values and no syntax beyond constants.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal

from nimbus_lang.syntax.expressions import BoolExpr, NumberExpr, StringExpr
from nimbus_lang.types.builtin import NAMED
from nimbus_lang.types.model import (
    AnyT,
    ComponentT,
    ErrorT,
    Field,
    FunctionT,
    InstancesT,
    Kind,
    ListT,
    LiteralT,
    MapT,
    NamespaceT,
    NullT,
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
from nimbus_lang.types.quantity_text import show_amount
from nimbus_lang.types.shape import strip_optional
from nimbus_lang.types.units import QUANTITIES, TEXT_UNITS

MAX_PATTERN = 60
MAX_OPTIONS = 8
MAX_FIELDS = 6


def show(type: Type) -> str:
    """The type as it would be written: `list<string>`, `"dev" | "prod"`, `int(1..50)`, `aws.db_instance`."""
    match type:
        case AnyT() | ErrorT():
            return "any"
        case NullT():
            return "null"
        case ScalarT():
            return _scalar(type)
        case LiteralT(value):
            return show_literal(value)
        case ListT(item):
            return f"list<{show(item)}>"
        case SetT(item):
            return f"set<{show(item)}>"
        case MapT(value):
            return f"map<{show(value)}>"
        case SecretT(inner):
            return f"secret<{show(inner)}>"
        case OptionalT(inner):
            return f"({show(inner)})?" if isinstance(inner, UnionT) else f"{show(inner)}?"
        case UnionT(options):
            return _alternatives([show(option) for option in options])
        case RecordT():
            return type.name or _record(type)
        case _:
            return _nominal(type)


def show_literal(value: str | int | bool) -> str:
    """A literal as written: quoted text, `true`, `3`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def _nominal(
    type: ResourceT | ComponentT | InstancesT | RangeT | NamespaceT | FunctionT,
) -> str:
    match type:
        case ResourceT(path):
            return path
        case ComponentT(_, name):
            return name
        case InstancesT(item):
            return f"{show(item)}[*]"
        case RangeT():
            return "range"
        case NamespaceT(path):
            return f"the namespace {path}"
        case FunctionT(name):
            return f"the function {name}"


def _alternatives(texts: list[str]) -> str:
    if len(texts) <= MAX_OPTIONS:
        return " | ".join(texts)
    return " | ".join(texts[:MAX_OPTIONS]) + f" | … ({len(texts)} in all)"


def _scalar(type: ScalarT) -> str:
    name = type.name or type.kind.value
    if NAMED.get(name) == type:
        return name
    if type.enum:
        words = type.kind is Kind.STRING
        return _alternatives([show_literal(one) if words else one for one in type.enum])
    arguments = ", ".join(_refinements(type))
    text = f"{name}({arguments})" if arguments else name
    return f"{text} in {type.unit}" if type.unit and type.unit not in TEXT_UNITS else text


def _refinements(type: ScalarT) -> Iterable[str]:
    named = NAMED.get(type.name or "")
    base = named if isinstance(named, ScalarT) else ScalarT(type.kind)
    if (type.minimum, type.maximum) != (base.minimum, base.maximum):
        yield from _bounds(type.kind, type.minimum, type.maximum)
    if type.pattern is not None and type.pattern != base.pattern:
        short = len(type.pattern) <= MAX_PATTERN
        yield f"pattern = {show_literal(type.pattern) if short else '…'}"
    if type.min_length is not None and type.min_length != base.min_length:
        yield f"min = {type.min_length}"
    if type.max_length is not None and type.max_length != base.max_length:
        yield f"max = {type.max_length}"


def _bounds(kind: Kind, low: Decimal | None, high: Decimal | None) -> Iterable[str]:
    if low is not None and high is not None:
        yield f"{_bound(kind, low)}..{_bound(kind, high)}"
        return
    if low is not None:
        yield f"min = {_bound(kind, low)}"
    if high is not None:
        yield f"max = {_bound(kind, high)}"


def _bound(kind: Kind, amount: Decimal) -> str:
    return show_amount(kind, amount) if kind in QUANTITIES else f"{amount:f}"


def _record(type: RecordT) -> str:
    if not type.fields:
        return "{ ... }" if type.open else "{ }"
    shown = [_field(name, field) for name, field in list(type.fields.items())[:MAX_FIELDS]]
    left_out = len(type.fields) - MAX_FIELDS
    if left_out > 0:
        shown.append(f"… {left_out} more")
    return "{ " + "  ".join(shown) + (" ... }" if type.open else " }")


def _field(name: str, field: Field) -> str:
    if field.required or field.has_default:
        default = f" = {_default(field)}" if field.has_default else ""
        return f"{name}: {show(field.type)}{default}"
    return f"{name}?: {show(strip_optional(field.type))}"


def _default(field: Field) -> str:
    match field.default:
        case NumberExpr(_, value):
            return str(value)
        case BoolExpr(_, value):
            return show_literal(value)
        case StringExpr() as text if text.plain is not None:
            return show_literal(text.plain)
        case _:
            return "…"
