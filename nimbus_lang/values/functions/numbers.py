"""Functions on numbers and quantities, and the readings of text as a number."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from functools import reduce

from nimbus_lang.types.model import INT, NUMBER, STRING, ListT, Type, UnionT
from nimbus_lang.types.units import UNITS, plain_decimal, to_unit
from nimbus_lang.values.arguments import (
    Args,
    Number,
    given,
    items,
    maybe,
    number,
    parse_number,
    quantity,
    rest,
    text,
    whole,
    wrong,
)
from nimbus_lang.values.arithmetic import (
    MAX_DIGITS,
    Operand,
    add,
    bounded,
    compare,
    divide,
    multiply,
    negate,
)
from nimbus_lang.values.function import Function, FunctionError, Param
from nimbus_lang.values.functions.made import applied
from nimbus_lang.values.functions.results import (
    AMOUNT,
    QUANTITY,
    always,
    amounts,
    is_listed,
    plain_numbers,
    same_amount,
)
from nimbus_lang.values.model import Data, Quantity, Range, Value
from nimbus_lang.values.show import scalar_text

_AMOUNTS: Type = UnionT((AMOUNT, ListT(AMOUNT)))
_NUMBER = Param("number", NUMBER)


def _amount(value: Value) -> Operand:
    return value.data if isinstance(value.data, Quantity) else number(value)


def _each(args: Args) -> list[Operand]:
    """The arguments, or the items of a single list."""
    given_values = rest(args, 0)
    if len(given_values) == 1 and isinstance(given_values[0].data, tuple | Range):
        given_values = items(given_values[0])
    if not given_values:
        raise FunctionError("there is nothing to choose from")
    return [_amount(value) for value in given_values]


def _choose(wanted: int) -> Callable[[Args], Data]:
    def work(args: Args) -> Data:
        return reduce(lambda a, b: b if compare(b, a) == wanted else a, _each(args))

    return work


def _sum(args: Args) -> Data:
    found = [_amount(item) for item in items(given(args, 0))]
    if not found:
        raise FunctionError("an empty list has no sum")
    return reduce(add, found)


def _abs(args: Args) -> Data:
    found = _amount(given(args, 0))
    zero: Operand = Quantity(found.kind, Decimal(0)) if isinstance(found, Quantity) else 0
    return negate(found) if compare(found, zero) < 0 else found


def _rounded(mode: str) -> Callable[[Args], Data]:
    def work(args: Args) -> int:
        return int(Decimal(number(given(args, 0))).to_integral_value(rounding=mode))

    return work


def _round(args: Args) -> Data:
    found, digits = number(given(args, 0)), maybe(args, 1)
    places = 0 if digits is None else whole(digits)
    if not 0 <= places <= MAX_DIGITS:
        raise FunctionError(f"a number is rounded to 0 to {MAX_DIGITS} places, not {places}")
    with localcontext() as context:
        context.prec = 2 * MAX_DIGITS + 2
        short = Decimal(found).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return int(short) if places == 0 else plain_decimal(short)


def _power(args: Args) -> Data:
    base, exponent = number(given(args, 0)), whole(given(args, 1))
    if abs(exponent) > 1000:
        raise FunctionError(f"an exponent lies between -1000 and 1000, not at {exponent}")
    power: Operand = 1
    for _ in range(abs(exponent)):
        power = multiply(power, base)
    return power if exponent >= 0 else divide(1, power)


def _sign(args: Args) -> int:
    found = number(given(args, 0))
    return (found > 0) - (found < 0)


def _to_number(args: Args) -> Data:
    value = given(args, 0)
    if isinstance(value.data, str):
        return _parsed(value)
    return number(value)


def _parsed(value: Value) -> Number:
    found = parse_number(text(value))
    if found is None:
        raise wrong(value, "a text that spells a number")
    return bounded(found)


def _int(args: Args) -> int:
    value = given(args, 0)
    found = _parsed(value) if isinstance(value.data, str) else number(value)
    if found != int(found):
        raise wrong(value, "a whole number (round, floor or ceil makes one)")
    return int(found)


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _parse_int(args: Args) -> int:
    value, base = given(args, 0), whole(given(args, 1))
    if not 2 <= base <= 36:
        raise FunctionError(f"a base lies between 2 and 36, not at {base}")
    found = text(value).lower()
    digits = found.removeprefix("-" if found.startswith("-") else "+")
    if not digits or len(digits) > 4 * MAX_DIGITS or not set(digits) <= set(_DIGITS[:base]):
        raise wrong(value, f"a text that spells a whole number in base {base}")
    return int(bounded(int(found, base)))


def _in_unit(args: Args) -> Data:
    found, unit = quantity(given(args, 0)), text(given(args, 1))
    amount = to_unit(found, unit)
    if amount is not None:
        return int(amount) if amount == int(amount) else amount
    fitting = ", ".join(name for name, known in UNITS.items() if known.kind is found.kind)
    raise FunctionError(
        f"a {found.kind.value} is measured in {fitting}, not in {scalar_text(unit)!r}"
    )


NUMBERS = (
    Function(
        "min",
        (Param("numbers", _AMOUNTS, variadic=True),),
        amounts,
        applied(_choose(-1)),
        "The smallest of the numbers or quantities, or of one list of them.",
        ("min(3, 1, 2)", "1"),
        "min",
        same_as_terraform=plain_numbers,
    ),
    Function(
        "max",
        (Param("numbers", _AMOUNTS, variadic=True),),
        amounts,
        applied(_choose(1)),
        "The greatest of the numbers or quantities, or of one list of them.",
        ("max(10Gi, 2Gi)", "10Gi"),
        "max",
        same_as_terraform=plain_numbers,
    ),
    Function(
        "sum",
        (Param("list", ListT(AMOUNT)),),
        amounts,
        applied(_sum),
        "All the numbers or quantities of a list together.",
        ("sum([1, 2, 3])", "6"),
        "sum",
        same_as_terraform=lambda types: is_listed(types[0]) and amounts(types) in (INT, NUMBER),
    ),
    Function(
        "abs",
        (Param("number", AMOUNT),),
        same_amount,
        applied(_abs),
        "The number without its sign.",
        ("abs(-3)", "3"),
        "abs",
        same_as_terraform=plain_numbers,
    ),
    Function(
        "ceil",
        (_NUMBER,),
        always(INT),
        applied(_rounded(ROUND_CEILING)),
        "The next whole number, upwards.",
        ("ceil(1.2)", "2"),
        "ceil",
    ),
    Function(
        "floor",
        (_NUMBER,),
        always(INT),
        applied(_rounded(ROUND_FLOOR)),
        "The next whole number, downwards.",
        ("floor(1.8)", "1"),
        "floor",
    ),
    Function(
        "round",
        (_NUMBER, Param("places", INT, optional=True)),
        lambda types: NUMBER if len(types) > 1 and types[1] is not None else INT,
        applied(_round),
        "The nearest whole number, or the nearest with so many decimal places; a half goes away from zero.",
        ("round(2.567, 1)", "2.6"),
    ),
    Function(
        "pow",
        (Param("base", NUMBER), Param("exponent", INT)),
        always(NUMBER),
        applied(_power),
        "A number multiplied by itself so many times.",
        ("pow(2, 10)", "1024"),
        "pow",
    ),
    Function(
        "signum",
        (_NUMBER,),
        always(INT),
        applied(_sign),
        "-1, 0 or 1, for a negative number, zero or a positive one.",
        ("signum(-5)", "-1"),
        "signum",
    ),
    Function(
        "tonumber",
        (Param("value", UnionT((STRING, NUMBER))),),
        always(NUMBER),
        applied(_to_number),
        "The number that a text spells.",
        ('tonumber("1.5")', "1.5"),
        "tonumber",
    ),
    Function(
        "number",
        (Param("value", UnionT((STRING, NUMBER))),),
        always(NUMBER),
        applied(_to_number),
        "The short name of `tonumber`.",
        ('number("8")', "8"),
        "tonumber",
    ),
    Function(
        "int",
        (Param("value", UnionT((STRING, NUMBER))),),
        always(INT),
        applied(_int),
        "The whole number that a text spells, or that a number is.",
        ('int("8080")', "8080"),
    ),
    Function(
        "parseint",
        (Param("text", STRING), Param("base", INT)),
        always(INT),
        applied(_parse_int),
        "The whole number that a text spells in a base from 2 to 36.",
        ('parseint("ff", 16)', "255"),
        "parseint",
    ),
    Function(
        "in_unit",
        (Param("quantity", QUANTITY), Param("unit", STRING)),
        always(NUMBER),
        applied(_in_unit),
        "How many of a unit a quantity is: `GiB`, `MB`, `days`, `seconds`, `cores`, `millicores`, `percent`, `fraction` ...",
        ('(1Ti).in_unit("GiB")', "1024"),
    ),
)
