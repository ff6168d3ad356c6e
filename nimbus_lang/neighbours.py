"""The other stacks of a workspace: found by name among the files of a run, checked for their outputs' types, and evaluated
under an overlay for what their spec decides.

Each is checked once, whoever asks, and evaluated once an overlay. Reads no disk: whoever fills the `SourceSet` says what
the workspace is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nimbus_lang.backends.crossings import terraform_knows
from nimbus_lang.backends.secrecy import holds_secret
from nimbus_lang.check.check_program import check_program
from nimbus_lang.check.checked import CheckedProgram, LoadForeign, LoadModule
from nimbus_lang.check.deferral import known
from nimbus_lang.check.stacks import Laid, NoStack, StackHead, Trouble, stack_name
from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.ir.build_graph import build_graph
from nimbus_lang.ir.graph import InfraGraph, Output, Target
from nimbus_lang.ir.overrides import overlay_overrides
from nimbus_lang.source.package import is_pinned
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.syntax.declarations import Module, ResourceDecl, StackDecl
from nimbus_lang.values.model import Value

_DECLARED = re.compile(r"^[ \t]*stack\s+([A-Za-z_][A-Za-z0-9_]*)", re.MULTILINE)


@dataclass(eq=False)
class Workspace:
    """The stacks among `sources`. `asking` is the stack that is being compiled. `read` are the files that answers came from."""

    sources: SourceSet
    load: LoadModule
    load_foreign: LoadForeign
    asking: str
    read: dict[str, None] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)
    _found: dict[str, CheckedProgram | NoStack] = field(default_factory=dict)
    _laid: dict[tuple[str, str | None], Laid] = field(default_factory=dict)
    _modules: dict[str, Module | None] = field(default_factory=dict)

    def find(self, name: str) -> StackHead | NoStack:
        """The stack of that name, checked; or why there is none that can be read."""
        circle = self._circle(name)
        if circle:
            return NoStack(Trouble.CIRCLE, circle)
        if name not in self._found:
            self._open.append(name)
            self._found[name] = self._check(name)
            self._open.pop()
        found = self._found[name]
        return found if isinstance(found, NoStack) else _head(name, found)

    def laid(self, name: str, overlay: str | None) -> Laid:
        """A stack that was found, evaluated under one of its overlays."""
        if (name, overlay) not in self._laid:
            program = self._found[name]
            assert isinstance(program, CheckedProgram)
            chosen = program.main.overlays.get(overlay) if overlay is not None else None
            built, _ = build_graph(program, overlay_overrides(chosen) if chosen else ())
            self._laid[name, overlay] = _laid(built.graph, program.main.outputs)
        return self._laid[name, overlay]

    def _check(self, name: str) -> CheckedProgram | NoStack:
        files = self._files(name)
        if len(files) != 1:
            others = tuple(n for n in self._names() if n != self.asking)
            return NoStack(Trouble.AMBIGUOUS, files) if files else NoStack(Trouble.UNKNOWN, others)
        loaded = self.load(files[0])
        assert isinstance(loaded, tuple)
        module, syntax = loaded
        program, static = check_program(module, self.load, self, self.load_foreign)
        wrong = [one for one in (*syntax, *static) if one.severity is Severity.ERROR]
        if wrong:
            return NoStack(Trouble.BROKEN, (files[0], _shown(wrong[0])))
        self.read.update(dict.fromkeys(program.modules))
        return program

    def _circle(self, name: str) -> tuple[str, ...]:
        """The stacks from the one that asks back to itself, through this one; empty where there is no way back."""
        start = self._open[-1] if self._open else self.asking
        way = self._way(name, start, {name})
        return (start, *way) if way else ()

    def _way(self, name: str, goal: str, seen: set[str]) -> tuple[str, ...]:
        if name == goal:
            return (name,)
        for other in self._reads(name):
            if other not in seen:
                seen.add(other)
                way = self._way(other, goal, seen)
                if way:
                    return (name, *way)
        return ()

    def _reads(self, name: str) -> Iterator[str]:
        """The stacks that a stack's own file looks up."""
        files = self._files(name)
        module = self._module(files[0]) if len(files) == 1 else None
        if module is not None:
            yield from looked_up(module)

    def _files(self, name: str) -> tuple[str, ...]:
        return tuple(path for path, declared in self._declared if declared == name)

    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for _, name in self._declared))

    @cached_property
    def _declared(self) -> tuple[tuple[str, str], ...]:
        """Each file that declares a stack, with the stack's name."""
        found = []
        for file in self.sources:
            if _DECLARED.search(file.text) and not is_pinned(file.path):
                module = self._module(file.path)
                decls = module.decls if module is not None else ()
                found += [(file.path, one.name.text) for one in decls if isinstance(one, StackDecl)]
        return tuple(found)

    def _module(self, path: str) -> Module | None:
        if path not in self._modules:
            loaded = self.load(path)
            self._modules[path] = loaded[0] if isinstance(loaded, tuple) else None
        return self._modules[path]


def looked_up(module: Module) -> Iterator[str]:
    """The names of the stacks that a file's lookups read."""
    for decl in module.decls:
        name = stack_name(decl.type.text) if isinstance(decl, ResourceDecl) else None
        if name is not None:
            yield name


def _head(name: str, program: CheckedProgram) -> StackHead:
    scope = program.main
    assert scope.stack is not None
    types = {name: scope.output_types[name] for name in scope.outputs if name in scope.output_types}
    return StackHead(name, scope.stack.name.span, types, tuple(scope.overlays))


def _laid(graph: InfraGraph, declared: Iterable[str]) -> Laid:
    """An output without a value here (its param is given when the stack is applied) is what the state says."""
    has_state = any(one.target is Target.TERRAFORM for one in graph.resources.values())
    evaluated = {one.name: one for one in graph.outputs}
    kept = [name for name in declared if has_state and _is_kept(graph, evaluated.get(name))]
    sure = {
        name: known(one.value) for name, one in evaluated.items() if not holds_secret(one.value)
    }
    values = {name: value for name, value in sure.items() if value is not None}
    return Laid(_backend(graph), values, frozenset(kept))


def _is_kept(graph: InfraGraph, output: Output | None) -> bool:
    return output is None or (
        output.value.data is not None and terraform_knows(graph, output.value)
    )


def _backend(graph: InfraGraph) -> tuple[str, Mapping[str, Value]] | None:
    wanted = (graph.settings or {}).get("backend")
    sure = known(wanted) if wanted is not None else None
    if sure is None or not isinstance(sure.data, Mapping):
        return None
    for kind, settings in sure.data.items():
        return kind, settings.data if isinstance(settings.data, Mapping) else {}
    return None


def _shown(one: Diagnostic) -> str:
    return f"{one.code} ({one.summary[:1].lower()}{one.summary[1:]})"
