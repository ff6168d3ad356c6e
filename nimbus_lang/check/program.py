"""All files of a program while it is checked: each loaded once, its components by id.

Asks the caller's loader for files and reads no disk. Resolves no types.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from nimbus_lang.check import errors_names as errors
from nimbus_lang.check import errors_packages
from nimbus_lang.check.checked import (
    ComponentDef,
    LoadForeign,
    LoadModule,
    PackageUse,
    ProviderUse,
    Scope,
)
from nimbus_lang.check.declare import NAMESPACES, declare_module
from nimbus_lang.check.sink import Sink
from nimbus_lang.check.stacks import NoStack, NoStacks, StackHead, Stacks
from nimbus_lang.schemas.foreign import Namespace, Schemas
from nimbus_lang.schemas.provider_space import is_bundled
from nimbus_lang.source.package import Refused, Sort, find_file, is_pinned, sort_of
from nimbus_lang.source.provider import read_provider
from nimbus_lang.source.source_file import Absence
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import Module, UseDecl
from nimbus_lang.syntax.expressions import Expr
from nimbus_lang.types.model import Type

PROVIDERS = ("aws", "k8s", "helm")
_PROVIDER_SOURCES = {"hashicorp/aws": "aws", "kubernetes": "k8s", "helm": "helm"}


@dataclass(slots=True)
class Program:
    """The files and components found so far. `defaults` are record defaults still to be checked: (default, type, scope).

    `foreign` are the sources of foreign types that could be read, by name; `pinned` are of those the Terraform providers, by kind.
    `chains` are, by file, the `use`s that led to it first, innermost first. `heads` are the other stacks that were asked for.
    """

    load: LoadModule
    sink: Sink
    library: tuple[str, ...] = ()
    scopes: dict[str, Scope] = field(default_factory=dict)
    components: dict[str, ComponentDef] = field(default_factory=dict)
    defaults: list[tuple[Expr, Type, Scope]] = field(default_factory=list)
    chains: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    stacks: Stacks = field(default_factory=NoStacks)
    heads: dict[str, StackHead | NoStack] = field(default_factory=dict)
    load_foreign: LoadForeign = field(default=lambda name: None)
    foreign: dict[str, Namespace] = field(default_factory=dict)
    pinned: dict[str, str] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    @property
    def schemas(self) -> Schemas:
        """All types that the program can name."""
        return Schemas(self.foreign)

    def add_main(self, module: Module) -> Scope:
        """The scope of the file that was asked about."""
        return self._add(module, None)

    def stack(self, name: str) -> StackHead | NoStack:
        """Another stack of the workspace."""
        if name not in self.heads:
            self.heads[name] = self.stacks.find(name)
        return self.heads[name]

    def source_of(self, provider: ProviderUse) -> str:
        """The foreign source that holds a namespace's types: its own, or the one that stands for all of its kind. One that could
        not be read is told once, and the bundled types stand in for it."""
        source = provider.source or self.pinned.get(provider.kind, "")
        return source if source in self.foreign or provider.kind not in PROVIDERS else ""

    def standard(self, path: str) -> Scope | None:
        """The library file behind `std.aws.network`; None when there is none."""
        file = "/".join(path.split(".")) + ".nimbus"
        found = self._file(file, path)
        return found if isinstance(found, Scope) else None

    def _file(self, path: str, display: str | None) -> Scope | Absence | None:
        known = self.scopes.get(path)
        if known is not None:
            return known
        loaded = self.load(path)
        if loaded is None or isinstance(loaded, Absence):
            return loaded
        module, diagnostics = loaded
        for diagnostic in diagnostics:
            self.sink.report(diagnostic)
        return self._add(module, display)

    def _add(self, module: Module, display: str | None) -> Scope:
        scope = declare_module(module, display, self.sink)
        self.scopes[module.path] = scope
        for component in scope.components.values():
            self.components[component.id] = component
        self._open.append(module.path)
        uses = [decl for decl in module.decls if isinstance(decl, UseDecl)]
        for decl in sorted(uses, key=lambda one: one.source is None):
            self._use(scope, decl, is_main=len(self._open) == 1)
        self._open.pop()
        return scope

    def _use(self, scope: Scope, decl: UseDecl, is_main: bool) -> None:
        name = decl.alias or decl.path.parts[-1]
        source = decl.source.plain if decl.source is not None else None
        kind = _provider_kind(decl, source)
        if kind is not None and not is_main:
            why = "a package takes the configuration of the stack that uses it. Move it there."
            self.sink.report(errors_packages.misplaced_declaration(decl.path.span, "use", why))
        elif not self._claim(scope, name.text, name.span, kind):
            return
        elif kind is not None and (source is None or kind != "aws" or is_bundled(source)):
            if source is not None:
                self.pinned.setdefault(kind, "")
            scope.uses[name.text] = ProviderUse(name.text, kind, decl, self.pinned.get(kind, ""))
        elif decl.source is None and (first := _configured_again(scope, decl)) is not None:
            scope.uses[name.text] = ProviderUse(name.text, first.kind, decl, first.source)
        elif scope.is_guess(decl.span) or (decl.source is None and name.text in scope.broken):
            scope.broken.add(name.text)
        elif decl.source is None:
            self.sink.report(
                errors_packages.nothing_to_use(decl.path.span, decl.path.text, PROVIDERS)
            )
            scope.broken.add(name.text)
        else:
            self._use_file(scope, decl, name.text)

    def _claim(self, scope: Scope, name: str, span: Span, kind: str | None) -> bool:
        first = _declared_at(scope, name)
        if first is not None:
            self.sink.report(errors.duplicate_declaration(span, name, *first))
            return False
        if name in NAMESPACES and kind != name:
            self.sink.report(errors.reserved_name(span, name, "the name of a built-in namespace"))
            return False
        return True

    def _use_file(self, scope: Scope, decl: UseDecl, name: str) -> None:
        assert decl.source is not None
        span, source = decl.source.span, decl.source.plain
        scope.broken.add(name)
        path = find_file(scope.path, source) if source is not None else _NOT_A_TEXT
        if isinstance(path, Refused):
            refuse = errors_packages.outside_package if path.outside else _unknown_source
            self.sink.report(refuse(span, source or "an interpolated text", path.why))
            return
        if sort_of(path) is not Sort.PACKAGE:
            self._use_foreign(scope, decl, name, path)
        else:
            self._use_package(scope, decl, name, path)

    def _use_foreign(self, scope: Scope, decl: UseDecl, name: str, path: str) -> None:
        """A source that gives types and no text of Nimbus."""
        assert decl.source is not None
        span, source = decl.source.span, decl.source.plain or ""
        self._reached(scope, decl, path)
        if sort_of(path) is Sort.PROVIDER and self._is_second_provider(span, path):
            return
        loaded = self.load_foreign(path) if path not in self.foreign else (self.foreign[path], ())
        if loaded is None or isinstance(loaded, Absence):
            self._absent(span, source, path, loaded)
            return
        space, problems = loaded
        for problem in problems:
            self.sink.report(problem if problem.span is not None else replace(problem, span=span))
        if space is None:
            return
        self.foreign[path] = space
        if decl.config is not None and scope.path != self._open[0]:
            why = (
                "a package takes the configuration of the stack that uses it. Leave its braces out."
            )
            self.sink.report(errors_packages.misplaced_declaration(decl.path.span, "use", why))
            return
        borrowed = space.borrows and decl.config is None
        scope.broken.discard(name)
        scope.uses[name] = ProviderUse(name, space.kind, decl, path, borrowed)

    def _is_second_provider(self, span: Span, path: str) -> bool:
        """Whether a provider would have the name of another one in the generated code; then that is reported."""
        provider = read_provider(path)
        assert provider is not None
        other = self.pinned.setdefault(provider.kind, path)
        if other != path:
            known = other or "hashicorp/aws"
            self.sink.report(errors_packages.two_providers(span, path, known, provider.kind))
        return other != path

    def _reached(self, scope: Scope, decl: UseDecl, path: str) -> None:
        self.chains.setdefault(path, (decl.path.span, *self.chains.get(scope.path, ())))

    def _absent(self, span: Span, source: str, path: str, why: Absence | None) -> None:
        if why is not None or is_pinned(path):
            report = errors_packages.absent_package(span, source, why or Absence.NOT_LOCKED)
        else:
            report = errors_packages.missing_file(span, source)
        self.sink.report(report)

    def _use_package(self, scope: Scope, decl: UseDecl, name: str, path: str) -> None:
        assert decl.source is not None
        span, source = decl.source.span, decl.source.plain or ""
        if path in self._open:
            self.sink.report(errors_packages.use_cycle(span, self._open[self._open.index(path) :]))
            return
        self._reached(scope, decl, path)
        package = self._file(path, None)
        if package is None or isinstance(package, Absence):
            self._absent(span, source, path, package)
        elif package.stack is not None:
            self.sink.report(errors_packages.stack_as_package(span, source, package.stack.span))
        else:
            scope.broken.discard(name)
            scope.uses[name] = PackageUse(name, decl, package)


_NOT_A_TEXT = Refused("Where a package is must be known before anything is computed")
_unknown_source = errors_packages.unknown_source


def _provider_kind(decl: UseDecl, source: str | None) -> str | None:
    """Which provider a `use` configures; None when it leads to a package."""
    if decl.source is None:
        return decl.path.text if decl.path.text in PROVIDERS else None
    return _PROVIDER_SOURCES.get((source or "").split("@", 1)[0])


def _configured_again(scope: Scope, decl: UseDecl) -> ProviderUse | None:
    """`use random as random_eu { ... }` beside `use random from "..."`."""
    first = scope.uses.get(decl.path.text) if decl.alias is not None else None
    return first if isinstance(first, ProviderUse) and first.source else None


def _declared_at(scope: Scope, name: str) -> tuple[str, Span] | None:
    if name in scope.types:
        return "type", scope.types[name].name.span
    if name in scope.components:
        return "component", scope.components[name].decl.name.span
    use = scope.uses.get(name)
    if use is None or use.decl is None:
        return None
    return "use", (use.decl.alias or use.decl.path).span
