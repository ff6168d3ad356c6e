"""Types as JSON data and back, exactly: for plans that are read again by another run.

Works on the dataclasses of the type model (and of the constants in record defaults), by their names; loading builds
nothing else. Fields that have their default value are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv6Address,
    IPv6Interface,
    ip_address,
    ip_interface,
)
from typing import Any

from nimbus_lang.source.span import Span
from nimbus_lang.syntax import expressions
from nimbus_lang.types import model

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class LoadError(ValueError):
    """The data is not what a dump makes."""


def _classes(module: object) -> dict[str, type[Any]]:
    return {
        name: made
        for name, made in vars(module).items()
        if isinstance(made, type) and (is_dataclass(made) or issubclass(made, Enum))
    }


_KNOWN: dict[str, type[Any]] = {**_classes(expressions), **_classes(model)}


def dump_type(type: model.Type) -> Json:
    """The type as JSON data."""
    return _dump(type)


def load_type(data: Json) -> model.Type:
    """The type that `dump_type` wrote. Raises `LoadError`."""
    loaded: model.Type = _load(data)
    return loaded


def _dump(part: Any) -> Json:
    match part:
        case None | bool() | int() | str():
            return part
        case Decimal():
            return {"$number": str(part)}
        case Span():
            return {"$span": list(part)}
        case IPv4Interface() | IPv6Interface():
            return {"$network": str(part)}
        case IPv4Address() | IPv6Address():
            return {"$address": str(part)}
        case tuple():
            return [_dump(item) for item in part]
        case Mapping():
            return {"$map": [[key, _dump(item)] for key, item in part.items()]}
        case Enum():
            return {"$": type(part).__name__, "value": part.value}
        case _:
            return {"$": type(part).__name__, **_fields(part)}


def _fields(part: Any) -> dict[str, Json]:
    written = ((f.name, getattr(part, f.name), _default(f)) for f in fields(part))
    return {name: _dump(value) for name, value, default in written if not _equal(value, default)}


def _equal(value: Any, default: Any) -> bool:
    return default is not MISSING and type(value) is type(default) and value == default


def _default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _load(data: Json) -> Any:
    match data:
        case list():
            return tuple(_load(item) for item in data)
        case dict():
            return _load_object(data)
        case _:
            return data


def _load_map(pairs: list[Any]) -> dict[str, Any]:
    return {str(key): _load(item) for key, item in pairs}


def _load_object(data: dict[str, Json]) -> Any:
    try:
        match data:
            case {"$number": str(text)}:
                return Decimal(text)
            case {"$span": [str(path), int(start), int(end)]}:
                return Span(path, start, end)
            case {"$network": str(text)}:
                return ip_interface(text)
            case {"$address": str(text)}:
                return ip_address(text)
            case {"$map": list(pairs)}:
                return _load_map(pairs)
            case {"$": str(name), **parts}:
                return _KNOWN[name](**{key: _load(item) for key, item in parts.items()})
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise LoadError(f"cannot be read: {error}") from None
    raise LoadError("an object of no known sort")
