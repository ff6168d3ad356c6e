"""One scope, a file's or a component's: its declarations in the order in which they read each other, each checked once.

Fills in the types of the scope. Rings are reported, and whoever is in one is taken as wrong already.
"""

from __future__ import annotations

from collections.abc import Mapping

from nimbus_lang.check import errors_names as errors
from nimbus_lang.check import errors_types
from nimbus_lang.check.annotations import check_annotations
from nimbus_lang.check.checked import ComponentDef, ProviderUse, Scope
from nimbus_lang.check.comprehensions import Pair, bindings, pair_of, refuse_key, refuse_twins
from nimbus_lang.check.declare import kind_of
from nimbus_lang.check.env import Env
from nimbus_lang.check.flow import carries_secret
from nimbus_lang.check.leaks import report_leaks
from nimbus_lang.check.module_providers import KIND as MODULE
from nimbus_lang.check.module_providers import check_module_providers
from nimbus_lang.check.objects import Wording, check_object
from nimbus_lang.check.order import groups_in_order, shortest_cycle
from nimbus_lang.check.reads import OUTPUT, USE, Edges, constants_of, edges_of
from nimbus_lang.check.typer import Typer
from nimbus_lang.check.waits import Waits
from nimbus_lang.schemas.chart_space import RELEASE, with_secrets_apart
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import LetDecl, OutputDecl, ParamDecl, ResourceDecl, UseDecl
from nimbus_lang.syntax.expressions import Entry, Expr
from nimbus_lang.types.model import (
    ERROR,
    STRING,
    ComponentT,
    ErrorT,
    InstancesT,
    OptionalT,
    RangeT,
    ResourceT,
    Type,
)
from nimbus_lang.types.shape import optional
from nimbus_lang.types.show import show


class ScopeChecker:
    """Checks one scope. `providers` are the kinds of provider each component needs, by its id."""

    def __init__(
        self, typer: Typer, scope: Scope, providers: Mapping[str, frozenset[str]], waits: Waits
    ) -> None:
        self.typer = typer
        self.scope = scope
        self.edges: Edges = edges_of(scope, providers)
        self.order = groups_in_order(self.edges.edges)
        self.waits = waits
        self.in_ring: set[str] = set()
        if scope.component is None:
            scope.constants = constants_of(scope, self.order, self.edges)

    def constants(self) -> None:
        """Check the lets that the file's components may read."""
        for name, *_ in self.order:
            if name in self.scope.constants:
                self._one(name)

    def declarations(self) -> None:
        """Check everything else."""
        for group in self.order:
            self._ring(group)
            for node in group:
                if node not in self.scope.constants:
                    self._one(node)

    def unused(self, read_elsewhere: frozenset[str] = frozenset()) -> None:
        """Warn of lets and params that nothing reads, neither here nor `read_elsewhere`.

        In a file with errors nothing is said: the use may be what is misspelt.
        """
        if self.scope.path in self.typer.sink.files_with_errors or self.scope.module.unread:
            return
        read = {name for reads in self.edges.edges.values() for name in reads} | read_elsewhere
        for name, decl in self.scope.names.items():
            if isinstance(decl, ResourceDecl) or name in read or name.startswith("_"):
                continue
            self.typer.sink.report(errors.unused(decl.name.span, name, kind_of(decl)))

    def _ring(self, group: list[str]) -> None:
        if not self._may_ring(group):
            return
        if any(self.scope.may_hide(node.removeprefix(OUTPUT), False) for node in group):
            for node in group:  # it reads a declaration that could not be read
                self._assume(node)
            return
        ring = shortest_cycle(sorted(group, key=self._place), self.edges.edges)
        self.in_ring.update(group)
        steps = [
            (self.edges.label(one), self.edges.label(other), self.edges.edges[one][other])
            for one, other in zip(ring, [*ring[1:], ring[0]])
        ]
        self.typer.sink.report(errors.cycle(self._place(ring[0]), steps))
        for node in group:
            self._assume(node)

    def _may_ring(self, group: list[str]) -> bool:
        return len(group) > 1 or group[0] in self.edges.edges[group[0]]

    def _place(self, node: str) -> Span:
        if node.startswith(USE):
            decl = self.scope.uses[node.removeprefix(USE)].decl
            assert decl is not None
            return decl.path.span
        if node.startswith(OUTPUT):
            return self.scope.outputs[node.removeprefix(OUTPUT)].name.span
        return self.scope.names[node].name.span

    def _assume(self, node: str) -> None:
        """The type that a member of a ring has for the others: as written, else wrong."""
        scope = self.scope
        if node.startswith(OUTPUT):
            scope.output_types.setdefault(node.removeprefix(OUTPUT), ERROR)
        elif not node.startswith(USE):
            decl = scope.names[node]
            scope.value_types[node] = ERROR
            if isinstance(decl, LetDecl):
                scope.let_types.setdefault(node, ERROR)

    def _one(self, node: str) -> None:
        if node.startswith(USE):
            use = self.scope.uses[node.removeprefix(USE)]
            if isinstance(use, ProviderUse) and use.decl is not None:
                self._use(use, use.decl)
            return
        if node.startswith(OUTPUT):
            self._output(self.scope.outputs[node.removeprefix(OUTPUT)])
            return
        decl = self.scope.names[node]
        match decl:
            case ParamDecl():
                self._param(decl)
            case LetDecl():
                self._let(decl)
            case ResourceDecl():
                self._resource(decl)

    def _param(self, decl: ParamDecl) -> None:
        name, env = decl.name.text, Env(self.scope)
        kind = self.scope.param_types.get(name, ERROR)
        self.scope.value_types.setdefault(name, kind)
        if decl.default is not None:
            self.typer.check(decl.default, kind, env)
            self._guessed(decl.default.span)
        self._checks(decl, env)
        check_annotations(self.typer, decl.annotations, "param", None, env)

    def _let(self, decl: LetDecl) -> None:
        name, env = decl.name.text, Env(self.scope)
        written = self.scope.let_types.get(name) if decl.type is not None else None
        if written is None:
            found = self.typer.infer(decl.value, env)
            self.scope.let_types.setdefault(name, found)
        else:
            self.typer.check(decl.value, written, env)
        if self._guessed(decl.value.span):
            self.scope.let_types[name] = ERROR
        self.scope.value_types.setdefault(name, self.scope.let_types[name])

    def _output(self, decl: OutputDecl) -> None:
        name, env = decl.name.text, Env(self.scope)
        guessed = self._guessed(decl.value.span)
        if decl.type is not None:
            self.typer.check(decl.value, self.scope.output_types.get(name, ERROR), env)
            return
        found = ERROR if guessed else self.typer.infer(decl.value, env)
        self.scope.output_types.setdefault(name, found)
        if self.scope.component is None:
            self._check_stack_output(decl, found)

    def _check_stack_output(self, decl: OutputDecl, found: Type) -> None:
        if carries_secret(found):
            where = "an output is shown to everyone who sees the stack"
            report_leaks(self.typer.sink, decl.value, where)
        plain = found.inner if isinstance(found, OptionalT) else found
        if isinstance(plain, ResourceT | ComponentT | InstancesT):
            reason = "An output is data: take fields of it, such as `.id` or `.name`."
            self.typer.sink.report(
                errors_types.mismatch(decl.value.span, "data", show(found), reason)
            )

    def _guessed(self, place: Span) -> bool:
        """Whether the text of a value has a fault; its value is then taken as wrong."""
        if not self.scope.is_guess(place):
            return False
        self.typer.sink.wrong.add(place)
        return True

    def _use(self, use: ProviderUse, decl: UseDecl) -> None:
        if use.kind == MODULE and decl.config is not None:
            check_module_providers(self.typer.sink, self.scope, decl.config)
            return
        record = self.typer.program.schemas.configuration(use.kind, use.source)
        if decl.config is not None and record is not None:
            check_object(self.typer, decl.config, record, Env(self.scope), Wording.PROVIDER)

    def _resource(self, decl: ResourceDecl) -> None:
        name, env = decl.name.text, Env(self.scope)
        kind = self.scope.resource_types.get(name, ERROR)
        value: Type = kind
        if decl.index is not None:
            pair, value = self._index(decl, kind, env)
            env = env.bind(bindings(decl.index.first, decl.index.second, pair))
        if decl.when is not None:
            self.typer.condition(decl.when, env, "`when`")
            self._refuse_waiting(decl, decl.when, env, "`when`", shape_only=False)
            env = env.knowing(decl.when)
            if decl.index is None:
                value = optional(value)
        head = Span(decl.span.path, decl.name.span.end, decl.body.span.start)
        if self.scope.is_guess(head):
            value = ERROR
            self.typer.sink.wrong.add(decl.name.span)
        self.scope.value_types.setdefault(name, value)
        self._body(decl, kind, env)
        self._checks(decl, env.bind({name: kind}))
        word = "lookup" if decl.lookup else "resource"
        check_annotations(self.typer, decl.annotations, word, kind, env)

    def _index(self, decl: ResourceDecl, kind: Type, env: Env) -> tuple[Pair, Type]:
        assert decl.index is not None
        source = decl.index.source
        pair = pair_of(self.typer, source, env)
        refuse_twins(self.typer, decl.index.first, decl.index.second)
        found = self.typer.sink.types.get(id(source), ERROR)
        counted = isinstance(found, RangeT)
        key = pair[0] if pair[2] or counted else pair[1]
        if not refuse_key(self.typer, key, source.span):
            pair = (ERROR, ERROR, pair[2])
        by_key = pair[2] or counted
        self._refuse_waiting(decl, source, env, "The collection of keys", by_key)
        return pair, kind if isinstance(kind, ErrorT) else InstancesT(kind, counted)

    def _refuse_waiting(
        self, decl: ResourceDecl, expr: Expr, env: Env, where: str, shape_only: bool
    ) -> None:
        if decl.name.text not in self.in_ring and expr.span not in self.typer.sink.wrong:
            self.waits.refuse(expr, env, where, shape_only)

    def _checks(self, decl: ParamDecl | ResourceDecl, env: Env) -> None:
        for check in decl.checks:
            self.typer.condition(check.condition, env, "`check`")
            if check.message is not None:
                self.typer.check(check.message, STRING, env)

    def _body(self, decl: ResourceDecl, kind: Type, env: Env) -> None:
        record = self.typer.fields(kind)
        if record is None:
            self.typer.infer(decl.body, env)
            return
        if isinstance(kind, ResourceT) and kind.path == RELEASE and _mentions(decl, "set_secret"):
            record = with_secrets_apart(record)
        wording = Wording.COMPONENT if isinstance(kind, ComponentT) else Wording.PROVIDER
        check_object(self.typer, decl.body, record, env, wording, decl.type.span)


def _mentions(decl: ResourceDecl, name: str) -> bool:
    """Whether an argument is written, or may be in what is spread."""
    return any(not isinstance(one, Entry) or one.key.text == name for one in decl.body.entries)


def finish_component(component: ComponentDef) -> None:
    """The members of a component whose scope is checked: params and outputs, an output before a param of its name."""
    component.members.update(component.scope.output_types)
