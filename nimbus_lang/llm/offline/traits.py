"""Gives every phrase that says something its place: the noun it adorns, the noun it follows, or everything.

A phrase that fits nowhere is a problem with a reason; it is never left out and never forced upon another noun.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nimbus_lang.llm.offline.groups import Group, Head, Problem, Reading, Said
from nimbus_lang.llm.offline.kind import Taken, Trait
from nimbus_lang.llm.offline.refusals import Refusal
from nimbus_lang.llm.offline.scan import Item, NounPhrase

_OF_THE_STACK = frozenset({"names", "tags", "production", "private", "encrypted"})
_OF_A_GROUP = frozenset({"names", "purpose", "count"})


def read_traits(reading: Reading, phrases: Mapping[int, NounPhrase]) -> None:
    """Place every trait of the sentence."""
    adorned = {at: phrase.noun for phrase in phrases.values() for at in phrase.adjectives}
    for at, item in enumerate(reading.items):
        if item.found is not None and isinstance(item.found.meaning, Trait):
            _place(reading, at, item, item.found.meaning, adorned.get(at))


def _place(reading: Reading, at: int, item: Item, trait: Trait, noun: int | None) -> None:
    if trait.name == "count":
        if noun is None:
            detail = f"`{item.text}`: of what it is a number"
            reading.problems.append(Problem("unknown", item, detail))
        return
    value = _value(item, trait)
    head = _head_at(reading, noun) if noun is not None else None
    if head is not None and _accepts(head.group, trait):
        _give(reading, head.group, item, trait, value)
    elif trait.name == "production" and noun is None:
        _give_all(reading, item, trait, value)
    else:
        _look_around(reading, at, item, trait, value, head)


def _look_around(
    reading: Reading, at: int, item: Item, trait: Trait, value: object, adorned: Head | None
) -> None:
    """Nothing is adorned that takes it: look at the nouns before, then at those after, then at what is implied."""
    before = [head for head in reversed(reading.heads) if head.at < at]
    after = [head for head in reading.heads if head.at > at]
    group = _nearest(before, trait)
    if group is None and (not before or adorned is not None) and not trait.near:
        group = next((head.group for head in after if _accepts(head.group, trait)), None)
    if group is None and not before:
        group = next((head.group for head in after if _accepts(head.group, trait)), None)
    if group is None and not _is_refused(before, trait):
        group = _implied_network(reading, trait)
    if group is None:
        nearest = adorned or next((head for head in before if not head.aside), None)
        nearest = nearest or (before + after + [None])[0]
        if _of_something_unmade(reading, at, before):
            return
        reading.problems.append(_no_place(item, trait, nearest.group if nearest else None))
    else:
        _give(reading, group, item, trait, value)


def _of_something_unmade(reading: Reading, at: int, before: Sequence[Head]) -> bool:
    """Whether the noun it speaks of is one that cannot be made, which is told already."""
    start = before[0].at + 1 if before else 0
    return any(
        item.found is not None and isinstance(item.found.meaning, Refusal)
        for item in reading.items[start:at]
    )


def _nearest(before: Sequence[Head], trait: Trait) -> Group | None:
    """The noun before that a trait belongs to; a near trait looks past nothing but asides."""
    for head in before:
        if _accepts(head.group, trait):
            return head.group
        refused = head.group.kind is not None and trait.name in head.group.kind.refuses
        if (trait.near or refused) and not head.aside:
            return None
    return None


def _is_refused(before: Sequence[Head], trait: Trait) -> bool:
    """Whether the noun it follows can never have it."""
    nearest = next((head.group.kind for head in before if not head.aside), None)
    return nearest is not None and trait.name in nearest.refuses


def _accepts(group: Group, trait: Trait) -> bool:
    if group.kind is None:
        return trait.name in _OF_THE_STACK
    return trait.name in _OF_A_GROUP or trait.name in group.kind.takes


def _implied_network(reading: Reading, trait: Trait) -> Group | None:
    """A network nobody mentioned, but which a cluster or database must have."""
    said_of_it = trait.name in ("zones", "cidr", "nat", "some_nat", "subnets")
    implied = (group for group in reading.of_kind("network") if group.item is None)
    return next(implied, None) if said_of_it else None


def _give(reading: Reading, group: Group, item: Item, trait: Trait, value: object) -> None:
    if trait.name in _OF_A_GROUP:
        _give_names(reading, group, item, trait, value)
        return
    if group.kind is None:
        if trait.name == "production":
            _give_all(reading, item, trait, value)
        else:
            _give_stack(reading, item, trait, value)
        return
    _take(reading, group, item, group.kind.takes[trait.name](value))
    assert item.found is not None
    for name, more in item.found.values.items():
        if name != trait.name and more is not value and name in group.kind.takes:
            _take(reading, group, item, group.kind.takes[name](more))


def _take(reading: Reading, group: Group, item: Item, taken: Taken) -> None:
    if taken.missing:
        detail = f"`{item.text}`: say {taken.missing}."
        reading.problems.append(Problem("missing", item, detail))
        return
    agreed = [reading.set(group, name, what, item) for name, what in taken.sets]
    if not all(agreed):
        return
    group.protect |= taken.protect
    if taken.assumed:
        reading.assumed.append((group, taken.assumed))
    names = tuple(name.removesuffix("?") for name, _ in taken.sets)
    reading.said.append(Said(item, group, names, taken.meaning))


def _give_all(reading: Reading, item: Item, trait: Trait, value: object) -> None:
    """Something that holds for the whole stack."""
    reading.said.append(Said(item, None, (), "all of the stack"))
    for group in reading.groups:
        if group.kind is not None and trait.name in group.kind.takes:
            _take(reading, group, item, group.kind.takes[trait.name](value))


def _give_stack(reading: Reading, item: Item, trait: Trait, value: object) -> None:
    if trait.name == "tags":
        assert isinstance(value, tuple)
        for key, text in value:
            reading.set(reading.stack, f"tags.{key}", text, item)
        reading.said.append(Said(item, reading.stack, (), "tags of everything in AWS"))
    else:
        reading.said.append(Said(item, reading.stack, (), "the library's parts are so"))


def _give_names(reading: Reading, group: Group, item: Item, trait: Trait, value: object) -> None:
    if trait.name == "purpose":
        group.purpose = group.purpose or str(value)
        reading.said.append(Said(item, group, (), "its name"))
        return
    assert isinstance(value, tuple)
    if group.kind is None and len(value) > 1:
        reading.problems.append(Problem("contradiction", item, "One stack has one name."))
    elif group.names and group.names != value:
        detail = f"`{group.names[0]}` and `{value[0]}` cannot both be its name."
        reading.problems.append(Problem("contradiction", item, detail))
    group.names = tuple(str(name) for name in value)
    whose = "the stack's name" if group.kind is None else "its name"
    reading.said.append(Said(item, group, (), whose if len(value) == 1 else "their names"))


def _value(item: Item, trait: Trait) -> object:
    assert item.found is not None
    if trait.fixed is not None:
        return trait.fixed
    captured = item.found.values
    return captured.get(trait.name, next(iter(captured.values()), True))


def _head_at(reading: Reading, noun: int) -> Head | None:
    return next((head for head in reading.heads if head.at == noun), None)


def _no_place(item: Item, trait: Trait, group: Group | None) -> Problem:
    if group is None or group.kind is None:
        return Problem("unknown", item, f"`{item.text}`: of what it is said")
    refused = group.kind.refuses.get(trait.name)
    if refused is not None:
        trouble = "unsafe" if trait.name in ("public", "unencrypted", "no_backups") else "unmade"
        return Problem(trouble, item, f"`{item.text}` of {group.kind.called}: {refused}.")
    return Problem(
        "unknown", item, f"`{item.text}`: nothing that can be said of {group.kind.called}"
    )
