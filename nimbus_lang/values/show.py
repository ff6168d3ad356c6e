"""Values as messages show them: as they would be written, shortened, and without a word of any secret.

`text_of` is the other spelling, the one an interpolation puts into a text; it hides nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address

from nimbus_lang.types.units import plain_decimal
from nimbus_lang.values.model import (
    Apply,
    Choose,
    Data,
    Deferred,
    Instance,
    Poison,
    Quantity,
    Range,
    Ref,
    Residual,
    SecretSource,
    Select,
    Template,
    Unknown,
    Value,
)
from nimbus_lang.values.quantity import quantity_text

MAX_TEXT = 80
MAX_ITEMS = 6
MAX_DEPTH = 3

SECRET = "(secret)"


def show(value: Value, depth: int = 0) -> str:
    """One line for a message: `"eu-west-1"`, `[1, 2, … 3 more]`, `(secret)`, `(known after apply: orders.endpoint)`."""
    return SECRET if value.secret else show_data(value.data, depth)


def show_data(data: Data, depth: int = 0) -> str:
    """The same for data that is known not to be secret itself."""
    match data:
        case tuple() as items:
            return _items(
                [show(item, depth + 1) for item in items[: MAX_ITEMS + 1]], len(items), "[]", depth
            )
        case Mapping() as entries:
            few = list(entries.items())[: MAX_ITEMS + 1]
            shown = [f"{_key(key)} = {show(item, depth + 1)}" for key, item in few]
            return _items(shown, len(entries), "{}", depth)
        case Deferred(residual, _, Unknown()):
            return _waiting(residual)
        case Deferred(_, _, known):
            assert not isinstance(known, Unknown)
            return show_data(known, depth)
        case Instance(address):
            return str(address)
        case Poison():
            return "(error)"
        case str(text):
            return quote(text)
        case _:
            return scalar_text(data)


def quote(text: str) -> str:
    """A text as a literal, cut in the middle of nowhere when it is long."""
    if len(text) <= MAX_TEXT:
        return json.dumps(text, ensure_ascii=False)
    return json.dumps(text[:MAX_TEXT], ensure_ascii=False)[:-1] + f'…" ({len(text)} characters)'


def scalar_text(data: Data) -> str:
    """The text of a scalar as an interpolation or a target writes it: `true`, `8080`, `50Gi`, `10.0.0.0/16`."""
    match data:
        case None:
            return "null"
        case bool(flag):
            return "true" if flag else "false"
        case Decimal() as number:
            return f"{plain_decimal(number):f}"
        case Quantity() as quantity:
            return quantity_text(quantity)
        case Range(low, high):
            return f"{low}..{high}"
        case int() | str() | IPv4Address() | IPv6Address():
            return str(data)
        case _:
            return show_data(data)


def text_of(value: Value) -> str:
    """What `"${value}"` is, secret or not; for what has no text of its own, how it is shown."""
    return scalar_text(value.data)


def _key(key: str) -> str:
    return key if key.isidentifier() else json.dumps(key, ensure_ascii=False)


def _items(shown: list[str], count: int, brackets: str, depth: int) -> str:
    opening, closing = brackets[0], brackets[1]
    if not count:
        return brackets if brackets == "[]" else "{ }"
    if depth >= MAX_DEPTH:
        return f"{opening}…{closing}"
    if count > MAX_ITEMS:
        shown = [*shown[:MAX_ITEMS], f"… {count - MAX_ITEMS} more"]
    space = " " if brackets == "{}" else ""
    return f"{opening}{space}{', '.join(shown)}{space}{closing}"


def _waiting(residual: Residual) -> str:
    if isinstance(residual, SecretSource):
        return SECRET
    return f"(known after apply: {show_residual(residual)})"


def show_residual(residual: Residual) -> str:
    """The expression that waits, as it would be written."""
    match residual:
        case Ref():
            return show_ref(residual)
        case Template(parts):
            return (
                '"'
                + "".join(p if isinstance(p, str) else "${" + _inner(p) + "}" for p in parts)
                + '"'
            )
        case Apply(function, args):
            return _application(function, [_inner(arg) for arg in args])
        case Choose(condition, yes, no):
            return f"if {_inner(condition)} then {_inner(yes)} else {_inner(no)}"
        case Select(base, key):
            return f"{_inner(base)}[{_inner(key)}]"
        case SecretSource(kind):
            return f"{kind}.secret(…)"


def show_ref(ref: Ref) -> str:
    """`orders.endpoint`, `web["shop"].status[0].ip`."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in ref.path)
    return f"{ref.address}{path}"


def _application(function: str, args: list[str]) -> str:
    if function == "neg":
        return f"-{args[0]}"
    if function == "not":
        return f"not {args[0]}"
    if len(args) == 2 and (not function.isidentifier() or function in ("and", "or", "in")):
        return f"{args[0]} {function} {args[1]}"
    return f"{function}({', '.join(args)})"


def _inner(value: Value) -> str:
    """A part of an expression: a reference as itself, without the words around it."""
    if isinstance(value.data, Deferred) and not value.secret:
        return show_residual(value.data.residual)
    return show(value, MAX_DEPTH - 1)
