"""Numbers, sizes, spans of time and versions as people write them: `three`, `2-6`, `100 GB`, `a month`, `v1.33`.

Each reader looks at the tokens from a position and gives the value with the position after it, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nimbus_lang.llm.offline.tokens import Shape, Token

Read = tuple[object, int] | None
Reader = Callable[[Sequence[Token], int], Read]


@dataclass(frozen=True, slots=True)
class Size:
    """An amount of bytes: `100 GB` is `Size(100, "GB")`, in a suffix of the language."""

    number: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Time:
    """A span of time: `30 days` is `Time(30, "d")`, in a suffix of the language."""

    number: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high`, either of which may be left open."""

    low: int | None
    high: int | None


_SMALL = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(20),
        strict=True,
    )
)
_TENS = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
NUMBER_WORDS = (*_SMALL, *_TENS, "hundred", "thousand", "dozen", "single", "couple")
_SIZES = {
    **dict.fromkeys(("kb", "kilobyte"), "kB"),
    **dict.fromkeys(("mb", "meg", "megabyte"), "MB"),
    **dict.fromkeys(("gb", "gig", "gigabyte"), "GB"),
    **dict.fromkeys(("tb", "terabyte"), "TB"),
    **dict.fromkeys(("kib", "ki", "kibibyte"), "Ki"),
    **dict.fromkeys(("mib", "mi", "mebibyte"), "Mi"),
    **dict.fromkeys(("gib", "gi", "gibibyte"), "Gi"),
    **dict.fromkeys(("tib", "ti", "tebibyte"), "Ti"),
}
_TIMES: dict[str, tuple[int, str]] = {
    **dict.fromkeys(("second", "sec", "s"), (1, "s")),
    **dict.fromkeys(("minute", "min"), (1, "min")),
    **dict.fromkeys(("hour", "hr", "h"), (1, "h")),
    **dict.fromkeys(("day", "d"), (1, "d")),
    **dict.fromkeys(("week", "w"), (7, "d")),
    "fortnight": (14, "d"),
    "month": (30, "d"),
    "quarter": (90, "d"),
    "year": (365, "d"),
}
UNIT_WORDS = (*_SIZES, *_TIMES)


def whole(tokens: Sequence[Token], at: int) -> Read:
    """A whole number, in digits or words: `3`, `three`, `twenty five`, `a hundred`, `a dozen`."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.shape is Shape.NUMBER:
        return (int(token.text), at + 1) if token.text.isdigit() and len(token.text) < 10 else None
    if token.shape is not Shape.WORD:
        return None
    return _number_words(tokens, at)


def _number_words(tokens: Sequence[Token], at: int) -> Read:
    words = [t.text.lower() if t.shape is Shape.WORD else "" for t in tokens[at : at + 5]]
    words += [""] * 5
    first, second = words[0], words[1]
    if first in ("a", "one", "half") and second in ("dozen", "couple", "hundred", "thousand"):
        if first == "half":
            return (6, at + 2) if second == "dozen" else None
        return {"dozen": 12, "couple": 2, "hundred": 100, "thousand": 1000}[second], at + 2
    if first in _TENS:
        if second in _SMALL and 0 < _SMALL[second] < 10:
            return _TENS[first] + _SMALL[second], at + 2
        return _TENS[first], at + 1
    if first in _SMALL:
        if second in ("hundred", "thousand"):
            return _SMALL[first] * (100 if second == "hundred" else 1000), at + 2
        return _SMALL[first], at + 1
    if first in ("single", "dozen", "hundred", "thousand"):
        return {"single": 1, "dozen": 12, "hundred": 100, "thousand": 1000}[first], at + 1
    return None


def is_decimal(token: Token) -> bool:
    """Whether a token is a plain number, with or without a fraction, and no version."""
    return token.shape is Shape.NUMBER and token.text[0].isdigit() and token.text.count(".") <= 1


def _decimal(tokens: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    if at < len(tokens) and is_decimal(tokens[at]):
        return Decimal(tokens[at].text), at + 1
    words = [t.text.lower() for t in tokens[at : at + 2]]
    if words in (["half", "a"], ["half", "an"]):
        return Decimal("0.5"), at + 2
    read = whole(tokens, at)
    return (Decimal(int(str(read[0]))), read[1]) if read else None


def size(tokens: Sequence[Token], at: int) -> Read:
    """`100 GB`, `1.5TB`, `512 MiB`, `half a terabyte`."""
    return _measured(tokens, at, lambda word: (1, _SIZES[word]) if word in _SIZES else None, Size)


def time(tokens: Sequence[Token], at: int) -> Read:
    """`30 days`, `2 weeks`, `15min`, `a month`."""
    read = _measured(tokens, at, _TIMES.get, Time)
    if read is None and at + 1 < len(tokens) and tokens[at].word in ("a", "an"):
        unit = _TIMES.get(tokens[at + 1].word)
        return (Time(Decimal(unit[0]), unit[1]), at + 2) if unit else None
    return read


def _measured(
    tokens: Sequence[Token],
    at: int,
    unit_of: Callable[[str], tuple[int, str] | None],
    make: Callable[[Decimal, str], object],
) -> Read:
    number = _decimal(tokens, at)
    if number is None or number[1] >= len(tokens):
        return None
    unit = unit_of(tokens[number[1]].word) if tokens[number[1]].shape is Shape.WORD else None
    return (make(number[0] * unit[0], unit[1]), number[1] + 1) if unit else None


def span(tokens: Sequence[Token], at: int) -> Read:
    """`3`, `2 to 6`, `2-6`, `between two and six`, `at least 2`, `up to 6`, `2 or more`."""
    words = [t.word for t in tokens[at : at + 3]] + [""] * 3
    if words[:2] in (["at", "least"], ["minimum", "of"]) or words[0] in ("minimum", "min"):
        return _open(tokens, at + (2 if words[1] in ("least", "of") else 1), low=True)
    if words[:2] in (["up", "to"], ["at", "most"], ["maximum", "of"]) or words[0] in (
        "maximum",
        "max",
    ):
        return _open(tokens, at + (2 if words[1] in ("to", "most", "of") else 1), low=False)
    start = at + 1 if words[0] in ("between", "from") else at
    first = whole(tokens, start)
    if first is None:
        return None
    low, after = int(str(first[0])), first[1]
    if _words(tokens, after, 2) == ["or", "more"]:
        return Span(low, None), after + 2
    return _closed(tokens, low, after, worded=start != at)


def _closed(tokens: Sequence[Token], low: int, after: int, worded: bool) -> Read:
    """The rest of a span whose lower end is read."""
    joined = after < len(tokens) and tokens[after].glued and tokens[after].shape is Shape.NUMBER
    word = _words(tokens, after, 1)
    second = None
    if joined:
        second = whole(tokens, after)
    elif word == ["to"] or (worded and word == ["and"]):
        second = whole(tokens, after + 1)
    if second is not None:
        return Span(low, int(str(second[0]))), second[1]
    return None if worded else (Span(low, low), after)


def _open(tokens: Sequence[Token], at: int, low: bool) -> Read:
    read = whole(tokens, at)
    if read is None:
        return None
    number = int(str(read[0]))
    return (Span(number, None) if low else Span(None, number)), read[1]


def _words(tokens: Sequence[Token], at: int, count: int) -> list[str]:
    return [token.word for token in tokens[at : at + count]]


def version(tokens: Sequence[Token], at: int) -> Read:
    """`16`, `1.33`, `v16.4`; not a number that counts what comes after it (`16 GB`)."""
    if at >= len(tokens) or tokens[at].shape is not Shape.NUMBER:
        return None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following and following.word in COUNTED:
        return None
    return tokens[at].text.lstrip("vV"), at + 1


COUNTED = frozenset(
    {*UNIT_WORDS, *(f"{u}" for u in ("node", "zone", "az", "replica", "pod", "copy", "instance"))}
    | {"availability", "time", "bucket", "queue", "machine", "vcpu", "cpu", "core", "to", "private"}
)
"""Words after which the number before is an amount and no version."""
