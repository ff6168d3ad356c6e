"""The shape of an expression: what it says without where it says it, so that equal conditions can be recognised."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields, is_dataclass

from nimbus_lang.syntax.expressions import BoolExpr, Expr, NullExpr, NumberExpr, StringExpr, VarExpr
from nimbus_lang.syntax.names import Name

Shape = tuple[Hashable, ...]
NULL_SHAPE: Shape = ("literal", None)


def shape(expr: Expr) -> Shape:
    """Nested tuples that are equal exactly when two expressions are written alike."""
    match expr:
        case VarExpr(name=name):
            return ("name", name)
        case NullExpr():
            return NULL_SHAPE
        case BoolExpr(value=value):
            return ("literal", value)
        case NumberExpr(value=number):
            return ("literal", "number", number)
        case StringExpr() if expr.plain is not None:
            return ("literal", expr.plain)
        case _:
            return _node_shape(expr)


def _node_shape(node: object) -> Shape:
    """Works for every node: the class and its fields apart from places."""
    if not is_dataclass(node):
        return ("raw", node if isinstance(node, Hashable) else str(node))
    values = (
        getattr(node, one.name) for one in fields(node) if one.name not in ("span", "op_span")
    )
    return (type(node).__name__, *(_value_shape(value) for value in values))


def _value_shape(value: object) -> Hashable:
    match value:
        case tuple():
            return tuple(_value_shape(item) for item in value)
        case Name(text=text):
            return text
        case VarExpr() | NullExpr() | BoolExpr() | NumberExpr() | StringExpr():
            return shape(value)
        case _ if is_dataclass(value):
            return _node_shape(value)
        case Hashable():
            return value
        case _:
            return str(value)
