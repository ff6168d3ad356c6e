"""Mends words that are one slip away from a known word: a letter too many, too few, wrong, or two that changed places.

Only where exactly one known word is that near; short words are left, since too many are near them. What was mended is
kept, so that it can be told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from nimbus_lang.llm.offline.tokens import Shape, Token

SHORTEST = 4
SHORTEST_KNOWN = 5
SHORTEST_SILENT = 6
"""Words that mean nothing must be longer to be read for another: a word of meaning must not vanish in one of them."""


def mend(
    tokens: Sequence[Token], known: Collection[str], silent: Collection[str] = ()
) -> tuple[tuple[Token, ...], dict[int, str]]:
    """The tokens with misspelt words mended, and what each mended one (by position) is read as.

    `known` are stems; `silent` those among them that mean nothing.
    """
    mended: dict[int, str] = {}
    out: list[Token] = []
    for at, token in enumerate(tokens):
        near = _nearest(token, known, silent)
        if near is not None:
            mended[at] = near
            token = replace(token, word=near)
        out.append(token)
    return tuple(out), mended


def _nearest(token: Token, known: Collection[str], silent: Collection[str]) -> str | None:
    written = token.text.lower()
    if token.shape is not Shape.WORD or token.word in known or written in known:
        return None
    if len(token.word) < SHORTEST or not token.text.isalpha():
        return None
    near = {
        word
        for word in known
        if len(word) >= (SHORTEST_SILENT if word in silent else SHORTEST_KNOWN)
        and (one_slip(token.word, word) or one_slip(written, word))
    }
    return near.pop() if len(near) == 1 else None


def one_slip(left: str, right: str) -> bool:
    """Whether two words differ by one insertion, deletion, substitution or exchange of neighbours."""
    if abs(len(left) - len(right)) > 1 or left == right:
        return False
    short, long = sorted((left, right), key=len)
    at = next((i for i, (a, b) in enumerate(zip(short, long)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    exchanged = short[at : at + 2] == long[at : at + 2][::-1]
    return short[at + 1 :] == long[at + 1 :] or (exchanged and short[at + 2 :] == long[at + 2 :])
