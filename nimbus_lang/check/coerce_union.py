"""Which of several types a value that fits none of them was probably meant to be, so that one sentence can say why.

By its form alone; of several records by the fields that name one (`kind: "a"`), else by the fields they share.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address

from nimbus_lang.types.model import (
    Kind,
    ListT,
    LiteralT,
    MapT,
    OptionalT,
    RangeT,
    RecordT,
    ScalarT,
    SecretT,
    SetT,
    Type,
    UnionT,
)
from nimbus_lang.values.model import Data, Quantity, Range

Scalar = str | int | bool


def meant(data: Data, options: Sequence[Type]) -> int | None:
    """The position of the one type of this form; None where there is none or more than one."""
    alike = [n for n, option in enumerate(options) if _alike(data, option)]
    if len(alike) < 2 or not isinstance(data, Mapping):
        return alike[0] if len(alike) == 1 else None
    written = {
        name: one.data if isinstance(one.data, str | int) else None for name, one in data.items()
    }
    return closest(written, options, alike)


def closest(
    written: Mapping[str, Scalar | None], options: Sequence[Type], among: Collection[int]
) -> int | None:
    """Of these options the one whose fields are most like what is written (None: a value that is no literal)."""
    scores = {n: _likeness(written, _record(options[n])) for n in among}
    best = max(scores.values())
    found = [n for n, score in scores.items() if score == best]
    return found[0] if len(found) == 1 else None


def _likeness(written: Mapping[str, Scalar | None], kind: RecordT | None) -> tuple[int, int]:
    """How many fields that name the type agree (and disagree), then how many fields are shared (and not)."""
    if kind is None:
        return 0, 0
    naming = 0
    for name, value in written.items():
        accepted = _literals(kind.fields[name].type) if name in kind.fields else ()
        if accepted and value is not None:
            named = any(value == one and type(value) is type(one) for one in accepted)
            naming += 1 if named else -1
    shared = len(written.keys() & set(kind.fields))
    required = [name for name, field in kind.fields.items() if field.required]
    missing = sum(name not in written for name in required)
    return naming, 2 * shared - len(written) - missing


def _literals(kind: Type) -> tuple[Scalar, ...]:
    """The literals a field may be, if it may be nothing else."""
    match kind:
        case LiteralT(value):
            return (value,)
        case OptionalT(inner) | SecretT(inner):
            return _literals(inner)
        case UnionT(options):
            found = [_literals(option) for option in options]
            return sum(found, ()) if all(found) else ()
        case _:
            return ()


def _record(kind: Type) -> RecordT | None:
    match kind:
        case RecordT():
            return kind
        case OptionalT(inner) | SecretT(inner):
            return _record(inner)
        case _:
            return None


def _alike(data: Data, kind: Type) -> bool:
    match kind:
        case LiteralT(wanted):
            return type(data) is type(wanted)
        case SecretT(inner) | OptionalT(inner):
            return _alike(data, inner)
        case UnionT(options):
            return any(_alike(data, option) for option in options)
        case ScalarT(of):
            return _KINDS[of](data)
        case ListT() | SetT():
            return isinstance(data, tuple | Range)
        case MapT() | RecordT():
            return isinstance(data, Mapping)
        case RangeT():
            return isinstance(data, Range)
        case _:
            return False


def _is_number(data: Data) -> bool:
    return isinstance(data, int | Decimal) and not isinstance(data, bool)


def _is_address(data: Data) -> bool:
    return isinstance(data, str | IPv4Address | IPv6Address)


def _is_quantity(kind: Kind) -> Callable[[Data], bool]:
    return lambda data: isinstance(data, Quantity) and data.kind is kind


_KINDS: Mapping[Kind, Callable[[Data], bool]] = {
    Kind.STRING: lambda data: isinstance(data, str),
    Kind.BOOL: lambda data: isinstance(data, bool),
    Kind.INT: _is_number,
    Kind.NUMBER: _is_number,
    Kind.CIDR: _is_address,
    Kind.IP: _is_address,
    Kind.SIZE: _is_quantity(Kind.SIZE),
    Kind.DURATION: _is_quantity(Kind.DURATION),
    Kind.CPU: _is_quantity(Kind.CPU),
    Kind.PERCENT: _is_quantity(Kind.PERCENT),
}
