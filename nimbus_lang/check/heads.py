"""The heads of declarations: parameter types and resource types, before any expression is looked at.

Resolving a head may load a file of the library, whose components join the work; so it is done until nothing is new.
Components that contain each other are reported here, and the uses that close the ring are cut.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.check import errors_packages
from nimbus_lang.check.checked import ComponentDef, Scope
from nimbus_lang.check.order import groups_in_order, shortest_cycle
from nimbus_lang.check.resolve import resolve_instance
from nimbus_lang.check.typer import Typer
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import ParamDecl, ResourceDecl
from nimbus_lang.types.model import (
    ERROR,
    ComponentT,
    Field,
    InstancesT,
    ListT,
    MapT,
    OptionalT,
    RecordT,
    SecretT,
    SetT,
    Type,
    UnionT,
)


def read_heads(typer: Typer, main: Scope) -> list[ComponentDef]:
    """Resolve every head that can be reached; the components in an order in which used ones come first."""
    done: set[str] = set()
    _file_heads(typer, main)
    files = {main.path}
    while True:
        new = [one for one in typer.program.components.values() if one.id not in done]
        fresh = [one for one in typer.program.scopes.values() if one.path not in files]
        if not new and not fresh:
            return _in_order(typer)
        for scope in fresh:
            files.add(scope.path)
            _file_heads(typer, scope)
        for component in new:
            done.add(component.id)
            _scope_heads(typer, component.scope)
            _describe(component)


def _file_heads(typer: Typer, scope: Scope) -> None:
    _scope_heads(typer, scope)
    for decl in scope.types.values():
        typer.reader.declared(decl.name.text, scope, decl.name.span)


def _scope_heads(typer: Typer, scope: Scope) -> None:
    for name in scope.types if scope.component is not None else ():
        typer.reader.declared(name, scope, scope.types[name].name.span)
    for name, decl in scope.names.items():
        match decl:
            case ParamDecl():
                scope.param_types[name] = typer.reader.read(decl.type, scope)
                if scope.param_types[name] == ERROR:
                    typer.sink.wrong.add(decl.name.span)
            case ResourceDecl():
                _resource_head(typer, scope, name, decl)
            case _:
                if decl.type is not None:
                    scope.let_types[name] = typer.reader.read(decl.type, scope)
    for name, output in scope.outputs.items():
        if output.type is not None:
            scope.output_types[name] = typer.reader.read(output.type, scope)


def _resource_head(typer: Typer, scope: Scope, name: str, decl: ResourceDecl) -> None:
    word = "lookup" if decl.lookup else "resource"
    start = decl.name.span.start
    keyword = _keyword(decl, word, start)
    found = resolve_instance(typer.program, scope, decl.type, decl.lookup, keyword)
    scope.resource_types[name] = found.type
    scope.providers[name] = found.provider


def _keyword(decl: ResourceDecl, word: str, name_start: int) -> Span:
    """Where the keyword of a declaration stands: right before its name."""
    start = name_start - len(word) - 1
    return Span(decl.span.path, start, start + len(word))


def _describe(component: ComponentDef) -> None:
    """The parameters of a component, and the members whose type is written; more may hide where its file is broken."""
    scope = component.scope
    unread = scope.module.unread
    params = {
        name: _parameter(decl, scope.param_types[name], name in unread)
        for name, decl in scope.names.items()
        if isinstance(decl, ParamDecl)
    }
    component.parameters = RecordT(params, component.name, open=bool(unread))
    component.members = {name: one.type for name, one in params.items()}
    component.members |= scope.output_types


def _parameter(decl: ParamDecl, kind: Type, is_unread: bool) -> Field:
    """One that could not be read as a whole may have a default: nobody is asked for it."""
    optional = isinstance(kind, OptionalT) or is_unread
    return Field(
        kind,
        required=decl.default is None and not optional,
        has_default=decl.default is not None,
        doc=decl.doc.text if decl.doc else None,
    )


def _in_order(typer: Typer) -> list[ComponentDef]:
    components = typer.program.components
    contains = {id: dict(_contained(one.scope)) for id, one in components.items()}
    for group in groups_in_order(contains):
        ring = shortest_cycle(group, contains)
        if ring:
            _report_ring(typer, ring, contains)
            _cut(components, set(group))
    edges = {
        id: [
            *contains[id],
            *(other for kind in one.scope.param_types.values() for other in _named(kind)),
        ]
        for id, one in components.items()
    }
    return [components[id] for group in groups_in_order(edges) for id in group]


def _contained(scope: Scope) -> Iterator[tuple[str, Span]]:
    """The components whose instances a scope declares, each with a place that does."""
    for name, kind in scope.resource_types.items():
        decl = scope.names[name]
        if isinstance(kind, ComponentT) and isinstance(decl, ResourceDecl):
            yield kind.id, decl.type.span


def _report_ring(typer: Typer, ring: list[str], contains: dict[str, dict[str, Span]]) -> None:
    names = {id: typer.program.components[id].name for id in ring}
    steps = [
        (names[one], names[other], contains[one][other])
        for one, other in zip(ring, [*ring[1:], ring[0]])
    ]
    typer.sink.report(
        errors_packages.component_cycle(contains[ring[0]][[*ring[1:], ring[0]][0]], steps)
    )


def _cut(components: dict[str, ComponentDef], ring: set[str]) -> None:
    for id in ring:
        scope = components[id].scope
        for name, kind in scope.resource_types.items():
            if isinstance(kind, ComponentT) and kind.id in ring:
                scope.resource_types[name] = ERROR


def _named(kind: Type) -> Iterator[str]:
    """The components whose instances are part of a type."""
    match kind:
        case ComponentT(id):
            yield id
        case OptionalT(inner) | SecretT(inner) | ListT(inner) | SetT(inner) | MapT(inner):
            yield from _named(inner)
        case InstancesT(inner):
            yield from _named(inner)
        case UnionT(options):
            for option in options:
                yield from _named(option)
        case RecordT(fields) if kind.name is None or "." not in kind.name:
            for field in fields.values():
                yield from _named(field.type)
        case _:
            return
