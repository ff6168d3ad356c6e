"""The types of calls: built-in functions, their method forms, and the sources of secrets.

A secret among the arguments makes the result a secret. What a function does is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.check import errors_names, errors_types
from nimbus_lang.check.env import Env
from nimbus_lang.check.errors_mismatch import misfit
from nimbus_lang.check.flow import bare, tainted
from nimbus_lang.check.names_in_scope import look_up
from nimbus_lang.check.secret_sources import SOURCES, secret_source
from nimbus_lang.check.typer import Typer
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import Arg, AttrExpr, CallExpr, Expr, VarExpr
from nimbus_lang.types.assignable import assignable
from nimbus_lang.types.model import (
    ERROR,
    STRING,
    AnyT,
    ErrorT,
    InstancesT,
    ListT,
    MapT,
    NamespaceT,
    OptionalT,
    SecretT,
    Type,
)
from nimbus_lang.types.shape import secret, strip_optional, strip_secret
from nimbus_lang.types.show import show
from nimbus_lang.values.function import Function, Param
from nimbus_lang.values.functions import FUNCTIONS

Given = list[tuple[Expr, Param]]


def infer_call(typer: Typer, expr: CallExpr, env: Env) -> Type:
    """`f(x)`, `x.f(y)`, `aws.secret(...)`."""
    space = secret_source(expr)
    if space is not None:
        return _secret(typer, expr, space, env)
    match expr.function:
        case VarExpr(name=name, span=span):
            return _function_call(typer, expr, name, span, env)
        case AttrExpr():
            return _method_call(typer, expr, expr.function, env)
        case other:
            found = typer.infer(other, env)
            _infer_all(typer, expr.args, env)
            return _not_function(typer, other.span, "This", found)


def _infer_all(typer: Typer, args: Sequence[Arg], env: Env) -> None:
    for arg in args:
        typer.infer(arg.value, env)


def _not_function(typer: Typer, span: Span, what: str, found: Type) -> Type:
    if not isinstance(found, ErrorT):
        typer.sink.report(errors_types.not_a_function(span, f"{what} is {show(found)}"))
    return ERROR


def _function_call(typer: Typer, expr: CallExpr, name: str, span: Span, env: Env) -> Type:
    function = FUNCTIONS.get(name)
    if function is not None:
        return _apply(typer, function, None, expr, span, env)
    _infer_all(typer, expr.args, env)
    if name in env.locals or env.scope.find(name) is not None:
        found = typer.infer(expr.function, env)
        return _not_function(typer, span, f"`{name}`", found)
    if name not in env.scope.broken:
        typer.sink.report(errors_names.unknown_function(span, name, FUNCTIONS))
    return ERROR


def _method_call(typer: Typer, expr: CallExpr, called: AttrExpr, env: Env) -> Type:
    name, span = called.name.text, called.name.span
    if isinstance(called.base, VarExpr) and isinstance(
        space := look_up(called.base.name, env), NamespaceT
    ):
        _infer_all(typer, expr.args, env)
        return _unknown_in_namespace(typer, space, name, span)
    receiver = typer.infer(called.base, env)
    function = FUNCTIONS.get(name)
    if isinstance(receiver, ErrorT) or (function is None and isinstance(receiver, AnyT)):
        _infer_all(typer, expr.args, env)
        return receiver
    plain = _as_collection(bare(receiver))
    if function is None or not _receives(function, strip_optional(plain)):
        _infer_all(typer, expr.args, env)
        return _no_method(typer, receiver, plain, name, span)
    if isinstance(plain, OptionalT) and not _receives(function, plain):
        _infer_all(typer, expr.args, env)
        typer.sink.report(
            errors_types.may_be_absent(
                called.base.span,
                "This",
                "a value",
                f", so `.{name}` may have nothing to work on",
                (),
            )
        )
        return ERROR
    return _apply(typer, function, (called.base, receiver), expr, span, env)


def _receives(function: Function, receiver: Type) -> bool:
    if not function.params:
        return False
    return assignable(receiver, function.params[function.receiver].type) is None


def _unknown_in_namespace(typer: Typer, space: NamespaceT, name: str, span: Span) -> Type:
    known = ["secret"] if space.path in SOURCES else []
    typer.sink.report(errors_names.unknown_function(span, f"{space.path}.{name}", known))
    return ERROR


def _no_method(typer: Typer, receiver: Type, plain: Type, name: str, span: Span) -> Type:
    fitting = [one.name for one in FUNCTIONS.values() if _receives(one, strip_optional(plain))]
    typer.sink.report(errors_names.unknown_method(span, name, show(receiver), fitting))
    return ERROR


def _as_collection(kind: Type) -> Type:
    """All instances of a keyed resource behave as a map (or a list, when they are numbered)."""
    match kind:
        case InstancesT(item, counted):
            return ListT(item) if counted else MapT(item)
        case _:
            return kind


def _apply(
    typer: Typer,
    function: Function,
    receiver: tuple[Expr, Type] | None,
    expr: CallExpr,
    span: Span,
    env: Env,
) -> Type:
    params = list(function.params)
    taken: dict[int, Type] = {}
    rest = list(enumerate(params))
    variadic: list[Type] = []
    if receiver is not None and params[function.receiver].variadic:
        variadic.append(receiver[1])
    elif receiver is not None:
        taken[function.receiver] = receiver[1]
        rest.pop(function.receiver)
    signature = _signature(function)
    slots = _arrange(typer, function.name, signature, rest, expr, span)
    if slots is None:
        _infer_all(typer, expr.args, env)
        return ERROR
    failed = False
    for index, arg in slots:
        param = params[index]
        found = _argument(typer, arg.value, param, env)
        failed = failed or isinstance(found, ErrorT)
        if param.variadic:
            variadic.append(found)
        else:
            taken[index] = found
    if failed:
        return ERROR
    fixed = [taken.get(index) for index, param in enumerate(params) if not param.variadic]
    arguments: list[Type | None] = [*fixed, *variadic]
    return _result(function, arguments)


def _result(function: Function, arguments: list[Type | None]) -> Type:
    """A function that only moves elements keeps each one's secrecy; any other makes a secret of what it makes."""
    given = [one for one in arguments if one is not None]
    if function.structural:
        unwrapped = [
            None if one is None else _as_collection(strip_secret(one)) for one in arguments
        ]
        result = function.result(unwrapped)
        return secret(result) if any(strip_secret(one) != one for one in given) else result
    plain = [None if one is None else _as_collection(bare(one)) for one in arguments]
    return tainted(function.result(plain), *given)


def _argument(typer: Typer, expr: Expr, param: Param, env: Env) -> Type:
    """One argument; secrets are let in (and mark the result), so only what is under them must fit."""
    found = typer.infer(expr, env)
    plain = _as_collection(bare(found))
    wanted = param.type if not param.optional else OptionalT(param.type)
    mismatch = assignable(plain, wanted)
    if mismatch is not None:
        typer.sink.report(misfit(expr, param.type, found, mismatch))
        return ERROR
    return found


def _arrange(
    typer: Typer,
    name: str,
    signature: str,
    params: list[tuple[int, Param]],
    expr: CallExpr,
    span: Span,
) -> list[tuple[int, Arg]] | None:
    """Which argument goes to which parameter; None when that cannot be said (then it is reported)."""
    slots: list[tuple[int, Arg]] = []
    filled: set[int] = set()
    position = 0
    for arg in expr.args:
        if arg.name is not None:
            index = _named(typer, name, params, filled, arg)
            if index is None:
                return None
        elif position < len(params):
            index, param = params[position]
            position += 0 if param.variadic else 1
        else:
            count = len(params)
            problem = (
                f"takes {count or 'no'} argument{'' if count == 1 else 's'}, and this is one more"
            )
            typer.sink.report(errors_types.argument_count(arg.value.span, name, signature, problem))
            return None
        filled.add(index)
        slots.append((index, arg))
    missing = [p.name for i, p in params if i not in filled and not p.optional and not p.variadic]
    if missing:
        problem = "also needs " + " and ".join(f"`{one}`" for one in missing)
        typer.sink.report(errors_types.argument_count(span, name, signature, problem))
        return None
    return slots


def _named(
    typer: Typer, function: str, params: list[tuple[int, Param]], filled: set[int], arg: Arg
) -> int | None:
    assert arg.name is not None
    names = [param.name for _, param in params]
    index = next((i for i, param in params if param.name == arg.name.text), None)
    if index is None:
        problem = f"has no parameter `{arg.name.text}`"
    elif index in filled:
        problem = f"is given `{arg.name.text}` twice"
        names = []
        index = None
    else:
        return index
    typer.sink.report(
        errors_types.argument_name(arg.name.span, function, arg.name.text, problem, names)
    )
    return index


def _signature(function: Function) -> str:
    return f"{function.name}({', '.join(map(_parameter, function.params))})"


def _parameter(param: Param) -> str:
    if param.variadic:
        return f"...{param.name}: {show(param.type)}"
    return f"{param.name}{'?' if param.optional else ''}: {show(param.type)}"


def _secret(typer: Typer, expr: CallExpr, space: str, env: Env) -> Type:
    params = list(enumerate(SOURCES[space]))
    signature = f"{space}.secret({', '.join(_parameter(param) for _, param in params)})"
    if space == "generate" and not expr.args:
        typer.sink.report(errors_types.nameless_secret(expr.span, signature))
        return ERROR
    slots = _arrange(typer, f"{space}.secret", signature, params, expr, expr.function.span)
    if slots is None:
        _infer_all(typer, expr.args, env)
        return ERROR
    for index, arg in slots:
        typer.check(arg.value, params[index][1].type, env)
    return SecretT(STRING)
