"""How values look in messages, and that secrets do not."""

from __future__ import annotations

from decimal import Decimal
from ipaddress import ip_interface

import pytest

from nimbus_lang.types.model import STRING, Kind
from nimbus_lang.values.model import (
    Apply,
    Choose,
    Data,
    Deferred,
    Quantity,
    Range,
    SecretSource,
    Template,
)
from nimbus_lang.values.quantity import quantity_of
from nimbus_lang.values.show import show, text_of
from tests.values.strategies import ref, value


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (3, "3"),
        (Decimal("2.50"), "2.5"),
        ("a\nb", r'"a\nb"'),
        (quantity_of(Decimal(50), "Gi"), "50Gi"),
        (Quantity(Kind.DURATION, Decimal(86400)), "1d"),
        (ip_interface("10.0.0.0/16"), "10.0.0.0/16"),
        (Range(2, 6), "2..6"),
        ((), "[]"),
        ({}, "{ }"),
        ((value(1), value("a")), '[1, "a"]'),
        ({"a": value(1), "b-c": value(2)}, '{ a = 1, "b-c" = 2 }'),
        (tuple(value(n) for n in range(9)), "[0, 1, 2, 3, 4, 5, … 3 more]"),
        ((value("x", secret=True),), "[(secret)]"),
    ],
)
def test_known_values(data: Data, expected: str) -> None:
    assert show(value(data)) == expected


def test_long_texts_are_cut() -> None:
    shown = show(value("x" * 500))
    assert shown.endswith('…" (500 characters)') and len(shown) < 120


def test_secrets_never_show() -> None:
    assert show(value("hunter2", secret=True)) == "(secret)"
    assert show(value({"p": value("hunter2", secret=True)})) == "{ p = (secret) }"
    assert show(value(Deferred(SecretSource("env", {}), STRING))) == "(secret)"
    mixed = Template(("user:", value("hunter2", secret=True), ref("db", "host")))
    assert "hunter2" not in show(value(Deferred(mixed, STRING)))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (ref("orders", "endpoint").data, "(known after apply: orders.endpoint)"),
        (ref("net", "ids", 0).data, "(known after apply: net.ids[0])"),
        (
            Deferred(Apply("+", (ref("a", "n"), value(1))), STRING),
            "(known after apply: a.n + 1)",
        ),
        (
            Deferred(Template(("h:", ref("a", "n"))), STRING),
            '(known after apply: "h:${a.n}")',
        ),
        (
            Deferred(Choose(ref("a", "ok"), value(1), value(2)), STRING),
            "(known after apply: if a.ok then 1 else 2)",
        ),
        (Deferred(Apply("upper", (ref("a", "n"),)), STRING, known="X"), '"X"'),
    ],
)
def test_what_waits_says_for_what(data: Data, expected: str) -> None:
    assert show(value(data)) == expected


def test_an_interpolation_spells_scalars() -> None:
    assert text_of(value(True)) == "true"
    assert text_of(value(quantity_of(Decimal(50), "Gi"))) == "50Gi"
    assert text_of(value("a")) == "a"
