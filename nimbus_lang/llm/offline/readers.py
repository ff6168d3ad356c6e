"""The values that a phrase can hold, each with its reader: names, images, addresses, machine types, amounts.

A reader takes the tokens and a position and gives a value with the position after it, or None. It judges by looks
alone; whether the value makes sense is for the checker.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from nimbus_lang.llm.offline.amounts import (
    Read,
    Reader,
    is_decimal,
    size,
    span,
    time,
    version,
    whole,
)
from nimbus_lang.llm.offline.clock import clock, cron_text, every
from nimbus_lang.llm.offline.regions import region, vague
from nimbus_lang.llm.offline.tokens import Shape, Token

_CIDR = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}/[0-9]{1,2}")
IMAGE = re.compile(
    r"[A-Za-z0-9][\w.-]*(?::[0-9]+)?(?:/[\w.-]+)*(?::[\w][\w.-]*)?(?:@[a-z0-9+._-]+:[0-9a-fA-F]+)?"
)
_PINNED = re.compile(r".+[^/]:[A-Za-z0-9_][\w.-]*|.+@[a-z0-9]+:[0-9a-fA-F]{32,}|.+/.+")
_MACHINE = re.compile(r"(?:db\.)?[a-z][a-z0-9-]*[0-9][a-z0-9-]*\.[a-z0-9-]+")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
_PAIR = re.compile(r"([A-Za-z_][\w./-]*)[=:](.*)", re.DOTALL)
_ENTRY = re.compile(r"([A-Z][A-Z0-9_]*)=(.*)", re.DOTALL)
_PATH = re.compile(r"/[\w./-]*")
_FILE = re.compile(r"[\w./-]+\.(?:zip|jar)")
_CHART = re.compile(r"oci://\S+|\.{1,2}/\S+|[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*")
_ADDRESS = re.compile(r"https?://\S+")
_TIME_ZONE = re.compile(r"[A-Z][A-Za-z]+/[A-Z][A-Za-z_/-]+|UTC|GMT")
_HANDLER = re.compile(r"[A-Za-z_][\w/-]*(?:\.[A-Za-z_]\w*)+")
_RUNTIME = re.compile(r"(?i)(?:nodejs|python|java|ruby|dotnet|provided)[0-9.]*[a-z0-9.]*")
_LANGUAGES = {
    "node": "nodejs{}.x",
    "nodejs": "nodejs{}.x",
    "node.js": "nodejs{}.x",
    "python": "python{}",
    "java": "java{}",
    "ruby": "ruby{}",
    ".net": "dotnet{}",
    "dotnet": "dotnet{}",
}
_NEWEST = {
    "node": "22",
    "nodejs": "22",
    "node.js": "22",
    "python": "3.13",
    "java": "21",
    "ruby": "3.4",
    "dotnet": "8",
}
STOPS = frozenset({"a", "an", "the", "and", "with", "in", "on", "that", "which", "for", "of", "to"})


def _looks(pattern: re.Pattern[str], *shapes: Shape) -> Reader:
    """A reader of one token that has a certain form."""
    wanted = shapes or (Shape.WORD, Shape.CODE, Shape.QUOTED)

    def read(tokens: Sequence[Token], at: int) -> Read:
        if at < len(tokens) and tokens[at].shape in wanted and pattern.fullmatch(tokens[at].text):
            return tokens[at].text, at + 1
        return None

    return read


def joined(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """A token with those glued to it, as they were written: `order-items`."""
    after = at + 1
    text = tokens[at].text
    while (
        after < len(tokens)
        and tokens[after].glued
        and tokens[after].shape is not Shape.MARK
        and tokens[at].shape is not Shape.QUOTED
    ):
        gap = tokens[after].start - tokens[after - 1].end
        text += "-" * gap + tokens[after].text
        after += 1
    return text, after


def name(tokens: Sequence[Token], at: int) -> Read:
    """A name as somebody gave it: `shop`, `"acme-uploads"`, `order-items`."""
    if at >= len(tokens) or tokens[at].shape in (Shape.MARK, Shape.NUMBER):
        return None
    text, after = joined(tokens, at)
    if tokens[at].shape is Shape.WORD and text in STOPS:
        return None
    return (text, after) if _NAME.fullmatch(text) else None


def _title(tokens: Sequence[Token], at: int) -> Read:
    """A name in quotes right after its noun: `a queue "jobs"`."""
    if at < len(tokens) and tokens[at].shape is Shape.QUOTED and _NAME.fullmatch(tokens[at].text):
        return (tokens[at].text,), at + 1
    return None


def _pinned(tokens: Sequence[Token], at: int) -> Read:
    """What can only be an image, with no word before it that says so."""
    if at >= len(tokens) or tokens[at].shape is not Shape.CODE:
        return None
    text = tokens[at].text
    if not _PINNED.fullmatch(text) or _TIME_ZONE.fullmatch(text) or _CIDR.fullmatch(text):
        return None
    return (text, at + 1) if IMAGE.fullmatch(text) and text == text.lower() else None


def _pairs(pattern: re.Pattern[str]) -> Reader:
    """`team=platform, owner=jane` as a tuple of pairs."""

    def read(tokens: Sequence[Token], at: int) -> Read:
        found: list[tuple[str, str]] = []
        after = at
        while (one := _pair(pattern, tokens, at)) is not None:
            found.append(one[0])
            after = at = one[1]
            if at < len(tokens) and tokens[at].word in (",", "and", "&"):
                at += 1
                at += at < len(tokens) and tokens[at].word == "and"
        return (tuple(found), after) if found else None

    return read


def _pair(
    pattern: re.Pattern[str], tokens: Sequence[Token], at: int
) -> tuple[tuple[str, str], int] | None:
    if at >= len(tokens) or (tokens[at].shape is Shape.QUOTED and "=" not in tokens[at].text):
        return None
    found = pattern.fullmatch(tokens[at].text)
    if found is None:
        return _spaced_pair(pattern, tokens, at)
    return (found[1], found[2].strip('"')), at + 1


def _spaced_pair(
    pattern: re.Pattern[str], tokens: Sequence[Token], at: int
) -> tuple[tuple[str, str], int] | None:
    """`team = platform`, `team: platform`."""
    if at + 2 >= len(tokens) or tokens[at + 1].word not in ("=", ":"):
        return None
    key, value = tokens[at].text, joined(tokens, at + 2)
    if tokens[at + 2].shape is Shape.MARK or not pattern.fullmatch(f"{key}={value[0]}"):
        return None
    return (key, value[0]), value[1]


def _runtime(tokens: Sequence[Token], at: int) -> Read:
    """`python3.12`, `Python 3.12`, `Node.js 22`, `Java`; a language without a version means its newest runtime."""
    if at >= len(tokens):
        return None
    low = tokens[at].text.lower()
    if (_RUNTIME.fullmatch(low) and low[-1].isdigit()) or low.endswith(".x"):
        return low, at + 1
    if low not in _LANGUAGES:
        return None
    numbered = version(tokens, at + 1)
    if numbered is None:
        return (_LANGUAGES[low].format(_NEWEST[low]), at + 1) if low in _NEWEST else None
    number = str(numbered[0])
    if "node" in low:
        number = number.split(".")[0]
    return _LANGUAGES[low].format(number), numbered[1]


def _cpu(tokens: Sequence[Token], at: int) -> Read:
    """`250m`, `2 vCPUs`, `half a CPU`, `500 millicores`: thousandths of a processor."""
    if at + 1 >= len(tokens):
        return None
    words = [t.word for t in tokens[at : at + 3]] + ["", "", ""]
    if words[0] == "half" and words[1] in ("a", "an") and words[2] in _CPUS:
        return Decimal(500), at + 3
    number = None
    if is_decimal(tokens[at]):
        number, after = Decimal(tokens[at].text), at + 1
    elif (read := whole(tokens, at)) is not None:
        number, after = Decimal(int(str(read[0]))), read[1]
    if number is None or after >= len(tokens):
        return None
    unit = tokens[after].word
    if unit in ("m", "millicore", "millicpu"):
        follows = after + 1 < len(tokens) and tokens[after + 1].word in _CPUS
        return number, after + 1 + follows
    return (number * 1000, after + 1) if unit in _CPUS else None


_CPUS = frozenset({"cpu", "vcpu", "core", "processor"})


def _quoted(tokens: Sequence[Token], at: int) -> Read:
    """Quoted text as it stands."""
    if at < len(tokens) and tokens[at].shape is Shape.QUOTED and tokens[at].text.strip():
        return tokens[at].text, at + 1
    return None


READERS: Mapping[str, Reader] = {
    "count": whole,
    "span": span,
    "size": size,
    "time": time,
    "version": version,
    "clock": clock,
    "every": every,
    "cron": cron_text,
    "region": region,
    "vague": vague,
    "name": name,
    "title": _title,
    "pinned": _pinned,
    "cidr": _looks(_CIDR),
    "machine": _looks(_MACHINE),
    "tags": _pairs(_PAIR),
    "entries": _pairs(_ENTRY),
    "path": _looks(_PATH, Shape.CODE),
    "file": _looks(_FILE),
    "chart": _looks(_CHART),
    "address": _looks(_ADDRESS),
    "time_zone": _looks(_TIME_ZONE),
    "handler": _looks(_HANDLER),
    "runtime": _runtime,
    "cpu": _cpu,
    "quoted": _quoted,
}
