"""What the actions of the rules share: the text being read, where reports go, how names and strings are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import Expr
from nimbus_lang.syntax.names import Name
from nimbus_lang.syntax.tokens import Token

_new = tuple.__new__


class Build:
    """What the actions share: the text being read, where reports go, how an interpolation is read."""

    __slots__ = ("diagnostics", "parse_expr", "path", "text")

    def __init__(
        self,
        path: str,
        text: str,
        diagnostics: list[Diagnostic],
        parse_expr: Callable[[int, int], Expr],
    ) -> None:
        self.path = path
        self.text = text
        self.diagnostics = diagnostics
        self.parse_expr = parse_expr

    def span(self, start: int, end: int) -> Span:
        """The span of these offsets."""
        return _new(Span, (self.path, start, end))

    def name(self, token: Token) -> Name:
        """A word as a `Name`."""
        return Name(_new(Span, (self.path, token[1], token[2])), self.text[token[1] : token[2]])


# An action for a rule with optional parts: its values by symbol name; a second NAME is `NAME2`.
Keyed = Callable[[Build, dict[str, Any], int, int], Any]
