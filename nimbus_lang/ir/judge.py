"""Evaluates a policy's rule over one instance, as the spec writes that instance.

Elsewhere an argument that nobody wrote is known after an apply; a policy judges what is written, so here it is `null`:
`d.kms_key_id == null` and `d.multi_az ?? false` ask about the spec. Where a rule needs true or false, null is false;
where it compares or computes with null, nobody can judge it, and that is kept in `absent`.
"""

from __future__ import annotations

from collections.abc import Mapping

from nimbus_lang.check.deferral import known
from nimbus_lang.check.evaluate import ProgramEvaluator
from nimbus_lang.check.evaluate_calls import operate
from nimbus_lang.check.evaluate_context import Env, Made
from nimbus_lang.check.evaluate_expr import RULES
from nimbus_lang.check.forwarding import Forwarding
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import BinaryExpr, Expr, UnaryExpr
from nimbus_lang.values.model import POISON, Deferred, Ref, Unknown, Value
from nimbus_lang.values.show import show_ref

_NULL_IS_FINE = frozenset({"==", "!=", "??"})


class Judge(Forwarding):
    """An evaluator for one rule and one instance. `absent` are the arguments that were read and are not written."""

    def __init__(self, ev: ProgramEvaluator, made: Made) -> None:
        super().__init__(ev)
        self.absent: list[str] = []
        self._ev = ev
        self._made = made

    def eval(self, expr: Expr, env: Env) -> Value:
        """The value of an expression of the rule."""
        if expr.span in self.program.wrong:
            return Value(POISON, expr.span)
        match expr:
            case UnaryExpr():
                value = self._unary(expr, env)
            case BinaryExpr(op="and" | "or"):
                value = self._either(expr, env)
            case BinaryExpr(op=op) if op not in _NULL_IS_FINE:
                value = self._operate(op, (expr.left, expr.right), expr.span, env)
            case _:
                value = self._as_written(RULES[type(expr)](self, expr, env))
        self._ev.look(expr, value)
        return value

    def report(self, diagnostic: Diagnostic) -> Value:
        """What comes of reading what nobody wrote is no mistake of the policy."""
        if self.absent:
            return Value(POISON, diagnostic.span or self._made.decl.span)
        return self._ev.report(diagnostic)

    def _unary(self, expr: UnaryExpr, env: Env) -> Value:
        if expr.op == "not":
            operand = self._truth(expr.operand, env)
            return operate(self, "not", [operand], expr.span, env)
        return self._operate("neg", (expr.operand,), expr.span, env)

    def _either(self, expr: BinaryExpr, env: Env) -> Value:
        left = self._truth(expr.left, env)
        sure = known(left)
        if sure is not None and sure.data is (expr.op == "or"):
            return left
        return operate(self, expr.op, [left, self._truth(expr.right, env)], expr.span, env)

    def _truth(self, expr: Expr, env: Env) -> Value:
        value = self.eval(expr, env)
        return Value(False, value.span) if value.data is None else value

    def _operate(self, op: str, operands: tuple[Expr, ...], span: Span, env: Env) -> Value:
        values = [self.eval(operand, env) for operand in operands]
        if self.absent and any(value.data is None for value in values):
            return Value(POISON, span)
        return operate(self, op, values, span, env)

    def _as_written(self, value: Value) -> Value:
        """Null for an argument of the judged instance that nobody wrote."""
        match value.data:
            case Deferred(Ref(address, path) as ref, _, Unknown()) if (
                address == self._made.address and self._unwritten(path)
            ):
                self.absent.append(show_ref(ref))
                return Value(None, value.span, value.secret)
            case _:
                return value

    def _unwritten(self, path: tuple[str | int, ...]) -> bool:
        record = self.record(self._made.type)
        field = record.readable.get(str(path[0])) if record is not None else None
        if field is not None and not field.settable:
            return False
        inside: object = self._made.fields
        for step in path:
            match inside, step:
                case Mapping(), str() if step not in inside:
                    return True
                case Mapping(), str():
                    inside = inside[step].data
                case tuple(), int() if step >= len(inside):
                    return True
                case tuple(), int():
                    inside = inside[step].data
                case _:
                    return False
        return inside is None
