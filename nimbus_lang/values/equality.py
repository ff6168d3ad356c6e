"""When two known values are the same: by meaning, not by spelling.

`1` is `1.0`, `1Gi` is `1024Mi`, a network is the text that spells it; text is never a number, and `true` is never 1.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import Decimal
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv6Address,
    IPv6Interface,
    ip_address,
    ip_interface,
)

from nimbus_lang.values.model import Data, Instance, Quantity, Range, Value


def same(a: Value, b: Value) -> bool:
    """Whether two values mean the same."""
    return _same(a.data, b.data)


def _same(a: Data, b: Data) -> bool:
    if _is_address(a) or _is_address(b):
        return _addresses(a, b)
    match a, b:
        case (bool(), _) | (_, bool()):
            return a is b
        case tuple(), tuple():
            return len(a) == len(b) and all(map(same, a, b))
        case Mapping(), Mapping():
            return a.keys() == b.keys() and all(same(item, b[key]) for key, item in a.items())
        case (Range() as span, tuple() as items) | (tuple() as items, Range() as span):
            numbers = range(span.low, span.high + 1)
            return len(items) == len(numbers) and all(
                _same(item.data, n) for item, n in zip(items, numbers)
            )
        case Instance(), Instance():
            return a.address == b.address
        case _:
            return a == b


def _is_address(data: Data) -> bool:
    return isinstance(data, IPv4Address | IPv6Address)


def _addresses(a: Data, b: Data) -> bool:
    if isinstance(a, str) and _is_address(b):
        a = _read(a)
    if isinstance(b, str) and _is_address(a):
        b = _read(b)
    return type(a) is type(b) and a == b


def _read(text: str) -> Data:
    try:
        return ip_interface(text) if "/" in text else ip_address(text)
    except ValueError:
        return text


def key(value: Value) -> Hashable:
    """Something to tell values apart by: equal exactly when they mean the same (texts that spell networks apart)."""
    return _key(value.data)


def _key(data: Data) -> Hashable:
    match data:
        case bool():
            return ("bool", data)
        case int() | Decimal():
            return ("number", data)
        case tuple():
            return ("list", tuple(_key(item.data) for item in data))
        case Mapping():
            return ("map", frozenset((name, _key(item.data)) for name, item in data.items()))
        case Range(low, high):
            return ("list", tuple(("number", n) for n in range(low, high + 1)))
        case Instance(address):
            return ("instance", address)
        case IPv4Interface() | IPv6Interface() | IPv4Address() | IPv6Address() | Quantity():
            return (type(data).__name__, data)
        case _:
            return ("other", data if isinstance(data, Hashable) else id(data))
