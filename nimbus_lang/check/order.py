"""An order in which everything comes after what it reads, and the cycles that stand in the way.

Tarjan's algorithm without recursion: linear in nodes and edges. Knows nothing of what the nodes are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def groups_in_order(edges: Mapping[Node, Iterable[Node]]) -> list[list[Node]]:
    """The strongly connected groups of the graph, each after all it has edges to. Edges to unknown nodes are ignored."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: list[Node] = []
    on_stack: set[Node] = set()
    groups: list[list[Node]] = []
    for root in edges:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        work = [(root, iter(edges[root]))]
        while work:
            node, rest = work[-1]
            for target in rest:
                if target not in edges:
                    continue
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(edges[target])))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    groups.append(_pop_group(node, stack, on_stack))
    return groups


def _pop_group(root: Node, stack: list[Node], on_stack: set[Node]) -> list[Node]:
    group: list[Node] = []
    while True:
        node = stack.pop()
        on_stack.discard(node)
        group.append(node)
        if node == root:
            return group[::-1]


def shortest_cycle(group: list[Node], edges: Mapping[Node, Iterable[Node]]) -> list[Node]:
    """A shortest way from the first node of a group back to itself; empty when the group is no cycle."""
    inside = set(group)
    start = group[0]
    before: dict[Node, Node] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for target in edges[node]:
            if target == start:
                return _path_back(start, node, before)
            if target in inside and target not in before:
                before[target] = node
                queue.append(target)
    return []


def _path_back(start: Node, node: Node, before: Mapping[Node, Node]) -> list[Node]:
    path = [node]
    while path[-1] != start:
        path.append(before[path[-1]])
    return path[::-1]
