"""Annotations to facts of the graph: lifecycle and waivers, own ones and those of the component uses that lead here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nimbus_lang.check.deferral import known, waits_for
from nimbus_lang.check.errors_annotations import bad_annotation
from nimbus_lang.check.errors_values import known_too_late
from nimbus_lang.check.evaluate import ProgramEvaluator
from nimbus_lang.check.evaluate_context import Env, Made
from nimbus_lang.ir.former import is_former_name
from nimbus_lang.ir.graph import Lifecycle, Waiver
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import Annotation
from nimbus_lang.syntax.expressions import AttrExpr, Expr, ItemExpr, NumberExpr, StringExpr, VarExpr
from nimbus_lang.types.model import ResourceT
from nimbus_lang.values.model import Address, Instance, Value

INHERITED = frozenset({"protect", "waive", "after"})
"""Annotations on a component's use that hold for every part of it."""


def annotations_of(made: Made) -> list[tuple[Annotation, Env]]:
    """The annotations that hold for an instance: inherited ones first, then its own."""
    inherited = [pair for pair in made.owner.annotations if pair[0].name.text in INHERITED]
    return [*inherited, *((note, made.env) for note in made.decl.annotations)]


def lifecycle_of(ev: ProgramEvaluator, made: Made) -> Lifecycle:
    """What the annotations say about changing the instance."""
    notes = annotations_of(made)
    if not notes and not made.owner.annotations:
        return Lifecycle()
    names = {note.name.text for note, _ in notes}
    moves = (*_moves(ev, _named(notes, "moved")), *_component_moves(ev, made))
    return Lifecycle(
        protect="protect" in names,
        create_before_destroy="create_before_destroy" in names,
        ignore_changes=tuple(
            path_text(arg.value) for note, _ in _named(notes, "ignore_changes") for arg in note.args
        ),
        replace_when=tuple(
            ev.eval(arg.value, env)
            for note, env in _named(notes, "replace_when")
            for arg in note.args
        ),
        after=tuple(
            address
            for note, env in _named(notes, "after")
            for arg in note.args
            for address in _addresses(ev.eval(arg.value, env))
        ),
        moved_from=tuple(text for text, _ in moves),
        moved_at=tuple(places for _, places in moves),
        adopt_id=next(
            (text for note, env in _named(notes, "adopt") if (text := _text(ev, note, env, "id"))),
            None,
        ),
    )


def _moves(
    ev: ProgramEvaluator, notes: Iterable[tuple[Annotation, Env]]
) -> Iterable[tuple[str, tuple[Span, ...]]]:
    """The former names, each with its place and the uses that lead there; a computed one may be empty, where an instance has no past."""
    for note, env in notes:
        text, span = _text(ev, note, env, "from"), note.args[0].value.span
        if text is None or (not text and not _is_plain(note)):
            continue
        if is_former_name(text):
            yield text, (span, *env.frame.callers)
        else:
            said = f"`{text}` is no address. {_ADDRESS}"
            ev.report(bad_annotation(span, said, env.frame.callers))


def _is_plain(note: Annotation) -> bool:
    return all(isinstance(a.value, StringExpr) and a.value.plain is not None for a in note.args)


def _component_moves(ev: ProgramEvaluator, made: Made) -> Iterable[tuple[str, tuple[Span, ...]]]:
    """What a part was called while a component that it belongs to had another name."""
    for note, env in _named(made.owner.annotations, "moved"):
        depth = len(env.frame.address.steps)
        for text, places in _moves(ev, [(note, env)]):
            yield _former_part(text, made, depth, _is_plain(note)), places


def _former_part(former: str, made: Made, depth: int, whole: bool) -> str:
    """`old.part`, with a key behind it where instances were called one by one. `depth` is the place of the component's step."""
    steps = made.address.steps
    if former.startswith("module."):
        inner = "_".join(step.name for step in steps[depth + 1 :])
        kind = made.type.path.replace(".", "_", 1) if isinstance(made.type, ResourceT) else ""
        return f"{former}.{kind}.{inner}"
    name, bracket, key = former.partition("[")
    label = ".".join(name if at == depth else step.name for at, step in enumerate(steps))
    if whole and not bracket:
        return label
    keys = [s.key for at, s in enumerate(steps) if at != depth and s.key is not None]
    if bracket:
        text = key.rstrip("]")
        keys.insert(0, int(text) if text.isdigit() else text.strip('"'))
    match keys:
        case []:
            return label
        case [int(number)]:
            return f"{label}[{number}]"
        case _:
            return f'{label}["{"/".join(map(str, keys))}"]'


def waivers_of(ev: ProgramEvaluator, made: Made) -> tuple[Waiver, ...]:
    """The waivers that hold for the instance."""
    return tuple(
        Waiver(
            _text(ev, note, env, "code") or "",
            _text(ev, note, env, "reason") or "",
            _text(ev, note, env, "until"),
            note.span,
            env.frame.callers,
        )
        for note, env in _named(annotations_of(made), "waive")
    )


def _named(notes: Iterable[tuple[Annotation, Env]], name: str) -> Iterable[tuple[Annotation, Env]]:
    return [pair for pair in notes if pair[0].name.text == name]


_ADDRESS = 'Write what it was called, as in `"old"`, `"old[0]"` or `"module.x.aws_vpc.this"`.'
_POSITIONAL = {"waive": ("code", "reason", "until"), "moved": ("from",), "adopt": ("id",)}


def _text(ev: ProgramEvaluator, note: Annotation, env: Env, wanted: str) -> str | None:
    order = _POSITIONAL[note.name.text]
    for position, arg in enumerate(note.args):
        name = arg.name.text if arg.name else order[min(position, len(order) - 1)]
        if name == wanted:
            value = ev.eval(arg.value, env)
            sure = known(value)
            if sure is None:
                use, waits = f"`{wanted}` of `@{note.name.text}`", waits_for(value)
                ev.report(known_too_late(arg.value.span, env.frame.callers, use, waits, _DECIDES))
            return sure.data if sure is not None and isinstance(sure.data, str) else None
    return None


_DECIDES = "says which thing that exists is meant"


def _addresses(value: Value) -> list[Address]:
    match value.data:
        case Instance(address=address):
            return [address]
        case tuple() as items:
            return [address for item in items for address in _addresses(item)]
        case Mapping() as entries:
            return [address for item in entries.values() for address in _addresses(item)]
        case _:
            return []


def path_text(expr: Expr) -> str:
    """A path written as an expression, dotted: `a.b`, `tags["x"]` -> `tags.x`."""
    match expr:
        case VarExpr(_, name):
            return name
        case AttrExpr(_, base, name):
            return f"{path_text(base)}.{name.text}"
        case ItemExpr(_, base, index):
            return f"{path_text(base)}.{path_text(index)}"
        case StringExpr():
            return expr.plain or ""
        case NumberExpr(_, value):
            return str(value)
        case _:
            return ""
