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
from nimbus_lang.values.show import SECRET, show


@dataclass(frozen=True, slots=True)
class Coercion:
    """Who evaluates, and for whom messages speak ("`storage`"). `heard` collects what would be reported, if there is one.

    `hidden`: what is coerced is a secret or goes to where secrets are kept, so that messages tell nothing of it.
    """

    ev: Evaluator
    env: Env
    what: str
    heard: list[Diagnostic] | None = None
    hidden: bool = False

    def inside(self, name: str) -> Coercion:
        """The same for a part; the parts of a secret have no names."""
        if self.hidden:
            return self
        return replace(self, what=f"{self.what}.{name}" if self.what else name)

    def named(self, key: str) -> str:
        """How messages call a key that was given."""
        return SECRET if self.hidden else key

    def hiding(self) -> Coercion:
        """The same, without a word of any value."""
        return self if self.hidden else replace(self, hidden=True)

    def shown(self, value: Value) -> str:
        """How messages show a value."""
        return SECRET if self.hidden else show(value)

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
        said = mismatch(value.span, show_type(type), self.shown(value), reason)
        self.report(replace(said, callers=self.callers))
        return value.holding(POISON)
