"""A sentence cut into items: phrases that mean something, words that mean nothing, punctuation, and what is left.

Knows where each item lies and which noun phrase it opens or adorns; what belongs together is decided afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nimbus_lang.llm.offline.kind import Kind, Trait
from nimbus_lang.llm.offline.phrases import Found, Stack, find
from nimbus_lang.llm.offline.stop_words import (
    DEFINITE,
    HARMLESS_STEMS,
    INDEFINITE,
    STOP_WORDS,
)
from nimbus_lang.llm.offline.tokens import Shape, Token


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """Tokens `first` to `last` (exclusive) of the sentence. `found` is None for what means nothing.

    `unknown` for a word that nobody knows; `text` as it was written, `word` its stem when it is one word.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    word: str
    found: Found | None = None
    unknown: bool = False
    mark: bool = False


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun with what stands before it: items `start` to `noun`. `definite` None when no article tells."""

    start: int
    noun: int
    adjectives: tuple[int, ...]
    definite: bool | None
    before: str


def scan(sentence: str, tokens: Sequence[Token]) -> tuple[Item, ...]:
    """The items in order; every token is in exactly one."""
    return tuple(_items(sentence, tokens))


def _items(sentence: str, tokens: Sequence[Token]) -> Iterator[Item]:
    at = 0
    while at < len(tokens):
        found = find(tokens, at)
        after = found.end if found else at + 1
        start, end = tokens[at].start, tokens[after - 1].end
        token = tokens[at]
        nothing = token.shape is Shape.MARK or token.word in STOP_WORDS
        yield Item(
            at,
            after,
            start,
            end,
            sentence[start:end],
            token.word if after == at + 1 else "",
            found,
            unknown=found is None and not nothing,
            mark=token.shape is Shape.MARK and found is None,
        )
        at = after


def noun_phrases(items: Sequence[Item]) -> dict[int, NounPhrase]:
    """The noun phrase of every noun, by the position of the noun."""
    return {
        at: _noun_phrase(items, at)
        for at, item in enumerate(items)
        if item.found is not None and isinstance(item.found.meaning, Kind | Stack)
    }


def _noun_phrase(items: Sequence[Item], noun: int) -> NounPhrase:
    adjectives: list[int] = []
    at = noun - 1
    while at >= 0:
        if is_adjective(items[at]):
            adjectives.append(at)
        elif not (items[at].word in HARMLESS_STEMS and items[at].found is None):
            joint = adjectives and at > 0 and _joins(items[at]) and _is_plain(items[at - 1])
            if not joint:
                break
        at -= 1
    word = items[at].word if at >= 0 and items[at].found is None else ""
    written = items[at].text.lower() if word else ""
    definite = True if written in DEFINITE else False if written in INDEFINITE else None
    start = at if definite is not None else at + 1
    return NounPhrase(start, noun, tuple(reversed(adjectives)), definite, _before(items, start))


def is_adjective(item: Item) -> bool:
    """Whether an item may stand before a noun."""
    return (
        item.found is not None
        and isinstance(item.found.meaning, Trait)
        and item.found.meaning.adjective
    )


def _is_plain(item: Item) -> bool:
    """An adjective without a number: only those are strung together (`a private, versioned bucket`)."""
    return is_adjective(item) and item.found is not None and not item.found.values


def _joins(item: Item) -> bool:
    return item.found is None and item.word in ("and", ",")


def _before(items: Sequence[Item], start: int) -> str:
    """The word before a noun phrase, if it is an ordinary one."""
    before = items[start - 1] if start > 0 else None
    return before.word if before is not None and before.found is None else ""
