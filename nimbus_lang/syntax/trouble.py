"""The place where reading stuck, as the remedies see it, and the trying of small repairs.

A repair puts symbols before, or in place of, the next tokens; it is judged by how far reading would then get.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.build import Build
from nimbus_lang.syntax.careful import END, Careful
from nimbus_lang.syntax.expressions import MissingExpr, ObjectExpr
from nimbus_lang.syntax.tokens import Token
from nimbus_lang.syntax.type_expressions import MissingTypeExpr

AHEAD = 6
ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Mended:
    """What to report, and the token to go on with; None when the text ahead has to be skipped."""

    report: Diagnostic
    at: int | None


@dataclass
class Trouble:
    """Token number `at` is not acceptable on the stack of `careful`."""

    build: Build
    careful: Careful
    tokens: list[Token]
    at: int

    def peek(self, offset: int = 0) -> Token:
        """The token `offset` further on; after the last one, the end."""
        at = self.at + offset
        if 0 <= at < len(self.tokens):
            return self.tokens[at]
        end = self.tokens[-1][2] if self.tokens else 0
        return (END, end, end)

    @property
    def token(self) -> Token:
        """The token that is not acceptable."""
        return self.peek()

    @cached_property
    def before(self) -> Token | None:
        """The token before it."""
        return self.tokens[self.at - 1] if self.at else None

    @cached_property
    def here(self) -> Span:
        """Where to point: the token, or at the end the last thing that was read."""
        token = self.token
        if token[0] == END or token[1] == token[2]:
            return self.there
        return self.span(token)

    @cached_property
    def there(self) -> Span:
        """The token before, or the start of the token when there is none."""
        return self.span(self.before) if self.before else self.span(self.token).head()

    @cached_property
    def gap(self) -> Span:
        """The empty place right behind the token before."""
        end = self.before[2] if self.before else self.token[1]
        return self.build.span(end, end)

    @cached_property
    def expected(self) -> set[str]:
        """The terminals that would be acceptable instead."""
        return self.careful.expected()

    def span(self, token: Token) -> Span:
        """The span of a token."""
        return self.build.span(token[1], token[2])

    def text(self, token: Token | None) -> str:
        """The text of a token."""
        return self.build.text[token[1] : token[2]] if token else ""

    def kinds(self, skip: int = 0) -> list[str]:
        """The kinds of the next tokens after `skip`, as far as a repair is judged by them."""
        kinds = [self.peek(skip + n)[0] for n in range(AHEAD)]
        if END in kinds:
            kinds = kinds[: kinds.index(END) + 1]
        return ["post" if kind == "LOST" else kind for kind in kinds]

    def score(self, symbols: list[str], skip: int = 0) -> int:
        """How many tokens from here a repair gets past; -1 when its symbols do not fit or too few follow."""
        ahead = self.kinds(skip)
        got = self.careful.reach([*symbols, *ahead]) - len(symbols)
        if got < 0 or got < min(ENOUGH, len(ahead)):
            return -1
        return skip + got + (AHEAD if ahead[-1] == END and got == len(ahead) else 0)

    def apply(self, symbols: list[str], skip: int = 0) -> int:
        """Carry a repair out; the number of the token to go on with."""
        place = self.token if skip else None
        for symbol in symbols:
            if symbol.isupper():
                self.careful.feed((symbol, *self._place(place)), symbol)
            else:
                self.careful.push(symbol, self.hole(symbol), self.gap.start)
        return self.at + skip

    def _place(self, token: Token | None) -> tuple[int, int]:
        return (token[1], token[2]) if token else (self.gap.start, self.gap.end)

    def hole(self, symbol: str) -> Any:
        """What stands for a missing nonterminal."""
        return hole(symbol, self.gap)


def hole(symbol: str, span: Span) -> Any:
    """What stands for a missing nonterminal."""
    match symbol:
        case "type" | "onetype":
            return MissingTypeExpr(span)
        case "object" | "body":
            return ObjectExpr(span, ())
        case "held":
            return ObjectExpr(span, ()), []
        case _:
            return MissingExpr(span)
