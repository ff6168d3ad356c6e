"""Going through a value: its leaves with their paths, what it refers to, which secrets it needs, and a copy with changes.

Instances are leaves: what they hold is looked at where a field of them is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

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

Path = tuple[str | int, ...]


def leaves(value: Value, path: Path = ()) -> Iterator[tuple[Path, Value]]:
    """Everything in a value that holds no other value, with its path; empty lists and maps are leaves."""
    parts = list(children(value))
    if not parts:
        yield path, value
    for step, part in parts:
        yield from leaves(part, (*path, step))


def every(value: Value, path: Path = ()) -> Iterator[tuple[Path, Value]]:
    """The value and everything in it, outermost first, with its path."""
    yield path, value
    for step, part in children(value):
        yield from every(part, (*path, step))


def children(value: Value) -> Iterator[tuple[str | int, Value]]:
    """The items of a list by position, the entries of a map by key."""
    match value.data:
        case tuple() as items:
            yield from enumerate(items)
        case Mapping() as entries:
            yield from entries.items()
        case _:
            return


def operands(residual: Residual) -> Iterator[Value]:
    """The values in a residual expression."""
    match residual:
        case Template(parts):
            yield from (part for part in parts if isinstance(part, Value))
        case Apply(_, args):
            yield from args
        case Choose(condition, yes, no):
            yield from (condition, yes, no)
        case Select(base, key):
            yield from (base, key)
        case SecretSource(_, args):
            yield from args.values()
        case Ref():
            return


def residuals(value: Value) -> Iterator[Residual]:
    """Every residual in the value, those inside others too."""
    for _, part in every(value):
        if isinstance(part.data, Deferred):
            yield part.data.residual
            for operand in operands(part.data.residual):
                yield from residuals(operand)


def references(value: Value) -> Iterator[Ref]:
    """Every field of a resource that the value waits for, in order, repetitions included."""
    return (found for found in residuals(value) if isinstance(found, Ref))


def secrets(value: Value) -> Iterator[SecretSource]:
    """Every place where a secret is kept that the value needs."""
    return (found for found in residuals(value) if isinstance(found, SecretSource))


def secret_paths(value: Value) -> Iterator[Path]:
    """The paths of what is secret in a value; of a secret list, its own."""
    if value.secret:
        yield ()
        return
    for step, part in children(value):
        yield from ((step, *path) for path in secret_paths(part))


def has_secret(value: Value) -> bool:
    """Whether a secret is in it anywhere."""
    return any(True for _ in secret_paths(value))


def is_deferred(value: Value) -> bool:
    """Whether some part of it waits for an apply, whatever is said of what it will be."""
    return any(isinstance(part.data, Deferred) for _, part in every(value))


def dotted(path: Path) -> str:
    """A path as text: `listener[0].port`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def map_values(value: Value, change: Callable[[Value], Value]) -> Value:
    """A copy with every part changed, the innermost first; operands of residuals too. What stays the same is not copied."""
    data = _map_data(value.data, change)
    return change(value if data is value.data else replace(value, data=data))


def _map_data(data: Data, change: Callable[[Value], Value]) -> Data:
    match data:
        case tuple() as items:
            changed = tuple(map_values(item, change) for item in items)
            return data if all(a is b for a, b in zip(items, changed)) else changed
        case Mapping() as entries:
            made = {key: map_values(item, change) for key, item in entries.items()}
            return data if all(made[key] is item for key, item in entries.items()) else made
        case Deferred(residual):
            turned = map_residual(residual, lambda part: map_values(part, change))
            return data if turned is residual else replace(data, residual=turned)
        case _:
            return data


def map_residual(residual: Residual, change: Callable[[Value], Value]) -> Residual:
    """A residual with every operand changed; itself when none was."""
    before = list(operands(residual))
    after = [change(part) for part in before]
    if all(a is b for a, b in zip(before, after)):
        return residual
    made = iter(after)
    match residual:
        case Template(parts):
            return Template(tuple(p if isinstance(p, str) else next(made) for p in parts))
        case Apply(function):
            return Apply(function, tuple(after))
        case Choose():
            return Choose(after[0], after[1], after[2])
        case Select():
            return Select(after[0], after[1])
        case SecretSource(kind, args):
            return SecretSource(kind, {key: next(made) for key in args})
        case _:
            return residual
