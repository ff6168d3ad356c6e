"""The types of functions' results, from the types of their arguments.

Small builders of `Function.result`: a constant, the type of an argument, a list of its items, and the like.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nimbus_lang.types.join import join
from nimbus_lang.types.model import (
    ANY,
    BOOL,
    CIDR,
    CPU,
    DURATION,
    INT,
    IP,
    NUMBER,
    PERCENT,
    SIZE,
    STRING,
    InstancesT,
    Kind,
    ListT,
    LiteralT,
    MapT,
    RangeT,
    RecordT,
    ScalarT,
    SetT,
    Type,
    UnionT,
)
from nimbus_lang.types.shape import field_type, item_type, literal_widen, optional, strip_optional

Types = Sequence[Type | None]
Result = Callable[[Types], Type]

LIST: Type = ListT(ANY)
MAP: Type = MapT(ANY)
TEXT: Type = UnionT((STRING, NUMBER, BOOL, SIZE, DURATION, CPU, PERCENT, CIDR, IP))
"""What has a text of its own."""
QUANTITY: Type = UnionT((SIZE, DURATION, CPU, PERCENT))
AMOUNT: Type = UnionT((NUMBER, SIZE, DURATION, CPU, PERCENT))


def always(type: Type) -> Result:
    """The same type, whatever the arguments."""
    return lambda types: type


def argument(types: Types, index: int) -> Type:
    """The type of an argument, `any` when it is absent."""
    found = types[index] if index < len(types) else None
    return ANY if found is None else strip_optional(found)


def present(types: Types, start: int = 0) -> list[Type]:
    """The types of the arguments from `start` on that are there."""
    return [type for type in types[start:] if type is not None]


def items(type: Type) -> Type:
    """What a list, set, range or instances hold."""
    if isinstance(type, UnionT):
        return join(items(option) for option in type.options)
    return INT if isinstance(type, RangeT) else item_type(type) or ANY


def values(type: Type) -> Type:
    """What the values of a map, object or keyed resource are."""
    if isinstance(type, RecordT):
        return join(field_type(field) for field in type.fields.values())
    return item_type(type) or ANY


def same_list(index: int = 0) -> Result:
    """A list of the items of one argument."""
    return lambda types: ListT(items(argument(types, index)))


def same_set(index: int = 0) -> Result:
    """A set of the items of one argument."""
    return lambda types: SetT(items(argument(types, index)))


def one_item(index: int = 0) -> Result:
    """One item of an argument."""
    return lambda types: items(argument(types, index))


def maybe_item(types: Types) -> Type:
    """One item of the first argument, or null."""
    return optional(items(argument(types, 0)))


def joined_lists(types: Types) -> Type:
    """A list of what all the arguments hold."""
    return ListT(join(_filled(present(types))))


def joined_sets(types: Types) -> Type:
    """A set of what all the arguments hold."""
    return SetT(join(_filled(present(types))))


def _filled(lists: list[Type]) -> list[Type]:
    """The item types of lists that can have items."""
    full = [one for one in lists if not (isinstance(one, ListT | SetT) and one.maximum == 0)]
    return [items(strip_optional(one)) for one in full]


def same_amount(types: Types) -> Type:
    """A number or quantity of the argument's kind."""
    return _amount(argument(types, 0))


def amounts(types: Types) -> Type:
    """The kind that all the arguments (or the items of a single list) have."""
    given = present(types)
    if len(given) == 1 and isinstance(strip_optional(given[0]), ListT | SetT | RangeT):
        return _amount(items(strip_optional(given[0])))
    return join(map(_amount, given))


def _amount(type: Type) -> Type:
    widened = literal_widen(type)
    match widened:
        case ScalarT(kind):
            return ScalarT(kind)
        case UnionT(options):
            return join(map(_amount, options))
        case _:
            return widened


def is_listed(type: Type | None) -> bool:
    """Whether it is a list or set, as far as types tell."""
    return type is not None and isinstance(strip_optional(type), ListT | SetT | RangeT | InstancesT)


def is_number(type: Type | None) -> bool:
    """Whether it is a plain number, as far as types tell."""
    if type is None:
        return True
    widened = literal_widen(strip_optional(type))
    if isinstance(widened, ScalarT):
        return widened.kind in (Kind.INT, Kind.NUMBER)
    return isinstance(widened, LiteralT)


_SPELLED_ALIKE = frozenset({Kind.STRING, Kind.CIDR, Kind.IP, Kind.BOOL, Kind.INT, Kind.NUMBER})


def is_spelled_alike(type: Type | None) -> bool:
    """Whether Terraform writes it into a text as we do, as far as types tell: refined or not, but no quantity and no list."""
    match literal_widen(strip_optional(type)) if type is not None else None:
        case ScalarT(kind):
            return kind in _SPELLED_ALIKE
        case UnionT(options):
            return all(map(is_spelled_alike, options))
        case _:
            return False


def is_text(type: Type) -> bool:
    """Whether it is a text, refined or not."""
    match literal_widen(strip_optional(type)):
        case ScalarT(Kind.STRING):
            return True
        case UnionT(options):
            return all(map(is_text, options))
        case _:
            return False


def plain_numbers(types: Types) -> bool:
    """Whether all arguments are plain numbers: Terraform knows no quantities."""
    return all(map(is_number, types))
