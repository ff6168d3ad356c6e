"""Where a coercion happens and who hears of what is wrong with it.

A union tries its types one after the other: what is said about a try is kept aside until it is known which one was meant.
"""

from __future__ import annotations

from dataclasses import replace

from nimbus_lang.check.errors_types import mismatch
from nimbus_lang.check.evaluate_context import Env, Evaluator
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.types.model import Type
from nimbus_lang.types.show import show as show_type
from nimbus_lang.values.model import POISON, Value
from nimbus_lang.values.show import show


@dataclass(frozen=True, slots=True)
class Coercion:
    """Who evaluates, and for whom messages speak ("`storage`"). `heard` collects what would be reported, if there is one."""

    ev: Evaluator
    env: Env
    what: str
    heard: list[Diagnostic] | None = None

    def inside(self, name: str) -> Coercion:
        """The same for a part."""
        what = f"{self.what}.{name}" if self.what else name
        return Coercion(self.ev, self.env, what, self.heard)

    def trying(self, heard: list[Diagnostic]) -> Coercion:
        """The same, with what is wrong told to `heard` alone."""
        return replace(self, heard=heard)

    def report(self, diagnostic: Diagnostic) -> None:
        """Say what is wrong, or keep it aside."""
        if self.heard is None:
            self.ev.report(diagnostic)
        else:
            self.heard.append(diagnostic)

    @property
    def callers(self) -> tuple[Span, ...]:
        """The uses that led here."""
        return self.env.frame.callers

    @property
    def label(self) -> str:
        """How messages call the place."""
        return f"`{self.what}`" if self.what else "The value"

    def misfit(self, value: Value, type: Type, reason: str = "") -> Value:
        """A value of another kind than `type`: one that nobody knew the type of before (`any`)."""
        said = mismatch(value.span, show_type(type), show(value), reason)
        self.report(replace(said, callers=self.callers))
        return value.holding(POISON)
