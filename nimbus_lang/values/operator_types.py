"""The types of operators: what `op` gives for operands of these types, or in words why it gives nothing.

A secret operand makes the result secret; an optional one is refused except where null is what is asked about.
Unions are tried option by option. Knows nothing of values.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from nimbus_lang.types.assignable import assignable
from nimbus_lang.types.join import join
from nimbus_lang.types.model import (
    ANY,
    BOOL,
    ERROR,
    INT,
    NUMBER,
    AnyT,
    ComponentT,
    ErrorT,
    InstancesT,
    Kind,
    ListT,
    LiteralT,
    MapT,
    NullT,
    OptionalT,
    RangeT,
    RecordT,
    ResourceT,
    ScalarT,
    SetT,
    Type,
    UnionT,
)
from nimbus_lang.types.shape import (
    literal_widen,
    secret,
    strip_optional,
    strip_secret,
)
from nimbus_lang.types.show import show
from nimbus_lang.types.units import QUANTITIES

_NUMBERS = (Kind.INT, Kind.NUMBER)
_TEXTS = (Kind.STRING, Kind.CIDR, Kind.IP)


def operator_type(op: str, types: Sequence[Type]) -> Type | str:
    """The type of the result, or a sentence (without its full stop) that says why there is none."""
    if any(isinstance(type, ErrorT) for type in types):
        return ERROR
    bare = [strip_secret(type) for type in types]
    result = _on_bare(op, bare)
    if isinstance(result, str):
        return result
    return result if bare == list(types) else secret(result)


def _on_bare(op: str, types: list[Type]) -> Type | str:
    if op == "??":
        return join([strip_optional(types[0]), types[1]])
    if op in ("==", "!="):
        return _equality(types[0], types[1])
    absent = next((type for type in types if isinstance(type, OptionalT | NullT)), None)
    if absent is not None:
        return f"{show(absent)} may be null, and `{_sign(op)}` needs a value: give one with ??"
    return _each_option(op, types)


def _each_option(op: str, types: list[Type]) -> Type | str:
    widened = [literal_widen(type) for type in types]
    options = [type.options if isinstance(type, UnionT) else (type,) for type in widened]
    results: list[Type] = []
    for choice in product(*options):
        result = _on_plain(op, choice)
        if isinstance(result, str):
            return result
        results.append(result)
    return join(results)


def _on_plain(op: str, types: tuple[Type, ...]) -> Type | str:
    match op:
        case "and" | "or" | "not":
            return _logic(op, types)
        case "<" | "<=" | ">" | ">=":
            return _order(op, types[0], types[1])
        case "in":
            return _membership(types[0], types[1])
        case "..":
            return _range(types)
        case "neg":
            return _negation(types[0])
        case _:
            return _arithmetic(op, types[0], types[1])


def _logic(op: str, types: tuple[Type, ...]) -> Type | str:
    for type in types:
        if not isinstance(type, AnyT) and not (
            isinstance(type, ScalarT) and type.kind is Kind.BOOL
        ):
            return f"`{op}` takes true or false, and this is {show(type)}"
    return BOOL


def _equality(a: Type, b: Type) -> Type | str:
    if comparable(a, b):
        return BOOL
    return f"{show(a)} and {show(b)} are never equal"


def comparable(a: Type, b: Type) -> bool:
    """Whether values of the two types can ever be equal."""
    a, b = strip_optional(a), strip_optional(b)
    if isinstance(a, NullT) or isinstance(b, NullT):
        return True
    if isinstance(a, UnionT):
        return any(comparable(option, b) for option in a.options)
    if isinstance(b, UnionT):
        return any(comparable(a, option) for option in b.options)
    if isinstance(a, LiteralT) and isinstance(b, LiteralT):
        return a == b and a.value.__class__ is b.value.__class__
    if _collection(a) and _collection(b):
        return _items_comparable(a, b)
    wide_a, wide_b = literal_widen(a), literal_widen(b)
    if isinstance(wide_a, ScalarT) and isinstance(wide_b, ScalarT):
        return wide_a.kind is wide_b.kind or _both(wide_a, wide_b)
    return assignable(a, b) is None or assignable(b, a) is None


def _both(a: ScalarT, b: ScalarT) -> bool:
    if a.kind in _NUMBERS and b.kind in _NUMBERS:
        return True
    return a.kind in _TEXTS and b.kind in _TEXTS and Kind.STRING in (a.kind, b.kind)


def _collection(type: Type) -> bool:
    return isinstance(type, ListT | SetT | RangeT | MapT | RecordT)


def _items_comparable(a: Type, b: Type) -> bool:
    listed_a, listed_b = isinstance(a, ListT | SetT | RangeT), isinstance(b, ListT | SetT | RangeT)
    return listed_a is listed_b


def _order(op: str, a: Type, b: Type) -> Type | str:
    if isinstance(a, AnyT) or isinstance(b, AnyT):
        return BOOL
    if isinstance(a, ScalarT) and isinstance(b, ScalarT):
        if a.kind in _NUMBERS and b.kind in _NUMBERS:
            return BOOL
        if a.kind in QUANTITIES and a.kind is b.kind:
            return BOOL
        if a.kind is Kind.STRING and b.kind is Kind.STRING:
            return f"`{op}` orders numbers and quantities, not texts"
    return f"{show(a)} and {show(b)} have no order between them"


def _membership(needle: Type, hay: Type) -> Type | str:
    match hay:
        case AnyT() | RangeT():
            return BOOL
        case ListT(item) | SetT(item):
            if hay.maximum == 0 or comparable(needle, item):
                return BOOL
            return f"{show(needle)} is never in {show(hay)}"
        case MapT() | RecordT() | InstancesT():
            text = isinstance(needle, AnyT) or (
                isinstance(needle, ScalarT) and needle.kind is Kind.STRING
            )
            return (
                BOOL
                if text
                else f"`in` asks a map for a key, which is text, and this is {show(needle)}"
            )
        case ScalarT(kind=Kind.CIDR):
            fits = isinstance(needle, AnyT) or (
                isinstance(needle, ScalarT) and needle.kind in _TEXTS
            )
            return BOOL if fits else f"{show(needle)} is never in a network"
        case ScalarT(kind=Kind.STRING):
            return "`in` does not look into a text: write strcontains(text, part)"
        case _:
            return f"`in` looks into a list, a map or a network, and this is {show(hay)}"


def _range(types: tuple[Type, ...]) -> Type | str:
    for type in types:
        if not isinstance(type, AnyT) and not (isinstance(type, ScalarT) and type.kind is Kind.INT):
            return f"the ends of a range are whole numbers, and this is {show(type)}"
    return RangeT()


def _negation(type: Type) -> Type | str:
    if isinstance(type, AnyT):
        return ANY
    if isinstance(type, ScalarT) and (type.kind in _NUMBERS or type.kind in QUANTITIES):
        return ScalarT(type.kind)
    return f"`-` takes a number or a quantity, and this is {show(type)}"


def _arithmetic(op: str, a: Type, b: Type) -> Type | str:
    if isinstance(a, AnyT) or isinstance(b, AnyT):
        return ANY
    if isinstance(a, ScalarT) and isinstance(b, ScalarT):
        return _kinds(op, a.kind, b.kind)
    return _refusal(op, a, b)


def _kinds(op: str, a: Kind, b: Kind) -> Type | str:
    if a in _NUMBERS and b in _NUMBERS:
        whole = a is Kind.INT and b is Kind.INT and op != "/"
        return INT if whole else NUMBER
    if a in QUANTITIES and b in QUANTITIES:
        return _two_quantities(op, a, b)
    if a in QUANTITIES and b in _NUMBERS:
        return ScalarT(a) if op in ("*", "/") else _bare_number(op, a)
    if a in _NUMBERS and b in QUANTITIES:
        return ScalarT(b) if op == "*" else _bare_number(op, b)
    return _refusal(op, ScalarT(a), ScalarT(b))


def _two_quantities(op: str, a: Kind, b: Kind) -> Type | str:
    if a is b and op != "*":
        return NUMBER if op == "/" else ScalarT(a)
    if op == "*" and a is not b and Kind.PERCENT in (a, b):
        return ScalarT(b if a is Kind.PERCENT else a)
    return f"a {a.value} and a {b.value} do not go together in `{op}`"


def _bare_number(op: str, kind: Kind) -> str:
    return f"a {kind.value} and a plain number do not go together in `{op}`: give the number a unit"


def _refusal(op: str, a: Type, b: Type) -> str:
    if op == "+":
        if _is_text(a) or _is_text(b):
            return 'texts are not added with `+`: interpolate them, as in "${a}${b}"'
        if isinstance(a, ListT | SetT | RangeT):
            return "lists are not added with `+`: write concat(a, b)"
        if isinstance(a, MapT | RecordT):
            return "maps are not added with `+`: write merge(a, b)"
    wrong = a if not _numeric(a) else b
    hint = ": take a field of it" if isinstance(wrong, ResourceT | ComponentT) else ""
    return f"`{op}` takes numbers and quantities, and this is {show(wrong)}{hint}"


def _is_text(type: Type) -> bool:
    return isinstance(type, ScalarT) and type.kind in _TEXTS


def _numeric(type: Type) -> bool:
    return isinstance(type, ScalarT) and (type.kind in _NUMBERS or type.kind in QUANTITIES)


def _sign(op: str) -> str:
    return "-" if op == "neg" else op
