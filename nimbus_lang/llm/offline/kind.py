"""The shape of a kind of part: how it is called, what can be said of it, what that sets, what must be said.

A kind is data with a few small functions; reading sentences and writing specs happen elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nimbus_lang.llm.offline.amounts import Size
from nimbus_lang.llm.offline.intent import Value


@dataclass(frozen=True, slots=True)
class Taken:
    """What a trait does to a part: fields it sets, or why nothing has to be set; an assumption it makes; a refusal.

    `missing` names what the sentence still has to say before this can be done.
    """

    sets: tuple[tuple[str, Value], ...] = ()
    meaning: str = ""
    assumed: str = ""
    protect: bool = False
    missing: str = ""


Take = Callable[[object], Taken]


@dataclass(frozen=True, slots=True)
class Trait:
    """A thing that can be said: phrases (patterns, parted by `;`) and the value they carry (`fixed`, else what the phrase captured, else True).

    An `adjective` may stand before its noun. A `near` one is so general that it belongs to the noun it follows, never
    to one further away.
    """

    name: str
    patterns: str
    fixed: Value | None = None
    adjective: bool = False
    near: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of part. `name` is what a part is called when nobody names it; `nouns` are patterns, parted by `;`.

    `shown`: fields whose default is written out, since it matters. `needs`: fields without a default, with what to say.
    `refuses`: traits it can never have, with the reason. `takes_name`: the field that holds a given name as it was given.
    """

    id: str
    component: str
    called: str
    name: str
    nouns: str
    says: str
    takes: Mapping[str, Take]
    shown: tuple[str, ...] = ()
    needs: Mapping[str, str] = field(default_factory=dict)
    refuses: Mapping[str, str] = field(default_factory=dict)
    takes_name: str = ""
    in_network: bool = False
    workload: bool = False
    cloud: bool = True
    single: bool = False


def to(name: str, assumed: str = "") -> Take:
    """Sets one field to the value as it is."""
    return lambda value: Taken(((name, _value(value)),), assumed=assumed)


def always(meaning: str) -> Take:
    """Nothing to set: it is always so."""
    return lambda value: Taken(meaning=meaning)


def listed(name: str) -> Take:
    """Sets one field to a list of this one value."""
    return lambda value: Taken(((name, (_value(value),)),))


def pairs(name: str) -> Take:
    """Sets one field to an object of these pairs."""

    def take(value: object) -> Taken:
        assert isinstance(value, tuple)
        return Taken(tuple((f"{name}.{key}", text) for key, text in value))

    return take


def protect(*sets: tuple[str, Value]) -> Take:
    """`@protect`, and fields beside it."""
    return lambda value: Taken(sets, "`@protect`: it is never destroyed or replaced", protect=True)


def binary(name: str, what: str, who: str) -> Take:
    """Sets a size where the target counts in units of 1024, and people who say GB mean those."""

    def take(value: object) -> Taken:
        assert isinstance(value, Size)
        if value.unit not in _BINARY:
            return Taken(((name, value),))
        size = Size(value.number, _BINARY[value.unit])
        if size.number != size.number.to_integral_value():
            size = Size(size.number * 1024, _SMALLER.get(size.unit, size.unit))
        meant = f"{size.number.normalize():f}{size.unit}"
        said = f"{value.number.normalize():f} {value.unit} of {what} as `{meant}`"
        return Taken(((name, size),), assumed=f"{said}: {who} counts in units of 1024")

    return take


_BINARY = {"kB": "Ki", "MB": "Mi", "GB": "Gi", "TB": "Ti"}
_SMALLER = {"Ti": "Gi", "Gi": "Mi", "Mi": "Ki"}


def _value(value: object) -> Value:
    """A value that a reader read; readers read nothing else."""
    return value  # type: ignore[return-value]
