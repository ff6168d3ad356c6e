"""The values that a type allows, as text that a spec could hold: all of them where they are few, else the ends and samples.

A type that says nothing of its ends is taken from a range that people use: whole numbers from 0 to 100, sizes from 1Gi to 1Ti,
durations from 1h to 30d. A text without a list of what it may be is left alone: nobody can make up a good one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from ipaddress import IPv4Network
from random import Random

from nimbus_lang.types.model import (
    Kind,
    ListT,
    LiteralT,
    MapT,
    OptionalT,
    RangeT,
    RecordT,
    ScalarT,
    SetT,
    Type,
    UnionT,
)

FEW = 8
"""So many whole numbers are all tried."""
_REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2")
_NETWORKS = ("10.0.0.0/16", "10.0.0.0/28", "192.168.0.0/24")
_STEPS: dict[Kind, tuple[tuple[str, Decimal], ...]] = {
    Kind.SIZE: (("Gi", Decimal(2**30)), ("Mi", Decimal(2**20)), ("Ki", Decimal(2**10))),
    Kind.DURATION: (("d", Decimal(86400)), ("h", Decimal(3600)), ("s", Decimal(1))),
    Kind.CPU: (("m", Decimal("0.001")),),
    Kind.PERCENT: (("%", Decimal(1)),),
    Kind.INT: (("", Decimal(1)),),
    Kind.NUMBER: (("", Decimal(1)),),
}
_USUAL: dict[Kind, tuple[Decimal, Decimal]] = {
    Kind.SIZE: (Decimal(2**30), Decimal(2**40)),
    Kind.DURATION: (Decimal(3600), Decimal(30 * 86400)),
    Kind.CPU: (Decimal("0.1"), Decimal(4)),
    Kind.PERCENT: (Decimal(0), Decimal(100)),
    Kind.INT: (Decimal(0), Decimal(100)),
    Kind.NUMBER: (Decimal(0), Decimal(100)),
}


@dataclass(frozen=True)
class Domain:
    """`values` are to be tried in any case; `whole` says that there are no others. `sample` makes one up."""

    values: tuple[str, ...]
    whole: bool
    sample: Callable[[Random], str]


def domain_of(kind: Type) -> Domain | None:
    """The values of a type; None where nobody can make up a good one."""
    match kind:
        case LiteralT(value):
            return _these((json.dumps(value, ensure_ascii=False),))
        case ScalarT(kind=Kind.BOOL):
            return _these(("false", "true"))
        case ScalarT(kind=Kind.CIDR):
            return _networks(kind)
        case ScalarT(kind=Kind.IP):
            return Domain(("10.0.0.1",), False, lambda random: f"10.0.{random.randrange(256)}.4")
        case ScalarT(kind=Kind.STRING):
            return _texts(kind)
        case ScalarT() if kind.kind in _STEPS:
            return _amounts(kind)
        case UnionT(options):
            return _either([domain_of(option) for option in options])
        case OptionalT(inner):
            return _either([_these(("null",)), domain_of(inner)])
        case ListT(item, low, high) | SetT(item, low, high):
            return _lists(domain_of(item), low, high)
        case MapT(value):
            return _maps(domain_of(value))
        case RecordT():
            return _records(kind)
        case RangeT():
            return Domain(("1..1", "1..3"), False, lambda random: f"1..{random.randint(2, 9)}")
        case _:
            return None


def between(kind: Type, bad: str, good: str) -> str | None:
    """A value half way from one that breaks to one that does not; None where there is none between."""
    match kind:
        case OptionalT(inner):
            return between(inner, bad, good)
        case ScalarT(kind=Kind.CIDR):
            return _between_networks(bad, good)
        case ScalarT() if kind.kind in _STEPS:
            return _between_amounts(kind.kind, bad, good)
        case _:
            return None


def _these(values: tuple[str, ...]) -> Domain:
    return Domain(values, True, lambda random: random.choice(values))


def _texts(kind: ScalarT) -> Domain | None:
    if kind.enum:
        return _these(tuple(json.dumps(one, ensure_ascii=False) for one in kind.enum))
    if kind.name == "aws.region":
        regions = tuple(f'"{region}"' for region in _REGIONS)
        return Domain(regions, False, lambda random: random.choice(regions))
    return None


def _either(options: list[Domain | None]) -> Domain | None:
    known = [option for option in options if option is not None]
    if not known:
        return None
    values = tuple(dict.fromkeys(value for option in known for value in option.values))
    whole = len(known) == len(options) and all(option.whole for option in known)
    return Domain(values, whole, lambda random: random.choice(known).sample(random))


def _amounts(kind: ScalarT) -> Domain:
    """Whole steps between the ends; the largest step that fits between them a few times."""
    usual = _USUAL[kind.kind]
    low = kind.minimum if kind.minimum is not None else min(usual[0], kind.maximum or usual[0])
    high = kind.maximum if kind.maximum is not None else max(usual[1], low)
    suffix, first, last = next(_spans(kind.kind, low, high))
    if kind.kind is Kind.INT and last - first < FEW:
        return _these(tuple(f"{number}{suffix}" for number in range(first, last + 1)))
    ends = (f"{first}{suffix}", f"{last}{suffix}")
    return Domain(ends, False, lambda random: f"{random.randint(first, last)}{suffix}")


def _spans(kind: Kind, low: Decimal, high: Decimal) -> Iterator[tuple[str, int, int]]:
    """Suffix, first and last whole number of it between two ends; at last the smallest step, whatever fits."""
    for suffix, step in _STEPS[kind]:
        first = int((low / step).to_integral_value(ROUND_CEILING))
        last = int((high / step).to_integral_value(ROUND_FLOOR))
        if last - first >= FEW or (suffix, step) == _STEPS[kind][-1]:
            yield suffix, first, max(first, last)


def _networks(kind: ScalarT) -> Domain | None:
    """Networks of version 4 whose prefixes lie within the bounds; None where only those of version 6 are so small."""
    low, high = int(kind.minimum or 16), int(kind.maximum or 28)
    if low > 32:
        return None
    low, high = max(min(low, high), 8), min(high, 32)

    def sample(random: Random) -> str:
        prefix = random.randint(low, max(low, high))
        place = random.randrange(2 ** (prefix - 8)) << (32 - prefix)
        return str(IPv4Network(((10 << 24) + place, prefix)))

    ends = (f"10.0.0.0/{low}", f"10.0.0.0/{max(low, high)}")
    return Domain(_NETWORKS if kind.minimum is kind.maximum is None else ends, False, sample)


def _lists(item: Domain | None, low: int, high: int | None) -> Domain | None:
    if item is None:
        return _these(("[]",)) if low == 0 else None
    most = min(high if high is not None else 3, 3)

    def sample(random: Random) -> str:
        items = [item.sample(random) for _ in range(random.randint(max(low, 1), max(most, low)))]
        return f"[{', '.join(dict.fromkeys(items))}]"

    empty = ("[]",) if low == 0 else ()
    return Domain(
        (*empty, *(f"[{value}]" for value in item.values[:FEW] if low <= 1)), False, sample
    )


def _maps(item: Domain | None) -> Domain:
    if item is None:
        return _these(("{ }",))

    def sample(random: Random) -> str:
        keys = ("a", "b", "c")[: random.randint(1, 3)]
        return f"{{ {', '.join(f'{key} = {item.sample(random)}' for key in keys)} }}"

    return Domain(("{ }", *(f"{{ a = {value} }}" for value in item.values[:2])), False, sample)


def _records(kind: RecordT) -> Domain | None:
    fields = {name: domain_of(field.type) for name, field in kind.fields.items()}
    if any(fields[name] is None and field.required for name, field in kind.fields.items()):
        return None
    known = {name: domain for name, domain in fields.items() if domain is not None}

    def sample(random: Random) -> str:
        return f"{{ {', '.join(f'{name} = {one.sample(random)}' for name, one in known.items())} }}"

    first = ", ".join(f"{name} = {one.values[0]}" for name, one in known.items())
    return Domain((f"{{ {first} }}",), False, sample)


def _between_networks(bad: str, good: str) -> str | None:
    try:
        one, other = IPv4Network(bad), IPv4Network(good)
    except ValueError:
        return None
    middle = (one.prefixlen + other.prefixlen) // 2
    if middle in (one.prefixlen, other.prefixlen):
        return None
    return str(IPv4Network((int(one.network_address), middle), strict=False))


def _between_amounts(kind: Kind, bad: str, good: str) -> str | None:
    """In the largest step that has a number between them, and none smaller than those they are written in."""
    one, other = _measured(kind, bad), _measured(kind, good)
    if one is None or other is None:
        return None
    low, high = sorted((one[0], other[0]))
    for suffix, step in _STEPS[kind]:
        number = int((low + high) / 2 / step)
        if step >= min(one[1], other[1]) and low < number * step < high:
            return f"{number}{suffix}"
    return None


def _measured(kind: Kind, text: str) -> tuple[Decimal, Decimal] | None:
    """An amount in the base unit, and the step it is written in."""
    for suffix, step in _STEPS[kind]:
        number = text.removesuffix(suffix) if text.endswith(suffix) else ""
        if number.lstrip("-").isdigit():
            return int(number) * step, step
    return None
