"""Finds what a sentence brings: each noun is a new group, or speaks of one that is there already."""

from __future__ import annotations

from collections.abc import Mapping

from nimbus_lang.llm.offline.groups import Group, Head, Problem, Reading
from nimbus_lang.llm.offline.kind import Kind, Trait
from nimbus_lang.llm.offline.links import LinkPhrase
from nimbus_lang.llm.offline.phrases import KINDS, known_words
from nimbus_lang.llm.offline.scan import Item, NounPhrase
from nimbus_lang.llm.offline.tokens import stem

_PLACES = frozenset({"in", "inside", "within", "into", "on", "onto", "to", "of"})
_PLACES_KINDS = frozenset({"network", "cluster"})
_PLURAL_WORDS = frozenset({"kubernetes", "postgres", "eks", "sqs", "aws", "rds", "k8s", "s3"})


def read_nouns(reading: Reading, phrases: Mapping[int, NounPhrase]) -> None:
    """Fill `groups` and `heads`."""
    used = [at for at, phrase in phrases.items() if _is_used(reading, phrase)]
    for at in [*(at for at in phrases if at not in used), *used]:
        _read_noun(reading, at, phrases[at], at in used)
    reading.heads.sort(key=lambda head: head.at)


def imply_network(reading: Reading) -> None:
    """A cluster and a database lie in a network; without one in the sentence, one is made."""
    needing = any(group.kind is not None and group.kind.in_network for group in reading.groups)
    if needing and not reading.of_kind("network"):
        reading.groups.append(Group(KINDS["network"], "network"))


def _is_used(reading: Reading, phrase: NounPhrase) -> bool:
    """`uses the database`: the sentence may bring the database later, so it is read last."""
    return phrase.definite is not False and _after_link(reading, phrase)


def _read_noun(reading: Reading, at: int, phrase: NounPhrase, used: bool) -> None:
    item = reading.items[at]
    assert item.found is not None
    kind = item.found.meaning
    if not isinstance(kind, Kind):
        if (_count(reading, phrase) or 1) != 1:
            detail = "A sentence makes one stack; a second environment is an overlay of it."
            reading.problems.append(Problem("unmade", item, detail))
        reading.heads.append(Head(at, reading.stack, False, False))
        return
    group = _spoken_of(reading, kind, item, phrase)
    new = group is None
    if group is None:
        group = _bring(reading, kind, item, phrase)
        if used and phrase.definite:
            what = (
                f"Which one `{item.text}` means: the sentence brings none. Say `a {kind.name}` "
                "if one is to be made."
            )
            reading.problems.append(Problem("missing", item, what))
    _said_by_noun(reading, kind, group, item)
    reading.heads.append(Head(at, group, new, _is_aside(reading, kind, phrase)))


def _said_by_noun(reading: Reading, kind: Kind, group: Group, item: Item) -> None:
    """What the noun itself carries: `Postgres 16`."""
    assert item.found is not None
    for name, value in item.found.values.items():
        if name not in kind.takes:
            continue
        taken = kind.takes[name](value)
        if taken.missing:
            detail = f"`{item.text}`: say {taken.missing}."
            reading.problems.append(Problem("missing", item, detail))
        for field, what in taken.sets:
            reading.set(group, field, what, item)


def _spoken_of(reading: Reading, kind: Kind, item: Item, phrase: NounPhrase) -> Group | None:
    """The group that a noun speaks of, if it brings nothing new."""
    there = reading.of_kind(kind.id)
    if not there or phrase.definite is False or _count(reading, phrase) is not None:
        return None
    same = [group for group in there if group.noun == _noun(item)] or there
    opens = phrase.start == 0 or reading.items[phrase.start - 1].text in (".", ";", "!")
    bare = phrase.definite is None and (opens or _after_link(reading, phrase) or kind.single)
    if phrase.definite is None and not bare:
        return None
    if len(same) > 1:
        reading.problems.append(
            Problem(
                "missing", item, f"Which one `{item.text}` means: there are {len(same)} of them."
            )
        )
    return same[-1]


def _bring(reading: Reading, kind: Kind, item: Item, phrase: NounPhrase) -> Group:
    words = [word for word in item.text.replace("-", " ").split() if word[-1:].isalpha()]
    last = words[-1].lower() if words else ""
    plural = last not in _PLURAL_WORDS and stem(last) != last and stem(last) in known_words()
    group = Group(kind, _noun(item), item, _count(reading, phrase), plural)
    if kind.single and (reading.of_kind(kind.id) or (group.count or 1) > 1):
        detail = f"A stack made from a sentence has one {kind.called.removeprefix('a ')}."
        reading.problems.append(Problem("unmade", item, detail))
    reading.groups.append(group)
    return group


def _noun(item: Item) -> str:
    """The word by which the same noun is known again."""
    words = [word for word in item.text.lower().split() if word[-1:].isalpha()]
    return stem(words[-1]) if words else item.text.lower()


def _count(reading: Reading, phrase: NounPhrase) -> int | None:
    numbers = [reading.items[at] for at in phrase.adjectives if _is_count(reading.items[at])]
    if len(numbers) > 1:
        detail = f"`{numbers[0].text}` and `{numbers[1].text}` cannot both be their number."
        reading.problems.append(Problem("contradiction", numbers[1], detail))
    found = numbers[0].found if numbers else None
    value = found.values.get("count", 2) if found is not None else None
    return value if isinstance(value, int) else None


def _is_count(item: Item) -> bool:
    meaning = item.found.meaning if item.found is not None else None
    return isinstance(meaning, Trait) and meaning.name == "count"


def _after_link(reading: Reading, phrase: NounPhrase) -> bool:
    before = reading.items[phrase.start - 1] if phrase.start > 0 else None
    found = before.found if before is not None else None
    return found is not None and isinstance(found.meaning, LinkPhrase)


def _is_aside(reading: Reading, kind: Kind, phrase: NounPhrase) -> bool:
    placed = kind.id in _PLACES_KINDS and phrase.before in _PLACES and bool(reading.heads)
    return placed or _after_link(reading, phrase)
