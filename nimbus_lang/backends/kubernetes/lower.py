"""The Kubernetes backend: from a cleared graph to `kubernetes/*.yaml`, a file per top-level declaration."""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.backends.backend import Artifact, ArtifactSet
from nimbus_lang.backends.crossings import Crossings, Use, find_crossings
from nimbus_lang.backends.errors import same_kubernetes_name
from nimbus_lang.backends.kubernetes.manifests import Manifest, check, manifest
from nimbus_lang.backends.lines import Line, Origin, artifact
from nimbus_lang.backends.rendering import Rendering
from nimbus_lang.backends.yaml_tree import comment, document, joined
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.graph import InfraGraph, Resource, Target
from nimbus_lang.safety.report import ClearedGraph
from nimbus_lang.source.record import dataclass

FOLDER = "kubernetes"


@dataclass(frozen=True, slots=True)
class KubernetesBackend:
    """YAML below `kubernetes/`."""

    name: str = FOLDER

    def lower(self, cleared: ClearedGraph) -> tuple[ArtifactSet, tuple[Diagnostic, ...]]:
        """The files, none when the graph has no objects."""
        graph = cleared.graph
        book = find_crossings(graph)
        made = [(resource, manifest(resource)) for resource in objects(graph)]
        problems = [found for resource, one in made for found in check(book, resource, one)]
        problems += _same_names(made)
        files: dict[str, list[tuple[Resource, Manifest]]] = {}
        for resource, one in made:
            name = resource.address.steps[0].name.replace("_", "-")
            files.setdefault(name.lower(), []).append((resource, one))
        artifacts = [_file(book, name, members) for name, members in sorted(files.items())]
        return ArtifactSet({file.path: file for file in artifacts}), tuple(problems)


def objects(graph: InfraGraph) -> list[Resource]:
    """The resources that become objects."""
    return [
        resource
        for resource in graph.resources.values()
        if resource.target is Target.KUBERNETES and not resource.lookup
    ]


def _file(book: Crossings, name: str, members: Sequence[tuple[Resource, Manifest]]) -> Artifact:
    rendering = Rendering(book)
    documents = [_document(rendering, resource, made) for resource, made in members]
    lines = [*rendering.legend(), *joined(documents)]
    return artifact(f"{FOLDER}/{name}.yaml", lines)


def _document(rendering: Rendering, resource: Resource, made: Manifest) -> list[Line]:
    address = str(resource.address)
    origin = Origin(resource.span, address)
    tree = rendering.keys(made.fields, Use(address, "", resource.span), origin)
    return [*comment(resource.doc, origin), *document(tree)]


def _same_names(made: Sequence[tuple[Resource, Manifest]]) -> list[Diagnostic]:
    owners: dict[tuple[str, str, str, str], Resource] = {}
    found: list[Diagnostic] = []
    for resource, one in made:
        if not one.name:
            continue
        identity = (one.group, one.kind, one.namespace or "default", one.name)
        owner = owners.setdefault(identity, resource)
        if owner is not resource:
            called = f"{one.kind} {one.namespace + '/' if one.namespace else ''}{one.name}"
            found.append(
                same_kubernetes_name(
                    resource.span,
                    resource.callers,
                    f"`{resource.address}`",
                    f"`{owner.address}`",
                    f"`{called}`",
                )
            )
    return found
