"""Whatever goes wrong inside a component names the whole chain of uses that leads there, up to the user's own file.

Every wrong program about types, values, safety and lowering is put into a component of a package, inside another one.
"""

from __future__ import annotations

import pytest

from nimbus_lang.compiler import compile_sources
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.syntax.declarations import (
    Decl,
    LetDecl,
    OutputDecl,
    ParamDecl,
    ResourceDecl,
    StackDecl,
    TypeDecl,
)
from nimbus_lang.syntax.parse import parse
from tests.errors.harness import Program, programs

MAIN = """
stack shop
use lib from "./lib.nimbus"
resource top[k in ["one"]]: lib.outer { }
"""
INSIDE = ParamDecl | LetDecl | TypeDecl | ResourceDecl | OutputDecl
EVALUATED = ("values/", "safety/", "lowering/")


def declarations(program: Program) -> list[Decl]:
    """What would stand in the component."""
    module, _ = parse(SourceFile("main.nimbus", program.text))
    return [decl for decl in module.decls if not isinstance(decl, StackDecl) or decl.settings]


def fits(program: Program) -> bool:
    """Whether every declaration of a program may stand in a component."""
    inside = declarations(program)
    return bool(inside) and all(isinstance(decl, INSIDE) for decl in inside)


def wrapped(program: Program) -> tuple[Diagnostic, ...]:
    """What is said of the program as the body of a component; outputs that nothing can lower unless read are read."""
    inside = declarations(program)
    body = "\n".join(program.text[decl.span.start : decl.span.end] for decl in inside)
    names = [decl.name.text for decl in inside if isinstance(decl, OutputDecl)]
    outputs = "\n".join(f"output {name} = inner.{name}" for name in names)
    outer = f"component outer {{\nresource inner: part {{ }}\n{outputs}\n}}\n"
    reads = ""
    if program.file.startswith("lowering/"):
        reads = "\n".join(f'output top_{name} = top["one"].{name}' for name in names)
    library = SourceFile("lib.nimbus", f"component part {{\n{body}\n}}\n{outer}")
    sources = SourceSet.of(SourceFile("main.nimbus", f"{MAIN}{reads}\n"), library)
    return compile_sources(sources, "main.nimbus").diagnostics


COMPONENTS_MAY = ("types/secrets.nimbus",)
"""Where a stack's output shows a secret, a component's may carry one."""
OF_LABELS = ('@moved(from = "a")', '@moved(from = "b")')
"""A label that stands in the stack: the parts of a component have longer ones."""
WRONG = [
    one
    for one in programs()
    if not one.only_syntax
    and one.file not in COMPONENTS_MAY
    and not one.text.startswith(OF_LABELS)
    and fits(one)
]


def test_there_are_many() -> None:
    assert len(WRONG) > 150


@pytest.mark.parametrize("program", WRONG, ids=lambda program: program.name)
def test_the_chain_reaches_the_spec(program: Program) -> None:
    found = [one for one in wrapped(program) if one.span is None or one.span.path != "main.nimbus"]
    assert found
    for one in found:
        assert one.span is not None
        assert one.callers, one
        assert one.callers[-1].path == "main.nimbus", one


@pytest.mark.parametrize(
    "program", [one for one in WRONG if one.file.startswith(EVALUATED)], ids=lambda one: one.name
)
def test_what_an_instance_does_wrong_names_every_use_of_it(program: Program) -> None:
    found = [one for one in wrapped(program) if len(one.callers) > 1]
    for one in found:
        assert [span.path for span in one.callers][-2:] == ["lib.nimbus", "main.nimbus"]
