"""A dumped value comes back equal to the last detail, and no known secret is ever written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from nimbus_lang.types.model import STRING
from nimbus_lang.values.dump import SecretInDump, dump
from nimbus_lang.values.load import LoadError, load
from nimbus_lang.values.model import POISON, UNKNOWN, Deferred, SecretSource, Template, Value
from tests.values.strategies import HERE, anything, known, ref, value


@given(anything)
def test_round_trip_through_json_text(original: Value) -> None:
    try:
        dumped = dump(original)
    except SecretInDump:
        return
    again = load(json.loads(json.dumps(dumped)))
    assert again == original
    assert repr(again) == repr(original)


@given(known)
def test_known_values_round_trip(original: Value) -> None:
    assert repr(load(dump(original))) == repr(original)


@pytest.mark.parametrize(
    "secret",
    [
        value("hunter2", secret=True),
        value((value("hunter2"),), secret=True),
        value({"a": value({"b": value("hunter2", secret=True)})}),
        value(Deferred(Template(("x", value("hunter2", secret=True))), STRING)),
        value(12345, secret=True),
    ],
)
def test_a_known_secret_is_refused(secret: Value) -> None:
    with pytest.raises(SecretInDump) as caught:
        dump(secret)
    assert "hunter2" not in str(caught.value)


def test_a_secret_is_written_as_the_place_where_it_is_kept() -> None:
    source = SecretSource("aws", {"name": value("shop/db")})
    secret = value(Deferred(source, STRING, known="hunter2"), secret=True)
    dumped = dump(secret)
    assert "hunter2" not in json.dumps(dumped)
    assert load(dumped).data == Deferred(source, STRING, UNKNOWN)


def test_what_waits_is_marked() -> None:
    dumped = dump(ref("orders", "endpoint"))
    assert isinstance(dumped, dict) and isinstance(dumped["data"], dict)
    assert "$deferred" in dumped["data"]


def test_a_poisoned_value_is_never_written() -> None:
    with pytest.raises(ValueError, match="never written"):
        dump(Value(POISON, HERE))


@pytest.mark.parametrize(
    "data", [None, [], {}, {"data": {"$x": 1}, "at": ["a", 0, 1]}, {"data": 1, "at": 3}]
)
def test_other_data_is_refused(data: object) -> None:
    with pytest.raises(LoadError):
        load(data)  # type: ignore[arg-type]
