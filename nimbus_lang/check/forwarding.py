"""The part of an evaluator that only asks another: for those who evaluate one expression in their own way."""

from __future__ import annotations

from nimbus_lang.check.checked import Scope
from nimbus_lang.check.evaluate_context import Env, Evaluator, Frame
from nimbus_lang.source.span import Span
from nimbus_lang.types.model import RecordT, Type
from nimbus_lang.values.model import Value


class Forwarding:
    """All of an `Evaluator` but `eval` and `report`, answered by the evaluator of the program."""

    def __init__(self, ev: Evaluator) -> None:
        self.program = ev.program
        self._asked = ev

    def name(self, name: str, env: Env, span: Span) -> Value:
        """The value a name has here."""
        return self._asked.name(name, env, span)

    def record(self, type: Type) -> RecordT | None:
        """The fields of a resource type."""
        return self._asked.record(type)

    def member(self, frame: Frame, name: str) -> Value:
        """A component instance's output or param."""
        return self._asked.member(frame, name)

    def file_frame(self, scope: Scope) -> Frame:
        """The frame of a file."""
        return self._asked.file_frame(scope)

    def count_instance(self, span: Span, callers: tuple[Span, ...]) -> bool:
        """Count one more instance."""
        return self._asked.count_instance(span, callers)

    def count_round(self, span: Span, callers: tuple[Span, ...]) -> bool:
        """Count one more round of a comprehension."""
        return self._asked.count_round(span, callers)
