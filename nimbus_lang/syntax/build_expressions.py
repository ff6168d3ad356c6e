"""What each rule of an expression makes: one small function a rule, found by the rule's name.

Actions take the build, the values of the rule's symbols and the offsets of its first and last character. Strings are
handed on to `strings.py`, operator chains to `fold.py`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface
from typing import Any

from nimbus_lang.source.span import Span
from nimbus_lang.syntax import errors_habits, errors_lexical
from nimbus_lang.syntax.build import Build, Keyed
from nimbus_lang.syntax.expressions import (
    Arg,
    AttrExpr,
    BoolExpr,
    CallExpr,
    CidrExpr,
    ConditionalExpr,
    Entry,
    Expr,
    ForClause,
    IpExpr,
    ItemExpr,
    ListCompExpr,
    ListExpr,
    MapCompExpr,
    MissingExpr,
    NullExpr,
    NumberExpr,
    ObjectExpr,
    PercentExpr,
    QuantityExpr,
    SplatExpr,
    Spread,
    StringExpr,
    UnaryExpr,
    VarExpr,
)
from nimbus_lang.syntax.fold import Folder
from nimbus_lang.syntax.machine import Action
from nimbus_lang.syntax.names import Name
from nimbus_lang.syntax.strings import read_string, read_token
from nimbus_lang.syntax.tokens import Token

LONGEST_NUMBER = 60


def _var(b: Build, v: list[Any], s: int, e: int) -> Expr:
    return VarExpr(b.span(s, e), b.text[s:e])


def string(b: Build, v: list[Any], s: int, e: int) -> StringExpr:
    return read_string(b, s, e, False)


def _block_string(b: Build, v: list[Any], s: int, e: int) -> StringExpr:
    return read_string(b, s, e, True)


def number(b: Build, v: list[Any], s: int, e: int) -> Expr:
    text = b.text[s:e]
    span = b.span(s, e)
    if e - s > LONGEST_NUMBER:
        b.diagnostics.append(errors_lexical.number_too_long(span))
        return MissingExpr(span)
    if text[0] == "0" and e - s > 1 and text[1] != ".":
        b.diagnostics.append(errors_lexical.leading_zero(span, text))
    return NumberExpr(span, Decimal(text) if "." in text else int(text))


_UNIT = re.compile("[A-Za-z]+$")


def _quantity(b: Build, v: list[Any], s: int, e: int) -> Expr:
    text = b.text[s:e]
    span = b.span(s, e)
    unit = _UNIT.search(text)
    at = unit.start() if unit else len(text)
    if at > LONGEST_NUMBER:
        b.diagnostics.append(errors_lexical.number_too_long(span))
        return MissingExpr(span)
    return QuantityExpr(span, Decimal(text[:at]), text[at:])


def _percent(b: Build, v: list[Any], s: int, e: int) -> Expr:
    span = b.span(s, e)
    if e - s > LONGEST_NUMBER:
        b.diagnostics.append(errors_lexical.number_too_long(span))
        return MissingExpr(span)
    return PercentExpr(span, Decimal(b.text[s : e - 1]))


def _cidr(b: Build, v: list[Any], s: int, e: int) -> Expr:
    text = b.text[s:e]
    try:
        value = IPv6Interface(text) if ":" in text else IPv4Interface(text)
    except ValueError as problem:
        b.diagnostics.append(errors_lexical.bad_address(b.span(s, e), text, str(problem)))
        return MissingExpr(b.span(s, e))
    return CidrExpr(b.span(s, e), value)


def _ip(b: Build, v: list[Any], s: int, e: int) -> Expr:
    text = b.text[s:e]
    try:
        value = IPv6Address(text) if ":" in text else IPv4Address(text)
    except ValueError as problem:
        b.diagnostics.append(errors_lexical.bad_address(b.span(s, e), text, str(problem)))
        return MissingExpr(b.span(s, e))
    return IpExpr(b.span(s, e), value)


def _true(b: Build, v: list[Any], s: int, e: int) -> Expr:
    return BoolExpr(b.span(s, e), True)


def _false(b: Build, v: list[Any], s: int, e: int) -> Expr:
    return BoolExpr(b.span(s, e), False)


def _null(b: Build, v: list[Any], s: int, e: int) -> Expr:
    return NullExpr(b.span(s, e))


def _group(b: Build, v: list[Any], s: int, e: int) -> Expr:
    """`( expr )` is its expression with the brackets in its span; a bare name keeps its own place, for renaming."""
    inner: Expr = v[1]
    return inner if isinstance(inner, VarExpr) else with_span(inner, b.span(s, e))


def with_span(node: Any, span: Span) -> Any:
    """The same node at another place."""
    fields = [getattr(node, field) for field in node.__slots__]
    return type(node)(span, *fields[1:])


def _attr(b: Build, v: list[Any], s: int, e: int) -> Expr:
    return AttrExpr(b.span(s, e), v[0], b.name(v[2]))


def _item(b: Build, v: list[Any], s: int, e: int) -> Expr:
    return ItemExpr(b.span(s, e), v[0], v[2])


def _splat(b: Build, v: list[Any], s: int, e: int) -> Expr:
    return SplatExpr(b.span(s, e), v[0])


def _call(b: Build, v: list[Any], s: int, e: int) -> Expr:
    return CallExpr(b.span(s, e), v[0], tuple(v[2]) if len(v) == 4 else ())


def _of_name(make: Action) -> Action:
    """The same action for rules whose base is still a NAME token."""

    def made(b: Build, v: list[Any], s: int, e: int) -> Any:
        token: Token = v[0]
        return make(b, [_var(b, [], token[1], token[2]), *v[1:]], s, e)

    return made


def _args(b: Build, v: list[Any], s: int, e: int) -> list[Arg]:
    args: list[Arg] = v[0]
    return args


def _arg(b: Build, v: list[Any], s: int, e: int) -> Arg:
    return Arg(b.span(s, e), None, v[0])


def _named_arg(b: Build, v: list[Any], s: int, e: int) -> Arg:
    return Arg(b.span(s, e), b.name(v[0]), v[2])


def _negative(b: Build, v: list[Any], s: int, e: int) -> Expr:
    return UnaryExpr(b.span(s, e), "-", v[1])


def _flat(b: Build, v: list[Any], s: int, e: int) -> list[Any]:
    """Chains are flat lists: operands as nodes, operators and `not`s as tokens."""
    flat: list[Any] = v[0] if isinstance(v[0], list) else [v[0]]
    for part in v[1:]:
        if isinstance(part, list):
            flat.extend(part)
        else:
            flat.append(part)
    return flat


def folded(b: Build, v: list[Any], s: int, e: int) -> Expr:
    return Folder(b.path, v[0], b.diagnostics.append).fold()


def _conditional(b: Build, v: list[Any], s: int, e: int) -> Expr:
    return ConditionalExpr(b.span(s, e), v[1], v[3], v[5])


def _list(b: Build, v: list[Any], s: int, e: int) -> Expr:
    return ListExpr(b.span(s, e), tuple(v[1]) if len(v) > 2 else ())


def _list_comp(b: Build, v: list[Any], s: int, e: int) -> Expr:
    return ListCompExpr(b.span(s, e), v[1], v[2])


def _object(b: Build, v: list[Any], s: int, e: int) -> ObjectExpr:
    return ObjectExpr(b.span(s, e), tuple(v[1]) if len(v) == 3 else ())


def _held(b: Build, v: list[Any], s: int, e: int) -> tuple[ObjectExpr, list[Any]]:
    """The arguments of a resource, and apart from them what must hold of it."""
    facts = v[1] if len(v) == 3 else []
    entries = tuple(one for one in facts if isinstance(one, Entry | Spread))
    return ObjectExpr(b.span(s, e), entries), [
        one for one in facts if not isinstance(one, Entry | Spread)
    ]


def _entry(b: Build, v: list[Any], s: int, e: int) -> Entry:
    token: Token = v[0]
    if token[0] == "STRING":
        return Entry(b.span(s, e), static_key(b, token), v[2], True)
    return Entry(b.span(s, e), b.name(token), v[2])


def static_key(b: Build, token: Token) -> Name:
    """The text of a quoted key, which may not hold `${...}`: keys are static."""
    text = read_token(b, token)
    if text.plain is None:
        b.diagnostics.append(errors_habits.computed_key(b.span(token[1], token[2])))
        return Name(text.span, b.text[token[1] + 1 : token[2] - 1])
    return Name(text.span, text.plain)


def _spread(b: Build, v: list[Any], s: int, e: int) -> Spread:
    return Spread(b.span(s, e), v[1])


def _map_comp(b: Build, v: list[Any], s: int, e: int) -> Expr:
    token: Token = v[1]
    key = read_token(b, token) if token[0] == "STRING" else _var(b, [], token[1], token[2])
    return MapCompExpr(b.span(s, e), key, v[3], v[4])


def _map_comp_computed(b: Build, v: list[Any], s: int, e: int) -> Expr:
    return MapCompExpr(b.span(s, e), v[1], v[3], v[4])


def _clause(b: Build, c: dict[str, Any], s: int, e: int) -> ForClause:
    second = b.name(c["NAME2"]) if "NAME2" in c else None
    return ForClause(b.span(s, e), b.name(c["NAME"]), second, c["expr"], c.get("filter"))


EXPRESSIONS: dict[str, Action] = {
    "conditional": _conditional,
    "chain": _flat,
    "nots": _flat,
    "lower": _flat,
    "ranged": _flat,
    "negated": _flat,
    "negative": _negative,
    "var": _var,
    "string": string,
    "block_string": _block_string,
    "number": number,
    "quantity": _quantity,
    "percent": _percent,
    "cidr": _cidr,
    "ip": _ip,
    "true": _true,
    "false": _false,
    "null": _null,
    "group": _group,
    "attr": _attr,
    "item": _item,
    "splat": _splat,
    "call": _call,
    "args": _args,
    "arg": _arg,
    "named_arg": _named_arg,
    "list": _list,
    "list_comp": _list_comp,
    "body": _object,
    "held": _held,
    "object": _object,
    "map_comp": _map_comp,
    "map_comp_computed": _map_comp_computed,
    "entry": _entry,
    "spread": _spread,
    "attr_of_name": _of_name(_attr),
    "item_of_name": _of_name(_item),
    "call_of_name": _of_name(_call),
}
KEYED_EXPRESSIONS: dict[str, Keyed] = {
    "clause": _clause,
}
