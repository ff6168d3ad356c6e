"""Where two values that should be equal first differ: a path, and what stands on either side. Tells nothing of a secret."""

from __future__ import annotations

from collections.abc import Mapping

from nimbus_lang.check.deferral import any_secret, known
from nimbus_lang.values.model import Value
from nimbus_lang.values.operators import apply_operator
from nimbus_lang.values.show import show


def first_difference(left: Value, right: Value) -> str:
    """A sentence: `At .tags.team the left has "a", the right "b".`; empty where the values say as much themselves."""
    if any_secret(left, right):
        return ""
    one, other = known(left), known(right)
    if one is None or other is None:
        return ""
    if not isinstance(one.data, tuple | Mapping) or type(one.data) is not type(other.data):
        return ""
    return _difference(one, other, "")


def _difference(left: Value, right: Value, path: str) -> str:
    match left.data, right.data:
        case Mapping() as one, Mapping() as other:
            return _of_maps(one, other, path)
        case tuple() as one, tuple() as other:
            return _of_lists(one, other, path)
        case _:
            return f"At `{path}` the left has {show(left)}, the right {show(right)}."


def _of_maps(one: Mapping[str, Value], other: Mapping[str, Value], path: str) -> str:
    for key in one:
        if key not in other:
            return f"`{path}.{key}` is on the left alone."
        if not _equal(one[key], other[key]):
            return _difference(one[key], other[key], f"{path}.{key}")
    extra = next((key for key in other if key not in one), "")
    return f"`{path}.{extra}` is on the right alone."


def _of_lists(one: tuple[Value, ...], other: tuple[Value, ...], path: str) -> str:
    for position, (left, right) in enumerate(zip(one, other)):
        if not _equal(left, right):
            return _difference(left, right, f"{path}[{position}]")
    return f"The left has {len(one)} items, the right {len(other)}."


def _equal(left: Value, right: Value) -> bool:
    return apply_operator("==", [left, right]) is True
