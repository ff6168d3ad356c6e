"""A sentence as tokens: words by their stem, numbers apart from their units, and what must stay whole kept whole.

Whole are images, addresses, file names, region codes, `key=value` and quoted text. Each token knows its place in the
sentence. What any word means is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Shape(Enum):
    """What a token is by its looks. A MARK is punctuation; a CODE is text that is no English word."""

    WORD = "word"
    NUMBER = "number"
    CODE = "code"
    QUOTED = "quoted"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """`text` as written (without quotes), `word` its stem in lower case, `start` and `end` offsets in the sentence.

    `glued` when nothing but a hyphen or nothing at all parts it from the token before.
    """

    text: str
    word: str
    shape: Shape
    start: int
    end: int
    glued: bool = False


_QUOTES = {'"': '"', "“": "”", "`": "`", "'": "'", "‘": "’"}
_CHUNK = re.compile(r"\S+")
_PAIR = re.compile(r"[A-Za-z_][\w.-]*=")
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)*")
_VERSION = re.compile(r"[vV][0-9]+(?:\.[0-9]+)*")
_NUMBER_UNIT = re.compile(r"([0-9]+(?:\.[0-9]+)?)([A-Za-z]+)")
_CODES = tuple(
    re.compile(pattern)
    for pattern in (
        r"[a-z][a-z0-9+.-]*://\S+",
        r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?:/[0-9]{1,2})?",
        r"[a-z]{2,4}-(?:gov-|iso[a-z]?-)?[a-z]+-?[0-9]{1,2}[a-z]?",
        r"[0-9]{1,2}:[0-9]{2}",
        r"[A-Za-z_][\w.-]*=(?:\"[^\"]*\"|\S*)",
        r"/[\w./-]*",
        r"[A-Za-z0-9][\w.-]*:[\w.-]+",
        r"[A-Za-z0-9][\w.-]*(?::[0-9]+)?(?:/[\w.-]+)+(?::[\w.-]+)?(?:@[\w+.-]+:[0-9a-fA-F]+)?",
        r"[A-Za-z][A-Za-z0-9]*(?:_+[A-Za-z0-9]+)+_*",
        r"[A-Za-z][\w-]*(?:\.[\w-]+)+",
    )
)
_SHORT_PLURALS = frozenset({"azs", "dbs", "vms"})
_TRAILING = ".,;:!?)]}"
_LEADING = "([{"
_ENGLISH = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?(?:[0-9][^\W_]*)?")
_PIECE = re.compile(
    rf"{_NUMBER_UNIT.pattern}(?![\w.])|{_NUMBER.pattern}(?!\w)|{_ENGLISH.pattern}|[\w]+|[^\w\s]"
)


def tokenize(sentence: str) -> tuple[Token, ...]:
    """The tokens in order; together they cover every character but blanks, hyphens inside words and quotes.

    A hyphen before a number or after a word means something that is not known here: it is a code of its own.
    """
    return tuple(_tokens(sentence))


def stem(word: str) -> str:
    """A word in lower case without its plural ending; the same for vocabulary and sentence, so it may be crude."""
    low = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    if low in _SHORT_PLURALS:
        return low[:-1]
    if len(low) > 4 and low.endswith("ies"):
        return low[:-3] + "y"
    if len(low) > 4 and low.endswith(("xes", "ches", "shes", "sses")):
        return low[:-2]
    if len(low) > 3 and low.endswith("s") and not low.endswith("ss"):
        return low[:-1]
    return low


def _tokens(sentence: str) -> Iterator[Token]:
    at = 0
    while match := _CHUNK.search(sentence, at):
        start, end = match.span()
        closing = _QUOTES.get(sentence[start])
        stop = sentence.find(closing, start + 1) if closing else -1
        if closing and stop > start and not sentence[stop + 1 : stop + 2].isalnum():
            yield _token(sentence, start + 1, stop, Shape.QUOTED, span=(start, stop + 1))
            at = stop + 1
            continue
        if pair := _PAIR.match(sentence, start, end):
            end = _quoted_value_end(sentence, pair.end(), end)
        yield from _chunk(sentence, start, end)
        at = end


def _quoted_value_end(sentence: str, value: int, end: int) -> int:
    """Where `key="a value"` ends, which may hold blanks."""
    if sentence[value : value + 1] == '"':
        stop = sentence.find('"', value + 1)
        return stop + 1 if stop > 0 else end
    return end


def _chunk(sentence: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a run of characters without blanks."""
    while start < end and sentence[start] in _LEADING:
        yield _token(sentence, start, start + 1, Shape.MARK)
        start += 1
    last = end
    while last > start + 1 and sentence[last - 1] in _TRAILING:
        last -= 1
    text = sentence[start:last]
    if _VERSION.fullmatch(text):
        yield _token(sentence, start, last, Shape.NUMBER)
    elif any(code.fullmatch(text) for code in _CODES) and not _is_alternative(text):
        yield _token(sentence, start, last, Shape.CODE)
    else:
        yield from _pieces(sentence, start, last)
    for at in range(last, end):
        yield _token(sentence, at, at + 1, Shape.MARK)


def _is_alternative(text: str) -> bool:
    """`app/API`: two words, not an image."""
    return bool(re.fullmatch(r"[A-Za-z]{2,}/[A-Z]{2,}", text))


def _pieces(sentence: str, start: int, end: int) -> Iterator[Token]:
    glued = False
    for match in _PIECE.finditer(sentence, start, end):
        if match[1] is not None:
            middle = match.start() + len(match[1])
            yield _token(sentence, match.start(), middle, Shape.NUMBER, glued)
            yield _token(sentence, middle, match.end(), Shape.WORD, True)
        elif match[0] in "-‐–":
            signs = match.start() == start and sentence[match.end() : match.end() + 1].isdigit()
            if signs or (match.end() == end and glued):
                yield _token(sentence, match.start(), match.end(), Shape.CODE, glued)
            elif match.start() == start:
                yield _token(sentence, match.start(), match.end(), Shape.MARK, glued)
        elif _NUMBER.fullmatch(match[0]):
            yield _token(sentence, match.start(), match.end(), Shape.NUMBER, glued)
        elif match[0][0].isalpha():
            yield _token(sentence, match.start(), match.end(), Shape.WORD, glued)
        elif match[0][0].isalnum() or match[0][0] == "_":
            yield _token(sentence, match.start(), match.end(), Shape.CODE, glued)
        else:
            yield _token(sentence, match.start(), match.end(), Shape.MARK, glued)
        glued = True


def _token(
    sentence: str,
    start: int,
    end: int,
    shape: Shape,
    glued: bool = False,
    span: tuple[int, int] | None = None,
) -> Token:
    text = sentence[start:end]
    if shape is Shape.NUMBER:
        text = text.replace(",", "")
    word = stem(text) if shape is Shape.WORD else text.lower()
    outer = span or (start, end)
    return Token(text, word, shape, outer[0], outer[1], glued)
