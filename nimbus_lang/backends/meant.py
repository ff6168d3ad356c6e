"""From what a tool's output mentions to the origin of the generated line that is meant."""

from __future__ import annotations

from collections.abc import Mapping

from nimbus_lang.backends.backend import ArtifactSet, LineOrigin
from nimbus_lang.backends.mentions import FileMention, Mention, ObjectMention
from nimbus_lang.backends.trace import matching_files, origin_of, origins_at
from nimbus_lang.ir.graph import InfraGraph, Resource, Target


def origin_meant(artifacts: ArtifactSet, graph: InfraGraph, mention: Mention) -> LineOrigin | None:
    """The origin of the line or object; None when nothing, or not one thing, is meant."""
    match mention:
        case FileMention():
            return _in_file(artifacts, graph, mention)
        case ObjectMention(kind, name, field):
            for resource in graph.resources.values():
                if _is_kind(resource, kind) and _name(resource) == name:
                    at = origins_at(artifacts, str(resource.address), field) if field else None
                    return at or LineOrigin(0, resource.span, str(resource.address))
            return None


def _in_file(artifacts: ArtifactSet, graph: InfraGraph, mention: FileMention) -> LineOrigin | None:
    paths = matching_files(artifacts, mention.path)
    if len(paths) != 1:
        return None
    if mention.line:
        origin = origin_of(artifacts, paths[0], mention.line)
    else:
        origin = _first(artifacts, graph, paths[0], mention.kind)
    if origin is None or not mention.field:
        return origin
    return origins_at(artifacts, origin.address, mention.field) or origin


def _first(artifacts: ArtifactSet, graph: InfraGraph, path: str, kind: str) -> LineOrigin | None:
    """Where a file begins, or the one object of a kind in it."""
    origins = artifacts.files[path].origins
    if not kind:
        return origins[0] if origins else None
    kept = graph.resources
    members = dict.fromkeys(one.address for one in origins if one.address in kept)
    found = [address for address in members if _is_kind(kept[address], kind)]
    return LineOrigin(0, kept[found[0]].span, found[0]) if len(found) == 1 else None


def _is_kind(resource: Resource, said: str) -> bool:
    """Whether a Kubernetes object is of a kind: `NetworkPolicy`, `networkpolicies`."""
    if resource.target is not Target.KUBERNETES:
        return False
    kind = resource.type.rpartition(".")[2].lower()
    return said.lower() in (kind, f"{kind}s", f"{kind}es", f"{kind[:-1]}ies")


def _name(resource: Resource) -> object:
    metadata = resource.fields.get("metadata")
    inside = metadata.data if metadata is not None else None
    name = inside.get("name") if isinstance(inside, Mapping) else None
    return name.data if name is not None else None
