"""One opened program and its evaluations, so that tests with the same overrides share one.

A test's program is the stack, the overlay that the test names, and the test's own overrides on top.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date

from nimbus_lang.check.evaluate import ProgramEvaluator
from nimbus_lang.check.evaluate_context import Override
from nimbus_lang.check.shape import shape
from nimbus_lang.compiler import Checked, Opened, evaluate_program
from nimbus_lang.ir.overrides import node_overrides, overlay_overrides
from nimbus_lang.syntax.declarations import Override as OverrideNode
from nimbus_lang.syntax.declarations import TestDecl
from nimbus_lang.syntax.expressions import StringExpr, VarExpr


class Bench:
    """Evaluates an opened program on one day. `evaluator` may be a kind that watches."""

    def __init__(
        self, opened: Opened, today: date, evaluator: type[ProgramEvaluator] = ProgramEvaluator
    ) -> None:
        self.opened = opened
        self._today = today
        self._evaluator = evaluator
        self._kept: dict[Hashable, Checked] = {}

    def test_program(self, test: TestDecl) -> Checked:
        """The program of a test."""
        overlay = overlay_of(test, self.opened)
        own = [one for one in test.overrides if not chooses_overlay(one, self.opened)]
        overrides = node_overrides(own, "override", test.title.plain or "")
        key = (overlay, tuple((one.name, one.path, shape(one.value)) for one in overrides))
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        checked = self.evaluate(overlay, overrides)
        if not checked.diagnostics:  # what is said of one test's text must not be said of another's
            self._kept[key] = checked
        return checked

    def evaluate(self, overlay: str | None, overrides: Sequence[Override]) -> Checked:
        """The program under an overlay and overrides on top of it."""
        found = self.opened.program.main.overlays.get(overlay or "")
        below = overlay_overrides(found) if found is not None else ()
        return evaluate_program(
            self.opened, (*below, *overrides), self._today, evaluator=self._evaluator
        )


def overlay_of(test: TestDecl, opened: Opened) -> str | None:
    """The overlay that a test chooses: `overlay = "prod"`."""
    for override in test.overrides:
        if chooses_overlay(override, opened) and isinstance(override.value, StringExpr):
            return override.value.plain
    return None


def chooses_overlay(override: OverrideNode, opened: Opened) -> bool:
    """Whether an assignment chooses an overlay and not a param called so."""
    target = override.target
    named = isinstance(target, VarExpr) and target.name == "overlay"
    return named and "overlay" not in opened.program.main.names
