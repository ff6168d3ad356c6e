"""Makes the brackets of a damaged declaration match: closing ones are put in, stray ones left out, each reported.

Layout is evidence: a line that is not indented further than the line of an open bracket is not inside of it.
"""

from __future__ import annotations

from collections.abc import Callable

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.span import Span
from nimbus_lang.syntax import errors_structure
from nimbus_lang.syntax.split import BRACKETS, CLOSERS, DECLARATIONS, OPENERS, first_on_line
from nimbus_lang.syntax.tokens import Token
from nimbus_lang.syntax.words import end_found

TEXTS = {"RBRACE": "}", "RPAR": ")", "RSQB": "]"}


def balance(
    path: str, text: str, tokens: list[Token], report: Callable[[Diagnostic], None]
) -> list[Token]:
    """The tokens with matching brackets; inserted ones are empty."""
    return _Balancer(path, text, tokens, report).run()


def closer_of(tokens: list[Token], at: int) -> int | None:
    """Which token closes the bracket that token `at` opens."""
    depth = 0
    for index in range(at, len(tokens)):
        if tokens[index][0] in OPENERS:
            depth += 1
        elif tokens[index][0] in CLOSERS:
            depth -= 1
            if depth == 0:
                return index
    return None


class _Balancer:
    def __init__(
        self, path: str, text: str, tokens: list[Token], report: Callable[[Diagnostic], None]
    ) -> None:
        self.path = path
        self.text = text
        self.tokens = tokens
        self.report = report
        self.stack: list[tuple[Token, int, bool]] = []  # opener, indent of its line, ends its line
        self.out: list[Token] = []

    def run(self) -> list[Token]:
        for at, token in enumerate(self.tokens):
            kind = token[0]
            if self.stack and first_on_line(self.text, self.tokens, at):
                self._close_left_behind(at, token)
            if kind in OPENERS:
                ends_line = at + 1 == len(self.tokens) or first_on_line(
                    self.text, self.tokens, at + 1
                )
                self.stack.append((token, self._indent(token), ends_line))
            elif kind in CLOSERS and not self._close(at, token):
                continue
            self.out.append(token)
        while self.stack:
            self._close_missing(None)
        return self.out

    def _indent(self, token: Token) -> int:
        """The column of the first text on the token's line."""
        start = self.text.rfind("\n", 0, token[1]) + 1
        line = self.text[start : token[2]]
        return len(line) - len(line.lstrip(" \t"))

    def _close_left_behind(self, at: int, token: Token) -> None:
        """Close brackets whose inside this line cannot be, by its indentation."""
        indent = self._indent(token)
        closer = token[0] in CLOSERS
        named = self.tokens[at + 1][0] in ("NAME", "STRING") if at + 1 < len(self.tokens) else False
        sure = closer or (named and token[0] in DECLARATIONS)
        while self.stack:
            _, opened, ends_line = self.stack[-1]
            behind = indent < opened if closer else indent <= opened
            if not behind or not (ends_line or sure):
                return
            if closer and len(self.stack) == 1:
                return
            self._close_missing(token)

    def _close(self, at: int, token: Token) -> bool:
        """Match a closing bracket; False when it closes nothing and is left out."""
        wanted = [OPENERS[opener[0]] for opener, _, _ in self.stack]
        span = Span(self.path, token[1], token[2])
        deeper = self._deeper(at, token)
        if (not wanted or deeper) and self._open_above(at, token, span):
            return True
        if deeper or self._too_early(at, token):
            self.report(errors_structure.stray_closer(span, TEXTS[token[0]]))
            return False
        if token[0] not in wanted:
            if wanted and not self._closed_later(at + 1, wanted[-1]):
                opener = self.stack.pop()[0]
                place = Span(self.path, opener[1], opener[2])
                self.report(
                    errors_structure.wrong_closer(span, TEXTS[token[0]], TEXTS[wanted[-1]], place)
                )
                self.out.append((wanted[-1], token[1], token[2]))
            else:
                self.report(errors_structure.stray_closer(span, TEXTS[token[0]]))
            return False
        while OPENERS[self.stack[-1][0][0]] != token[0]:
            self._close_missing(token)
        self.stack.pop()
        return True

    def _too_early(self, at: int, token: Token) -> bool:
        """Whether this bracket would end a block in the middle of a line, with its real end still to come."""
        if not self.stack or first_on_line(self.text, self.tokens, at):
            return False
        opener, opened, ends_line = self.stack[-1]
        if not ends_line or OPENERS[opener[0]] != token[0] or at + 1 == len(self.tokens):
            return False
        after = self.tokens[at + 1]
        inside = not first_on_line(self.text, self.tokens, at + 1) or self._indent(after) > opened
        return inside and self._closed_later(at + 1, token[0])

    def _deeper(self, at: int, token: Token) -> bool:
        """Whether this bracket, the first of its line, stands further in than the block it would end, which ends below."""
        if not self.stack or not first_on_line(self.text, self.tokens, at):
            return False
        opener, opened, ends_line = self.stack[-1]
        fits = ends_line and OPENERS[opener[0]] == token[0] and self._indent(token) > opened
        return fits and self._closed_later(at + 1, token[0])

    def _open_above(self, at: int, token: Token, span: Span) -> bool:
        """Put in the opening brace of a body whose closing one stands below its line; False when none fits."""
        if token[0] != "RBRACE" or not first_on_line(self.text, self.tokens, at):
            return False
        place = self._line_end(self._indent(token))
        if place is None:
            return False
        end = self.out[place - 1][2]
        self.report(errors_structure.missing_opener(span, "}", "{", Span(self.path, end, end)))
        self.out.insert(place, ("LBRACE", end, end))
        return True

    def _line_end(self, indent: int) -> int | None:
        """Behind which token of `out` the last line with this indentation ends, if deeper lines follow it."""
        for place in range(len(self.out) - 1, 0, -1):
            token, before = self.out[place], self.out[place - 1]
            if "\n" not in self.text[before[2] : token[1]] or self._indent(before) > indent:
                continue
            fits = self._indent(before) == indent < self._indent(token)
            return place if fits and before[0] not in BRACKETS | {"DOC"} else None
        return None

    def _closed_later(self, at: int, closer: str) -> bool:
        """Whether the innermost open bracket is closed further on."""
        depth = 0
        for kind, _, _ in self.tokens[at:]:
            if OPENERS.get(kind) == closer:
                depth += 1
            elif kind == closer:
                depth -= 1
                if depth < 0:
                    return True
        return False

    def _close_missing(self, before: Token | None) -> None:
        """Put in the closing bracket of the innermost open one."""
        opener, _, _ = self.stack.pop()
        closer = OPENERS[opener[0]]
        at = self.out[-1][2] if self.out else opener[2]
        if before is None:
            found = end_found(self.text, self.tokens[-1][2])
        else:
            found = f"`{self.text[before[1] : before[2]][:30]}`"
        span = Span(self.path, opener[1], opener[2])
        where = Span(self.path, at, at)
        self.report(
            errors_structure.unclosed(
                span, self.text[opener[1] : opener[2]], TEXTS[closer], where, found
            )
        )
        self.out.append((closer, at, at))
