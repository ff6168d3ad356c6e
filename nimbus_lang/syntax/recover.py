"""Reads a declaration that is not well formed: each mistake is reported once, and what can be kept is kept.

Foreign marks are translated and brackets made to match first. Then the careful loop reads on; where it sticks, the
remedies are tried in turn, and when none helps the text up to the next entry or declaration is left out.
"""

from __future__ import annotations

from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.syntax.brackets import balance
from nimbus_lang.syntax.build import Build
from nimbus_lang.syntax.build_nodes import node_grammar
from nimbus_lang.syntax.careful import END, Careful
from nimbus_lang.syntax.declarations import Broken, Decl
from nimbus_lang.syntax.expressions import Expr, MissingExpr
from nimbus_lang.syntax.foreign import read_foreign, titled_like_terraform
from nimbus_lang.syntax.habits import LOST, translate
from nimbus_lang.syntax.remedies import Trouble, mend, unexpected
from nimbus_lang.syntax.resync import skip_ahead
from nimbus_lang.syntax.split import DECLARATIONS, Chunk
from nimbus_lang.syntax.tokens import Token

MOST_MISTAKES = 10
MOST_VAGUE = 2  # of the general message in one declaration: more of them are echoes


def recover(
    build: Build, part: list[Token], chunk: Chunk, aside: list[Token]
) -> tuple[list[Decl], list[Broken]]:
    """The declarations of a damaged chunk, and what of it is lost or incomplete."""
    span = build.span(part[0][1], part[-1][2])
    head_start = part[chunk.head - chunk.first][1]
    tokens = translate(build.path, build.text, part, build.diagnostics.append)
    if not chunk.balanced:
        tokens = balance(build.path, build.text, tokens, build.diagnostics.append)
    head = next((at for at, token in enumerate(tokens) if token[1] >= head_start), len(tokens))
    while tokens and tokens[-1][0] == "DOC":
        aside.append(tokens.pop())
    if not tokens or head >= len(tokens):
        return [], []
    if tokens[head][0] not in DECLARATIONS and tokens[head][0] not in ("AT", "DOC"):
        read = read_foreign(build, tokens, head)
        if read is None:
            return [], [Broken(span, _name(build, tokens, head))]
        tokens = read
    else:
        name = titled_like_terraform(build, tokens, head)
        if name is not None:
            return [], [Broken(span, name)]
    reading = Reading(build, tokens, "start", aside)
    decls = reading.run()
    broken = [Broken(build.span(s, e), name) for s, e, name in reading.lost]
    if decls is None:
        return [], [Broken(span, _name(build, tokens, head)), *broken]
    if reading.damaged:
        broken.insert(0, Broken(span, _name(build, tokens, head)))
    return decls, broken


def _name(build: Build, tokens: list[Token], head: int) -> str | None:
    """The name a damaged declaration would have declared."""
    if head + 1 >= len(tokens) or tokens[head + 1][1] == tokens[head + 1][2]:
        return None
    _, start, end = tokens[head + 1]
    word = build.text[start:end].strip("\"'")
    return word if word.isidentifier() else None


def recover_expression(build: Build, tokens: list[Token], start: int, end: int) -> Expr:
    """The expression of a damaged interpolation."""
    clean = translate(build.path, build.text, tokens, build.diagnostics.append)
    clean = balance(build.path, build.text, clean, build.diagnostics.append)
    value: Expr | None = Reading(build, clean, "expr", []).run() if clean else None
    return MissingExpr(build.span(start, end)) if value is None else value


class Reading:
    """One careful pass over tokens. `lost` are declarations left out, `damaged` says that entries were."""

    def __init__(self, build: Build, tokens: list[Token], start: str, aside: list[Token]) -> None:
        self.build = build
        self.tokens = tokens
        self.careful = Careful(node_grammar(), start, build)
        self.aside = aside
        self.lost: list[tuple[int, int, str | None]] = []
        self.damaged = False
        self.mistakes = 0
        self.vague = 0
        self.quiet_until = -1

    def run(self) -> Any | None:
        """The value of the start symbol, or None when too little is left of it."""
        at = 0
        while True:
            token = self.token(at)
            kind = self.careful.resolve(token[0])
            if kind == END:
                return self.careful.finish()
            if kind is not None:
                self.careful.feed(token, kind)
                at += 1
                continue
            after = self._take_special(token)
            if after:
                at += 1
                continue
            next_at = self._mistake(at)
            if next_at is None:
                return None
            at = next_at

    def token(self, at: int) -> Token:
        """Token number `at`; after the last one, the end."""
        if at < len(self.tokens):
            return self.tokens[at]
        end = self.tokens[-1][2] if self.tokens else 0
        return (END, end, end)

    def _take_special(self, token: Token) -> bool:
        """Docs in an odd place, values already given up, and `>=` at the end of `list<T>= x`."""
        careful = self.careful
        if token[0] == "DOC":
            self.aside.append(token)
            return True
        if token[0] == LOST and careful.can_go("post"):
            careful.push("post", MissingExpr(self.build.span(token[1], token[2])), token[1])
            careful.end = max(careful.end, token[2])
            return True
        if token[0] == "GE" and careful.reach(["GT", "EQUAL"]) == 2:
            careful.feed(("GT", token[1], token[1] + 1), "GT")
            careful.feed(("EQUAL", token[1] + 1, token[2]), "EQUAL")
            return True
        return False

    def _mistake(self, at: int) -> int | None:
        """Report what is wrong at token `at` and mend it; where to read on, or None."""
        self.mistakes += 1
        if self.mistakes > MOST_MISTAKES:
            return None
        quiet = at <= self.quiet_until or self.token(at)[0] == LOST or self._known(self.token(at))
        trouble = Trouble(self.build, self.careful, self.tokens, at)
        mended = mend(trouble)
        if mended is not None and mended.at is not None:
            self.quiet_until = mended.at
            self._report(mended.report, quiet)
            return mended.at
        self._report(mended.report if mended else unexpected(trouble), quiet)
        resumed = skip_ahead(self.build, self.careful, self.tokens, at)
        if resumed is None:
            return None
        self.damaged = True
        self.lost.extend(resumed.lost)
        self.quiet_until = resumed.at
        return resumed.at

    def _known(self, token: Token) -> bool:
        """Whether something was already reported at this very token, or between it and the one before."""
        before = max((end for _, _, end in self.tokens if end <= token[1]), default=0)
        return any(
            d.span.start <= token[1] < token[2] <= d.span.end
            or before <= d.span.start <= d.span.end <= token[1]
            for d in self.build.diagnostics
            if d.span is not None
        )

    def _report(self, diagnostic: Diagnostic, quiet: bool) -> None:
        if quiet or (diagnostic.code == "NB1001" and self.vague >= MOST_VAGUE):
            return
        self.vague += diagnostic.code == "NB1001"
        self.build.diagnostics.append(diagnostic)
