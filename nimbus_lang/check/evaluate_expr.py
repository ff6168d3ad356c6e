"""Expressions to values, one small function a kind of node.

Only the branch that is taken is evaluated; what waits for an apply becomes a residual expression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface
from typing import Any

from nimbus_lang.check.deferral import any_secret, guarded, is_deferred, known, waits_for
from nimbus_lang.check.errors_types import not_iterable, not_spreadable
from nimbus_lang.check.errors_values import bad_map_key, host_bits, known_too_late, secret_decides
from nimbus_lang.check.evaluate_access import eval_attr, eval_item, eval_splat
from nimbus_lang.check.evaluate_calls import eval_binary, eval_call, eval_unary
from nimbus_lang.check.evaluate_context import Env, Evaluator
from nimbus_lang.check.weight import built
from nimbus_lang.diagnostics.model import Edit, Fix
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import (
    AttrExpr,
    BinaryExpr,
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
from nimbus_lang.types.model import ANY, STRING, Kind
from nimbus_lang.values.model import (
    POISON,
    UNKNOWN,
    Choose,
    Deferred,
    Poison,
    Quantity,
    Range,
    Template,
    Unknown,
    Value,
)
from nimbus_lang.values.quantity import quantity_of
from nimbus_lang.values.show import show, text_of


def _string(ev: Evaluator, expr: StringExpr, env: Env) -> Value:
    plain = expr.plain
    if plain is not None:
        return Value(plain, expr.span)
    parts: list[str | Value] = [
        part if isinstance(part, str) else ev.eval(part, env) for part in expr.parts
    ]
    values = [part for part in parts if isinstance(part, Value)]
    if any(isinstance(value.data, Poison) for value in values):
        return Value(POISON, expr.span)
    secret = any_secret(*values)
    text = _joined(parts)
    if any(map(is_deferred, values)):
        return built(ev, Deferred(Template(tuple(parts)), STRING, text), expr.span, env, secret)
    return built(ev, POISON if isinstance(text, Unknown) else text, expr.span, env, secret)


def _joined(parts: list[str | Value]) -> str | Unknown:
    texts: list[str] = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
            continue
        sure = known(part)
        if sure is None:
            return UNKNOWN
        texts.append(text_of(sure))
    return "".join(texts)


def _number(ev: Evaluator, expr: NumberExpr, env: Env) -> Value:
    return Value(expr.value, expr.span)


def _bool(ev: Evaluator, expr: BoolExpr, env: Env) -> Value:
    return Value(expr.value, expr.span)


def _ip(ev: Evaluator, expr: IpExpr, env: Env) -> Value:
    return Value(expr.value, expr.span)


def _cidr(ev: Evaluator, expr: CidrExpr, env: Env) -> Value:
    if expr.value.ip != expr.value.network.network_address:
        network = str(expr.value.network)
        fixes = (Fix(f"Write {network}", (Edit(expr.span, network),), safe=False),)
        return ev.report(host_bits(expr.span, env.frame.callers, str(expr.value), network, fixes))
    return Value(expr.value, expr.span)


def _quantity(ev: Evaluator, expr: QuantityExpr, env: Env) -> Value:
    return Value(quantity_of(expr.number, expr.unit), expr.span)


def _percent(ev: Evaluator, expr: PercentExpr, env: Env) -> Value:
    return Value(Quantity(Kind.PERCENT, expr.value, f"{expr.value}%"), expr.span)


def _null(ev: Evaluator, expr: NullExpr, env: Env) -> Value:
    return Value(None, expr.span)


def _missing(ev: Evaluator, expr: MissingExpr, env: Env) -> Value:
    return Value(POISON, expr.span)


def _var(ev: Evaluator, expr: VarExpr, env: Env) -> Value:
    return ev.name(expr.name, env, expr.span)


def _conditional(ev: Evaluator, expr: ConditionalExpr, env: Env) -> Value:
    condition = ev.eval(expr.condition, env)
    if isinstance(condition.data, Poison):
        return Value(POISON, expr.span)
    sure = known(condition)
    if sure is not None:
        taken = ev.eval(expr.yes if sure.data is True else expr.no, env)
        return Value(taken.data, taken.span, True, taken.layers) if condition.secret else taken
    yes, no = ev.eval(expr.yes, env), ev.eval(expr.no, env)
    secret = any_secret(condition, yes, no)
    return built(ev, Deferred(Choose(condition, yes, no), ANY), expr.span, env, secret)


def _list(ev: Evaluator, expr: ListExpr, env: Env) -> Value:
    return built(ev, tuple(ev.eval(item, env) for item in expr.items), expr.span, env)


def _object(ev: Evaluator, expr: ObjectExpr, env: Env) -> Value:
    entries: dict[str, Value] = {}
    for entry in expr.entries:
        if isinstance(entry, Entry):
            entries[entry.key.text] = ev.eval(entry.value, env)
        elif isinstance(entry, Spread):
            base = ev.eval(entry.value, env)
            if isinstance(base.data, Deferred):
                waits = waits_for(base)
                return ev.report(
                    known_too_late(entry.span, env.frame.callers, "What is spread", waits)
                )
            if isinstance(base.data, Mapping):
                entries.update((key, guarded(part, base)) for key, part in base.data.items())
            elif isinstance(base.data, Poison):
                return Value(POISON, expr.span)
            elif base.data is not None:
                report = not_spreadable(entry.value.span, show(base))
                return ev.report(replace(report, callers=env.frame.callers))
    return built(ev, entries, expr.span, env)


def iterate(ev: Evaluator, clause: ForClause, env: Env) -> tuple[Iterator[Env], bool] | None:
    """The environments of a comprehension's rounds, and whether their number is a secret.

    None when its source is no collection (then it is reported).
    """
    source = ev.eval(clause.source, env)
    pairs = collection(ev, source, clause.source.span, env, "This collection")
    return None if pairs is None else (_rounds(ev, clause, pairs, env), source.secret)


def _rounds(
    ev: Evaluator, clause: ForClause, pairs: list[tuple[Value, Value, bool]], env: Env
) -> Iterator[Env]:
    for key, item, named in pairs:
        if not ev.count_round(clause.source.span, env.frame.callers):
            return
        inner = env.bind(**bind_pair(clause.first.text, _text(clause), key, item, named))
        if clause.condition is not None:
            kept = ev.eval(clause.condition, inner)
            if isinstance(kept.data, Poison):
                continue
            sure = decided(ev, kept, clause.condition.span, env, "This condition")
            if sure is not True:
                continue
        yield inner


def _text(clause: ForClause) -> str | None:
    return clause.second.text if clause.second else None


def bind_pair(
    first: str, second: str | None, key: Value, item: Value, named: bool
) -> dict[str, Value]:
    """What the names of a `for` stand for: with one name the element, or a map's key; with two key (position) and element."""
    if second is None:
        return {first: key if named else item}
    return {first: key, second: item}


def collection(
    ev: Evaluator, source: Value, span: Span, env: Env, use: str
) -> list[tuple[Value, Value, bool]] | None:
    """(key or position, element, is a map) of a collection whose shape must be known; None when reported."""
    data = source.data
    if isinstance(data, Deferred):
        if isinstance(data.known, Unknown):
            ev.report(known_too_late(span, env.frame.callers, use, waits_for(source)))
            return None
        data = data.known
    secret = source.secret
    match data:
        case Mapping() as entries:
            return [
                (Value(key, item.span, secret), guarded(item, source), True)
                for key, item in entries.items()
            ]
        case tuple() as items:
            return [
                (Value(n, item.span, secret), guarded(item, source), False)
                for n, item in enumerate(items)
            ]
        case Range(low, high):
            numbers = range(low, high + 1)
            return [(Value(n - low, span, secret), Value(n, span, secret), False) for n in numbers]
        case None:
            return []
        case Poison():
            return None
        case _:
            report = not_iterable(span, show(source))
            ev.report(replace(report, callers=env.frame.callers))
            return None


def decided(ev: Evaluator, value: Value, span: Span, env: Env, use: str) -> bool | None:
    """A condition that must be known now; None when it is not (then it is reported) or no bool."""
    sure = known(value)
    if sure is None:
        ev.report(known_too_late(span, env.frame.callers, use, waits_for(value)))
        return None
    if value.secret:
        ev.report(secret_decides(span, env.frame.callers, use))
        return None
    return sure.data if isinstance(sure.data, bool) else None


def _list_comp(ev: Evaluator, expr: ListCompExpr, env: Env) -> Value:
    rounds = iterate(ev, expr.clause, env)
    if rounds is None:
        return Value(POISON, expr.span)
    items = tuple(ev.eval(expr.item, inner) for inner in rounds[0])
    return built(ev, items, expr.span, env, rounds[1])


def _map_comp(ev: Evaluator, expr: MapCompExpr, env: Env) -> Value:
    rounds = iterate(ev, expr.clause, env)
    if rounds is None:
        return Value(POISON, expr.span)
    entries: dict[str, Value] = {}
    for inner in rounds[0]:
        key = map_key(ev, ev.eval(expr.key, inner), expr.key.span, env)
        if key is None:
            return Value(POISON, expr.span)
        if key in entries:
            return ev.report(
                bad_map_key(expr.key.span, env.frame.callers, f'"{key}"', "is made twice")
            )
        entries[key] = ev.eval(expr.value, inner)
    return built(ev, entries, expr.span, env, rounds[1])


_KEYS = (str, int, Decimal, IPv4Interface, IPv6Interface, IPv4Address, IPv6Address)


def map_key(ev: Evaluator, value: Value, span: Span, env: Env) -> str | None:
    """A key that must be known and plain text (or a number); None when reported."""
    callers = env.frame.callers
    if isinstance(value.data, Poison):
        return None
    sure = known(value)
    if sure is None:
        ev.report(known_too_late(span, callers, "This key", waits_for(value)))
        return None
    if value.secret:
        ev.report(secret_decides(span, callers, "This key"))
        return None
    if isinstance(sure.data, _KEYS) and not isinstance(sure.data, bool):
        return str(sure.data)
    ev.report(bad_map_key(span, callers, show(sure), "is no text"))
    return None


Rule = Callable[[Evaluator, Any, Env], Value]

RULES: Mapping[type[Expr], Rule] = {
    StringExpr: _string,
    NumberExpr: _number,
    QuantityExpr: _quantity,
    PercentExpr: _percent,
    CidrExpr: _cidr,
    IpExpr: _ip,
    BoolExpr: _bool,
    NullExpr: _null,
    MissingExpr: _missing,
    VarExpr: _var,
    AttrExpr: eval_attr,
    ItemExpr: eval_item,
    SplatExpr: eval_splat,
    CallExpr: eval_call,
    UnaryExpr: eval_unary,
    BinaryExpr: eval_binary,
    ConditionalExpr: _conditional,
    ListExpr: _list,
    ListCompExpr: _list_comp,
    ObjectExpr: _object,
    MapCompExpr: _map_comp,
}
