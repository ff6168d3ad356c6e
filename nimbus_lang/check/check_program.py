"""Static checking, whole: from a parsed file to a program in which every name is resolved and every expression typed.

Files, then heads, then bodies: components first, in the order in which they use each other, then the file itself.
Each component's body is checked once, with the types of its params. Nothing is evaluated and no disk is read.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from nimbus_lang.check.check_scope import ScopeChecker, finish_component
from nimbus_lang.check.checked import CheckedProgram, LoadForeign, LoadModule, Scope
from nimbus_lang.check.env import Env
from nimbus_lang.check.free_names import free_names
from nimbus_lang.check.heads import read_heads
from nimbus_lang.check.infer import Inference
from nimbus_lang.check.outside import check_outside, expressions_outside
from nimbus_lang.check.program import Program
from nimbus_lang.check.reads import names_read, providers_of, reads_of
from nimbus_lang.check.resolve import find_instance
from nimbus_lang.check.sink import Sink
from nimbus_lang.check.stacks import NoStacks, Stacks
from nimbus_lang.check.waits import Waits
from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.schemas import index
from nimbus_lang.source.bundled import stdlib_paths
from nimbus_lang.source.package import is_pinned
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import Module
from nimbus_lang.syntax.names import Path
from nimbus_lang.types.model import ERROR, ComponentT, ErrorT, ResourceT


def check_program(
    main: Module,
    load_module: LoadModule,
    stacks: Stacks | None = None,
    load_foreign: LoadForeign | None = None,
) -> tuple[CheckedProgram, tuple[Diagnostic, ...]]:
    """Check a file and all that it uses. Diagnostics come in the order of the source, file by file."""
    program = Program(load_module, Sink(), stdlib_paths(), stacks=stacks or NoStacks())
    program.load_foreign = load_foreign or program.load_foreign
    with _collector_off():
        return _check(main, program)


def _check(main: Module, program: Program) -> tuple[CheckedProgram, tuple[Diagnostic, ...]]:
    sink, inference = program.sink, Inference(program)
    scope = program.add_main(main)
    _check_all(inference, scope)
    checked = CheckedProgram(
        main=scope,
        components=program.components,
        modules=program.scopes,
        types=sink.types,
        wrong=frozenset(sink.wrong),
        resolve=lambda where, path: _resolve(program, where, path),
        fields=inference.fields,
        provider_config=index.provider_config,
        schemas=program.schemas,
        expected=tuple(sink.expected),
        stacks=program.stacks,
        heads=program.heads,
    )
    found = [_with_chain(one, program) for one in sink.diagnostics if not _of_others(one)]
    return checked, tuple(sorted(found, key=_place))


def _with_chain(one: Diagnostic, program: Program) -> Diagnostic:
    """What is wrong with a package names the `use`s that lead to it."""
    chain = program.chains.get(one.span.path, ()) if one.span is not None else ()
    return replace(one, callers=chain) if chain and not one.callers else one


def _of_others(one: Diagnostic) -> bool:
    """Whether it is a warning about text that lies in somebody else's repository."""
    pinned = one.span is not None and is_pinned(one.span.path)
    return pinned and one.severity is not Severity.ERROR


@contextmanager
def _collector_off() -> Iterator[None]:
    """Checking makes many small objects and no garbage rings: looking for some would cost half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check_all(inference: Inference, main: Scope) -> None:
    program = inference.program
    components = read_heads(inference, main)
    providers: dict[str, frozenset[str]] = {}
    for component in components:
        providers[component.id] = providers_of(component.scope, providers)
    waits = Waits(inference)
    files = {
        path: ScopeChecker(inference, scope, providers, waits)
        for path, scope in program.scopes.items()
    }
    for checker in files.values():
        checker.constants()
    for component in components:
        inner = ScopeChecker(inference, component.scope, providers, waits)
        inner.declarations()
        inner.unused()
        finish_component(component)
    for checker in files.values():
        checker.declarations()
        check_outside(inference, checker.scope)
        checker.unused(_read_elsewhere(checker.scope))
    _check_defaults(inference)


def _read_elsewhere(scope: Scope) -> frozenset[str]:
    """Names of a file that its components, overlays, tests and policies read."""
    read = set(names_read(expressions_outside(scope)))
    for component in scope.components.values():
        inner = component.scope
        for decl in (*inner.names.values(), *inner.outputs.values()):
            read |= reads_of(decl).keys() - inner.names.keys()
    return frozenset(read)


def _check_defaults(inference: Inference) -> None:
    """Defaults inside record types: constants alone, since the type may be used anywhere."""
    for default, kind, scope in inference.program.defaults:
        nowhere = Scope(
            Module(scope.module.span, ()), broken=set(free_names(default)) & scope.broken
        )
        inference.check(default, kind, Env(nowhere))


def _resolve(program: Program, scope: Scope, path: Path) -> ResourceT | ComponentT | ErrorT:
    found = find_instance(program, scope, path, lookup=False)
    found = found or find_instance(program, scope, path, lookup=True)
    return ERROR if found is None else found.type


def _place(diagnostic: Diagnostic) -> Span:
    return diagnostic.span or Span("", 0, 0)
