"""Where the comments of a file belong: behind a token on its line, or above the token that follows.

Keyed by offsets of tokens; commas do not count, since the layout moves them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from nimbus_lang.source.record import dataclass
from nimbus_lang.syntax.tokens import Token


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment as it will be printed; `blank` when a blank line stood above it."""

    text: str
    blank: bool


class Remarks:
    """All comments of a text, by the tokens they belong to."""

    def __init__(self, text: str, tokens: Sequence[Token], comments: Iterable[Token]) -> None:
        self.text = text
        self.above: dict[int, list[Remark]] = {}
        self.behind: dict[int, Remark] = {}
        counted = [token for token in tokens if token[0] != "COMMA"]
        ends = [token[2] for token in counted]
        ordered = sorted(comments, key=lambda token: token[1])
        self.places = [token[1] for token in ordered]
        for comment in ordered:
            self._place(comment, counted, ends)

    def _place(self, comment: Token, tokens: Sequence[Token], ends: list[int]) -> None:
        kind, start, end = comment
        words = self.text[start:end].rstrip()
        remark = Remark(f"#{words[2:]}" if kind == "DOC" else words, self.blank_before(start))
        after = bisect_left(ends, start + 1)
        before = ends[after - 1] if after else -1
        if before >= 0 and "\n" not in self.text[before:start] and before not in self.behind:
            self.behind[before] = remark
        else:
            place = tokens[after][1] if after < len(tokens) else len(self.text)
            self.above.setdefault(place, []).append(remark)

    def within(self, start: int, end: int) -> bool:
        """Whether any comment stands between these offsets."""
        at = bisect_left(self.places, start)
        return at < len(self.places) and self.places[at] < end

    def blank_before(self, offset: int) -> bool:
        """Whether a blank line stands right above this offset's line."""
        at = offset
        while at > 0 and self.text[at - 1] in " \t\r\n\f":
            at -= 1
        return self.text.count("\n", at, offset) > 1

    def line_before(self, offset: int) -> bool:
        """Whether this offset is the first text of its line."""
        line = self.text.rfind("\n", 0, offset) + 1
        return not self.text[line:offset].strip(" \t\r\f,")
