"""What a page tells of a node that is clicked: its resources, their fields, where they are written. Secrets are hidden."""

from __future__ import annotations

from typing import Any

from nimbus_lang.diagnostics.render_text import place_text
from nimbus_lang.graphs.picture import NAMES, Node, Picture
from nimbus_lang.ir.dump import readable
from nimbus_lang.ir.graph import InfraGraph, Resource
from nimbus_lang.source.source_file import SourceSet


def facts(picture: Picture, graph: InfraGraph, sources: SourceSet) -> dict[str, Any]:
    """By the id of a node: address, kind, target and its resources."""
    return {node.id: _node(node, graph, sources) for node in picture.nodes}


def _node(node: Node, graph: InfraGraph, sources: SourceSet) -> dict[str, Any]:
    resources = [graph.resources[address] for address in node.resources]
    return {
        "address": node.address,
        "kind": node.kind,
        "target": NAMES[node.target],
        "resources": [_resource(one, sources) for one in resources],
    }


def _resource(one: Resource, sources: SourceSet) -> dict[str, Any]:
    said: dict[str, Any] = {
        "address": str(one.address),
        "type": ("lookup " if one.lookup else "") + one.type,
        "places": [place_text(span, sources) for span in (one.span, *one.callers)],
        "fields": {name: readable(value) for name, value in one.fields.items()},
    }
    if one.doc:
        said["doc"] = one.doc
    if one.lifecycle.protect:
        said["protected"] = True
    if one.waivers:
        said["waivers"] = [f"{waiver.code}: {waiver.reason}" for waiver in one.waivers]
    return said
