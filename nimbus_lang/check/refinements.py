"""`int(1..50)`, `string(pattern = "...", max = 63)`: a scalar made narrower by constants.

Takes the type as written and its base; reports parameters that the base does not have. Values are held against a
refinement elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from nimbus_lang.check import errors_types as errors
from nimbus_lang.check.sink import Sink
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import (
    Arg,
    BinaryExpr,
    Expr,
    NumberExpr,
    PercentExpr,
    QuantityExpr,
    StringExpr,
    UnaryExpr,
)
from nimbus_lang.syntax.type_expressions import RefinedTypeExpr
from nimbus_lang.types.model import ERROR, ErrorT, Kind, ScalarT, Type
from nimbus_lang.types.pattern import PatternError, compile_pattern
from nimbus_lang.types.show import show
from nimbus_lang.types.units import amount

_TEXTS = (Kind.STRING,)
_BOUNDED = (Kind.INT, Kind.NUMBER, Kind.SIZE, Kind.DURATION, Kind.CPU, Kind.PERCENT, Kind.CIDR)


def refined(expr: RefinedTypeExpr, base: Type, sink: Sink) -> Type:
    """The base narrowed by the parameters; `ErrorT` when one of them is wrong."""
    if isinstance(base, ErrorT):
        return base
    if not isinstance(base, ScalarT) or base.kind not in (*_TEXTS, *_BOUNDED):
        problem = (
            "cannot be narrowed by parameters: only texts, numbers, quantities and networks can."
        )
        sink.report(errors.bad_type_argument(expr.path.span, expr.path.text, problem))
        return ERROR
    made: ScalarT | None = base
    for arg in expr.args:
        narrowed = _narrow(base, made or base, arg)
        if isinstance(narrowed, str):
            sink.report(errors.bad_type_argument(_place(arg), expr.path.text, narrowed))
            made = None
        elif made is not None:
            made = narrowed
    return _consistent(expr, base, made, sink) if made is not None else ERROR


def _consistent(expr: RefinedTypeExpr, base: ScalarT, made: ScalarT, sink: Sink) -> Type:
    low, high = made.minimum, made.maximum
    lengths = made.min_length, made.max_length
    empty = (low is not None and high is not None and low > high) or (
        lengths[0] is not None and lengths[1] is not None and lengths[0] > lengths[1]
    )
    if empty:
        problem = "allows no value at all: its smallest is more than its largest."
    elif _wider(base, made):
        plain = show(replace(base, name=None, pattern=None))
        problem = f"is {plain}, and can be made narrower but not wider."
    elif base.pattern is not None and made.pattern != base.pattern:
        problem = "has a pattern of its own already. Write `string(pattern = ...)` for another."
    else:
        return made
    sink.report(errors.bad_type_argument(expr.span, expr.path.text, problem))
    return ERROR


def _wider(base: ScalarT, made: ScalarT) -> bool:
    """Whether something is allowed that the base does not allow."""
    ends = (
        (made.minimum, base.minimum, False),
        (made.maximum, base.maximum, True),
        (made.min_length, base.min_length, False),
        (made.max_length, base.max_length, True),
    )
    return any(
        given is not None and known is not None and (given > known if upper else given < known)
        for given, known, upper in ends
    )


def _place(arg: Arg) -> Span:
    return arg.name.span if arg.name is not None else arg.value.span


def _narrow(base: ScalarT, made: ScalarT, arg: Arg) -> ScalarT | str:
    """The type with one more parameter, or what is wrong with that."""
    name = arg.name.text if arg.name is not None else None
    if base.kind in _TEXTS:
        return _narrow_text(made, name, arg.value)
    match name, arg.value:
        case None, BinaryExpr(op="..", left=left, right=right):
            return _bound(_bound(made, "min", left), "max", right)
        case ("min" | "max") as which, value:
            return _bound(made, which, value)
        case None, _:
            return f"takes a range such as `{base.kind.value}({_sample(base.kind)})`, or `min` and `max`."
        case _:
            return f"has no parameter `{name}`: it takes `min` and `max`."


def _sample(kind: Kind) -> str:
    samples = {
        Kind.SIZE: "1Gi..10Gi",
        Kind.DURATION: "1d..30d",
        Kind.CPU: "100m..4",
        Kind.PERCENT: "1%..50%",
        Kind.CIDR: "16..24",
    }
    return samples.get(kind, "1..50")


def _bound(made: ScalarT | str, which: str, value: Expr) -> ScalarT | str:
    if isinstance(made, str):
        return made
    limit = _constant(value, made.kind)
    if limit is None:
        wanted = "prefix length" if made.kind is Kind.CIDR else made.kind.value
        return f"needs a constant {wanted} as its `{which}`."
    return replace(made, minimum=limit) if which == "min" else replace(made, maximum=limit)


def _constant(value: Expr, kind: Kind) -> Decimal | None:
    match value:
        case UnaryExpr(op="-", operand=operand):
            inner = _constant(operand, kind)
            return None if inner is None else -inner
        case NumberExpr(value=number) if kind in (Kind.INT, Kind.NUMBER, Kind.CPU, Kind.CIDR):
            whole = kind in (Kind.INT, Kind.CIDR)
            return Decimal(number) if not whole or isinstance(number, int) else None
        case QuantityExpr(number=number, unit=unit):
            found, base = amount(number, unit)
            return base if found is kind else None
        case PercentExpr(value=number) if kind is Kind.PERCENT:
            return number
        case _:
            return None


def _narrow_text(made: ScalarT, name: str | None, value: Expr) -> ScalarT | str:
    match name, value:
        case "pattern", StringExpr() if value.plain is not None:
            return _with_pattern(made, value.plain)
        case "min", NumberExpr(value=int(length)):
            return replace(made, min_length=length)
        case "max", NumberExpr(value=int(length)):
            return replace(made, max_length=length)
        case (("pattern" | "min" | "max"), _):
            wanted = "a plain string" if name == "pattern" else "a whole number (of characters)"
            return f"needs {wanted} as its `{name}`."
        case _:
            return f"takes `pattern`, `min` and `max`{f', not `{name}`' if name else ''}."


def _with_pattern(made: ScalarT, pattern: str) -> ScalarT | str:
    try:
        compile_pattern(pattern)
    except PatternError as problem:
        return f"has a pattern that cannot be used: {problem}."
    return replace(made, pattern=pattern)
