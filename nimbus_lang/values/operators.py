"""The operators on known values: `and or not == != < <= > >= in ?? + - * / % .. neg`.

Every operator gets all its operands; an evaluator that wants to skip one (`and`, `or`, `??`) does so before it asks.
What an operator cannot do with types is `operator_types`; here it is a `FunctionError` as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address

from nimbus_lang.values import arithmetic
from nimbus_lang.values.arguments import address, is_network, network, truth, whole, wrong
from nimbus_lang.values.arithmetic import Operand
from nimbus_lang.values.equality import same
from nimbus_lang.values.function import FunctionError
from nimbus_lang.values.model import Data, Quantity, Range, Value
from nimbus_lang.values.operator_types import operator_type

__all__ = ["OPERATORS", "apply_operator", "operator_type"]

MAX_RANGE = 1_000_000


def apply_operator(op: str, args: Sequence[Value]) -> Data:
    """The result of `op` on known operands (two; `not` and `neg` take one). Raises `FunctionError`."""
    return OPERATORS[op](args)


def _operand(op: str, value: Value) -> Operand:
    data = value.data
    if isinstance(data, int | Decimal | Quantity) and not isinstance(data, bool):
        return data
    if op == "+" and isinstance(data, str):
        raise FunctionError('texts are not added with `+`: interpolate them, as in "${a}${b}"')
    if op == "+" and isinstance(data, tuple):
        raise FunctionError("lists are not added with `+`: write concat(a, b)")
    if op == "+" and isinstance(data, Mapping):
        raise FunctionError("maps are not added with `+`: write merge(a, b)")
    raise wrong(value, "a number or a quantity")


def _binary(
    op: str, work: Callable[[Operand, Operand], Operand]
) -> Callable[[Sequence[Value]], Data]:
    return lambda args: work(_operand(op, args[0]), _operand(op, args[1]))


def _compare(op: str, holds: Callable[[int], bool]) -> Callable[[Sequence[Value]], Data]:
    def work(args: Sequence[Value]) -> bool:
        return holds(arithmetic.compare(_operand(op, args[0]), _operand(op, args[1])))

    return work


def _in(args: Sequence[Value]) -> bool:
    """An element of a list, a number of a range, a key of a map, an address or network of a network."""
    needle, hay = args
    match hay.data:
        case Range(low, high):
            data = needle.data
            if isinstance(data, bool) or not isinstance(data, int | Decimal):
                return False
            return low <= data <= high and data == int(data)
        case tuple() as found:
            return any(same(needle, item) for item in found)
        case Mapping() as found:
            return needle.data in found if isinstance(needle.data, str) else False
        case data if is_network(data):
            return within(needle, hay)
        case str():
            raise FunctionError("`in` does not look into a text: write strcontains(text, part)")
        case _:
            raise wrong(hay, "a list, a map or a network")


def within(inner: Value, outer: Value) -> bool:
    """Whether a network holds an address or another network entirely."""
    hull = network(outer)
    data = inner.data
    if is_network(data) or (isinstance(data, str) and "/" in data):
        part = network(inner)
        return part.version == hull.version and part.subnet_of(hull)  # type: ignore[arg-type]
    single: IPv4Address | IPv6Address = address(inner)
    return single in hull


def _range(args: Sequence[Value]) -> Range:
    low, high = whole(args[0]), whole(args[1])
    if high < low - 1:
        raise FunctionError(f"a range goes upwards, and {low}..{high} does not")
    if high - low >= MAX_RANGE:
        raise FunctionError(f"the range has {high - low + 1:,} numbers, more than {MAX_RANGE:,}")
    return Range(low, high)


def _negate(args: Sequence[Value]) -> Data:
    return arithmetic.negate(_operand("-", args[0]))


OPERATORS: Mapping[str, Callable[[Sequence[Value]], Data]] = {
    "and": lambda args: all([truth(args[0]), truth(args[1])]),
    "or": lambda args: any([truth(args[0]), truth(args[1])]),
    "not": lambda args: not truth(args[0]),
    "==": lambda args: same(args[0], args[1]),
    "!=": lambda args: not same(args[0], args[1]),
    "<": _compare("<", lambda order: order < 0),
    "<=": _compare("<=", lambda order: order <= 0),
    ">": _compare(">", lambda order: order > 0),
    ">=": _compare(">=", lambda order: order >= 0),
    "in": _in,
    "??": lambda args: args[1].data if args[0].data is None else args[0].data,
    "+": _binary("+", arithmetic.add),
    "-": _binary("-", arithmetic.subtract),
    "*": _binary("*", arithmetic.multiply),
    "/": _binary("/", arithmetic.divide),
    "%": _binary("%", arithmetic.remainder),
    "..": _range,
    "neg": _negate,
}
"""By name; `neg` is the minus sign before one operand."""
