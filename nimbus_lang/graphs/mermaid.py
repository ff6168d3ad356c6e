"""A picture as a Mermaid flowchart: what code hosts show inside Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.graphs.picture import Picture, Tree, tree_of
from nimbus_lang.ir.graph import Target

_CLASSES = {
    Target.TERRAFORM: "fill:#efe9fb,stroke:#7b42bc,color:#2b1a4a",
    Target.KUBERNETES: "fill:#e6eefb,stroke:#326ce5,color:#102a5e",
    Target.HELM: "fill:#e3f4f3,stroke:#0f8a83,color:#07403d",
}
_ESCAPES = {
    "#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;", "|": "#124;", "\n": " ", "\r": " "
}  # fmt: skip


def mermaid(picture: Picture) -> str:
    """The flowchart, with a final newline."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    yield "flowchart LR"
    yield from _inside(tree_of(picture), "", "  ")
    for line in picture.lines:
        label = f'|"{escape(line.label)}"|' if line.label else ""
        yield f"  {line.source} -->{label} {line.target}"
    for target in picture.targets:
        yield f"  classDef {target.value} {_CLASSES[target]}"
        members = ",".join(node.id for node in picture.nodes if node.target is target)
        yield f"  class {members} {target.value}"


def _inside(tree: Tree, group: str, indent: str) -> Iterator[str]:
    for node in tree.nodes.get(group, ()):
        opening, closing = ("[/", "/]") if node.lookup else ("[", "]")
        yield f'{indent}{node.id}{opening}"{escape(node.label)}<br/>{escape(node.kind)}"{closing}'
    for inner in tree.groups.get(group, ()):
        yield f'{indent}subgraph {inner.id}["{escape(inner.label)}"]'
        yield from _inside(tree, inner.id, indent + "  ")
        yield f"{indent}end"


def escape(text: str) -> str:
    """Text that Mermaid shows as it is."""
    return "".join(_ESCAPES.get(char, char) for char in text)
