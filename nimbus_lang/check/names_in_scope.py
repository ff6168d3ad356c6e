"""What a bare word means where it stands: a bound name, a declaration, a namespace, or nothing (and then what to say)."""

from __future__ import annotations

from nimbus_lang.check import errors_names as errors
from nimbus_lang.check import errors_packages
from nimbus_lang.check.declare import kind_of
from nimbus_lang.check.env import Env, facts_of
from nimbus_lang.check.program import PROVIDERS
from nimbus_lang.check.resolve import is_namespace
from nimbus_lang.check.typer import Typer
from nimbus_lang.diagnostics.model import Edit, Fix
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import ResourceDecl
from nimbus_lang.syntax.expressions import AttrExpr, VarExpr
from nimbus_lang.syntax.meta_words import foreign_reference
from nimbus_lang.types.model import (
    ERROR,
    STRING,
    Field,
    NamespaceT,
    OptionalT,
    RecordT,
    Type,
)
from nimbus_lang.values.functions import FUNCTIONS

_NAMED = RecordT({"name": Field(STRING, required=True)})


def infer_var(typer: Typer, expr: VarExpr, env: Env) -> Type:
    """The type of a bare word."""
    found = look_up(expr.name, env)
    if found is None:
        return _unknown(typer, expr, env)
    if isinstance(found, NamespaceT):
        what = "a namespace: it leads to types, and has no value itself"
        typer.sink.report(errors.namespace_as_value(expr.span, expr.name, what))
        return ERROR
    if isinstance(found, OptionalT) and (env.knows_present(expr) or _made_here(expr.name, env)):
        return found.inner
    return found


def look_up(name: str, env: Env) -> Type | None:
    """The type a name has here; None when it means nothing."""
    bound = env.locals.get(name)
    if bound is not None:
        return bound
    found = env.scope.find(name)
    if found is not None:
        owner, decl = found
        if owner.names.get(name) is decl:
            return owner.value_types.get(name, ERROR)
        return owner.output_types.get(name, ERROR)
    inside = env.scope.component is not None
    if (name == "self" and inside) or (name == "stack" and (inside or env.scope.stack)):
        return _NAMED
    return NamespaceT(name) if is_namespace(env.scope, name) else None


def _made_here(name: str, env: Env) -> bool:
    """Whether a resource under `when` is there for sure: its own condition is known to hold."""
    found = env.scope.find(name) if env.facts else None
    if found is None or not isinstance(found[1], ResourceDecl) or found[1].when is None:
        return False
    return env.knows(facts_of(found[1].when, True))


def _unknown(typer: Typer, expr: VarExpr, env: Env) -> Type:
    name, scope = expr.name, env.scope
    known = candidates(env)
    near = bool(suggest(name, known))
    if scope.may_hide(name, near):
        return ERROR
    outer = scope.parent.names.get(name) if scope.parent is not None else None
    if outer is not None:
        kind = kind_of(outer)
        report = errors_packages.outside_component(expr.span, name, kind, outer.name.span)
    elif name in scope.file.components or name in scope.types or name in scope.file.types:
        what = "component" if name in scope.file.components else "type"
        report = errors.namespace_as_value(expr.span, name, f"a {what}, which has no value itself")
    elif name in FUNCTIONS:
        how = f"a function, and functions are no values. Call it: `{name}(...)`"
        report = errors.namespace_as_value(expr.span, name, how)
    else:
        if not typer.sink.first_miss(scope.path, name) and not near:
            return ERROR  # a declaration is missing, and that was said where it was missed first
        report = errors.unknown_name(expr.span, name, known if near else _values(env))
    typer.sink.report(report)
    return ERROR


def report_foreign(typer: Typer, expr: AttrExpr, root: str, env: Env) -> bool:
    """Report `var.env`, `aws_vpc.main`, `each.key`; False where `root` means something, or is none of these."""
    said = foreign_reference(root, expr.name.text) if look_up(root, env) is None else None
    if said is None:
        return False
    advice, name = said
    known = name is not None and look_up(name, env) is not None
    if root == "each" and not typer.sink.first_miss(env.scope.path, root):
        return True
    if not env.scope.may_hide(root, near=False):
        fix = Fix(f"write `{name}`", (Edit(expr.span, name or ""),))
        report = errors.foreign_name(expr.span, root, advice, (fix,) if known else ())
        typer.sink.report(report)
    return True


def candidates(env: Env) -> list[str]:
    """Every word that means something here."""
    scope = env.scope
    return [*_values(env), *scope.file.uses, *PROVIDERS, "std"]


def _values(env: Env) -> list[str]:
    """Every word that has a value here."""
    scope = env.scope
    constants = scope.parent.constants if scope.parent is not None else ()
    return [*env.locals, *scope.names, *scope.outputs, *constants]


def quoted_fix(span: Span, text: str) -> Fix:
    """The fix for a word that was meant as text."""
    return Fix(f'write `"{text}"`', (Edit(span, f'"{text}"'),))
