"""Functions on sets: lists without order or repetition. A set of texts is kept in alphabetical order, as Terraform does."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from math import prod

from nimbus_lang.types.join import join
from nimbus_lang.types.model import ListT, Type
from nimbus_lang.values.arguments import Args, check_length, given, items, number, rest, text
from nimbus_lang.values.equality import key
from nimbus_lang.values.function import Function, Param
from nimbus_lang.values.functions.lists import unique
from nimbus_lang.values.functions.made import applied, at
from nimbus_lang.values.functions.results import (
    LIST,
    Types,
    joined_sets,
    present,
    same_set,
)
from nimbus_lang.values.functions.results import items as item_of
from nimbus_lang.values.model import Data, Value

_SETS = Param("sets", LIST, variadic=True)


def as_set(found: tuple[Value, ...]) -> tuple[Value, ...]:
    """The values, each once; texts and numbers in their order, others as they came."""
    kept = unique(found)
    if all(isinstance(item.data, str) for item in kept):
        return tuple(sorted(kept, key=text))
    if all(
        isinstance(item.data, int | Decimal) and not isinstance(item.data, bool) for item in kept
    ):
        return tuple(sorted(kept, key=number))
    return kept


def _to_set(args: Args) -> Data:
    return as_set(items(given(args, 0)))


def _union(args: Args) -> Data:
    return as_set(tuple(item for part in rest(args, 0) for item in items(part)))


def _intersection(args: Args) -> Data:
    common = [{key(item) for item in items(other)} for other in rest(args, 1)]
    first = items(given(args, 0))
    return as_set(tuple(i for i in first if all(key(i) in one for one in common)))


def _subtract(args: Args) -> Data:
    gone = {key(item) for item in items(given(args, 1))}
    return as_set(tuple(item for item in items(given(args, 0)) if key(item) not in gone))


def _product(args: Args) -> Data:
    lists = [items(part) for part in rest(args, 0)]
    check_length(prod(map(len, lists)))
    return tuple(at(args, combination) for combination in product(*lists))


def _product_type(types: Types) -> Type:
    return ListT(ListT(join(item_of(type) for type in present(types))))


SETS = (
    Function(
        "toset",
        (Param("list", LIST),),
        same_set(),
        applied(_to_set),
        "The items, each once.",
        ('toset(["b", "a", "b"])', '["a", "b"]'),
        "toset",
    ),
    Function(
        "setunion",
        (_SETS,),
        joined_sets,
        applied(_union),
        "What is in any of the sets.",
        ("setunion([1, 2], [2, 3])", "[1, 2, 3]"),
        "setunion",
    ),
    Function(
        "setintersection",
        (_SETS,),
        joined_sets,
        applied(_intersection),
        "What is in all of the sets.",
        ("setintersection([1, 2], [2, 3])", "[2]"),
        "setintersection",
    ),
    Function(
        "setsubtract",
        (Param("from", LIST), Param("items", LIST)),
        same_set(),
        applied(_subtract),
        "What is in the first set and not in the second.",
        ("setsubtract([1, 2], [2, 3])", "[1]"),
        "setsubtract",
    ),
    Function(
        "setproduct",
        (Param("lists", LIST, variadic=True),),
        _product_type,
        applied(_product),
        "Every combination of one item of each list.",
        ("setproduct([1, 2], [3])", "[[1, 3], [2, 3]]"),
        "setproduct",
        structural=True,
    ),
)
