"""Our `dataclass` does what the standard one does."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace
from dataclasses import dataclass as standard
from typing import Any, ClassVar

import pytest

from nimbus_lang.source.record import dataclass as ours


@ours(frozen=True, slots=True)
class Point:
    """A point."""

    x: int
    y: int = 2
    name: str | None = None

    @property
    def sum(self) -> int:
        return self.x + self.y


@ours(frozen=True, slots=True)
class One:
    """One field."""

    only: tuple[int, ...] = ()


def both(body: dict[str, Any], annotations: dict[str, Any]) -> tuple[type, type]:
    """The same class made by both."""
    made = []
    for dataclass in (standard, ours):
        namespace = {"__annotations__": annotations, "__qualname__": "Same", **body}
        made.append(dataclass(frozen=True, slots=True)(type("Same", (), namespace)))
    return made[0], made[1]


SHAPES = [
    ({}, {"a": "int"}, (1,)),
    ({"b": 2}, {"a": "int", "b": "int"}, (1,)),
    ({"b": 2}, {"a": "int", "b": "int"}, (1, 3)),
    ({"b": ()}, {"a": "str", "b": "tuple"}, ("x",)),
]


@pytest.mark.parametrize(("body", "annotations", "arguments"), SHAPES)
def test_same_as_standard(body, annotations, arguments) -> None:
    theirs, mine = both(body, annotations)
    one, other = theirs(*arguments), mine(*arguments)
    assert repr(one) == repr(other)
    assert hash(one) == hash(other)
    assert dataclasses.asdict(one) == dataclasses.asdict(other)
    assert [f.name for f in fields(theirs)] == [f.name for f in fields(mine)]
    assert theirs.__match_args__ == mine.__match_args__
    assert list(inspect.signature(theirs).parameters) == list(inspect.signature(mine).parameters)


def test_equality() -> None:
    assert Point(1) == Point(1, 2, None)
    assert Point(1) != Point(2)
    assert Point(1) != One((1,))
    assert One(()) == One()
    assert len({Point(1), Point(1), One()}) == 2


def test_frozen_with_slots() -> None:
    point = Point(1)
    with pytest.raises(FrozenInstanceError):
        point.x = 3  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del point.x  # type: ignore[misc]
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        point.z = 3  # type: ignore[attr-defined]
    assert not hasattr(point, "__dict__")


def test_arguments_are_checked() -> None:
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Point(1, z=3)  # type: ignore[call-arg]


def test_copies() -> None:
    point = Point(1, name="p")
    assert replace(point, y=5) == Point(1, 5, "p")
    assert pickle.loads(pickle.dumps(point)) == point
    assert copy.copy(point) == copy.deepcopy(point) == point


def test_matches_and_has_properties() -> None:
    match Point(1, 3):
        case Point(x, y):
            assert (x, y) == (1, 3)
    assert Point(1, 3).sum == 4
    assert Point.__doc__ == "A point."


def test_what_is_not_plain_is_left_to_the_standard_one() -> None:
    @ours(frozen=True, slots=True)
    class Odd:
        kinds: ClassVar[int] = 3
        size: int = field(default=0, compare=False)

    assert Odd() == Odd(size=4)
    assert Odd.kinds == 3


def test_factories() -> None:
    @ours(frozen=True, slots=True)
    class Bag:
        items: list[int] = field(default_factory=list)
        name: str = "bag"

    one, other = Bag(), Bag()
    assert one == other
    assert one.items is not other.items
    assert Bag([1], "b") == replace(Bag([1]), name="b")
    assert Bag(items=None).items is None  # type: ignore[arg-type]


def test_a_repr_of_something_that_holds_itself() -> None:
    @ours(frozen=True, slots=True)
    class Loop:
        inner: list[Any]

    loop = Loop([])
    loop.inner.append(loop)
    assert "..." in repr(loop)
