"""Coverage: every place of a spec that decides something, and which way it went while tests ran.

A decision is a condition (`if`, `when`, the `if` of a comprehension, a policy's rule), the left of `and`, `or` and `??`. A run
is watched by an evaluator that looks at these expressions alone, so an unwatched run costs nothing. What waits for an apply
goes both ways: both are written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nimbus_lang.check.checked import CheckedProgram, Scope
from nimbus_lang.check.deferral import known
from nimbus_lang.check.evaluate import ProgramEvaluator
from nimbus_lang.check.evaluate_context import Env
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import PolicyRule, ResourceDecl, TestDecl
from nimbus_lang.syntax.expressions import BinaryExpr, ConditionalExpr, Expr, ForClause
from nimbus_lang.syntax.walk import walk
from nimbus_lang.values.model import Poison, Value

_LIBRARY = "std/"


@dataclass(eq=False)
class Decision:
    """One place that decides. `what` is its keyword, `span` what is decided by, `whole` the whole expression or clause.

    `ways` are the two outcomes in words, `taken` those that were seen.
    """

    what: str
    span: Span
    whole: Span
    ways: tuple[str, str]
    taken: set[str] = field(default_factory=set)

    @property
    def missing(self) -> tuple[str, ...]:
        """The outcomes that no test showed."""
        return tuple(way for way in self.ways if way not in self.taken)

    def note(self, value: Value) -> None:
        """See an outcome."""
        sure = known(value)
        if sure is None:
            self.taken.update(self.ways)
        elif not isinstance(sure.data, Poison):
            present, absent = self.ways
            if self.what == "??":
                self.taken.add(absent if sure.data is None else present)
            else:
                self.taken.add(present if sure.data is True else absent)


@dataclass(frozen=True)
class Coverage:
    """What the tests of one file reached: its decisions in the order of the source, its overlays and whether one was chosen."""

    decisions: tuple[Decision, ...]
    overlays: dict[str, bool]
    overlay_spans: dict[str, Span]

    @property
    def ways(self) -> tuple[int, int]:
        """How many outcomes were seen, and how many there are."""
        return sum(len(one.taken) for one in self.decisions), 2 * len(self.decisions)


def decisions_of(program: CheckedProgram) -> dict[int, Decision]:
    """Every decision of the program's own files, by `id` of the expression that decides."""
    return {
        key: decision
        for path, scope in program.modules.items()
        if not path.startswith(_LIBRARY)
        for key, decision in _of_file(scope)
    }


def watcher(decisions: dict[int, Decision]) -> type[ProgramEvaluator]:
    """An evaluator that tells these decisions what they came to."""

    class Watching(ProgramEvaluator):
        """Looks at each expression as it is evaluated."""

        def eval(self, expr: Expr, env: Env) -> Value:
            value = super().eval(expr, env)
            self.look(expr, value)
            return value

        def look(self, expr: Expr, value: Value) -> None:
            decision = decisions.get(id(expr))
            if decision is not None:
                decision.note(value)

    return Watching


def coverage(program: CheckedProgram, decisions: dict[int, Decision], chosen: set[str]) -> Coverage:
    """What was reached; `chosen` are the overlays that tests chose."""
    overlays = program.main.overlays
    return Coverage(
        tuple(sorted(decisions.values(), key=lambda one: one.whole)),
        {name: name in chosen for name in overlays},
        {name: overlay.name.span for name, overlay in overlays.items()},
    )


def _of_file(scope: Scope) -> Iterator[tuple[int, Decision]]:
    for decl in scope.module.decls:
        if not isinstance(decl, TestDecl):
            for node in walk(decl):
                yield from _of_node(node)


def _of_node(node: Any) -> Iterator[tuple[int, Decision]]:
    match node:
        case ConditionalExpr(condition=condition):
            yield _decision("if", condition, node.span, ("true", "false"))
        case ResourceDecl(when=condition) if condition is not None:
            yield _decision("when", condition, condition.span, ("true", "false"))
        case ForClause(condition=condition) if condition is not None:
            yield _decision("for if", condition, condition.span, ("true", "false"))
        case PolicyRule(when=condition):
            yield _decision(node.kind, condition, node.span, ("true", "false"))
        case BinaryExpr(op="and" | "or" as op, left=left):
            yield _decision(op, left, node.span, ("true", "false"))
        case BinaryExpr(op="??", left=left):
            yield _decision("??", left, node.span, ("present", "null"))


def _decision(what: str, expr: Expr, whole: Span, ways: tuple[str, str]) -> tuple[int, Decision]:
    return id(expr), Decision(what, expr.span, whole, ways)
