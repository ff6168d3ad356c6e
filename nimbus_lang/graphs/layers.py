"""Boxes and arrows between them to places: in columns, each box left of what it needs, few crossings, arrows straight.

The layers and the order of a walk are networkx's; what is here is the usual work of drawing on them (Sugiyama's method):
arrows that go back are turned round, arrows over several columns get a way through, boxes are ordered by their neighbours.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

GAP_X, GAP_Y = 130.0, 22.0
LANE = 10.0
"""How high the way of an arrow through a column is."""
_SWEEPS = 6

Key = Hashable
Size = tuple[float, float]
Point = tuple[float, float]


@dataclass
class Placed:
    """Top left corners of the boxes by key, the size of all together, and for each arrow the points it passes through."""

    corners: dict[Key, Point] = field(default_factory=dict)
    size: Size = (0.0, 0.0)
    ways: dict[tuple[Key, Key], list[Point]] = field(default_factory=dict)


def place(sizes: Mapping[Key, Size], arrows: Sequence[tuple[Key, Key]]) -> Placed:
    """Place boxes of these sizes; every end of an arrow is one of them."""
    touched = {end for arrow in arrows for end in arrow}
    alone = {key: size for key, size in sizes.items() if key not in touched}
    joined = {key: size for key, size in sizes.items() if key in touched}
    placed = _columns(joined, arrows) if joined else Placed()
    _grid(placed, alone)
    return placed


def _columns(sizes: Mapping[Key, Size], arrows: Sequence[tuple[Key, Key]]) -> Placed:
    straight, turned = _without_rings(sizes, arrows)
    layer = _layers(straight)
    boxes: dict[Key, Size] = dict(sizes)
    links: list[tuple[Key, Key]] = []
    lanes: dict[tuple[Key, Key], list[Key]] = {}
    for source, target in straight.edges:
        chain: list[Key] = [source]
        for step in range(layer[source] + 1, layer[target]):
            lane = ("lane", source, target, step)
            boxes[lane] = (0.0, LANE)
            layer[lane] = step
            chain.append(lane)
        lanes[source, target] = chain[1:]
        links += zip(chain, [*chain[1:], target])
    columns = _ordered(_by_layer(boxes, layer), links)
    corners, size = _coordinates(columns, boxes, links)
    placed = Placed({key: corners[key] for key in sizes}, size)
    for source, target in arrows:
        back = (source, target) in turned
        chain = lanes.get((target, source) if back else (source, target), [])
        points = [(corners[key][0], corners[key][1] + LANE / 2) for key in chain]
        placed.ways[source, target] = points[::-1] if back else points
    return placed


def _without_rings(
    sizes: Mapping[Key, Size], arrows: Sequence[tuple[Key, Key]]
) -> tuple[Any, Mapping[tuple[Key, Key], None]]:
    """The arrows as a graph without rings, and those that were turned round for it."""
    import networkx

    graph: Any = networkx.DiGraph()
    graph.add_nodes_from(sizes)
    graph.add_edges_from(arrows)
    finished = {key: at for at, key in enumerate(networkx.dfs_postorder_nodes(graph))}
    turned = dict.fromkeys((s, t) for s, t in graph.edges if finished[t] > finished[s])
    graph.remove_edges_from(list(turned))
    graph.add_edges_from((t, s) for s, t in turned if not graph.has_edge(t, s))
    return graph, turned


def _layers(graph: Any) -> dict[Key, int]:
    """The column of each box: as far to the right as what it needs allows."""
    import networkx

    layer: dict[Key, int] = {}
    for at, generation in enumerate(networkx.topological_generations(graph)):
        for key in generation:
            layer[key] = at
    for key in reversed(list(networkx.topological_sort(graph))):
        after = [layer[other] for other in graph.successors(key)]
        if after:
            layer[key] = min(after) - 1
    return layer


def _by_layer(boxes: Mapping[Key, Size], layer: Mapping[Key, int]) -> list[list[Key]]:
    columns: list[list[Key]] = [[] for _ in range(max(layer.values()) + 1)]
    for key in boxes:
        columns[layer[key]].append(key)
    return [column for column in columns if column]


def _ordered(columns: list[list[Key]], links: Sequence[tuple[Key, Key]]) -> list[list[Key]]:
    """Each column ordered by where the neighbours in the next one stand, to and fro."""
    before, after = _neighbours(links)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        steps = columns[1:] if forward else columns[-2::-1]
        near = before if forward else after
        for column in steps:
            rank = {key: at for other in columns for at, key in enumerate(other)}
            column.sort(key=lambda key: _mean([rank[n] for n in near.get(key, ())], rank[key]))
    return columns


def _neighbours(
    links: Sequence[tuple[Key, Key]],
) -> tuple[dict[Key, list[Key]], dict[Key, list[Key]]]:
    before: dict[Key, list[Key]] = {}
    after: dict[Key, list[Key]] = {}
    for source, target in links:
        after.setdefault(source, []).append(target)
        before.setdefault(target, []).append(source)
    return before, after


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else float(otherwise)


def _coordinates(
    columns: list[list[Key]], boxes: Mapping[Key, Size], links: Sequence[tuple[Key, Key]]
) -> tuple[dict[Key, Point], Size]:
    """Corners: columns side by side, each box near the middle of its neighbours, none over another."""
    before, after = _neighbours(links)
    middle: dict[Key, float] = {}
    for column in columns:
        at = 0.0
        for key in column:
            middle[key] = at + boxes[key][1] / 2
            at += boxes[key][1] + GAP_Y
    for sweep in range(_SWEEPS):
        near = before if sweep % 2 == 0 else after
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wanted = [_mean([middle[n] for n in near.get(key, ())], middle[key]) for key in column]
            for key, found in zip(column, _apart(column, boxes, wanted)):
                middle[key] = found
    top = min(middle[key] - boxes[key][1] / 2 for key in middle)
    corners: dict[Key, Point] = {}
    left = 0.0
    for column in columns:
        width = max(boxes[key][0] for key in column)
        for key in column:
            own_width, height = boxes[key]
            x = left + (width - own_width) / 2
            corners[key] = (x, middle[key] - height / 2 - top)
        left += width + GAP_X
    bottom = max(corners[key][1] + boxes[key][1] for key in corners)
    return corners, (left - GAP_X, bottom)


def _apart(
    column: Sequence[Key], boxes: Mapping[Key, Size], wanted: Sequence[float]
) -> list[float]:
    """Middles near the wanted ones, in their order and without overlaps; neither end is favoured."""
    heights = [boxes[key][1] for key in column]
    down, up = _pushed(wanted, heights), _pushed([-w for w in wanted][::-1], heights[::-1])
    return [(one - other) / 2 for one, other in zip(down, up[::-1])]


def _pushed(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    found: list[float] = []
    for at, (middle, height) in enumerate(zip(wanted, heights)):
        if at:
            middle = max(middle, found[-1] + (heights[at - 1] + height) / 2 + GAP_Y)
        found.append(middle)
    return found


def _grid(placed: Placed, alone: Mapping[Key, Size]) -> None:
    """What has no arrows stands in rows below the rest."""
    if not alone:
        return
    width, bottom = placed.size
    area = sum((w + GAP_Y) * (h + GAP_Y) for w, h in alone.values())
    limit = max(width, (1.8 * area) ** 0.5, max(w for w, _ in alone.values()))
    x, y, row = 0.0, bottom + GAP_Y if placed.corners else 0.0, 0.0
    right = width
    for key, (w, h) in alone.items():
        if x > 0 and x + w > limit:
            x, y, row = 0.0, y + row + GAP_Y, 0.0
        placed.corners[key] = (x, y)
        x, row = x + w + GAP_Y, max(row, h)
        right = max(right, x - GAP_Y)
    placed.size = (right, y + row)
