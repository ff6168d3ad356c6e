"""Values as JSON data, exactly, for a plan that another run reads again; `values.load` reads them.

What waits for an apply is written as `{"$deferred": ...}` and evaluated later. A secret that is known is never
written: only where it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface

from nimbus_lang.types.codec import Json, dump_type
from nimbus_lang.values.model import (
    Address,
    Apply,
    Choose,
    Data,
    Deferred,
    Instance,
    Layer,
    Poison,
    Quantity,
    Range,
    Ref,
    Residual,
    SecretSource,
    Select,
    Template,
    Unknown,
    Value,
)


class SecretInDump(Exception):
    """A known secret would have been written down; `path` leads to it."""

    def __init__(self, path: tuple[str | int, ...]) -> None:
        super().__init__("a known secret is never written down")
        self.path = path


def dump(value: Value, path: tuple[str | int, ...] = (), secret: bool = False) -> Json:
    """The value as JSON data. Raises `SecretInDump`; `ValueError` for what is poisoned."""
    hidden = secret or value.secret
    written: dict[str, Json] = {"data": _data(value.data, path, hidden), "at": [*value.span]}
    if value.secret:
        written["secret"] = True
    if value.layers:
        written["layers"] = [_layer(layer) for layer in value.layers]
    return written


def _layer(layer: Layer) -> Json:
    return [layer.kind, [*layer.span], layer.note, layer.of]


def _data(data: Data, path: tuple[str | int, ...], secret: bool) -> Json:
    match data:
        case None:
            return None
        case tuple() as items:
            return [dump(item, (*path, at), secret) for at, item in enumerate(items)]
        case Mapping() as entries:
            return {
                "$object": [
                    [key, dump(item, (*path, key), secret)] for key, item in entries.items()
                ]
            }
        case Deferred():
            return {"$deferred": _deferred(data, path, secret)}
        case Instance():
            return {"$instance": _instance(data, path)}
        case Poison():
            raise ValueError("a value with an error is never written down")
        case _ if secret:
            raise SecretInDump(path)
        case _:
            return _scalar(data)


def _scalar(
    data: bool
    | int
    | str
    | Decimal
    | Quantity
    | IPv4Interface
    | IPv6Interface
    | IPv4Address
    | IPv6Address
    | Range,
) -> Json:
    match data:
        case Decimal():
            return {"$number": str(data)}
        case Quantity(kind, amount, text):
            return {"$quantity": [kind.value, str(amount), text]}
        case IPv4Interface() | IPv6Interface():
            return {"$network": str(data)}
        case IPv4Address() | IPv6Address():
            return {"$address": str(data)}
        case Range(low, high):
            return {"$range": [low, high]}
        case _:
            return data


def _deferred(data: Deferred, path: tuple[str | int, ...], secret: bool) -> Json:
    """What it will be is left out of a secret: whoever needs it reads it where it is kept."""
    written: dict[str, Json] = {
        "type": dump_type(data.type),
        "residual": _residual(data.residual, path),
    }
    if not isinstance(data.known, Unknown) and not secret:
        written["known"] = _data(data.known, path, secret)
    return written


def _instance(data: Instance, path: tuple[str | int, ...]) -> Json:
    return {
        "address": _address(data.address),
        "type": dump_type(data.type),
        "members": _values(data.members, path),
        "raw": data.raw,
        "at": [*data.span],
    }


def _address(address: Address) -> Json:
    return [[step.name, step.key] for step in address.steps]


def _values(values: Mapping[str, Value], path: tuple[str | int, ...]) -> Json:
    return [[key, dump(value, (*path, key))] for key, value in values.items()]


def _residual(residual: Residual, path: tuple[str | int, ...]) -> Json:
    match residual:
        case Ref(address, steps):
            return {"ref": _address(address), "path": [*steps]}
        case Template(parts):
            return {"template": [p if isinstance(p, str) else dump(p, path) for p in parts]}
        case Apply(function, args):
            return {"apply": function, "args": [dump(arg, path) for arg in args]}
        case Choose(condition, yes, no):
            return {"if": dump(condition, path), "then": dump(yes, path), "else": dump(no, path)}
        case Select(base, key):
            return {"select": dump(base, path), "key": dump(key, path)}
        case SecretSource(kind, args):
            return {"source": kind, "args": _values(args, path)}
