"""Calls and operators: on known values they are computed now, on deferred ones they become a residual.

Whether a function needs its elements known is tried, not declared: it is first asked with what is known.
"""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.check.coerce import Coercion, coerce
from nimbus_lang.check.deferral import any_secret, is_deferred, known, waits_for
from nimbus_lang.check.errors_values import (
    known_too_late,
    network_too_small,
    no_match,
    no_result,
)
from nimbus_lang.check.evaluate_context import Env, Evaluator
from nimbus_lang.check.secret_sources import SOURCES, leads_out, secret_source
from nimbus_lang.check.weight import built
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import AttrExpr, BinaryExpr, CallExpr, UnaryExpr, VarExpr
from nimbus_lang.types.model import ANY, BOOL, STRING, SecretT, Type
from nimbus_lang.values.arguments import check_text
from nimbus_lang.values.function import Function, FunctionError
from nimbus_lang.values.functions import FUNCTIONS
from nimbus_lang.values.model import (
    POISON,
    UNKNOWN,
    Apply,
    Data,
    Deferred,
    Poison,
    Residual,
    SecretSource,
    Unknown,
    Value,
)
from nimbus_lang.values.operator_types import operator_type
from nimbus_lang.values.operators import apply_operator
from nimbus_lang.values.type_of import type_of

_SHAPE = frozenset({"length", "len", "keys", "plain_of"})
_NETWORK = frozenset({"subnet", "cidrsubnet", "host", "cidrhost", "cidrsubnets"})


def eval_unary(ev: Evaluator, expr: UnaryExpr, env: Env) -> Value:
    """`-x`, `not x`."""
    op = "neg" if expr.op == "-" else expr.op
    return operate(ev, op, [ev.eval(expr.operand, env)], expr.span, env)


def eval_binary(ev: Evaluator, expr: BinaryExpr, env: Env) -> Value:
    """`left op right`; `and`, `or` and `??` look at the right only when the left does not settle it."""
    left = ev.eval(expr.left, env)
    if expr.op == "??":
        return left if left.data is not None else ev.eval(expr.right, env)
    if expr.op in ("and", "or"):
        sure = known(left)
        if sure is not None and isinstance(sure.data, bool) and sure.data is (expr.op == "or"):
            return left
    right = ev.eval(expr.right, env)
    return operate(ev, expr.op, [left, right], expr.span, env)


def operate(ev: Evaluator, op: str, args: Sequence[Value], span: Span, env: Env) -> Value:
    """An operator on values."""
    if any(isinstance(arg.data, Poison) for arg in args):
        return Value(POISON, span)
    null_test = op in ("==", "!=") and any(arg.data is None for arg in args)
    secret = any_secret(*args) and not null_test
    if any(map(is_deferred, args)) and not null_test:
        return deferred_apply(ev, op, args, span, secret, _operator_result(op, args), env)
    try:
        return Value(apply_operator(op, args), span, secret)
    except FunctionError as error:
        why = UNTOLD if secret else str(error)
        return ev.report(no_result(span, env.frame.callers, why))


UNTOLD = "there is no result for this; a secret is among what it is made of, so no more is told"


def _operator_result(op: str, args: Sequence[Value]) -> Type:
    if op in _BOOLEAN:
        return BOOL
    found = operator_type(op, [type_of(arg) for arg in args])
    return ANY if isinstance(found, str) else found


_INSIDE = (
    "a path in the project",
    'it is written from the project\'s folder, like "secrets/db.txt"',
)
_WHICH = "says which secret is meant"
_BOOLEAN = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "and", "or", "not"})


def deferred_apply(
    ev: Evaluator,
    function: str,
    args: Sequence[Value],
    span: Span,
    secret: bool,
    type: Type,
    env: Env,
) -> Value:
    """An application that waits, with its result where the arguments are known already."""
    result: Data | Unknown = UNKNOWN
    sure = [known(arg) for arg in args]
    if all(arg is not None for arg in sure):
        result = _try(function, [arg for arg in sure if arg is not None])
    return built(ev, Deferred(Apply(function, tuple(args)), type, result), span, env, secret)


def _try(function: str, args: Sequence[Value]) -> Data | Unknown:
    try:
        if function in FUNCTIONS:
            result: Value = FUNCTIONS[function].apply(args)
            return result.data
        return apply_operator(function, args)
    except FunctionError:
        return UNKNOWN


def eval_call(ev: Evaluator, expr: CallExpr, env: Env) -> Value:
    """`function(args)`, `receiver.function(args)`, `aws.secret(...)`."""
    source = _secret_source(ev, expr, env)
    if source is not None:
        return source
    receiver: list[Value] = []
    if isinstance(expr.function, AttrExpr):
        name = expr.function.name.text
        receiver = [ev.eval(expr.function.base, env)]
    elif isinstance(expr.function, VarExpr):
        name = expr.function.name
    else:
        return Value(POISON, expr.span)
    function = FUNCTIONS.get(name)
    if function is None:
        return Value(POISON, expr.span)
    return _call(ev, function, _arrange(ev, function, receiver, expr, env), expr.span, env)


def _arrange(
    ev: Evaluator, function: Function, receiver: list[Value], expr: CallExpr, env: Env
) -> list[Value | None]:
    """The arguments in parameter order; those of a variadic parameter follow one another."""
    given: list[Value] = []
    named: dict[str, Value] = {}
    for arg in expr.args:
        value = ev.eval(arg.value, env)
        if arg.name is None:
            given.append(value)
        else:
            named[arg.name.text] = value
    given[function.receiver : function.receiver] = receiver
    arranged: list[Value | None] = []
    for position, param in enumerate(function.params):
        if param.variadic:
            arranged.extend(given[position:])
        elif position < len(given):
            arranged.append(given[position])
        else:
            arranged.append(named.get(param.name))
    return arranged


def _call(
    ev: Evaluator, function: Function, args: list[Value | None], span: Span, env: Env
) -> Value:
    given = [arg for arg in args if arg is not None]
    if any(isinstance(arg.data, Poison) for arg in given):
        return Value(POISON, span)
    secret = any(arg.secret for arg in given) or (
        not function.structural and function.name not in _SHAPE and any_secret(*given)
    )
    top = any(isinstance(arg.data, Deferred) for arg in given)
    if top or (not function.structural and any(map(is_deferred, given))):
        types = [None if arg is None else type_of(arg) for arg in args]
        result = function.result(types)
        return deferred_apply(
            ev, function.name, given, span, secret or any_secret(*given), result, env
        )
    try:
        made = function.apply(args)
        if isinstance(made.data, str):
            check_text(len(made.data))
        return built(ev, made.data, span, env, secret or made.secret)
    except FunctionError as error:
        make = network_too_small if function.name in _NETWORK else no_result
        why = UNTOLD if any_secret(*given) else str(error)
        return ev.report(make(span, env.frame.callers, why))


def _secret_source(ev: Evaluator, expr: CallExpr, env: Env) -> Value | None:
    space = secret_source(expr)
    if space is None:
        return None
    names = [param.name for param in SOURCES[space]]
    types = {param.name: param.type for param in SOURCES[space]}
    args: dict[str, Value] = {}
    for position, arg in enumerate(expr.args):
        label = arg.name.text if arg.name else names[min(position, len(names) - 1)]
        value = ev.eval(arg.value, env)
        sure = known(value)
        if sure is None:
            waits = waits_for(value)
            return ev.report(
                known_too_late(arg.value.span, env.frame.callers, f"`{label}`", waits, _WHICH)
            )
        if isinstance(sure.data, Poison):
            return Value(POISON, expr.span)
        at = Coercion(ev, env, label)
        args[label] = coerce(sure, types[label], at)
        path = args[label].data
        if isinstance(path, Poison):
            return Value(POISON, expr.span)
        if (space, label) == ("file", "name") and isinstance(path, str) and leads_out(path):
            shown = at.shown(sure)
            return ev.report(no_match(sure.span, at.callers, at.label, shown, *_INSIDE))
    if args.get("version") is not None and args["version"].data == 1:
        del args["version"]  # the first one, as without a word
    residual: Residual = SecretSource(space, args)
    return Value(Deferred(residual, SecretT(STRING)), expr.span, secret=True)
