"""What waited is evaluated once its references can be read; secrets stay secrets."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given

from nimbus_lang.types.model import ANY, STRING
from nimbus_lang.values.function import FunctionError
from nimbus_lang.values.model import (
    Address,
    Apply,
    Choose,
    Data,
    Deferred,
    Ref,
    Residual,
    SecretSource,
    Select,
    Step,
    Template,
    Value,
)
from nimbus_lang.values.plain import plain
from nimbus_lang.values.resolve import follow, resolve
from nimbus_lang.values.walk import is_deferred
from tests.values.strategies import known, ref, value

WORLD = {
    "orders": {"endpoint": "db.internal:5432", "port": 5432, "tags": {"a": "b"}, "multi": True},
    "cluster": {"subnets": [{"id": "s-1"}, {"id": "s-2"}]},
}


def read(reference: Ref) -> object:
    return follow(WORLD[str(reference.address)], reference.path)


def reveal(kind: str, args: Mapping[str, Value]) -> str:
    return f"{kind}:{plain(args['name'])}"


def waiting(residual: Residual, secret: bool = False) -> Value:
    return value(Deferred(residual, ANY), secret)


def test_a_reference_is_read() -> None:
    assert resolve(ref("orders", "port"), read, reveal).data == 5432


def test_a_splat_takes_the_field_of_each() -> None:
    assert plain(resolve(ref("cluster", "subnets", "*", "id"), read, reveal)) == ["s-1", "s-2"]


SOURCE = SecretSource("aws", {"name": value("shop/db")})


@pytest.mark.parametrize(
    ("residual", "expected", "secret"),
    [
        (Template(("tcp://", ref("orders", "endpoint"))), "tcp://db.internal:5432", False),
        (Apply("+", (ref("orders", "port"), value(1))), 5433, False),
        (Apply("upper", (ref("orders", "endpoint"),)), "DB.INTERNAL:5432", False),
        (Apply("trim", (ref("orders", "endpoint"),)), "db.internal:5432", False),
        (Choose(ref("orders", "multi"), value("yes"), value("no")), "yes", False),
        (Select(ref("orders", "tags"), value("a")), "b", False),
        (Select(ref("cluster", "subnets"), value(0)), {"id": "s-1"}, False),
        (SOURCE, "aws:shop/db", True),
        (Template(("u:", value(Deferred(SOURCE, STRING)))), "u:aws:shop/db", True),
        (Apply("base64encode", (value("x", secret=True),)), "eA==", True),
        (Choose(value(True, secret=True), value(1), value(2)), 1, True),
    ],
)
def test_residuals(residual: Residual, expected: object, secret: bool) -> None:
    result = resolve(waiting(residual), read, reveal)
    assert plain(result) == expected
    assert result.secret is secret


def test_parts_of_lists_and_maps_are_resolved() -> None:
    nested: Data = {"a": value((ref("orders", "port"), value(1)))}
    assert plain(resolve(value(nested), read, reveal)) == {"a": [5432, 1]}


@pytest.mark.parametrize(
    "residual",
    [
        Select(ref("orders", "tags"), value("nope")),
        Select(ref("cluster", "subnets"), value(7)),
        Apply("no_such_function", ()),
        Choose(ref("orders", "port"), value(1), value(2)),
        Ref(Address((Step("orders"),)), ("nope",)),
    ],
)
def test_what_has_no_result_is_an_error(residual: Residual) -> None:
    with pytest.raises(FunctionError):
        resolve(waiting(residual), read, reveal)


@given(known)
def test_known_values_resolve_to_themselves(original: Value) -> None:
    assert not is_deferred(original)
    assert resolve(original, read, reveal) == original
