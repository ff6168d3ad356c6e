"""Reading the fields of a resource as a rule needs it: absent, not known yet, or known.

A rule accuses only what it knows: a deferred value counts by what the spec already says of it (`known`), else it
is `UNKNOWN` and nobody is accused. Knows values, no resource types and no rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeGuard

from nimbus_lang.values.model import (
    UNKNOWN,
    Address,
    Apply,
    Choose,
    Data,
    Deferred,
    Instance,
    Poison,
    Quantity,
    Ref,
    Select,
    Template,
    Unknown,
    Value,
)

Fields = Mapping[str, Value]


def data(value: Value | None) -> Data | Unknown:
    """What is known of a value: None when it is absent or null, `UNKNOWN` when it waits for an apply."""
    if value is None:
        return None
    match value.data:
        case Deferred(known=known):
            return data(Value(known, value.span)) if not isinstance(known, Unknown) else UNKNOWN
        case Poison():
            return UNKNOWN
        case known:
            return known


def child(holder: Value | Fields | None, *names: str) -> Value | None:
    """The value under a path of field names; a block written as a list of one counts as that one."""
    found: Value | None = None
    for name in names:
        fields = as_fields(holder)
        found = fields.get(name) if fields is not None else None
        if found is None or found.data is None:
            return None
        holder = found
    return found


def as_fields(holder: Value | Fields | None) -> Fields | None:
    """The fields of an object, of a list of one object, or None."""
    if holder is None or isinstance(holder, Mapping):
        return holder
    known = data(holder)
    if isinstance(known, tuple) and len(known) == 1:
        known = data(known[0])
    return known if isinstance(known, Mapping) else None


def hidden(holder: Value | Fields | None, *names: str) -> bool:
    """Whether anything on the way to a path, or the value there, is not known yet."""
    for name in names:
        if isinstance(holder, Value) and data(holder) is UNKNOWN:
            return True
        holder = child(holder, name)
    return isinstance(holder, Value) and data(holder) is UNKNOWN


def blocks(value: Value | None) -> Iterator[Value]:
    """The objects of a block: one written as an object, several as a list."""
    match data(value):
        case tuple(items):
            for item in items:
                yield from blocks(item)
        case Mapping() if value is not None:
            yield value


def items(value: Value | None) -> Iterator[Value]:
    """The items of a list, or the value itself where one stands for a list of one."""
    match data(value):
        case None | Unknown():
            return
        case tuple(values):
            yield from values
        case _ if value is not None:
            yield value


def text(value: Value | None) -> str | None:
    """The text of a value as its target would see it, or None if it has none (yet)."""
    match data(value):
        case None | Unknown() | Mapping() | tuple() | Instance():
            return None
        case str(known):
            return known
        case bool(known):
            return "true" if known else "false"
        case Quantity(text=written, amount=amount):
            return written or str(amount)
        case known:
            return str(known)


def number(value: Value | None) -> int | None:
    """The whole number a value is, or spells."""
    match data(value):
        case bool():
            return None
        case int(known):
            return known
        case Decimal() as known:
            return int(known)
        case str(known) if known.strip().lstrip("-").isdigit():
            return int(known)
        case _:
            return None


def is_true(value: Value | None) -> bool:
    """Whether a value is known to be true."""
    return data(value) in (True, "true")


def is_false(value: Value | None) -> bool:
    """Whether a value is written and known to be false."""
    return data(value) in (False, "false") and value is not None and value.data is not None


def not_true(value: Value | None) -> bool:
    """Whether a value is absent or known to be false: for switches that are off by default."""
    return data(value) in (None, False, "false")


def is_absent(value: Value | None) -> TypeGuard[None]:
    """Whether nothing, or null, is written."""
    return value is None or value.data is None


def leaves(value: Value, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Value]]:
    """Every scalar below a value with the field names that lead to it (positions in lists are left out).

    In a list of `{ name = ..., value = ... }` pairs the pair's own name stands for `value`.
    """
    match data(value):
        case tuple(values):
            for item in values:
                yield from leaves(item, path)
        case Mapping() as fields:
            pair = text(fields.get("name"))
            for name, item in fields.items():
                yield from leaves(item, (*path, pair if pair and name == "value" else name))
        case None | Unknown() | Instance():
            yield path, value
        case _:
            yield path, value


def references(value: Value | None) -> Iterator[Address]:
    """The resources that a value is read from."""
    if value is None:
        return
    match value.data:
        case tuple(values):
            for item in values:
                yield from references(item)
        case Mapping() as fields:
            for item in fields.values():
                yield from references(item)
        case Instance(address=address):
            yield address
        case Deferred(residual=residual):
            match residual:
                case Ref(address=address):
                    yield address
                case Template(parts=parts):
                    for part in parts:
                        if isinstance(part, Value):
                            yield from references(part)
                case Apply(args=args):
                    for arg in args:
                        yield from references(arg)
                case Choose(condition=condition, yes=yes, no=no):
                    for branch in (condition, yes, no):
                        yield from references(branch)
                case Select(base=base, key=key):
                    yield from references(base)
                    yield from references(key)
                case _:
                    return
        case _:
            return
