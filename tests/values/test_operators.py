"""Operators: exact arithmetic with dimensions, equality by meaning, and types that agree with values."""

from __future__ import annotations

from decimal import Decimal
from ipaddress import ip_address, ip_interface
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nimbus_lang.types.assignable import assignable
from nimbus_lang.types.model import (
    ANY,
    BOOL,
    CIDR,
    CPU,
    DURATION,
    ERROR,
    INT,
    IP,
    NULL,
    NUMBER,
    PERCENT,
    SIZE,
    STRING,
    Kind,
    ListT,
    LiteralT,
    MapT,
    OptionalT,
    RangeT,
    ScalarT,
    SecretT,
    Type,
    UnionT,
)
from nimbus_lang.values.equality import key, same
from nimbus_lang.values.function import FunctionError
from nimbus_lang.values.model import Data, Quantity, Range
from nimbus_lang.values.operators import OPERATORS, apply_operator, operator_type
from nimbus_lang.values.quantity import quantity_of
from tests.values.strategies import decimals, known, value

ints = st.integers(-(10**20), 10**20)
numbers = st.one_of(ints, decimals)
sizes = st.integers(0, 10**15).map(lambda n: Quantity(Kind.SIZE, Decimal(n)))


def q(text: str) -> Quantity:
    digits = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%")
    return quantity_of(Decimal(digits), text[len(digits) :])


def do(op: str, *args: Data) -> Data:
    return apply_operator(op, [value(arg) for arg in args])


@pytest.mark.parametrize(
    ("left", "op", "right", "expected"),
    [
        (2, "*", q("50Gi"), q("100Gi")),
        (q("30d"), "+", q("12h"), q("732h")),
        (q("1Gi"), "-", q("512Mi"), q("512Mi")),
        (q("100Gi"), "/", q("50Gi"), 2),
        (q("100Gi"), "/", 4, q("25Gi")),
        (q("10%"), "*", q("500Gi"), q("50Gi")),
        (q("500m"), "*", 3, q("1500m")),
        (q("100Gi"), "%", q("30Gi"), q("10Gi")),
        (7, "/", 2, Decimal("3.5")),
        (8, "/", 2, 4),
        (7, "%", 3, 1),
        (-7, "%", 3, -1),
        (Decimal("0.1"), "+", Decimal("0.2"), Decimal("0.3")),
        (1, "==", Decimal("1.0"), True),
        (1, "==", True, False),
        ("1", "==", 1, False),
        (q("1Gi"), "==", q("1024Mi"), True),
        (q("1Gi"), "<", q("1GB"), False),
        (ip_interface("10.0.0.0/16"), "==", "10.0.0.0/16", True),
        (ip_address("10.0.0.1"), "in", ip_interface("10.0.0.0/16"), True),
        ("10.1.0.0/24", "in", ip_interface("10.0.0.0/16"), False),
        (3, "in", Range(1, 3), True),
        ("a", "in", {"a": value(1)}, True),
        (2, "in", (value(1), value(2)), True),
        (2, "..", 6, Range(2, 6)),
        (0, "..", -1, Range(0, -1)),
        (None, "??", 5, 5),
        (4, "??", 5, 4),
    ],
)
def test_results(left: Data, op: str, right: Data, expected: Data) -> None:
    assert do(op, left, right) == expected


@pytest.mark.parametrize(
    ("left", "op", "right", "words"),
    [
        (q("1Gi"), "+", q("1d"), "a size and a duration do not go together"),
        (q("1Gi"), "+", 1, "a plain number"),
        (q("1Gi"), "*", q("1Gi"), "cannot be multiplied"),
        (1, "/", q("1Gi"), "cannot be divided"),
        (1, "/", 0, "divided by zero"),
        (1, "%", 0, "divided by zero"),
        (q("1Gi"), "/", 0, "divided by zero"),
        ("a", "+", "b", "interpolate"),
        ((), "+", (), "concat"),
        ({}, "+", {}, "merge"),
        (10**149, "*", 10, "more than 150 digits"),
        (5, "..", 2, "goes upwards"),
        (0, "..", 10**9, "more than"),
        ("a", "in", "abc", "strcontains"),
        (1, "and", True, "true or false"),
    ],
)
def test_refusals(left: Data, op: str, right: Data, words: str) -> None:
    with pytest.raises(FunctionError, match=words):
        do(op, left, right)


def test_a_refusal_never_repeats_a_secret() -> None:
    for op in ("+", "and", "<", "in", ".."):
        with pytest.raises(FunctionError) as caught:
            apply_operator(op, [value("hunter2", secret=True), value("hunter2", secret=True)])
        assert "hunter2" not in str(caught.value)


@given(numbers, numbers)
def test_addition_commutes_and_subtraction_undoes_it(a: Data, b: Data) -> None:
    assert do("+", a, b) == do("+", b, a)
    assert do("-", do("+", a, b), b) == a


@given(numbers, numbers, numbers)
def test_multiplication_distributes(a: Data, b: Data, c: Data) -> None:
    assert do("*", a, do("+", b, c)) == do("+", do("*", a, b), do("*", a, c))


@given(numbers, numbers)
def test_division_and_remainder_agree(a: Data, b: Data) -> None:
    assume(b)
    rest = do("%", a, b)
    times = do("/", do("-", a, rest), b)
    assert do("+", do("*", times, b), rest) == a


@given(sizes, st.integers(1, 10**6))
def test_a_quantity_scaled_up_and_down_is_itself(size: Quantity, by: int) -> None:
    assert do("/", do("*", size, by), by) == size
    assert do("neg", do("neg", size)) == size


@given(numbers, numbers)
def test_exactly_one_order_holds(a: Data, b: Data) -> None:
    assert [do("<", a, b), do("==", a, b), do(">", a, b)].count(True) == 1
    assert do("<=", a, b) is not do(">", a, b)


@given(known, known)
def test_equal_values_have_equal_keys(a: object, b: object) -> None:
    assert same(a, a)  # type: ignore[arg-type]
    assert hash(key(a)) is not None  # type: ignore[arg-type]
    if key(a) == key(b):  # type: ignore[arg-type]
        assert same(a, b)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("op", "types", "expected"),
    [
        ("+", (INT, INT), INT),
        ("/", (INT, INT), NUMBER),
        ("*", (INT, SIZE), SIZE),
        ("*", (PERCENT, SIZE), SIZE),
        ("/", (SIZE, SIZE), NUMBER),
        ("+", (LiteralT(1), LiteralT(2)), INT),
        ("+", (SecretT(INT), INT), SecretT(INT)),
        ("==", (SecretT(STRING), STRING), SecretT(BOOL)),
        ("??", (OptionalT(STRING), STRING), STRING),
        ("==", (OptionalT(STRING), NULL), BOOL),
        ("==", (UnionT((LiteralT("a"), LiteralT("b"))), LiteralT("a")), BOOL),
        ("in", (STRING, ListT(STRING)), BOOL),
        ("in", (IP, CIDR), BOOL),
        ("..", (INT, INT), RangeT()),
        ("neg", (SIZE,), SIZE),
        ("not", (BOOL,), BOOL),
        ("+", (ERROR, STRING), ERROR),
        ("+", (ANY, INT), ANY),
        ("+", (ScalarT(Kind.INT, "port"), INT), INT),
    ],
)
def test_types(op: str, types: tuple[Type, ...], expected: Type) -> None:
    assert operator_type(op, types) == expected


@pytest.mark.parametrize(
    ("op", "types", "words"),
    [
        ("+", (STRING, STRING), "interpolate"),
        ("+", (ListT(INT), ListT(INT)), "concat"),
        ("+", (MapT(INT), MapT(INT)), "merge"),
        ("+", (SIZE, DURATION), "a size and a duration"),
        ("+", (SIZE, INT), "give the number a unit"),
        ("<", (STRING, STRING), "not texts"),
        ("+", (OptionalT(INT), INT), "may be null"),
        ("==", (STRING, INT), "never equal"),
        ("==", (UnionT((LiteralT("a"), LiteralT("b"))), LiteralT("c")), "never equal"),
        ("and", (INT, BOOL), "true or false"),
        ("in", (INT, ListT(STRING)), "never in"),
        ("in", (STRING, STRING), "strcontains"),
        ("..", (NUMBER, INT), "whole numbers"),
    ],
)
def test_types_that_have_no_result(op: str, types: tuple[Type, ...], words: str) -> None:
    reason = operator_type(op, types)
    assert isinstance(reason, str) and words in reason and not reason.endswith(".")


SAMPLES: list[tuple[Type, Data]] = [
    (INT, 3),
    (NUMBER, Decimal("2.5")),
    (STRING, "a"),
    (BOOL, True),
    (SIZE, q("1Gi")),
    (DURATION, q("1d")),
    (CPU, q("250m")),
    (PERCENT, q("50%")),
    (CIDR, ip_interface("10.0.0.0/16")),
    (IP, ip_address("10.0.0.1")),
    (ListT(INT), (value(1),)),
    (MapT(INT), {"a": value(1)}),
    (RangeT(), Range(1, 2)),
]


@pytest.mark.parametrize("op", sorted(OPERATORS.keys() - {"??", "==", "!=", "not", "neg", "in"}))
def test_values_do_what_types_promise(op: str) -> None:
    for (left, a), (right, b) in product(SAMPLES, SAMPLES):
        promised = operator_type(op, (left, right))
        if isinstance(promised, str):
            with pytest.raises(FunctionError):
                do(op, a, b)
        else:
            assert assignable(_type_of(do(op, a, b)), promised) is None, (op, left, right)


def _type_of(data: Data) -> Type:
    match data:
        case bool():
            return BOOL
        case int():
            return INT
        case Decimal():
            return NUMBER
        case Quantity():
            return ScalarT(data.kind)
        case _:
            return RangeT()
