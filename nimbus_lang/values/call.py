"""Calling what a residual names, a built-in function or an operator, on values that are known by now."""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.values.function import Function, FunctionError
from nimbus_lang.values.functions import FUNCTIONS
from nimbus_lang.values.model import Data, Value
from nimbus_lang.values.operators import OPERATORS, apply_operator


def call(name: str, args: Sequence[Value]) -> Data:
    """The result. Raises `FunctionError`, also for a name that nobody knows."""
    if name in OPERATORS:
        return apply_operator(name, args)
    function = FUNCTIONS.get(name)
    if function is None:
        raise FunctionError(f"there is no function {name}")
    return function.apply(_complete(function, args)).data


def _complete(function: Function, args: Sequence[Value]) -> list[Value | None]:
    """The arguments with None for optional ones that were left out."""
    single = sum(not param.variadic for param in function.params)
    return [*args, *[None] * (single - len(args))]
