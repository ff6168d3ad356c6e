"""Rolls instances of one declaration up again: which Terraform block each instance belongs to, and under which index.

A block that would wait for itself (one instance reads another one) cannot be rolled up: its instances become
separate blocks called `<label>_<key>`. Looks at references only, never at other fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum

from nimbus_lang.ir.graph import InfraGraph, Repeat, Resource, Target
from nimbus_lang.ir.references import references_of
from nimbus_lang.source.record import dataclass


class Mode(Enum):
    """How a block repeats: once, by `for_each` or by `count`."""

    ONE = "one"
    KEYS = "keys"
    COUNT = "count"


@dataclass(frozen=True)
class Group:
    """One block: its type (`aws_vpc`), its label, and its instances in the order of the source."""

    type: str
    label: str
    lookup: bool
    mode: Mode
    members: tuple[Resource, ...]

    @property
    def root(self) -> str:
        """What expressions call it: `aws_vpc.main`, `data.aws_ami.ubuntu`."""
        return f"{'data.' if self.lookup else ''}{self.type}.{self.label}"

    @property
    def keys(self) -> tuple[str | int | None, ...]:
        """The index of each member; None for a block that does not repeat."""
        return tuple(self.index(member) for member in self.members)

    def index(self, member: Resource) -> str | int | None:
        """The index of a member in this block."""
        key = member.address.key
        match self.mode:
            case Mode.ONE:
                return None
            case Mode.KEYS:
                return str(key)
            case Mode.COUNT:
                return key


@dataclass(frozen=True, slots=True)
class Place:
    """Where an instance stands in the Terraform code."""

    group: Group
    index: str | int | None

    @property
    def address(self) -> str:
        """Terraform's own address of the instance: `aws_subnet.private["a"]`."""
        match self.index:
            case None:
                return self.group.root
            case int(number):
                return f"{self.group.root}[{number}]"
            case text:
                return f'{self.group.root}["{text}"]'


def group_resources(graph: InfraGraph, apart: frozenset[str] = frozenset()) -> tuple[Group, ...]:
    """The blocks of a graph, in the order of their first instances. Groups whose root is in `apart` are not rolled up."""
    gathered: dict[tuple[str, str, bool, str], list[Resource]] = {}
    for resource in graph.resources.values():
        if resource.target is Target.TERRAFORM:
            gathered.setdefault(_identity(resource), []).append(resource)
    groups = [_group(members) for members in gathered.values()]
    return tuple(_without_self_waiting(groups, apart))


def places(groups: Iterable[Group]) -> dict[str, Place]:
    """The place of each instance, by its address."""
    return {
        str(member.address): Place(group, group.index(member))
        for group in groups
        for member in group.members
    }


def _identity(resource: Resource) -> tuple[str, str, bool, str]:
    return (
        resource.terraform_type,
        resource.address.label,
        resource.lookup,
        resource.provider,
    )


def _group(members: Sequence[Resource]) -> Group:
    first = members[0]
    return Group(
        first.terraform_type, first.address.label, first.lookup, _mode(members), tuple(members)
    )


def _mode(members: Sequence[Resource]) -> Mode:
    keys = [member.address.key for member in members]
    if keys == [None]:
        return Mode.ONE
    if members[0].repeat is Repeat.COUNT and keys == list(range(len(keys))):
        return Mode.COUNT
    return Mode.KEYS


def _without_self_waiting(groups: list[Group], apart: frozenset[str]) -> Iterator[Group]:
    waiting = _in_cycles(groups) | {n for n, group in enumerate(groups) if group.root in apart}
    taken = {(group.type, group.label) for group in groups}
    for position, group in enumerate(groups):
        if group.mode is Mode.ONE or position not in waiting:
            yield group
            continue
        for member in group.members:
            label = _free_label(group, member, taken)
            yield Group(group.type, label, group.lookup, Mode.ONE, (member,))


def _free_label(group: Group, member: Resource, taken: set[tuple[str, str]]) -> str:
    key = re.sub(r"[^A-Za-z0-9_-]", "_", str(member.address.key))
    label, number = f"{group.label}_{key}", 1
    while (group.type, label) in taken:
        number += 1
        label = f"{group.label}_{key}_{number}"
    taken.add((group.type, label))
    return label


def _in_cycles(groups: Sequence[Group]) -> set[int]:
    """Positions of groups that wait for themselves, directly or through others (or stand between two such)."""
    owner = {str(m.address): n for n, group in enumerate(groups) for m in group.members}
    needs = {number: _needs(group, owner) for number, group in enumerate(groups)}
    needed: dict[int, set[int]] = {number: set() for number in needs}
    for number, targets in needs.items():
        for target in targets:
            needed[target].add(number)
    left = _without_ends(set(needs), needs, needed)
    return _without_ends(left, needed, needs)


def _needs(group: Group, owner: Mapping[str, int]) -> set[int]:
    addresses = {
        str(ref.address) for member in group.members for _, ref, _ in references_of(member)
    }
    addresses |= {str(a) for member in group.members for a in member.lifecycle.after}
    return {owner[address] for address in addresses if address in owner}


def _without_ends(
    left: set[int], ahead: Mapping[int, set[int]], behind: Mapping[int, set[int]]
) -> set[int]:
    """What is left when those with nothing ahead are taken away, again and again."""
    open_ends = {number: len(ahead[number] & left) for number in left}
    ready = [number for number, count in open_ends.items() if count == 0]
    while ready:
        gone = ready.pop()
        left.discard(gone)
        for number in behind[gone] & left:
            open_ends[number] -= 1
            if open_ends[number] == 0:
                ready.append(number)
    return left
