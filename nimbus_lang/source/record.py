"""`@dataclass(frozen=True, slots=True)` at a quarter of the price per class: a run makes two hundred of them before it reads a line.

The standard one compiles six methods for each class; here one is compiled (`__init__`) and the others are closures over
the fields. Type checkers see the standard one. What is not plain (field options, `__post_init__`, bases) is left to it.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type | None = None, **options: Any) -> Any:
        """As `dataclasses.dataclass`."""
        if cls is not None:
            return dataclasses.dataclass(cls)
        if options != {"frozen": True, "slots": True}:
            return dataclasses.dataclass(**options)
        return _record


def _record(cls: type) -> type:
    names = inspect.get_annotations(cls)
    simple = cls.__bases__ == (object,) and not hasattr(cls, "__post_init__")
    if (
        not names
        or not simple
        or not all(_plain(annotation, cls.__dict__.get(name)) for name, annotation in names.items())
    ):
        return dataclasses.dataclass(frozen=True, slots=True)(cls)
    own = set(cls.__dict__)
    defaults = {name: cls.__dict__[name] for name in names if name in own}  # before it is made anew
    made: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    for name, method in _methods(made, tuple(names), defaults).items():
        if name not in own:
            setattr(made, name, method)
    return made


def _plain(annotation: object, given: object) -> bool:
    """Whether a field is a name with at most a default, given or made."""
    if str(annotation).startswith(("ClassVar", "InitVar")):
        return False
    return not isinstance(given, Field) or _is_factory(given)


def _is_factory(given: Field[Any]) -> bool:
    """Whether a field says nothing but how its default is made."""
    plain = given.init and given.repr and given.compare and given.hash is None
    return plain and given.default_factory is not MISSING and given.kw_only is MISSING


def _methods(
    cls: type, names: tuple[str, ...], defaults: dict[str, Any]
) -> dict[str, Callable[..., Any]]:
    values = attrgetter(*names) if len(names) > 1 else _single(names[0])

    def __eq__(self: Any, other: Any) -> Any:
        return values(self) == values(other) if other.__class__ is cls else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(values(self))

    @recursive_repr()
    def __repr__(self: Any) -> str:
        shown = (f"{name}={value!r}" for name, value in zip(names, values(self), strict=True))
        return f"{cls.__qualname__}({', '.join(shown)})"

    def __getstate__(self: Any) -> tuple[Any, ...]:
        found: tuple[Any, ...] = values(self)
        return found

    def __setstate__(self: Any, state: tuple[Any, ...]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return {
        "__init__": _init(cls, names, defaults),
        "__eq__": __eq__,
        "__hash__": __hash__,
        "__repr__": __repr__,
        "__getstate__": __getstate__,
        "__setstate__": __setstate__,
        "__setattr__": _refuse_set,
        "__delattr__": _refuse_delete,
    }


def _single(name: str) -> Callable[[Any], tuple[Any, ...]]:
    get = attrgetter(name)
    return lambda self: (get(self),)


def _init(cls: type, names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., None]:
    """`def __init__(self, a, b=default)` that writes straight into the slots."""
    factories = {n: d.default_factory for n, d in defaults.items() if isinstance(d, Field)}
    known: dict[str, Any] = {
        f"_d_{n}": MISSING if n in factories else d for n, d in defaults.items()
    }
    known |= {f"_s_{name}": cls.__dict__[name].__set__ for name in names}
    known |= {f"_f_{name}": factory for name, factory in factories.items()}
    head = ", ".join(f"{n}=_d_{n}" if n in defaults else n for n in names)
    values = {n: f"_f_{n}() if {n} is _d_{n} else {n}" if n in factories else n for n in names}
    body = "\n".join(f"  _s_{name}(self, {value})" for name, value in values.items())
    exec(f"def __init__(self, {head}):\n{body}", known)
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _refuse_set(self: Any, name: str, value: Any) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
