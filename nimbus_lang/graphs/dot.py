"""A picture in DOT, the language of Graphviz and of everything that reads it."""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.graphs.picture import Picture, Tree, tree_of
from nimbus_lang.ir.graph import Target

_COLOURS = {
    Target.TERRAFORM: ("#efe9fb", "#7b42bc"),
    Target.KUBERNETES: ("#e6eefb", "#326ce5"),
    Target.HELM: ("#e3f4f3", "#0f8a83"),
}


def dot(picture: Picture) -> str:
    """The graph, with a final newline."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    yield f"digraph {quote(picture.title)} {{"
    yield "  rankdir = LR"
    yield '  node [shape = box, style = "rounded,filled", fontname = "Helvetica", fontsize = 11]'
    yield '  edge [fontname = "Helvetica", fontsize = 9, color = "#7a7f87"]'
    yield from _inside(tree_of(picture), "", "  ")
    for line in picture.lines:
        yield f"  {line.source} -> {line.target} [label = {quote(line.label)}]"
    yield "}"


def _inside(tree: Tree, group: str, indent: str) -> Iterator[str]:
    for node in tree.nodes.get(group, ()):
        fill, stroke = _COLOURS[node.target]
        style = ', style = "rounded,filled,dashed"' if node.lookup else ""
        label = quote(f"{node.label}\n{node.kind}")
        tip = quote(node.address)
        yield (
            f'{indent}{node.id} [label = {label}, tooltip = {tip}, fillcolor = "{fill}", '
            f'color = "{stroke}"{style}]'
        )
    for inner in tree.groups.get(group, ()):
        yield f"{indent}subgraph cluster_{inner.id} {{"
        yield f"{indent}  label = {quote(inner.label)}"
        yield f'{indent}  color = "{_COLOURS[inner.target][1]}"'
        yield from _inside(tree, inner.id, indent + "  ")
        yield f"{indent}}}"


def quote(text: str) -> str:
    """A quoted string; a newline becomes a line break of the label."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\r", " ").replace("\n", "\\n") + '"'
