"""A picture as SVG, light and dark: nodes coloured by target, groups around them, each line labelled with its fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from nimbus_lang.diagnostics.cells import visible
from nimbus_lang.graphs.layers import Point
from nimbus_lang.graphs.layout import NODE_HEIGHT, PAD, Layout, layout_of
from nimbus_lang.graphs.picture import Line, Node, Picture

_MOST = 22
STYLE = """
  .graph { --ink: #1c2330; --soft: #5c6675; --line: #8b95a5; --paper: #ffffff; --group: #f6f7f9; --edge: #d5dae2;
    --terraform: #7b42bc; --kubernetes: #326ce5; --helm: #0f8a83; background: var(--paper);
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace }
  @media (prefers-color-scheme: dark) { .graph { --ink: #e6e9ee; --soft: #a0a9b8; --line: #6d7788; --paper: #12161d;
    --group: #191f28; --edge: #323b49; --terraform: #b48aec; --kubernetes: #7fa8f8; --helm: #4cc3bb } }
  .group rect { fill: var(--group); stroke: var(--edge) }
  .group text { fill: var(--soft); font-size: 12px; font-weight: 600 }
  .node rect { fill: var(--paper); stroke-width: 1.5 }
  .node.lookup rect { stroke-dasharray: 4 3 }
  .node.terraform rect { stroke: var(--terraform) }
  .node.kubernetes rect { stroke: var(--kubernetes) }
  .node.helm rect { stroke: var(--helm) }
  .node .name { fill: var(--ink); font-size: 12px; font-weight: 600 }
  .node .kind { fill: var(--soft); font-size: 10px }
  .line path { fill: none; stroke: var(--line); stroke-width: 1.2 }
  .line text { fill: var(--soft); font-size: 9px; stroke: var(--paper); stroke-width: 3px; paint-order: stroke }
  marker path { fill: var(--line) }
"""


def svg(picture: Picture) -> str:
    """A whole document, with a final newline."""
    layout = layout_of(picture)
    return "\n".join(_lines(picture, layout)) + "\n"


def _lines(picture: Picture, layout: Layout) -> Iterator[str]:
    width, height = max(layout.width, 200), max(layout.height, 80)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" role="img" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}">'
    )
    yield f"<title>{text(picture.title)}</title>"
    yield f"<style>{STYLE}</style>"
    yield (
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker></defs>'
    )
    yield '<g class="scene">'
    for group in picture.groups:
        box = layout.groups[group.id]
        yield (
            f'<g class="group"><rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="8"/>'
            f'<text x="{box.x + PAD:.1f}" y="{box.y + 16:.1f}">{text(group.label)}</text></g>'
        )
    for line, points in layout.lines:
        yield _line(line, points)
    for node in picture.nodes:
        yield _node(node, layout)
    yield "</g>"
    yield "</svg>"


def _node(node: Node, layout: Layout) -> str:
    box = layout.nodes[node.id]
    looks = " lookup" if node.lookup else ""
    middle = box.x + box.width / 2
    return (
        f'<g class="node {node.target.value}{looks}" id="{node.id}" tabindex="0">'
        f"<title>{text(node.address)}\n{text(node.kind)}</title>"
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{NODE_HEIGHT:.1f}" rx="6"/>'
        f'<text class="name" text-anchor="middle" x="{middle:.1f}" y="{box.y + 18:.1f}">{text(node.label)}</text>'
        f'<text class="kind" text-anchor="middle" x="{middle:.1f}" y="{box.y + 32:.1f}">{text(node.kind)}</text></g>'
    )


def _line(line: Line, points: Sequence[Point]) -> str:
    middle = points[len(points) // 2] if len(points) > 2 else _between(points[0], points[-1])
    label = text(_short(line.label))
    return (
        f'<g class="line" data-source="{line.source}" data-target="{line.target}"><title>{text(line.label)}</title>'
        f'<path d="{_path(points)}" marker-end="url(#arrow)"/>'
        f'<text text-anchor="middle" x="{middle[0]:.1f}" y="{middle[1] - 3:.1f}">{label}</text></g>'
    )


def _short(label: str) -> str:
    """The end of a long path says most."""
    return label if len(label) <= _MOST else f"…{label[-_MOST:]}"


def _between(one: Point, other: Point) -> Point:
    return ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)


def _path(points: Sequence[Point]) -> str:
    """A curve that leaves and enters every point level."""
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for one, other in pairwise(points):
        bend = (other[0] - one[0]) / 2
        parts.append(
            f"C{one[0] + bend:.1f} {one[1]:.1f} {other[0] - bend:.1f} {other[1]:.1f} {other[0]:.1f} {other[1]:.1f}"
        )
    return "".join(parts)


def text(raw: str) -> str:
    """Text that is shown as it is, whatever is in it."""
    return escape(visible(raw).replace("\n", " "))
