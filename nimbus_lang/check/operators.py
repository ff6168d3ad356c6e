"""The types of operators and conditionals, and what a passed condition tells about the rest of the expression."""

from __future__ import annotations

from nimbus_lang.check import errors_types
from nimbus_lang.check.env import Env
from nimbus_lang.check.errors_values import secret_decides
from nimbus_lang.check.flow import bare, carries_secret, tainted
from nimbus_lang.check.near import did_you_mean
from nimbus_lang.check.typer import Typer
from nimbus_lang.diagnostics.model import Edit, Fix
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.syntax.expressions import BinaryExpr, ConditionalExpr, Expr, UnaryExpr
from nimbus_lang.types.join import join
from nimbus_lang.types.model import (
    BOOL,
    ERROR,
    AnyT,
    ErrorT,
    LiteralT,
    NullT,
    OptionalT,
    ScalarT,
    Type,
    UnionT,
)
from nimbus_lang.types.shape import strip_optional
from nimbus_lang.types.show import show
from nimbus_lang.values.operators import operator_type

_NEEDS_VALUE = "may be null"


def infer_unary(typer: Typer, expr: UnaryExpr, env: Env) -> Type:
    """`-x`, `not x`."""
    operand = typer.infer(expr.operand, env)
    op = "neg" if expr.op == "-" else expr.op
    if op == "neg" and isinstance(operand, LiteralT) and type(operand.value) is int:
        return LiteralT(-operand.value)
    return _combine(typer, op, expr, [(expr.operand, operand)])


def infer_binary(typer: Typer, expr: BinaryExpr, env: Env) -> Type:
    """`left op right`; what stands left of `and`, `or` is known on the right."""
    left = typer.infer(expr.left, env)
    inner = env
    if expr.op in ("and", "or"):
        inner = env.knowing(expr.left, expr.op == "and")
    right = typer.infer(expr.right, inner)
    if expr.op == "??":
        return _coalesce(left, right)
    return _combine(typer, expr.op, expr, [(expr.left, left), (expr.right, right)])


def _coalesce(left: Type, right: Type) -> Type:
    if isinstance(left, ErrorT | NullT):
        return right
    return join([strip_optional(left), right])


def _combine(
    typer: Typer, op: str, expr: UnaryExpr | BinaryExpr, operands: list[tuple[Expr, Type]]
) -> Type:
    types = [found for _, found in operands]
    if any(isinstance(found, ErrorT) for found in types):
        return BOOL if op in ("==", "!=", "and", "or", "not", "in") else ERROR
    plain = [bare(found) for found in types]
    result = operator_type(op, plain)
    if isinstance(result, str):
        _refuse(typer, op, expr, operands, result)
        return BOOL if op in ("==", "!=", "and", "or", "not", "in") else ERROR
    if op in ("==", "!=") and any(isinstance(found, NullT) for found in types):
        return result  # whether a secret is there is no secret
    return tainted(result, *types)


def _refuse(
    typer: Typer,
    op: str,
    expr: UnaryExpr | BinaryExpr,
    operands: list[tuple[Expr, Type]],
    why: str,
) -> None:
    typer.sink.wrong.add(expr.span)
    if op in ("==", "!=") and isinstance(expr, BinaryExpr):
        _never_equal(typer, expr, operands)
        return
    for operand, found in operands:
        if isinstance(found, OptionalT | NullT) and _NEEDS_VALUE in why:
            what = "This"
            wanted = f"a value for `{_sign(op)}`"
            typer.sink.report(errors_types.may_be_absent(operand.span, what, wanted, "", ()))
            return
    if op in ("and", "or", "not"):
        for operand, found in operands:
            if not _may_be_bool(found):
                typer.sink.report(errors_types.not_bool(operand.span, f"`{op}`", show(found)))
        return
    span = expr.op_span if isinstance(expr, BinaryExpr) else expr.span
    shown = [show(found) for _, found in operands]
    sentence = why[0].upper() + why[1:] if why[0].isalpha() else why
    spans = [operand.span for operand, _ in operands]
    typer.sink.report(errors_types.operator(span, _sign(op), shown, f"{sentence}.", spans))


def _may_be_bool(kind: Type) -> bool:
    plain = bare(kind)
    if isinstance(plain, UnionT):
        return all(_may_be_bool(option) for option in plain.options)
    if isinstance(plain, LiteralT):
        return isinstance(plain.value, bool)
    return isinstance(plain, AnyT | ErrorT) or plain == BOOL


def _sign(op: str) -> str:
    return "-" if op == "neg" else op


def _never_equal(typer: Typer, expr: BinaryExpr, operands: list[tuple[Expr, Type]]) -> None:
    (left, left_type), (right, right_type) = operands
    hint = ""
    fixes: tuple[Fix, ...] = ()
    for literal, place, other in ((left_type, left, right_type), (right_type, right, left_type)):
        options = _literals(other)
        if isinstance(literal, LiteralT) and isinstance(literal.value, str) and options:
            hint = did_you_mean(literal.value, options, "It is one of")
            near = suggest(literal.value, options)
            fixes = tuple(
                Fix(f'write `"{one}"`', (Edit(place.span, f'"{one}"'),), safe=len(near) == 1)
                for one in near
            )
    made = errors_types.never_equal(expr.span, show(left_type), show(right_type), hint, fixes)
    typer.sink.report(made)


def _literals(kind: Type) -> list[str]:
    plain = strip_optional(bare(kind))
    if isinstance(plain, ScalarT):
        return list(plain.enum)
    options = plain.options if isinstance(plain, UnionT) else (plain,)
    return [
        one.value for one in options if isinstance(one, LiteralT) and isinstance(one.value, str)
    ]


def infer_conditional(typer: Typer, expr: ConditionalExpr, env: Env) -> Type:
    """`if c then a else b`."""
    check_condition(typer, expr.condition, env, "`if`")
    yes = typer.infer(expr.yes, env.knowing(expr.condition))
    no = typer.infer(expr.no, env.knowing(expr.condition, False))
    return join([yes, no])


def check_condition(typer: Typer, expr: Expr, env: Env, where: str) -> None:
    """A condition: true or false, there, and no secret."""
    found = typer.infer(expr, env)
    if isinstance(found, ErrorT | AnyT):
        return
    if carries_secret(found):
        typer.sink.report(secret_decides(expr.span, (), f"{where} on this"))
    elif isinstance(found, OptionalT) and _may_be_bool(found.inner):
        typer.sink.report(
            errors_types.may_be_absent(expr.span, "This", f"a condition for {where}", "", ())
        )
    elif not _may_be_bool(found):
        typer.sink.report(errors_types.not_bool(expr.span, where, show(found)))
