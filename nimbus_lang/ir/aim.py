"""Where to point when the text of a library goes wrong: at what the author of the spec wrote, and can change.

From a diagnostic inside a component of the bundled library, or of a pinned package, to the argument that is to blame, else to
the use that leads there; the place in the library becomes a label. What lies in the spec's own files stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from nimbus_lang.check.evaluate_context import Frame
from nimbus_lang.check.free_names import free_names
from nimbus_lang.diagnostics.model import Diagnostic, Edit, Label
from nimbus_lang.source.package import is_library
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import LetDecl, ParamDecl, ResourceDecl
from nimbus_lang.syntax.expressions import Entry, Expr
from nimbus_lang.syntax.walk import nodes_at


@dataclass(frozen=True, slots=True)
class Knob:
    """A param of the author's use of a library's component. `given` is where its argument comes from; None: its default holds."""

    name: str
    use: str
    given: Span | None


def aim(found: Iterable[Diagnostic], root: Frame) -> list[Diagnostic]:
    """The diagnostics, each at a place its reader can change; what an argument does wrong several times is told once."""
    found = list(found)
    said = {(one.span, one.severity) for one in found}
    aimed: list[Diagnostic] = []
    for one in found:
        turned = _turned(one, root)
        place = (turned.span, turned.severity)
        if turned is not one and turned.span not in one.callers and place in said:
            continue
        said.add(place)
        aimed.append(turned)
    return aimed


def aim_finding(one: Diagnostic, root: Frame) -> Diagnostic:
    """A finding of the safety pass at a place its reader can change."""
    return _turned(one, root)


def _turned(one: Diagnostic, root: Frame) -> Diagnostic:
    own = [caller for caller in one.callers if not is_library(caller.path)]
    if one.span is None or not is_library(one.span.path) or not own:
        return one
    knobs = list(dict.fromkeys(_knobs(one.span, one.callers, root)))
    given = next((knob.given for knob in knobs if knob.given is not None), None)
    callers = one.callers[one.callers.index(own[0]) :]
    here = Label(one.span, "decided here" if one.level else "where it goes wrong")
    return replace(
        one,
        span=given or own[0],
        labels=(here, *one.labels),
        callers=callers if given else callers[1:],
        fixes=tuple(fix for fix in one.fixes if not any(_library(edit) for edit in fix.edits)),
        notes=(*one.notes, *(_note(knob) for knob in knobs if given is None and one.level)),
    )


def _library(edit: Edit) -> bool:
    return is_library(edit.span.path)


def _note(knob: Knob) -> str:
    return f"The parameter `{knob.name}` of `{knob.use}` decides it: write it between its braces."


def _knobs(place: Span, callers: tuple[Span, ...], root: Frame) -> Iterator[Knob]:
    """The params that the text at `place`, in the component instance with these callers, is made of."""
    frame = _frame_of(root, callers)
    if frame is None or frame.scope.component is None:
        return
    nodes = nodes_at(frame.scope.component, place.start)
    for node in nodes:
        if isinstance(node, ParamDecl) and node.default is not None:
            if node.default.span.start <= place.start:
                yield from _knob(frame, node, root)
            return
    whole = [node for node in nodes if node.span == place]
    if whole and not isinstance(whole[0], ResourceDecl):
        yield from _read(frame, whole[0], root)


def _read(frame: Frame, expr: Expr, root: Frame) -> Iterator[Knob]:
    """The params an expression reads, itself or through lets."""
    waiting, seen = list(free_names(expr)), set[str]()
    while waiting:
        name = waiting.pop(0)
        decl = frame.scope.names.get(name)
        if name in seen or decl is None:
            continue
        seen.add(name)
        if isinstance(decl, LetDecl):
            waiting += free_names(decl.value)
        elif isinstance(decl, ParamDecl):
            yield from _knob(frame, decl, root)


def _knob(frame: Frame, decl: ParamDecl, root: Frame) -> Iterator[Knob]:
    """The param itself where the author's own text opened the component, else what the library gives it."""
    name, use = decl.name.text, frame.callers[0]
    value = frame.arguments.get(name)
    if not is_library(use.path):
        given = value.span if value is not None and not is_library(value.span.path) else None
        yield Knob(name, str(frame.address), given)
        return
    outer = _frame_of(root, frame.callers[1:])
    for entry in _entries(outer, use):
        if outer is not None and entry.key.text == name:
            yield from _read(outer, entry.value, root)


def _entries(frame: Frame | None, use: Span) -> Iterator[Entry]:
    for decl in frame.scope.names.values() if frame is not None else ():
        if isinstance(decl, ResourceDecl) and decl.name.span == use:
            yield from (entry for entry in decl.body.entries if isinstance(entry, Entry))


def _frame_of(root: Frame, callers: tuple[Span, ...]) -> Frame | None:
    """An instance of a component with these callers: of several by key the first."""
    waiting = [root]
    while waiting:
        frame = waiting.pop()
        if frame.callers == callers:
            return frame
        inner = (made.frame for instances in frame.made.values() for made in instances)
        waiting += [one for one in inner if one is not None and _leads(one.callers, callers)]
    return None


def _leads(some: tuple[Span, ...], all: tuple[Span, ...]) -> bool:
    return len(some) <= len(all) and all[len(all) - len(some) :] == some
