"""What the parts of type inference need of the whole: to infer, to check against an expected type, to report."""

from __future__ import annotations

from typing import Protocol

from nimbus_lang.check.env import Env
from nimbus_lang.check.program import Program
from nimbus_lang.check.sink import Sink
from nimbus_lang.check.type_exprs import TypeReader
from nimbus_lang.syntax.expressions import Expr
from nimbus_lang.types.model import RecordT, Type


class Typer(Protocol):
    """The inference of one program as its parts see it."""

    program: Program
    sink: Sink
    reader: TypeReader

    def infer(self, expr: Expr, env: Env) -> Type:
        """The type of an expression; problems are reported and give `ErrorT`."""
        ...

    def check(self, expr: Expr, expected: Type, env: Env) -> Type:
        """The type of an expression that must fit `expected`; what does not is reported at its deepest place."""
        ...

    def condition(self, expr: Expr, env: Env, where: str) -> None:
        """An expression that must be true or false and no secret."""
        ...

    def fields(self, kind: Type) -> RecordT | None:
        """What may be written into an instance (a resource's schema, a component's parameters)."""
        ...
