"""Exact arithmetic on numbers and quantities: what `+ - * / %` and a minus sign mean, dimensions included.

Sums and products are exact and have at most 150 digits; a quotient that does not end has 28. Pure: no values, no spans.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, Inexact, InvalidOperation
from fractions import Fraction

from nimbus_lang.types.model import Kind
from nimbus_lang.types.units import decimal, plain_decimal
from nimbus_lang.values.function import FunctionError
from nimbus_lang.values.model import Quantity
from nimbus_lang.values.quantity import computed

Number = int | Decimal
Operand = int | Decimal | Quantity

MAX_DIGITS = 150
_LIMIT = 10**MAX_DIGITS
_EXACT = Context(prec=MAX_DIGITS, rounding=ROUND_HALF_EVEN, traps=[Inexact, InvalidOperation])
_QUOTIENT = Context(prec=28, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero])


def add(a: Operand, b: Operand) -> Operand:
    """`a + b`: two numbers, or two quantities of one kind."""
    return _alike("+", a, b, _plus)


def subtract(a: Operand, b: Operand) -> Operand:
    """`a - b`, likewise."""
    return _alike("-", a, b, lambda x, y: _plus(x, _minus(y)))


def multiply(a: Operand, b: Operand) -> Operand:
    """`a * b`: numbers, a number and a quantity, or a percentage of a quantity."""
    match a, b:
        case Quantity(Kind.PERCENT, part), Quantity(kind, amount) if kind is not Kind.PERCENT:
            return computed(kind, _decimal(_over(_times(part, amount), 100)))
        case Quantity(kind, amount), Quantity(Kind.PERCENT, part) if kind is not Kind.PERCENT:
            return computed(kind, _decimal(_over(_times(amount, part), 100)))
        case Quantity() as one, Quantity() as two:
            raise FunctionError(f"a {one.kind.value} cannot be multiplied by a {two.kind.value}")
        case Quantity(kind, amount), _:
            assert not isinstance(b, Quantity)
            return computed(kind, _decimal(_times(amount, b)))
        case _, Quantity(kind, amount):
            assert not isinstance(a, Quantity)
            return computed(kind, _decimal(_times(amount, a)))
        case _:
            assert not isinstance(a, Quantity) and not isinstance(b, Quantity)
            return _times(a, b)


def divide(a: Operand, b: Operand) -> Operand:
    """`a / b`: numbers, a quantity by a number, or two quantities of one kind (then a number)."""
    match a, b:
        case Quantity(kind, amount), Quantity(other, divisor):
            _same("/", kind, other)
            return _over(amount, divisor)
        case Quantity(kind, amount), _:
            assert not isinstance(b, Quantity)
            return computed(kind, _decimal(_over(amount, b)))
        case _, Quantity(kind):
            raise FunctionError(f"a number cannot be divided by a {kind.value}")
        case _:
            return _over(a, b)


def remainder(a: Operand, b: Operand) -> Operand:
    """`a % b`: what is left, with the sign of `a` as in Terraform."""
    return _alike("%", a, b, _rest)


def negate(a: Operand) -> Operand:
    """`-a`."""
    return computed(a.kind, a.amount.copy_negate()) if isinstance(a, Quantity) else _minus(a)


def compare(a: Operand, b: Operand) -> int:
    """-1, 0 or 1 as `a` is less than, equal to or greater than `b`."""
    match a, b:
        case Quantity(kind, one), Quantity(other, two):
            _same("compare", kind, other)
            return (one > two) - (one < two)
        case (Quantity(), _) | (_, Quantity()):
            raise FunctionError("a quantity cannot be compared with a plain number")
        case _:
            return (a > b) - (a < b)


def bounded(number: Number) -> Number:
    """The number, unless it is out of all proportion."""
    if not -_LIMIT < number < _LIMIT:
        raise FunctionError(f"the result has more than {MAX_DIGITS} digits")
    return number


def _alike(op: str, a: Operand, b: Operand, work: Callable[[Number, Number], Number]) -> Operand:
    match a, b:
        case Quantity(kind, one), Quantity(other, two):
            _same(op, kind, other)
            return computed(kind, _decimal(work(one, two)))
        case (Quantity() as quantity, _) | (_, Quantity() as quantity):
            raise FunctionError(
                f"a {quantity.kind.value} and a plain number do not go together in `{op}`"
            )
        case _:
            return work(a, b)


def _same(op: str, a: Kind, b: Kind) -> None:
    if a is not b:
        raise FunctionError(f"a {a.value} and a {b.value} do not go together in `{op}`")


def _minus(number: Number) -> Number:
    """The negative, without rounding to anybody's context."""
    return number.copy_negate() if isinstance(number, Decimal) else -number


def _plus(a: Number, b: Number) -> Number:
    if isinstance(a, int) and isinstance(b, int):
        return bounded(a + b)
    return _exact(_EXACT.add, a, b)


def _times(a: Number, b: Number) -> Number:
    if isinstance(a, int) and isinstance(b, int):
        return bounded(a * b)
    return _exact(_EXACT.multiply, a, b)


def _over(a: Number, b: Number) -> Number:
    if not b:
        raise FunctionError("nothing can be divided by zero")
    if isinstance(a, int) and isinstance(b, int) and a % b == 0:
        return a // b
    try:
        return plain_decimal(_EXACT.divide(_decimal(a), _decimal(b)))
    except (Inexact, InvalidOperation):
        return plain_decimal(_QUOTIENT.divide(_decimal(a), _decimal(b)))


def _rest(a: Number, b: Number) -> Number:
    if not b:
        raise FunctionError("nothing can be divided by zero")
    left = abs(Fraction(a)) % abs(Fraction(b))
    signed = -left if a < 0 else left
    if signed.denominator == 1 and isinstance(a, int) and isinstance(b, int):
        return signed.numerator
    return decimal(signed)


def _exact(work: Callable[[Decimal, Decimal], Decimal], a: Number, b: Number) -> Number:
    try:
        return bounded(plain_decimal(work(_decimal(a), _decimal(b))))
    except (Inexact, InvalidOperation):
        raise FunctionError(f"the result has more than {MAX_DIGITS} digits") from None


def _decimal(number: Number) -> Decimal:
    return number if isinstance(number, Decimal) else Decimal(number)
