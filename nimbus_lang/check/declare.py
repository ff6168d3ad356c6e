"""From a file's or component's declarations to a scope: who is declared, once each, under an allowed name.

Types, components and uses share one set of names, values another, outputs and overlays their own. Resolves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from nimbus_lang.check import errors_names as errors
from nimbus_lang.check import errors_packages
from nimbus_lang.check.checked import ComponentDef, Scope
from nimbus_lang.check.sink import Sink
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import (
    ComponentDecl,
    Decl,
    LetDecl,
    Module,
    OutputDecl,
    OverlayDecl,
    ParamDecl,
    PolicyDecl,
    ResourceDecl,
    StackDecl,
    TestDecl,
    TypeDecl,
    UseDecl,
)
from nimbus_lang.syntax.names import Name
from nimbus_lang.types.builtin import GENERICS, NAMED

NAMESPACES = ("std", "aws", "k8s", "helm")
"""Built-in namespaces: `std` leads to the library, the others to raw types."""

_RESERVED_VALUES = dict.fromkeys(NAMESPACES, "the name of a built-in namespace")
_RESERVED_TYPES = {
    **dict.fromkeys((*NAMED, *GENERICS), "the name of a built-in type"),
    **_RESERVED_VALUES,
}
_IN_COMPONENT = (ParamDecl, LetDecl, TypeDecl, ResourceDecl, OutputDecl)
_KINDS: Mapping[type, str] = {
    StackDecl: "stack",
    UseDecl: "use",
    ParamDecl: "param",
    LetDecl: "let",
    TypeDecl: "type",
    ResourceDecl: "resource",
    ComponentDecl: "component",
    OutputDecl: "output",
    OverlayDecl: "overlay",
    PolicyDecl: "policy",
    TestDecl: "test",
}


def kind_of(decl: Decl) -> str:
    """The keyword a declaration begins with."""
    return "lookup" if isinstance(decl, ResourceDecl) and decl.lookup else _KINDS[type(decl)]


def declare_module(module: Module, display: str | None, sink: Sink) -> Scope:
    """The scope of a file. `display` is how its components are called from outside when that is not their own name."""
    scope = Scope(module, broken=set(module.unread))
    _Declarer(scope, sink, display).declare(module.decls)
    return scope


class _Declarer:
    def __init__(self, scope: Scope, sink: Sink, display: str | None = None) -> None:
        self.scope = scope
        self.sink = sink
        self.display = display
        self.spaces: dict[str, dict[str, tuple[str, Span]]] = {}

    def declare(self, decls: tuple[Decl, ...]) -> None:
        for decl in decls:
            if self.scope.component is not None and not isinstance(decl, _IN_COMPONENT):
                self._misplaced(decl)
            else:
                self._one(decl)

    def _one(self, decl: Decl) -> None:
        scope = self.scope
        match decl:
            case ParamDecl() | LetDecl() | ResourceDecl():
                if self._claim("values", decl.name, decl, _RESERVED_VALUES):
                    scope.names[decl.name.text] = decl
            case OutputDecl():
                if self._claim("outputs", decl.name, decl, {}):
                    scope.outputs[decl.name.text] = decl
            case TypeDecl():
                if self._claim("types", decl.name, decl, _RESERVED_TYPES):
                    scope.types[decl.name.text] = decl
            case ComponentDecl():
                if self._claim("types", decl.name, decl, _RESERVED_TYPES):
                    scope.components[decl.name.text] = self._component(decl)
            case OverlayDecl():
                if self._claim("overlays", decl.name, decl, {}):
                    scope.overlays[decl.name.text] = decl
            case StackDecl():
                self._stack(decl)
            case PolicyDecl():
                scope.policies.append(decl)
            case TestDecl():
                scope.tests.append(decl)
            case UseDecl():
                pass  # resolved by `modules`, which knows where each leads

    def _claim(self, space: str, name: Name, decl: Decl, reserved: Mapping[str, str]) -> bool:
        if name.text in reserved:
            self.sink.report(errors.reserved_name(name.span, name.text, reserved[name.text]))
            return False
        taken = self.spaces.setdefault(space, {})
        if name.text in taken:
            kind, first = taken[name.text]
            self.sink.report(errors.duplicate_declaration(name.span, name.text, kind, first))
            return False
        taken[name.text] = (kind_of(decl), name.span)
        return True

    def _component(self, decl: ComponentDecl) -> ComponentDef:
        name = decl.name.text
        inner = Scope(self.scope.module, decl, self.scope, broken=self.scope.broken)
        _Declarer(inner, self.sink).declare(decl.body)
        display = _display(self.display, name)
        return ComponentDef(f"{self.scope.path}::{name}", display, decl, inner)

    def _stack(self, decl: StackDecl) -> None:
        first = self.scope.stack
        if first is None:
            self.scope.stack = decl
        else:
            self.sink.report(errors.second_stack(decl.name.span, decl.name.text, first.name.span))

    def _misplaced(self, decl: Decl) -> None:
        span = decl.name.span if hasattr(decl, "name") else decl.span
        why = "a component holds params, lets, types, resources, lookups and outputs. Move it to the file."
        self.sink.report(errors_packages.misplaced_declaration(span, kind_of(decl), why))


def _display(prefix: str | None, name: str) -> str:
    """`std.aws.network` for the component of that file, `std.aws.network.part` for another one in it."""
    if prefix is None:
        return name
    return prefix if prefix.rsplit(".", 1)[-1] == name else f"{prefix}.{name}"
