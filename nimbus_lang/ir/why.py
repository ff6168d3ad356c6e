"""Who set a value: every layer that had a say, in their order, what each set and which one won; and the same of all it was
computed from.

From an evaluated program to a story of one address. Layers ride on values; what is not on them (a default that an
argument replaced, a `null` that took an argument away) is asked of the declarations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from nimbus_lang.check.evaluate import ProgramEvaluator
from nimbus_lang.check.evaluate_context import Env, Frame, Made
from nimbus_lang.check.flow import carries_secret
from nimbus_lang.ir.locate import Missing, Path, Place, locate, written
from nimbus_lang.ir.reading import chain_of, reads
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import LetDecl, OutputDecl, Override, ParamDecl
from nimbus_lang.syntax.expressions import (
    BoolExpr,
    CidrExpr,
    Entry,
    Expr,
    IpExpr,
    ListExpr,
    NullExpr,
    NumberExpr,
    ObjectExpr,
    PercentExpr,
    QuantityExpr,
    Spread,
    StringExpr,
)
from nimbus_lang.syntax.walk import nodes_at
from nimbus_lang.types.model import ERROR, ResourceT
from nimbus_lang.values.model import Deferred, Instance, Layer, Unknown, Value
from nimbus_lang.values.walk import every, has_secret

_PLAIN = (
    StringExpr, NumberExpr, QuantityExpr, PercentExpr, CidrExpr, IpExpr, BoolExpr, NullExpr, ObjectExpr, ListExpr
)  # fmt: skip
"""What is written as its value is shown."""
DEEP = 6
"""How many steps back a story is followed."""


@dataclass(frozen=True, slots=True)
class Setter:
    """One layer: its kind (default, argument, component, overlay, override, let, output), its place and what it set.

    `address` differs from the story's where the layer set only a part of it. `expr` is what is written there, if it is
    more than the value itself, `rest` the path inside what that comes to.
    """

    kind: str
    note: str
    address: str
    span: Span
    value: Value
    expr: Span | None
    rest: Path = ()
    wins: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """An address, its value, who set it (last wins), and the stories of what the winner reads. `note` says what else is to know.

    `value` is None where nobody wrote one: the provider decides, or an apply.
    """

    address: str
    value: Value | None
    setters: tuple[Setter, ...] = ()
    reads: tuple[Story, ...] = ()
    note: str = ""


class Historian:
    """Tells stories of one evaluated program, each address once."""

    def __init__(self, ev: ProgramEvaluator) -> None:
        self._ev = ev
        self._told: set[str] = set()

    def story(self, place: Place, deep: int = DEEP) -> Story:
        """The story of a place."""
        self._told.add(place.address)
        whole = self._whole(place)
        value = _at(whole, place.path)
        if value is not None and self._sensitive(place):
            value = replace(value, secret=True)
        setters = tuple(_hidden(one, value) for one in self._setters(place, whole))
        winner = next((one for one in setters if one.wins), None)
        note = self._note(place, value, winner)
        found = () if winner is None else self._reads(place, winner, deep)
        return Story(place.address, value, setters, found, note)

    def parts(self, place: Place) -> list[str]:
        """What may follow an address: the fields of an instance, the params and outputs of a component."""
        if place.made is None:
            return []
        if place.made.frame is not None:
            scope = place.made.frame.scope
            return [*scope.param_types, *scope.outputs]
        record = self._ev.record(place.made.type)
        return list(dict.fromkeys([*place.made.fields, *(record.fields if record else ())]))

    def knows(self, place: Place) -> bool:
        """Whether the path of a place may be asked about: the first field of a raw resource must be in its schema."""
        if place.made is None or place.made.frame is not None or not place.path:
            return True
        record = self._ev.record(place.made.type)
        first = str(place.path[0])
        return (
            record is None
            or record.open
            or first in {*record.fields, *record.readable, *place.made.fields}
        )

    def _sensitive(self, place: Place) -> bool:
        """Whether the schema or the type of the param takes a secret there."""
        if isinstance(place.decl, ParamDecl):
            return carries_secret(place.frame.scope.param_types.get(place.decl.name.text, ERROR))
        if place.made is None or place.made.frame is not None or not place.path:
            return False
        record = self._ev.record(place.made.type)
        field = record.fields.get(str(place.path[0])) if record is not None else None
        return field is not None and field.sensitive

    def _whole(self, place: Place) -> Value:
        """The value of the declaration's instance; of a raw resource its fields."""
        if place.made is None:
            decl = place.decl
            if isinstance(decl, OutputDecl):
                return self._ev.output(place.frame, decl)
            return self._ev.declared(place.frame, decl)
        if place.made.frame is not None:
            return place.made.value
        return Value(place.made.fields, place.decl.name.span)

    def _setters(self, place: Place, whole: Value) -> tuple[Setter, ...]:
        found = list(self._layers(place, whole))
        if not found:
            found = list(self._declared(place))
        covering = [n for n, one in enumerate(found) if one.address == place.address]
        if covering:
            found[covering[-1]] = replace(found[covering[-1]], wins=True)
        return tuple(found)

    def _layers(self, place: Place, whole: Value) -> Iterator[Setter]:
        decl = place.decl
        known = _layers_on(whole, place.path)
        if isinstance(decl, ParamDecl) and place.opened is not None and decl.default is not None:
            base, default = place.base, decl.default
            if not any(layer.kind == "default" and layer.of == base for layer in known):
                value = self._ev.eval(default, place.frame.env())
                known.insert(0, Layer("default", default.span, of=base, value=value))
        for layer in known:
            setter = self._setter(layer, place)
            if setter is not None:
                yield setter

    def _setter(self, layer: Layer, place: Place) -> Setter | None:
        """A layer as a setter of the place or of a part of it; None if it is about something else."""
        inside = _inside(layer.of, place.base)
        path = tuple(map(str, place.path))
        if inside is None or layer.value is None:
            return None
        common = min(len(inside), len(path))
        if inside[:common] != path[:common]:
            return None
        partly = len(inside) > len(path)
        value = layer.value if partly else _at(layer.value, place.path[len(inside) :])
        if value is None:
            return None
        address = place.base + written(inside) if partly else place.address
        rest = () if partly else place.path[len(inside) :]
        return self._made(layer.kind, layer.note, address, layer.span, value, rest)

    def _declared(self, place: Place) -> Iterator[Setter]:
        """What no layer tells: a let, an output, and an argument that came to `null`."""
        decl = place.decl
        if isinstance(decl, LetDecl | OutputDecl):
            kind = "let" if isinstance(decl, LetDecl) else "output"
            yield from self._from(kind, decl.value, place, place.frame.env(), place.path)
        elif place.made is not None and place.path:
            entries = (one for one in place.made.decl.body.entries if isinstance(one, Entry))
            entry = next((one for one in entries if one.key.text == place.path[0]), None)
            if entry is not None:
                kind = "component" if place.opened is not None else "argument"
                yield from self._from(kind, entry.value, place, place.made.env, place.path[1:])

    def _from(self, kind: str, expr: Expr, place: Place, env: Env, rest: Path) -> Iterator[Setter]:
        value = _at(self._ev.eval(expr, env), rest)
        if value is not None:
            yield self._made(kind, "", place.address, expr.span, value, rest)

    def _made(
        self, kind: str, note: str, address: str, span: Span, value: Value, rest: Path
    ) -> Setter:
        """A setter, told at the very entry of an object where a path leads into one."""
        expr = self._expression(span)
        if expr is None:
            return Setter(kind, note, address, span, value, None)
        narrow, rest = _narrowed(expr, rest)
        place = span if narrow is expr else narrow.span
        plain = isinstance(narrow, _PLAIN) and getattr(narrow, "plain", "") is not None
        shown = None if plain else narrow.span
        return Setter(kind, note, address, place, value, shown, rest)

    def _expression(self, span: Span) -> Expr | None:
        scope = self._ev.program.modules.get(span.path)
        if scope is None:
            return None
        found: Any = next(
            (node for node in nodes_at(scope.module, span.start) if node.span == span), None
        )
        return found.value if isinstance(found, Override) else found

    def _note(self, place: Place, value: Value | None, winner: Setter | None) -> str:
        if winner is not None and winner.value.data is None and place.made is not None:
            return "null: the argument is not written"
        if value is not None and winner is None and place.path:
            return self._own_note(place, str(place.path[0])) if place.made else ""
        if value is None and place.made is not None and place.path:
            record = self._ev.record(place.made.type)
            field = record.readable.get(str(place.path[0])) if record else None
            if field is not None and not field.settable:
                return "read-only: known after an apply"
            return "not written: the provider decides"
        return ""

    def _own_note(self, place: Place, name: str) -> str:
        """Of what nobody wrote and is known nevertheless."""
        type = place.made.type if place.made is not None else None
        if isinstance(type, ResourceT) and name in self._ev.program.schemas.fixed(type):
            return "decided by the resource's type"
        return "made by Nimbus from the name of the resource"

    def _reads(self, place: Place, winner: Setter, deep: int) -> tuple[Story, ...]:
        expr = self._expression(winner.span)
        if expr is None or deep <= 0:
            return ()
        env = self._environment(place, winner)
        chains = reads(self._ev, expr, env)
        if chain_of(self._ev, expr, env) is not None:
            chains = [(*chain, *winner.rest) for chain in chains]
        stories = (self._read(chain, env, deep - 1) for chain in chains)
        return tuple(story for story in stories if story is not None)

    def _environment(self, place: Place, winner: Setter) -> Env:
        match winner.kind:
            case "overlay" | "override":
                return self._ev.root.env()
            case "argument" | "component":
                made = place.made if place.made is not None else place.opened
                return made.env if made is not None else place.frame.env()
            case _:
                return place.frame.env()

    def _read(self, chain: Path, env: Env, deep: int) -> Story | None:
        name = str(chain[0])
        bound = env.names.get(name)
        if bound is not None:
            value = _at(bound, chain[1:])
            shown = value if value is not None else bound
            return None if isinstance(shown.data, Instance) else Story(_text(chain), shown)
        owner = env.frame.scope.find(name)
        if owner is None:
            return None
        frame = env.frame if owner[0] is env.frame.scope else env.frame.outer or env.frame
        place = locate(self._ev, frame, chain, _opened(self._ev, frame))
        if isinstance(place, Missing) or place.address in self._told:
            return None
        if place.made is not None and not place.path:
            return None
        return self.story(place, deep)


def _hidden(setter: Setter, value: Value | None) -> Setter:
    """A layer is as secret as what came of it: a text that became one of `secret<string>` was none when it was set."""
    if value is None or not has_secret(value):
        return setter
    return replace(setter, value=replace(setter.value, secret=True))


def _narrowed(expr: Expr, path: Path) -> tuple[Expr, Path]:
    """The expression that a path leads to inside objects and lists as they are written, and what is left of the path."""
    for done, step in enumerate(path):
        inner = _inner(expr, step)
        if inner is None:
            return expr, path[done:]
        expr = inner
    return expr, ()


def _inner(expr: Expr, step: str | int) -> Expr | None:
    match expr, step:
        case ObjectExpr(entries=entries), str():
            last = next((e for e in reversed(entries) if _has(e, step)), None)
            return last.value if isinstance(last, Entry) else None
        case ListExpr(items=items), int() if step < len(items):
            return items[step]
        case _:
            return None


def _has(entry: Entry | Spread, name: str) -> bool:
    """Whether an entry sets a name, or may: nobody knows what is spread."""
    return isinstance(entry, Spread) or entry.key.text == name


def _opened(ev: ProgramEvaluator, frame: Frame) -> Made | None:
    """The use of a component that a frame is of; None for a file's."""
    path = tuple(part for step in frame.address.steps for part in step if part is not None)
    place = locate(ev, ev.root, path) if path else None
    return place.made if isinstance(place, Place) else None


def _text(chain: Path) -> str:
    return str(chain[0]) + written(chain[1:])


def _inside(of: str, base: str) -> tuple[str, ...] | None:
    """What a layer set inside a base: `orders.tags.team` in `orders` is `("tags", "team")`; None if it is elsewhere."""
    if of == base:
        return ()
    return tuple(of[len(base) + 1 :].split(".")) if of.startswith(f"{base}.") else None


def _layers_on(value: Value, path: Path) -> list[Layer]:
    """The layers on the way down a path and below its end, each once."""
    found = dict.fromkeys(value.layers)
    current: Value | None = value
    for step in path:
        current = _at(current, (step,)) if current is not None else None
        if current is not None:
            found |= dict.fromkeys(current.layers)
    for _, part in every(current) if current is not None else ():
        found |= dict.fromkeys(part.layers)
    return list(found)


def _at(value: Value, path: Path) -> Value | None:
    """The value at a path inside another; None where there is none."""
    for step in path:
        part = _part(value, step)
        if part is None:
            return None
        value = part
    return value


def _part(value: Value, step: str | int) -> Value | None:
    data = value.data
    if isinstance(data, Deferred) and not isinstance(data.known, Unknown):
        data = data.known
    match data, step:
        case Mapping(), _:
            return data.get(str(step))
        case Instance(members=members), str() if step in members:
            return members[step]
        case tuple(), int() if 0 <= step < len(data):
            return data[step]
        case tuple((only,)), str():  # a block that is there once is written without its list
            return _part(only, step)
        case _:
            return None
