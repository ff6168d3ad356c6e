"""The type of every expression, one small function a kind of node.

Inference goes up (`infer`), expectation goes down (`check`, in `expect`); what is wrong is reported once and is `ErrorT`
from then on. Makes no values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nimbus_lang.check import errors_types, expect
from nimbus_lang.check.access import infer_attr, infer_item, infer_splat
from nimbus_lang.check.calls import infer_call
from nimbus_lang.check.comprehensions import infer_list_comp, infer_map_comp
from nimbus_lang.check.env import Env
from nimbus_lang.check.flow import bare, tainted
from nimbus_lang.check.names_in_scope import infer_var
from nimbus_lang.check.objects import infer_object
from nimbus_lang.check.operators import (
    check_condition,
    infer_binary,
    infer_conditional,
    infer_unary,
)
from nimbus_lang.check.program import Program
from nimbus_lang.check.stacks import StackHead, stack_name
from nimbus_lang.check.type_exprs import TypeReader
from nimbus_lang.check.typer import Typer
from nimbus_lang.syntax.expressions import (
    AttrExpr,
    BinaryExpr,
    BoolExpr,
    CallExpr,
    CidrExpr,
    ConditionalExpr,
    Expr,
    IpExpr,
    ItemExpr,
    ListCompExpr,
    ListExpr,
    MapCompExpr,
    MissingExpr,
    NullExpr,
    NumberExpr,
    ObjectExpr,
    PercentExpr,
    QuantityExpr,
    SplatExpr,
    StringExpr,
    UnaryExpr,
    VarExpr,
)
from nimbus_lang.types.join import join
from nimbus_lang.types.model import (
    ANY,
    CIDR,
    ERROR,
    IP,
    NULL,
    NUMBER,
    PERCENT,
    STRING,
    AnyT,
    ComponentT,
    ErrorT,
    ListT,
    LiteralT,
    NullT,
    OptionalT,
    RecordT,
    ResourceT,
    ScalarT,
    Type,
    UnionT,
)
from nimbus_lang.types.show import show
from nimbus_lang.types.units import SUFFIXES


class Inference:
    """Types the expressions of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.sink = program.sink
        self.reader = TypeReader(program)

    def infer(self, expr: Expr, env: Env) -> Type:
        """The type of an expression; kept for whoever asks later."""
        return self.sink.note(expr, RULES[type(expr)](self, expr, env))

    def check(self, expr: Expr, expected: Type, env: Env) -> Type:
        """The type of an expression that must fit `expected`."""
        return self.sink.note(expr, expect.check(self, expr, expected, env))

    def condition(self, expr: Expr, env: Env, where: str) -> None:
        """An expression that must be true or false and no secret."""
        check_condition(self, expr, env, where)

    def fields(self, kind: Type) -> RecordT | None:
        """What may be written into an instance."""
        match kind:
            case ResourceT(path):
                name = stack_name(path)
                return self.program.schemas.load(kind) if name is None else self._outputs(name)
            case ComponentT(id):
                return self.program.components[id].parameters
            case RecordT():
                return kind
            case _:
                return None

    def _outputs(self, stack: str) -> RecordT | None:
        head = self.program.stack(stack)
        return head.record if isinstance(head, StackHead) else None


def _string(typer: Typer, expr: StringExpr, env: Env) -> Type:
    plain = expr.plain
    if plain is not None:
        return LiteralT(plain)
    sources: list[Type] = []
    for part in expr.parts:
        if not isinstance(part, str):
            found = typer.infer(part, env)
            sources.append(found)
            _refuse_textless(typer, part, found)
    return tainted(STRING, *sources)


def _refuse_textless(typer: Typer, part: Expr, found: Type) -> None:
    plain = bare(found)
    if isinstance(plain, OptionalT | NullT):
        typer.sink.report(errors_types.may_be_absent(part.span, "This", "a text", "", ()))
    elif not _has_text(plain):
        typer.sink.report(errors_types.bad_interpolation(part.span, show(found)))


def _has_text(kind: Type) -> bool:
    if isinstance(kind, UnionT):
        return all(map(_has_text, kind.options))
    return isinstance(kind, AnyT | ErrorT | ScalarT | LiteralT)


def _number(typer: Typer, expr: NumberExpr, env: Env) -> Type:
    return LiteralT(expr.value) if isinstance(expr.value, int) else NUMBER


def _quantity(typer: Typer, expr: QuantityExpr, env: Env) -> Type:
    unit = SUFFIXES.get(expr.unit)
    return ERROR if unit is None else ScalarT(unit.kind)


def _percent(typer: Typer, expr: PercentExpr, env: Env) -> Type:
    return PERCENT


def _cidr(typer: Typer, expr: CidrExpr, env: Env) -> Type:
    return CIDR


def _ip(typer: Typer, expr: IpExpr, env: Env) -> Type:
    return IP


def _bool(typer: Typer, expr: BoolExpr, env: Env) -> Type:
    return LiteralT(expr.value)


def _null(typer: Typer, expr: NullExpr, env: Env) -> Type:
    return NULL


def _missing(typer: Typer, expr: MissingExpr, env: Env) -> Type:
    return ERROR


def _list(typer: Typer, expr: ListExpr, env: Env) -> Type:
    items = [typer.infer(item, env) for item in expr.items]
    if any(isinstance(item, ErrorT) for item in items):
        return ListT(ERROR, len(items), len(items))
    return ListT(join(items) if items else ANY, len(items), len(items))


Rule = Callable[[Typer, Any, Env], Type]

RULES: Mapping[type, Rule] = {
    StringExpr: _string,
    NumberExpr: _number,
    QuantityExpr: _quantity,
    PercentExpr: _percent,
    CidrExpr: _cidr,
    IpExpr: _ip,
    BoolExpr: _bool,
    NullExpr: _null,
    MissingExpr: _missing,
    VarExpr: infer_var,
    AttrExpr: infer_attr,
    ItemExpr: infer_item,
    SplatExpr: infer_splat,
    CallExpr: infer_call,
    UnaryExpr: infer_unary,
    BinaryExpr: infer_binary,
    ConditionalExpr: infer_conditional,
    ListExpr: _list,
    ListCompExpr: infer_list_comp,
    ObjectExpr: infer_object,
    MapCompExpr: infer_map_comp,
}
