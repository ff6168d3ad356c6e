"""All phrases that mean something, gathered from the kinds, the refusals, the links and the stack, ready to be looked up.

The longest phrase at a place wins; among equals the earlier in the order nouns, refusals, traits, links, regions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from nimbus_lang.llm.offline.amounts import NUMBER_WORDS, UNIT_WORDS, Read
from nimbus_lang.llm.offline.clock import WORDS as CLOCK_WORDS
from nimbus_lang.llm.offline.kind import Kind, Trait
from nimbus_lang.llm.offline.kinds import (
    bucket,
    cluster,
    function,
    network,
    postgres,
    queue,
    release,
    stack,
    workloads,
)
from nimbus_lang.llm.offline.links import LINKS, LinkPhrase
from nimbus_lang.llm.offline.patterns import Readers, Values, first_words, match, vocabulary
from nimbus_lang.llm.offline.readers import IMAGE, READERS, STOPS, joined, name
from nimbus_lang.llm.offline.refusals import REFUSALS, Refusal
from nimbus_lang.llm.offline.regions import WORDS as REGION_WORDS
from nimbus_lang.llm.offline.stop_words import STOP_WORDS
from nimbus_lang.llm.offline.tokens import Shape, Token, stem


@dataclass(frozen=True, slots=True)
class Stack:
    """The stack itself, as a noun."""


@dataclass(frozen=True, slots=True)
class RegionPhrase:
    """A region; `vague` when several are meant."""

    vague: bool = False


Meaning = Kind | Refusal | Trait | LinkPhrase | RegionPhrase | Stack
Row = tuple[str, Meaning]

KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        network.KIND,
        cluster.KIND,
        postgres.KIND,
        bucket.KIND,
        queue.KIND,
        function.KIND,
        workloads.WEB,
        workloads.WORKER,
        workloads.CRON,
        release.KIND,
    )
}
"""In the order in which a spec holds them."""

_TRAITS = (network, cluster, postgres, bucket, queue, function, workloads, release, stack)


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found at a place: up to which token, what it means, the values it holds."""

    end: int
    meaning: Meaning
    values: Values


def find(tokens: Sequence[Token], at: int) -> Found | None:
    """The longest phrase at a position."""
    return _longest(tokens, at, _candidates(tokens[at].word), _WITH_NAMES)


def _means(tokens: Sequence[Token], at: int) -> bool:
    """Whether a whole word at a position, not one mended into it, has a meaning of its own; names left aside."""
    if tokens[at].shape is Shape.WORD and tokens[at].word != stem(tokens[at].text):
        return False
    plain = tuple(row for row in _candidates(tokens[at].word) if not _takes_names(row[0]))
    found = _longest(tokens, at, plain, READERS)
    whole = joined(tokens, at)[1]  # `two-b` is no number, `multi-AZ` is what it is
    if found is not None:
        return found.end >= whole
    return tokens[at].word in STOP_WORDS and whole == at + 1


def _takes_names(pattern: str) -> bool:
    return any(f"{{{reader}}}" in pattern for reader in ("names", "purpose", "image"))


def _longest(
    tokens: Sequence[Token], at: int, rows: tuple[Row, ...], readers: Readers
) -> Found | None:
    best: Found | None = None
    for pattern, meaning in rows:
        found = match(pattern, tokens, at, readers)
        if found is not None and (best is None or found[0] > best.end):
            best = Found(found[0], meaning, found[1])
    return best


def _names(tokens: Sequence[Token], at: int) -> Read:
    """Several names: `invoices, exports and mails`; each after the first has no meaning of its own."""
    found: list[str] = []
    after = start = at
    while (more := name(tokens, start)) is not None and (not found or not _means(tokens, start)):
        found.append(str(more[0]))
        after = start = more[1]
        while start < min(after + 2, len(tokens)) and tokens[start].word in (",", "and", "&"):
            start += 1
        if start == after:
            break
    return (tuple(found), after) if found else None


def _image(tokens: Sequence[Token], at: int) -> Read:
    """Any image after the word that announces one, with or without a tag."""
    if at >= len(tokens) or tokens[at].shape in (Shape.MARK, Shape.NUMBER):
        return None
    if tokens[at].shape is Shape.WORD and (tokens[at].word in STOPS or _means(tokens, at)):
        return None
    text, after = joined(tokens, at)
    return (text, after) if IMAGE.fullmatch(text) else None


def _purpose(tokens: Sequence[Token], at: int) -> Read:
    """One plain word that closes its phrase and has no meaning of its own: `for invoices`."""
    if at >= len(tokens) or tokens[at].shape is not Shape.WORD or tokens[at].glued:
        return None
    token = tokens[at]
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    closed = follows is None or follows.shape is Shape.MARK or follows.word in _CLOSERS
    plain = token.text.isascii() and token.text.isalpha() and len(token.text) > 2
    means = token.word not in _KEPT and (token.text.lower() in _WISHES or _means(tokens, at))
    if not closed or not plain or means:
        return None
    return token.text.lower(), at + 1


_CLOSERS = frozenset(
    {"and", "with", "that", "which", "in", "on", "over", "plus", "called", "named"}
)
_WISHES = frozenset(
    [
        "performance",
        "speed",
        "compliance",
        "security",
        "safety",
        "availability",
        "throughput",
        "latency",
        "scale",
        "scaling",
        "scalability",
        "reliability",
        "resilience",
        "disaster",
        "recovery",
        "cost",
        "free",
        "cheap",
        "gdpr",
        "hipaa",
        "pci",
        "soc",
        "audit",
        "everyone",
        "everybody",
        "anyone",
        "all",
        "public",
        "internet",
        "redundancy",
        "durability",
    ]
)
"""What one asks for, not what one keeps in a thing: never taken for a name."""
_KEPT = frozenset({"backup"})
"""What has a meaning elsewhere, and here is what a thing holds."""
_WITH_NAMES: Readers = {**READERS, "names": _names, "image": _image, "purpose": _purpose}


@cache
def known_words() -> Mapping[str, str]:
    """Every stem that means something or is a stop-word, with a way to write it: what misspellings are mended to."""
    known = {word: word for word in STOP_WORDS}
    for words in (NUMBER_WORDS, UNIT_WORDS, CLOCK_WORDS, REGION_WORDS):
        known |= {stem(word): word for word in words}
    for pattern, _ in reversed(_table()):
        known |= vocabulary(pattern)
    return known


@cache
def _table() -> tuple[Row, ...]:
    return tuple(_rows())


def _rows() -> Iterator[Row]:
    for kind in KINDS.values():
        yield from _each(kind.nouns, kind)
    yield from _each(stack.STACK_NOUNS, Stack())
    for refusal in REFUSALS:
        yield from _each(refusal.patterns, refusal)
    for module in _TRAITS:
        for trait in module.TRAITS:
            yield from _each(trait.patterns, trait)
    for link in LINKS:
        yield from _each(link.patterns, link)
    yield from _each("{region}; region :? {region}; {region} region", RegionPhrase())
    yield from _each("{vague}; region :? {vague}; {vague} region", RegionPhrase(vague=True))


def _each(patterns: str, meaning: Meaning) -> Iterator[Row]:
    return ((pattern.strip(), meaning) for pattern in patterns.split(";"))


@lru_cache(maxsize=4096)
def _candidates(word: str) -> tuple[Row, ...]:
    """The rows whose patterns could begin with a word."""
    return tuple(row for row in _table() if (first_words(row[0]) or {word}) & {word})
