"""Expectation: a known type pushed down into an expression, so that a misfit is reported at its deepest place.

`secret<T>` as the expected type means a place that keeps secrets: anything below it may be one.
"""

from __future__ import annotations

from nimbus_lang.check import errors_names, errors_types
from nimbus_lang.check.coerce_union import closest
from nimbus_lang.check.comprehensions import check_key, number_is_secret, rounds
from nimbus_lang.check.env import Env
from nimbus_lang.check.errors_mismatch import misfit, truth_of
from nimbus_lang.check.flow import bare, carries_secret, is_provider_record
from nimbus_lang.check.leaks import report_leaks
from nimbus_lang.check.names_in_scope import look_up, quoted_fix
from nimbus_lang.check.objects import check_object
from nimbus_lang.check.operators import check_condition
from nimbus_lang.check.typer import Typer
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import (
    AttrExpr,
    BinaryExpr,
    BoolExpr,
    ConditionalExpr,
    Entry,
    Expr,
    ListCompExpr,
    ListExpr,
    MapCompExpr,
    MissingExpr,
    NullExpr,
    NumberExpr,
    ObjectExpr,
    Spread,
    StringExpr,
    VarExpr,
)
from nimbus_lang.types.assignable import assignable
from nimbus_lang.types.mismatch import Reason
from nimbus_lang.types.model import (
    ERROR,
    NULL,
    AnyT,
    ErrorT,
    Kind,
    ListT,
    LiteralT,
    MapT,
    OptionalT,
    RecordT,
    ScalarT,
    SecretT,
    SetT,
    Type,
    UnionT,
)
from nimbus_lang.types.pattern import contradicts
from nimbus_lang.types.shape import optional, secret, strip_optional
from nimbus_lang.types.show import show


def check(typer: Typer, expr: Expr, expected: Type, env: Env) -> Type:
    """Check `expr` against `expected`; gives the expected type, or `ErrorT` when it does not fit."""
    if isinstance(expected, ErrorT):
        typer.infer(expr, env)
        return ERROR
    if not isinstance(expr, Collection) and env.scope.is_guess(expr.span):
        typer.infer(expr, env)
        typer.sink.wrong.add(expr.span)
        return ERROR
    match expr:
        case MissingExpr():
            return ERROR
        case ConditionalExpr():
            check_condition(typer, expr.condition, env, "`if`")
            typer.check(expr.yes, expected, env.knowing(expr.condition))
            typer.check(expr.no, expected, env.knowing(expr.condition, False))
            return expected
        case BinaryExpr(op="??", left=left, right=right):
            typer.check(left, optional(expected), env)
            typer.check(right, expected, env)
            return expected
        case NullExpr() if isinstance(expected, OptionalT | AnyT):
            return NULL
        case ObjectExpr() | ListExpr() | ListCompExpr() | MapCompExpr():
            return _collection(typer, expr, expected, env)
        case VarExpr() if look_up(expr.name, env) is None and _accepts_word(expected, expr.name):
            return _meant_as_text(typer, expr, expr.name, expected)
        case VarExpr(name=word) if truth_of(word, expected) and look_up(word, env) is None:
            typer.sink.report(
                errors_names.word_for_truth(expr.span, word, truth_of(word, expected))
            )
            return ERROR
        case AttrExpr() if (text := _dotted(expr, env)) and _fits_pattern(expected, text):
            return _meant_as_text(typer, expr, text, expected)
        case _:
            return _leaf(typer, expr, expected, env)


def _leaf(typer: Typer, expr: Expr, expected: Type, env: Env) -> Type:
    actual = typer.infer(expr, env)
    if isinstance(actual, ErrorT):
        return ERROR
    if isinstance(expected, AnyT):
        if carries_secret(actual):
            report_leaks(typer.sink, expr, _KEEPS_NONE)
        return actual
    keeps = isinstance(strip_optional(expected), SecretT)
    mismatch = assignable(bare(actual) if keeps else actual, expected)
    if mismatch is None:
        return actual
    if mismatch.reason is Reason.SECRET_LEAK:
        report_leaks(typer.sink, expr, _KEEPS_NONE)
    else:
        typer.sink.report(misfit(expr, expected, actual, mismatch))
    return ERROR


_KEEPS_NONE = "this place does not keep secrets"


def _accepts_word(expected: Type, word: str) -> bool:
    match expected:
        case LiteralT(value):
            return value == word
        case ScalarT(enum=options):
            return word in options
        case UnionT(options):
            return any(_accepts_word(option, word) for option in options)
        case OptionalT(inner) | SecretT(inner):
            return _accepts_word(inner, word)
        case _:
            return False


def _dotted(expr: Expr, env: Env) -> str | None:
    """`t3.micro` as a text, where nothing is called `t3`."""
    match expr:
        case VarExpr(name=name):
            return name if look_up(name, env) is None else None
        case AttrExpr(base=base, name=name):
            before = _dotted(base, env)
            return None if before is None else f"{before}.{name.text}"
        case _:
            return None


def _fits_pattern(expected: Type, text: str) -> bool:
    match expected:
        case ScalarT(Kind.STRING, pattern=str(pattern)):
            return not contradicts(pattern, text)
        case OptionalT(inner) | SecretT(inner):
            return _fits_pattern(inner, text)
        case _:
            return False


def _meant_as_text(typer: Typer, expr: Expr, text: str, expected: Type) -> Type:
    report = errors_names.word_for_text(
        expr.span, text, show(strip_optional(expected)), quoted_fix(expr.span, text)
    )
    typer.sink.report(report)
    return ERROR


Collection = ObjectExpr | ListExpr | ListCompExpr | MapCompExpr


def _collection(typer: Typer, expr: Collection, expected: Type, env: Env) -> Type:
    target = _target(expr, expected)
    keeps = isinstance(strip_optional(expected), SecretT)

    def inside(kind: Type) -> Type:
        return secret(kind) if keeps else kind

    match expr, target:
        case ObjectExpr(), RecordT():
            check_object(typer, expr, target, env, keeps_secrets=keeps)
        case ObjectExpr(), MapT(value):
            _map_literal(typer, expr, inside(value), env)
        case ObjectExpr(), (ListT(RecordT() as item, _, 1) | SetT(RecordT() as item, _, 1)) if (
            is_provider_record(item)
        ):
            check_object(typer, expr, item, env, keeps_secrets=keeps)
        case ListExpr(items=items), (ListT(item) | SetT(item)):
            for one in items:
                typer.check(one, inside(item), env)
        case ListCompExpr(), (ListT(item) | SetT(item)):
            typer.check(expr.item, inside(item), rounds(typer, expr.clause, env))
            _refuse_number(typer, expr, keeps)
        case MapCompExpr(), MapT(value):
            inner = rounds(typer, expr.clause, env)
            check_key(typer, expr.key, inner)
            typer.check(expr.value, inside(value), inner)
            _refuse_number(typer, expr, keeps)
        case _:
            return _leaf(typer, expr, expected, env)
    return expected


def _refuse_number(typer: Typer, expr: ListCompExpr | MapCompExpr, keeps: bool) -> None:
    """A comprehension over a secret as a whole tells how much is in it."""
    if not keeps and number_is_secret(typer, expr.clause):
        report_leaks(typer.sink, expr.clause.source, _KEEPS_NONE)


def _target(expr: Collection, expected: Type) -> Type:
    """The part of the expected type that a literal of this form is held against."""
    match expected:
        case OptionalT(inner) | SecretT(inner):
            return _target(expr, inner)
        case UnionT(options):
            fitting = [option for option in options if _same_form(expr, _target(expr, option))]
            return (_best(expr, fitting) if fitting else None) or expected
        case _:
            return expected


def _same_form(expr: Collection, kind: Type) -> bool:
    if isinstance(expr, ListExpr | ListCompExpr):
        return isinstance(kind, ListT | SetT)
    if isinstance(expr, MapCompExpr):
        return isinstance(kind, MapT)
    return isinstance(kind, RecordT | MapT)


def _best(expr: Collection, options: list[Type]) -> Type | None:
    """Of several records the one that is most like what is written; of several lists none is meant before the others."""
    if len(options) == 1:
        return options[0]
    if not isinstance(expr, ObjectExpr):
        return None
    written = {e.key.text: _literal(e.value) for e in expr.entries if isinstance(e, Entry)}
    return options[closest(written, options, range(len(options))) or 0]


def _literal(expr: Expr) -> str | int | bool | None:
    match expr:
        case StringExpr():
            return expr.plain
        case NumberExpr(value=int(number)):
            return number
        case BoolExpr(value=truth):
            return truth
        case _:
            return None


def _map_literal(typer: Typer, expr: ObjectExpr, value: Type, env: Env) -> None:
    places: dict[str, Span] = {}
    for entry in expr.entries:
        if isinstance(entry, Spread):
            typer.check(entry.value, optional(MapT(value)), env)
            continue
        name = entry.key.text
        if name in places:
            typer.sink.report(errors_types.duplicate_key(entry.key.span, name, places[name]))
        places.setdefault(name, entry.key.span)
        typer.check(entry.value, value, env)
