"""What is drawn of a graph, whatever it is drawn with: nodes, the groups they lie in, and one edge for each pair.

Groups are targets (where there is more than one) and in them the instances of components. A collapsed picture shows each
instance of a component as one node.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nimbus_lang.ir.graph import Edge, InfraGraph, Resource, Target
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.values.model import Address, Step

NAMES = {Target.TERRAFORM: "Terraform", Target.KUBERNETES: "Kubernetes", Target.HELM: "Helm"}
_MOST_FIELDS = 2


@dataclass(frozen=True, slots=True)
class Node:
    """A resource, or a collapsed component instance (`kind` is then "component"). `id` is `n` and a number.

    `group` is the id of the innermost group, "" at the top. `resources` are the addresses it stands for.
    """

    id: str
    address: str
    label: str
    kind: str
    target: Target
    group: str
    span: Span
    resources: tuple[str, ...]
    lookup: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A target or an instance of a component; `parent` is the id of the group around it, "" at the top."""

    id: str
    label: str
    parent: str
    target: Target


@dataclass(frozen=True, slots=True)
class Line:
    """An edge: `source` needs `target` (ids of nodes); `fields` are the dotted fields that say so, "" for `@after`."""

    source: str
    target: str
    fields: tuple[str, ...]

    @property
    def label(self) -> str:
        """The first fields, in few words: positions in lists left out, and all that a provider needs is one reason."""
        named = list(dict.fromkeys(_reason(name) for name in self.fields))
        more = f" +{len(named) - _MOST_FIELDS}" if len(named) > _MOST_FIELDS else ""
        return ", ".join(named[:_MOST_FIELDS]) + more


def _reason(field: str) -> str:
    if field.startswith("provider."):
        return "provider"
    return ".".join(part for part in field.split(".") if not part.isdigit()) or "after"


@dataclass(frozen=True)
class Picture:
    """All of it, each in the order of the source."""

    title: str
    nodes: tuple[Node, ...]
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]

    @property
    def targets(self) -> tuple[Target, ...]:
        """The targets that are in it, in their usual order."""
        present = {node.target for node in self.nodes}
        return tuple(target for target in Target if target in present)


def picture_of(graph: InfraGraph, collapsed: bool = False) -> Picture:
    """The picture of a graph."""
    many = len({resource.target for resource in graph.resources.values()}) > 1
    drawer = _Drawer(many, collapsed)
    for resource in graph.resources.values():
        drawer.add(resource)
    title = graph.stack or "stack"
    return Picture(title, drawer.nodes(), tuple(drawer.groups.values()), drawer.lines(graph.edges))


class _Drawer:
    def __init__(self, many: bool, collapsed: bool) -> None:
        self.groups: dict[str, Group] = {}
        self._many = many
        self._collapsed = collapsed
        self._ids: dict[str, str] = {}  # of nodes, by their key and by the addresses they stand for
        self._members: dict[str, list[Resource]] = {}

    def add(self, resource: Resource) -> None:
        """Put a resource into its node."""
        node = self._ids.setdefault(self._key(resource), f"n{len(self._members)}")
        self._members.setdefault(node, []).append(resource)
        self._ids[str(resource.address)] = node

    def _key(self, resource: Resource) -> str:
        """What its node is called: its own address, or that of the outermost component around it."""
        steps = resource.address.steps
        if self._collapsed and len(steps) > 1:
            return f"{resource.target.value} {Address(steps[:1])}"
        return str(resource.address)

    def nodes(self) -> tuple[Node, ...]:
        return tuple(self._node(node, members) for node, members in self._members.items())

    def _node(self, node: str, members: list[Resource]) -> Node:
        first = members[0]
        steps = first.address.steps
        inside = self._collapsed and len(steps) > 1
        shown = steps[:1] if inside else steps
        return Node(
            node,
            str(Address(shown)),
            str(Address(shown[-1:])),
            "component" if inside else first.type,
            first.target,
            self._group(first.target, shown[:-1]),
            first.callers[-1] if inside and first.callers else first.span,
            tuple(str(member.address) for member in members),
            first.lookup and not inside,
        )

    def _group(self, target: Target, steps: tuple[Step, ...]) -> str:
        """The group of a component instance within a target, made when first needed, with those around it."""
        if not steps:
            return self._made(target.value, NAMES[target], "", target) if self._many else ""
        parent = self._group(target, steps[:-1])
        key = f"{target.value} {Address(steps)}"
        return self._made(key, str(Address(steps[-1:])), parent, target)

    def _made(self, key: str, label: str, parent: str, target: Target) -> str:
        if key not in self.groups:
            self.groups[key] = Group(f"g{len(self.groups)}", label, parent, target)
        return self.groups[key].id

    def lines(self, edges: Iterable[Edge]) -> tuple[Line, ...]:
        fields: dict[tuple[str, str], dict[str, None]] = {}
        for edge in edges:
            source, target = self._ids.get(str(edge.source)), self._ids.get(str(edge.target))
            if source is not None and target is not None and source != target:
                fields.setdefault((source, target), {})[edge.field] = None
        return tuple(
            Line(source, target, tuple(names)) for (source, target), names in fields.items()
        )


@dataclass(frozen=True)
class Tree:
    """Nodes and groups by the group that holds them, "" at the top."""

    nodes: Mapping[str, list[Node]]
    groups: Mapping[str, list[Group]]


def tree_of(picture: Picture) -> Tree:
    """Who lies in which group."""
    nodes: dict[str, list[Node]] = {}
    groups: dict[str, list[Group]] = {}
    for node in picture.nodes:
        nodes.setdefault(node.group, []).append(node)
    for group in picture.groups:
        groups.setdefault(group.parent, []).append(group)
    return Tree(nodes, groups)
