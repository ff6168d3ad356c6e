"""Assignments from outside a declaration: an overlay's lines, and values given on the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nimbus_lang.check.checked import CheckedProgram
from nimbus_lang.check.evaluate_context import Override
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.declarations import LetDecl, OverlayDecl, ParamDecl
from nimbus_lang.syntax.declarations import Override as OverrideNode
from nimbus_lang.syntax.expressions import (
    AttrExpr,
    Expr,
    ItemExpr,
    NumberExpr,
    SplatExpr,
    StringExpr,
    VarExpr,
)
from nimbus_lang.syntax.parse import parse


def overlay_overrides(overlay: OverlayDecl) -> tuple[Override, ...]:
    """The lines of an overlay."""
    return node_overrides(overlay.overrides, "overlay", overlay.name.text)


def node_overrides(nodes: Sequence[OverrideNode], kind: str, note: str) -> tuple[Override, ...]:
    """Written assignments as overrides; those without a readable target are reported elsewhere."""
    found = []
    for node in nodes:
        path = _path(node.target)
        if path and isinstance(path[0], str):
            found.append(Override(path[0], path[1:], node.value, node.span, kind, note))
    return tuple(found)


def _path(expr: Expr) -> tuple[str | int, ...]:
    match expr:
        case VarExpr(_, name):
            return (name,)
        case AttrExpr(_, base, name):
            return (*_path(base), name.text)
        case SplatExpr(_, base):
            return (*_path(base), "*")
        case ItemExpr(_, base, StringExpr() as key):
            return (*_path(base), key.plain or "")
        case ItemExpr(_, base, NumberExpr(_, value)):
            return (*_path(base), int(value))
        case _:
            return ()


def written_overrides(
    program: CheckedProgram, values: Mapping[str, str]
) -> tuple[tuple[Override, ...], tuple[Diagnostic, ...]]:
    """`--set name=expression`: the expression is Nimbus; what does not read as one is taken as text."""
    params = [d.name.text for d in program.main.names.values() if isinstance(d, ParamDecl)]
    overrides: list[Override] = []
    problems: list[Diagnostic] = []
    for name, text in values.items():
        if name not in params:
            problems.append(unknown_parameter(name, params, stack_in_words(program)))
            continue
        expr = _expression(text)
        overrides.append(Override(name, (), expr, expr.span, "override", f"--set {name}"))
    return tuple(overrides), tuple(problems)


def _expression(text: str) -> Expr:
    path = "--set"
    module, problems = parse(SourceFile(path, f"let _value = {text}"))
    if not problems and len(module.decls) == 1 and isinstance(module.decls[0], LetDecl):
        value = module.decls[0].value
        if not isinstance(value, VarExpr):
            return value
    return StringExpr(module.span, (text,))


def stack_in_words(program: CheckedProgram) -> str:
    """A stack as a message about no place names it, for those who check several at once."""
    stack, path = program.main.stack, program.main.path
    return f"The stack `{stack.name.text}` of {path}" if stack is not None else f"The file {path}"


def unknown_parameter(name: str, params: Sequence[str], stack: str) -> Diagnostic:
    """A value was given for a parameter that the stack does not declare."""
    near = suggest(name, params)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    listed = ", ".join(f"`{one}`" for one in params) or "none"
    return Diagnostic(
        "NB6021",
        "Unknown parameter",
        f"{stack} has no parameter `{name}`; it declares {listed}.{hint}",
        None,
    )
