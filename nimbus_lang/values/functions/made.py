"""Results of functions: data with the place of the first argument. The evaluator gives them their real span."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nimbus_lang.values.arguments import Args
from nimbus_lang.values.function import FunctionError
from nimbus_lang.values.model import Data, Value

Work = Callable[[Args], Data]


def applied(work: Work) -> Callable[[Args], Value]:
    """A function on arguments that gives data, as one that gives a value."""

    def apply(args: Args) -> Value:
        return at(args, work(args))

    return apply


def at(args: Args, data: Data) -> Value:
    """Data that stands where the first argument does."""
    place = next((arg.span for arg in args if arg is not None), None)
    if place is None:
        raise FunctionError("an argument is missing")
    return Value(data, place)


def texts(args: Args, found: Iterable[str | int]) -> tuple[Value, ...]:
    """A list of scalars."""
    return tuple(at(args, item) for item in found)
