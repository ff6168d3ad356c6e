"""Functions on lists, sets and ranges."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address

from nimbus_lang.types.model import (
    ANY,
    BOOL,
    INT,
    STRING,
    InstancesT,
    ListT,
    Type,
    UnionT,
)
from nimbus_lang.values.arguments import (
    Args,
    check_length,
    given,
    items,
    maybe,
    number,
    rest,
    text,
    truth,
    whole,
    wrong,
)
from nimbus_lang.values.arithmetic import add, multiply
from nimbus_lang.values.equality import key, same
from nimbus_lang.values.function import Function, FunctionError, Param
from nimbus_lang.values.functions.clusters import clusters
from nimbus_lang.values.functions.made import applied, at
from nimbus_lang.values.functions.results import (
    LIST,
    MAP,
    Types,
    always,
    argument,
    is_text,
    joined_lists,
    maybe_item,
    one_item,
    same_list,
)
from nimbus_lang.values.functions.results import (
    items as item_of,
)
from nimbus_lang.values.model import Data, Range, Value
from nimbus_lang.values.show import show

_LIST = Param("list", LIST)
_COUNTED: Type = UnionT((LIST, MAP, STRING, InstancesT(ANY)))


def _length(args: Args) -> int:
    value = given(args, 0)
    match value.data:
        case str(found):
            return len(clusters(found))
        case tuple() | Mapping():
            return len(value.data)
        case Range(low, high):
            return high - low + 1
        case IPv4Address() | IPv6Address():  # networks too: a text that happens to be one
            return len(text(value))
        case _:
            raise wrong(value, "a list, a map or a text")


def _concat(args: Args) -> Data:
    found = tuple(item for part in rest(args, 0) for item in items(part))
    check_length(len(found))
    return found


def _flatten(args: Args) -> Data:
    found = tuple(_leaves(items(given(args, 0))))
    check_length(len(found))
    return found


def _leaves(found: Iterable[Value]) -> Iterable[Value]:
    for item in found:
        if isinstance(item.data, tuple):
            yield from _leaves(items(item))
        else:
            yield item


def _flat_type(types: Types) -> Type:
    inner = item_of(argument(types, 0))
    while isinstance(inner, ListT):
        inner = inner.item
    return ListT(inner)


def _distinct(args: Args) -> Data:
    return unique(items(given(args, 0)))


def unique(found: Iterable[Value]) -> tuple[Value, ...]:
    """The values, each once, where it first stood."""
    seen: dict[Hashable, Value] = {}
    for item in found:
        seen.setdefault(key(item), item)
    return tuple(seen.values())


def _sort(args: Args) -> Data:
    found = items(given(args, 0))
    if all(isinstance(item.data, str) for item in found):
        return tuple(sorted(found, key=text))
    return tuple(sorted(found, key=number))


def _sorts_texts(types: Types) -> bool:
    return is_text(item_of(argument(types, 0)))


def _reverse(args: Args) -> Data:
    return tuple(reversed(items(given(args, 0))))


def _slice(args: Args) -> Data:
    found = items(given(args, 0))
    start = whole(given(args, 1))
    stop = maybe(args, 2)
    end = len(found) if stop is None else whole(stop)
    if not 0 <= start <= end <= len(found):
        raise FunctionError(
            f"the part from {start} up to {end} does not lie within a list of {len(found)}"
        )
    return found[start:end]


def _element(args: Args) -> Value:
    found = items(given(args, 0))
    if not found:
        raise FunctionError("the list is empty, so it has no element")
    position = whole(given(args, 1))
    if position < 0:
        raise FunctionError(
            f"positions count from 0, and this is {position}; last(list) is the last"
        )
    return found[position % len(found)]


def _first(args: Args) -> Value:
    found = items(given(args, 0))
    if not found:
        raise FunctionError("the list is empty, so it has no first element")
    return found[0]


def _last(args: Args) -> Value:
    found = items(given(args, 0))
    if not found:
        raise FunctionError("the list is empty, so it has no last element")
    return found[-1]


def _index(args: Args) -> int:
    wanted = given(args, 1)
    for position, item in enumerate(items(given(args, 0))):
        if same(item, wanted):
            return position
    raise FunctionError(f"{show(wanted)} is not in the list")


def _one(args: Args) -> Value:
    found = items(given(args, 0))
    if len(found) > 1:
        raise FunctionError(f"a list of none or one is needed, and this one has {len(found)}")
    return found[0] if found else at(args, None)


def _compact(args: Args) -> Data:
    return tuple(item for item in items(given(args, 0)) if item.data not in (None, ""))


def _chunks(args: Args) -> Data:
    found, size = items(given(args, 0)), whole(given(args, 1))
    if size < 0:
        raise FunctionError(f"a chunk has some items, not {size}; with 0 all are in one")
    size = size or max(len(found), 1)
    return tuple(at(args, found[start : start + size]) for start in range(0, len(found), size))


def _chunk_type(types: Types) -> Type:
    return ListT(ListT(item_of(argument(types, 0))))


def _range(args: Args) -> Data:
    numbers = [number(value) for value in rest(args, 0)]
    if not 1 <= len(numbers) <= 3:
        raise FunctionError("range takes a limit, or a start, a limit and a step")
    start, limit = (0, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1])
    step = numbers[2] if len(numbers) == 3 else (1 if limit >= start else -1)
    if not step:
        raise FunctionError("the step of a range cannot be zero")
    if (limit > start and step < 0) or (limit < start and step > 0):
        raise FunctionError(f"steps of {step} never lead from {start} to {limit}")
    return tuple(at(args, item) for item in _steps(start, limit, step))


def _steps(
    start: int | Decimal, limit: int | Decimal, step: int | Decimal
) -> Iterable[int | Decimal]:
    count = 0
    current = start
    while current < limit if step > 0 else current > limit:
        check_length(count + 1)
        yield current
        count += 1
        following = add(start, multiply(step, count))
        assert isinstance(following, int | Decimal)
        current = following


def _all_true(args: Args) -> bool:
    return all(truth(item) for item in items(given(args, 0)))


def _any_true(args: Args) -> bool:
    return any(truth(item) for item in items(given(args, 0)))


def _coalesce_list(args: Args) -> Value:
    for value in rest(args, 0):
        if value.data is not None and items(value):
            return value
    raise FunctionError("all the lists are empty")


def _to_list(args: Args) -> Data:
    return items(given(args, 0))


LISTS = (
    Function(
        "length",
        (Param("of", _COUNTED),),
        always(INT),
        applied(_length),
        "How many items a list, entries a map or characters a text has.",
        ("[1, 2].length()", "2"),
        "length",
        structural=True,
    ),
    Function(
        "len",
        (Param("of", _COUNTED),),
        always(INT),
        applied(_length),
        "The short name of `length`.",
        ('len("abc")', "3"),
        "length",
        structural=True,
    ),
    Function(
        "concat",
        (Param("lists", LIST, variadic=True),),
        joined_lists,
        applied(_concat),
        "The items of all the lists, one list after the other.",
        ("[1].concat([2, 3])", "[1, 2, 3]"),
        "concat",
        structural=True,
    ),
    Function(
        "flatten",
        (_LIST,),
        _flat_type,
        applied(_flatten),
        "The items of a list of lists, of any depth, in one list.",
        ("flatten([[1], [2, [3]]])", "[1, 2, 3]"),
        "flatten",
    ),
    Function(
        "distinct",
        (_LIST,),
        same_list(),
        applied(_distinct),
        "The items, each once, in the order of their first appearance.",
        ("distinct([1, 2, 1])", "[1, 2]"),
        "distinct",
    ),
    Function(
        "sort",
        (_LIST,),
        same_list(),
        applied(_sort),
        "Texts in alphabetical order (by code point), or numbers from the smallest.",
        ('sort(["b", "a"])', '["a", "b"]'),
        "sort",
        same_as_terraform=_sorts_texts,
    ),
    Function(
        "reverse",
        (_LIST,),
        same_list(),
        applied(_reverse),
        "The items from the last to the first.",
        ("reverse([1, 2, 3])", "[3, 2, 1]"),
        "reverse",
        structural=True,
    ),
    Function(
        "slice",
        (_LIST, Param("start", INT), Param("end", INT, optional=True)),
        same_list(),
        applied(_slice),
        "The items from position `start` up to, not including, position `end`; to the last without `end`.",
        ("slice([1, 2, 3, 4], 1, 3)", "[2, 3]"),
        "slice",
        structural=True,
        same_as_terraform=lambda types: len(types) > 2 and types[2] is not None,
    ),
    Function(
        "element",
        (_LIST, Param("index", INT)),
        one_item(),
        _element,
        "The item at a position, counted on from the start again when the list is too short.",
        ('element(["a", "b"], 3)', '"b"'),
        "element",
        structural=True,
    ),
    Function(
        "first",
        (_LIST,),
        one_item(),
        _first,
        "The first item; an empty list has none.",
        ("[1, 2].first()", "1"),
        structural=True,
    ),
    Function(
        "last",
        (_LIST,),
        one_item(),
        _last,
        "The last item; an empty list has none.",
        ("[1, 2].last()", "2"),
        structural=True,
    ),
    Function(
        "index",
        (_LIST, Param("value", ANY)),
        always(INT),
        applied(_index),
        "The position of the first item equal to `value`, from 0.",
        ('index(["a", "b"], "b")', "1"),
        "index",
    ),
    Function(
        "one",
        (_LIST,),
        maybe_item,
        _one,
        "The only item of a list of one; null of an empty list.",
        ("one([5])", "5"),
        "one",
        structural=True,
    ),
    Function(
        "compact",
        (_LIST,),
        same_list(),
        applied(_compact),
        "The items that are neither null nor an empty text.",
        ('compact(["a", "", null])', '["a"]'),
        "compact",
        same_as_terraform=_sorts_texts,
    ),
    Function(
        "chunklist",
        (_LIST, Param("size", INT)),
        _chunk_type,
        applied(_chunks),
        "The items in lists of at most `size`.",
        ("chunklist([1, 2, 3], 2)", "[[1, 2], [3]]"),
        "chunklist",
        structural=True,
    ),
    Function(
        "range",
        (Param("numbers", INT, variadic=True),),
        always(ListT(INT)),
        applied(_range),
        "The numbers from 0 up to, not including, a limit; or from a start, in steps.",
        ("range(3)", "[0, 1, 2]"),
        "range",
    ),
    Function(
        "alltrue",
        (_LIST,),
        always(BOOL),
        applied(_all_true),
        "Whether every item is true; of an empty list it is true.",
        ("alltrue([true, false])", "false"),
        "alltrue",
    ),
    Function(
        "anytrue",
        (_LIST,),
        always(BOOL),
        applied(_any_true),
        "Whether some item is true; of an empty list it is false.",
        ("anytrue([true, false])", "true"),
        "anytrue",
    ),
    Function(
        "coalescelist",
        (Param("lists", LIST, variadic=True),),
        joined_lists,
        _coalesce_list,
        "The first of the lists that has items.",
        ("coalescelist([], [1])", "[1]"),
        "coalescelist",
        structural=True,
    ),
    Function(
        "tolist",
        (_LIST,),
        same_list(),
        applied(_to_list),
        "A set or range as a list.",
        ("tolist(1..3)", "[1, 2, 3]"),
        "tolist",
        structural=True,
    ),
)
