"""Values read from the JSON data that `values.dump` wrote, equal to the last detail."""

from __future__ import annotations

from decimal import Decimal
from ipaddress import ip_address, ip_interface
from typing import Any

from nimbus_lang.source.span import Span
from nimbus_lang.types.codec import Json, LoadError, load_type
from nimbus_lang.types.model import Kind
from nimbus_lang.values.model import (
    UNKNOWN,
    Address,
    Apply,
    Choose,
    Data,
    Deferred,
    Instance,
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

__all__ = ["LoadError", "load"]


def load(data: Json) -> Value:
    """The value that was dumped. Raises `LoadError` for data of any other shape."""
    try:
        return _value(data)
    except LoadError:
        raise
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise LoadError(f"no value can be read: {error}") from None


def _value(data: Any) -> Value:
    layers = tuple(Layer(kind, Span(*at), *names) for kind, at, *names in data.get("layers", ()))
    return Value(_data(data["data"]), Span(*data["at"]), data.get("secret", False), layers)


def _data(data: Any) -> Data:
    match data:
        case None | bool() | int() | str():
            return data
        case list():
            return tuple(_value(item) for item in data)
        case {"$object": pairs}:
            return {str(key): _value(item) for key, item in pairs}
        case {"$deferred": parts}:
            return _deferred(parts)
        case {"$instance": parts}:
            return _instance(parts)
        case _:
            return _scalar(data)


def _scalar(data: Any) -> Data:
    match data:
        case {"$number": str(text)}:
            return Decimal(text)
        case {"$quantity": [kind, amount, text]}:
            return Quantity(Kind(kind), Decimal(amount), text)
        case {"$network": str(text)}:
            return ip_interface(text)
        case {"$address": str(text)}:
            return ip_address(text)
        case {"$range": [int(low), int(high)]}:
            return Range(low, high)
        case _:
            raise LoadError(f"no data can be read from {type(data).__name__}")


def _deferred(parts: Any) -> Deferred:
    known = _data(parts["known"]) if "known" in parts else UNKNOWN
    return Deferred(_residual(parts["residual"]), load_type(parts["type"]), known)


def _instance(parts: Any) -> Instance:
    return Instance(
        _address(parts["address"]),
        load_type(parts["type"]),
        _values(parts["members"]),
        bool(parts["raw"]),
        Span(*parts["at"]),
    )


def _address(steps: Any) -> Address:
    return Address(tuple(Step(name, key) for name, key in steps))


def _values(pairs: Any) -> dict[str, Value]:
    return {str(key): _value(item) for key, item in pairs}


def _residual(data: Any) -> Residual:
    match data:
        case {"ref": steps, "path": list(path)}:
            return Ref(_address(steps), tuple(path))
        case {"template": list(parts)}:
            return Template(tuple(p if isinstance(p, str) else _value(p) for p in parts))
        case {"apply": str(function), "args": list(args)}:
            return Apply(function, tuple(map(_value, args)))
        case {"if": condition, "then": yes, "else": no}:
            return Choose(_value(condition), _value(yes), _value(no))
        case {"select": base, "key": key}:
            return Select(_value(base), _value(key))
        case {"source": str(kind), "args": args}:
            return SecretSource(kind, _values(args))
        case _:
            raise LoadError("no residual can be read")
