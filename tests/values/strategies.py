"""Values for property tests: known and deferred, with all that a value can carry."""

from __future__ import annotations

from decimal import Decimal
from ipaddress import IPv4Interface, IPv6Interface

from hypothesis import strategies as st

from nimbus_lang.source.span import Span
from nimbus_lang.types.model import STRING, Kind
from nimbus_lang.values.model import (
    Address,
    Apply,
    Choose,
    Data,
    Deferred,
    Layer,
    Quantity,
    Range,
    Ref,
    Residual,
    SecretSource,
    Select,
    Step,
    Template,
    Value,
)
from tests.types.strategies import types

HERE = Span("main.nimbus", 0, 1)


def value(data: Data, secret: bool = False) -> Value:
    """Data at some place."""
    return Value(data, HERE, secret)


def ref(name: str, *path: str | int) -> Value:
    """A field of a resource that waits for an apply."""
    return value(Deferred(Ref(Address((Step(name),)), path), STRING))


spans = st.builds(Span, st.just("a.nimbus"), st.integers(0, 99), st.integers(0, 99))
decimals = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=4)
quantities = st.builds(
    Quantity,
    st.sampled_from([Kind.SIZE, Kind.DURATION, Kind.CPU, Kind.PERCENT]),
    decimals,
    st.none() | st.just("1Gi"),
)
networks4 = st.builds(
    lambda bits, prefix: IPv4Interface((bits >> (32 - prefix) << (32 - prefix), prefix)),
    st.integers(0, 2**32 - 1),
    st.integers(1, 32),
)
networks6 = st.builds(
    lambda bits, prefix: IPv6Interface((bits >> (128 - prefix) << (128 - prefix), prefix)),
    st.integers(0, 2**128 - 1),
    st.integers(1, 128),
)
scalars: st.SearchStrategy[Data] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    decimals,
    st.text(max_size=6),
    quantities,
    networks4,
    networks6,
    st.ip_addresses(),
    st.builds(Range, st.integers(0, 5), st.integers(5, 9)),
)
layers = st.lists(
    st.builds(Layer, st.sampled_from(["default", "overlay"]), spans, st.just("x")), max_size=2
)


def _values(
    data: st.SearchStrategy[Data], secret: st.SearchStrategy[bool]
) -> st.SearchStrategy[Value]:
    return st.builds(Value, data, spans, secret, layers.map(tuple))


def _collections(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Data]:
    return st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=4), inner, max_size=3),
    )


known: st.SearchStrategy[Value] = st.recursive(
    _values(scalars, st.just(False)),
    lambda inner: _values(_collections(inner), st.just(False)),
    max_leaves=8,
)

steps = st.builds(
    Step, st.sampled_from(["web", "db"]), st.none() | st.integers(0, 3) | st.text(max_size=3)
)
addresses = st.lists(steps, min_size=1, max_size=2).map(lambda found: Address(tuple(found)))
refs = st.builds(Ref, addresses, st.lists(st.sampled_from(["id", "arn", 0]), max_size=3).map(tuple))


def _residuals(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Residual]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        refs,
        st.lists(st.text(max_size=3) | inner, max_size=3).map(lambda parts: Template(tuple(parts))),
        pair.map(lambda args: Apply("concat", args)),
        st.builds(Choose, inner, inner, inner),
        st.builds(Select, inner, inner),
        st.builds(
            SecretSource,
            st.sampled_from(["aws", "env"]),
            st.dictionaries(st.text(max_size=3), inner, max_size=2),
        ),
    )


def _deferred(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    data = st.builds(Deferred, _residuals(inner), types)
    return _values(data, st.booleans())


anything: st.SearchStrategy[Value] = st.recursive(
    _values(scalars, st.just(False)),
    lambda inner: st.one_of(_deferred(inner), _values(_collections(inner), st.just(False))),
    max_leaves=8,
)


def dec(text: str) -> Value:
    """A decimal number."""
    return value(Decimal(text))
