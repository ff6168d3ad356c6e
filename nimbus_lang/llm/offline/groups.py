"""The parts while a sentence is being read: one group for each noun that brings something new, with what is said of it.

A later noun may speak of the same group (`the database`). Nothing here is final: names and defaults come afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nimbus_lang.llm.offline.intent import Value
from nimbus_lang.llm.offline.kind import Kind
from nimbus_lang.llm.offline.links import Mode
from nimbus_lang.llm.offline.scan import Item


@dataclass(eq=False, slots=True)
class Group:
    """One noun's parts. `fields` keep the item that set each; `names` are those that were given, as they were given.

    `kind` None is the stack itself. `plural` when the noun was: then a number or names must say how many.
    """

    kind: Kind | None
    noun: str = ""
    item: Item | None = None
    count: int | None = None
    plural: bool = False
    names: tuple[str, ...] = ()
    purpose: str = ""
    fields: dict[str, tuple[Value, Item | None]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    protect: bool = False
    resources: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Link:
    """A group uses another one."""

    target: Group
    mode: Mode
    item: Item


@dataclass(frozen=True, slots=True)
class Head:
    """A noun at position `at` of the items, which brings or speaks of `group`.

    `aside`: it only tells where something lies, or what something uses, so that what follows may speak of the noun before.
    """

    at: int
    group: Group
    new: bool
    aside: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase that has its place: of which group, which fields it set or what it means, and what that assumes."""

    item: Item
    group: Group | None
    fields: tuple[str, ...] = ()
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that stops the translation: what kind of trouble, where, and the sentence that tells it.

    `trouble` is one of: unknown, unmade, contradiction, missing, unsafe.
    """

    trouble: str
    item: Item | None
    detail: str


@dataclass(slots=True)
class Reading:
    """All that reading has found so far."""

    sentence: str
    items: Sequence[Item]
    groups: list[Group] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    assumed: list[tuple[Group | None, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stack: Group = field(default_factory=lambda: Group(None, "stack"))
    region: tuple[str, Item] | None = None

    def of_kind(self, kind: str) -> list[Group]:
        """The groups of a kind, in the order of the sentence."""
        return [group for group in self.groups if group.kind is not None and group.kind.id == kind]

    def set(self, group: Group, name: str, value: Value, item: Item | None) -> bool:
        """Set a field; False for a second, different value: a contradiction. A name ending in `?` gives way to any other."""
        soft = name.endswith("?")
        name = name.removesuffix("?")
        before = group.fields.get(name)
        if before is not None and (soft or before[0] == value):
            return True
        if before is not None and before[1] is not None and item is not None:
            detail = f"`{before[1].text}` and `{item.text}` cannot both be so."
            self.problems.append(Problem("contradiction", item, detail))
            return False
        group.fields[name] = (value, None if soft else item)
        return True
