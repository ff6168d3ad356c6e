"""Values that waited, evaluated: once what they refer to can be read, or their secret's source be asked.

How something is read is the caller's: from Terraform's outputs, from a live object, from a vault. A part that is secret
makes everything made of it secret.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from nimbus_lang.source.record import dataclass
from nimbus_lang.values.call import call
from nimbus_lang.values.function import FunctionError
from nimbus_lang.values.model import (
    Apply,
    Choose,
    Data,
    Deferred,
    Ref,
    Residual,
    SecretSource,
    Select,
    Template,
    Value,
)
from nimbus_lang.values.plain import from_plain
from nimbus_lang.values.show import quote, text_of
from nimbus_lang.values.walk import has_secret

Read = Callable[[Ref], object]
Reveal = Callable[[str, Mapping[str, Value]], str]


@dataclass(frozen=True, slots=True)
class _Sources:
    read: Read
    reveal: Reveal


def resolve(value: Value, read: Read, reveal: Reveal) -> Value:
    """The value without anything that waits.

    `read` gives the plain JSON data of a reference (a `Value` is taken as it is); `reveal` the text of a secret, from
    its kind and its resolved arguments. Raises `FunctionError` where the expression has no result; what the two raise passes through.
    """
    return _resolve(value, _Sources(read, reveal))


def follow(data: object, path: tuple[str | int, ...]) -> object:
    """What lies at a reference's path in plain data ("*" takes the rest of the path of every element); for readers.

    Raises `FunctionError` when the path leads nowhere.
    """
    for at, step in enumerate(path):
        if step == "*" and isinstance(data, list | tuple):
            return [follow(item, path[at + 1 :]) for item in data]
        found = _plain_item(data, step)
        if found is _NOTHING:
            raise FunctionError(f"there is no {_step(step)} in what was read")
        data = found
    return data


_NOTHING = object()


def _plain_item(data: object, step: str | int) -> object:
    match data, step:
        case dict(), str():
            return data.get(step, _NOTHING)
        case ((list() | tuple()), int(at)):
            return data[at] if -len(data) <= at < len(data) else _NOTHING
        case _:
            return _NOTHING


def _resolve(value: Value, sources: _Sources) -> Value:
    match value.data:
        case tuple() as items:
            return replace(value, data=tuple(_resolve(item, sources) for item in items))
        case Mapping() as entries:
            made = {key: _resolve(item, sources) for key, item in entries.items()}
            return replace(value, data=made)
        case Deferred(residual):
            result = _residual(residual, value, sources)
            return replace(value, data=result.data, secret=value.secret or result.secret)
        case _:
            return value


def _residual(residual: Residual, value: Value, sources: _Sources) -> Value:
    match residual:
        case Ref():
            found = sources.read(residual)
            return (
                found if isinstance(found, Value) else from_plain(found, value.span, value.secret)
            )
        case Template(parts):
            return _template(parts, value, sources)
        case Apply(function, args):
            known = [_resolve(arg, sources) for arg in args]
            return _made(value, call(function, known), *known)
        case Choose(condition, yes, no):
            return _choose(_resolve(condition, sources), yes, no, sources)
        case Select(base, key):
            return _select(_resolve(base, sources), _resolve(key, sources), value)
        case SecretSource(kind, given):
            known_args = {name: _resolve(arg, sources) for name, arg in given.items()}
            return Value(sources.reveal(kind, known_args), value.span, True)


def _made(value: Value, data: Data, *of: Value) -> Value:
    return Value(data, value.span, any(map(has_secret, of)))


def _template(parts: tuple[str | Value, ...], value: Value, sources: _Sources) -> Value:
    known = [part if isinstance(part, str) else _resolve(part, sources) for part in parts]
    text = "".join(part if isinstance(part, str) else text_of(part) for part in known)
    return _made(value, text, *(part for part in known if isinstance(part, Value)))


def _choose(condition: Value, yes: Value, no: Value, sources: _Sources) -> Value:
    if not isinstance(condition.data, bool):
        raise FunctionError("a condition is neither true nor false")
    taken = _resolve(yes if condition.data else no, sources)
    return replace(taken, secret=taken.secret or condition.secret)


def _select(base: Value, key: Value, value: Value) -> Value:
    found = _item(base.data, key.data)
    if found is None:
        what = "an item" if key.secret else _step(key.data)
        raise FunctionError(f"there is no {what} in what was read")
    return replace(found, span=value.span, secret=found.secret or base.secret or key.secret)


def _item(base: Data, key: Data) -> Value | None:
    match base, key:
        case Mapping(), str(name):
            return base.get(name)
        case tuple(), int(at) if not isinstance(at, bool):
            return base[at] if -len(base) <= at < len(base) else None
        case _:
            return None


def _step(key: Data) -> str:
    return f"item {key}" if isinstance(key, int) else f"field {quote(str(key))}"
