"""Which part of a value is known now: the question behind keys, `when`, and constant folding.

From a value to the same value without its waiting, where the spec itself already says what it will be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from nimbus_lang.check.flow import carries_secret
from nimbus_lang.values.model import (
    UNKNOWN,
    Address,
    Apply,
    Choose,
    Data,
    Deferred,
    Ref,
    Residual,
    SecretSource,
    Select,
    Template,
    Unknown,
    Value,
)


def known(value: Value) -> Value | None:
    """The value with every deferred part replaced by what it will be; None if some part is not known."""
    data = _known_data(value.data)
    return (
        None if isinstance(data, Unknown) else value if data is value.data else value.holding(data)
    )


def _known_data(data: Data) -> Data | Unknown:
    match data:
        case Deferred():
            return data.known if isinstance(data.known, Unknown) else _known_data(data.known)
        case tuple():
            items = [known(item) for item in data]
            if all(new is old for new, old in zip(items, data)):
                return data
            return UNKNOWN if None in items else tuple(item for item in items if item is not None)
        case Mapping():
            entries = {key: known(item) for key, item in data.items()}
            if all(entries[key] is item for key, item in data.items()):
                return data
            if any(item is None for item in entries.values()):
                return UNKNOWN
            return {key: item for key, item in entries.items() if item is not None}
        case _:
            return data


def is_deferred(value: Value) -> bool:
    """Whether some part of the value waits for an apply."""
    match value.data:
        case Deferred():
            return True
        case tuple() as items:
            return any(is_deferred(item) for item in items)
        case Mapping() as entries:
            return any(is_deferred(item) for item in entries.values())
        case _:
            return False


def waits_for(value: Value) -> list[str]:
    """The resources (or secret sources) a value waits for, as written, each once."""
    return list(dict.fromkeys(_show(ref) for ref in _leaves(value)))


def _show(leaf: Ref | SecretSource) -> str:
    if isinstance(leaf, SecretSource):
        return f"{leaf.kind}.secret"
    return ".".join((str(leaf.address), *map(str, leaf.path)))


def _leaves(value: Value) -> Iterator[Ref | SecretSource]:
    match value.data:
        case Deferred(residual, _, _):
            yield from _residual_leaves(residual)
        case tuple() as items:
            for item in items:
                yield from _leaves(item)
        case Mapping() as entries:
            for item in entries.values():
                yield from _leaves(item)
        case _:
            return


def _residual_leaves(residual: Residual) -> Iterator[Ref | SecretSource]:
    match residual:
        case Ref() | SecretSource():
            yield residual
        case Template(parts):
            for part in parts:
                if isinstance(part, Value):
                    yield from _leaves(part)
        case Apply(_, args):
            for arg in args:
                yield from _leaves(arg)
        case Choose(condition, yes, no):
            for part in (condition, yes, no):
                yield from _leaves(part)
        case Select(base, key):
            yield from _leaves(base)
            yield from _leaves(key)


def addresses(value: Value) -> list[Address]:
    """The addresses of the resources a value waits for, each once."""
    return list(dict.fromkeys(leaf.address for leaf in _leaves(value) if isinstance(leaf, Ref)))


def any_secret(*values: Value | None) -> bool:
    """Whether a secret is in any of these, at any depth."""
    return any(value is not None and _secret(value) for value in values)


def _secret(value: Value) -> bool:
    return value.secret or _secret_data(value.data)


def _secret_data(data: Data | Unknown) -> bool:
    match data:
        case tuple() as items:
            return any(map(_secret, items))
        case Mapping() as entries:
            return any(map(_secret, entries.values()))
        case Deferred(_, type, sure):
            return carries_secret(type) or _secret_data(sure)
        case _:
            return False


def guarded(value: Value, whole: Value) -> Value:
    """A part of something: a secret where the whole is one."""
    return replace(value, secret=True) if whole.secret and not value.secret else value
