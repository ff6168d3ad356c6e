"""A picture to places on paper: every group laid out by itself, then as one box in the group around it.

From a `Picture` to rectangles and lines in pixels. Knows how wide letters are and nothing of how things are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from nimbus_lang.diagnostics.cells import columns
from nimbus_lang.graphs.layers import Placed, Point, place
from nimbus_lang.graphs.picture import Group, Line, Node, Picture, Tree, tree_of
from nimbus_lang.source.record import dataclass

LETTER = 7.3
SMALL = 6.2
NODE_HEIGHT = 42.0
PAD = 14.0
TITLE = 24.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: top left corner, width, height."""

    x: float
    y: float
    width: float
    height: float


@dataclass
class Layout:
    """Rectangles of nodes and groups by id, the points of each line from end to end, and the size of the paper."""

    nodes: dict[str, Box] = field(default_factory=dict)
    groups: dict[str, Box] = field(default_factory=dict)
    lines: list[tuple[Line, list[Point]]] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0


def layout_of(picture: Picture) -> Layout:
    """Place everything."""
    return _Layouter(picture).run()


class _Layouter:
    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._tree: Tree = tree_of(picture)
        self._chain = _chains(picture)
        self._placed: dict[str, Placed] = {}
        self._corner: dict[str, Point] = {}
        self._layout = Layout()

    def run(self) -> Layout:
        layout = self._layout
        width, height = self._size("")
        layout.width, layout.height = width + 2 * PAD, height + 2 * PAD
        self._put("", PAD, PAD)
        for line in self._picture.lines:
            layout.lines.append((line, self._points(line)))
        return layout

    def _size(self, group: str) -> tuple[float, float]:
        """Lay out the inside of a group; its size without margins."""
        sizes: dict[object, tuple[float, float]] = {}
        for node in self._tree.nodes.get(group, ()):
            sizes[node.id] = (node_width(node), NODE_HEIGHT)
        for inner in self._tree.groups.get(group, ()):
            width, height = self._size(inner.id)
            least = columns(inner.label)[-1] * LETTER
            sizes[inner.id] = (max(width, least) + 2 * PAD, height + TITLE + PAD)
        arrows = dict.fromkeys(
            pair for line in self._picture.lines if (pair := self._lifted(line, group)) is not None
        )
        self._placed[group] = place(sizes, list(arrows))
        return self._placed[group].size

    def _lifted(self, line: Line, group: str) -> tuple[str, str] | None:
        """The two members of a group that a line goes between; None if it does not lie in the group, or in one member."""
        source, target = self._member(line.source, group), self._member(line.target, group)
        return (source, target) if source and target and source != target else None

    def _member(self, node: str, group: str) -> str | None:
        chain = self._chain[node]
        return chain[chain.index(group) + 1] if group in chain else None

    def _put(self, group: str, x: float, y: float) -> None:
        self._corner[group] = (x, y)
        placed = self._placed[group]
        for node in self._tree.nodes.get(group, ()):
            at = placed.corners[node.id]
            self._layout.nodes[node.id] = Box(x + at[0], y + at[1], node_width(node), NODE_HEIGHT)
        for inner in self._tree.groups.get(group, ()):
            at = placed.corners[inner.id]
            width, height = self._placed[inner.id].size
            least = columns(inner.label)[-1] * LETTER
            box = Box(x + at[0], y + at[1], max(width, least) + 2 * PAD, height + TITLE + PAD)
            self._layout.groups[inner.id] = box
            self._put(inner.id, box.x + PAD, box.y + TITLE)

    def _points(self, line: Line) -> list[Point]:
        """From the edge of one node, through the lanes of the group that holds both, to the edge of the other."""
        ours, theirs = self._chain[line.source], self._chain[line.target]
        common = [a for a, b in zip(ours, theirs) if a == b][-1]
        x, y = self._corner[common]
        pair = (self._member(line.source, common), self._member(line.target, common))
        ways: Mapping[tuple[object, object], list[Point]] = self._placed[common].ways
        lanes = [(x + px, y + py) for px, py in ways.get(pair, [])]
        source, target = self._layout.nodes[line.source], self._layout.nodes[line.target]
        forward = (
            lanes[0][0] if lanes else target.x + target.width / 2
        ) > source.x + source.width / 2
        start = (source.x + source.width if forward else source.x, source.y + NODE_HEIGHT / 2)
        last = lanes[-1][0] if lanes else source.x + source.width / 2
        from_left = last < target.x + target.width / 2
        end = (target.x if from_left else target.x + target.width, target.y + NODE_HEIGHT / 2)
        return [start, *lanes, end]


def node_width(node: Node) -> float:
    """Wide enough for its two lines of text."""
    name, kind = columns(node.label)[-1], columns(node.kind)[-1]
    return max(name * LETTER, kind * SMALL, 60.0) + 2 * PAD


def _chains(picture: Picture) -> dict[str, list[str]]:
    """For each node the groups around it, outermost ("") first, then the node itself."""
    groups: dict[str, Group] = {group.id: group for group in picture.groups}
    chains: dict[str, list[str]] = {}
    for node in picture.nodes:
        chain = [node.id]
        at = node.group
        while at:
            chain.append(at)
            at = groups[at].parent
        chains[node.id] = ["", *reversed(chain)]
    return chains
