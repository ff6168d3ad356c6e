"""The Helm backend: from a cleared graph to `helm/<release>/values.yaml`, headed by the command that would install it."""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.backends.backend import Artifact, ArtifactSet
from nimbus_lang.backends.crossings import Crossings, Use, find_crossings, pieces, resolved
from nimbus_lang.backends.errors import (
    not_a_kubernetes_name,
    same_kubernetes_name,
    secret_in_the_clear,
)
from nimbus_lang.backends.kubernetes.names import default_name, problem
from nimbus_lang.backends.lines import Line, Origin, artifact
from nimbus_lang.backends.rendering import Rendering
from nimbus_lang.backends.secrecy import holds_secret
from nimbus_lang.backends.yaml_tree import Keys, comment, document
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.graph import InfraGraph, Resource, Target
from nimbus_lang.safety.report import ClearedGraph
from nimbus_lang.source.record import dataclass
from nimbus_lang.values.model import Value
from nimbus_lang.values.show import text_of

FOLDER = "helm"
_FLAGS = {"wait": "--wait", "atomic": "--atomic", "skip_crds": "--skip-crds"}
_OPTIONS = {"repository": "--repo", "version": "--version", "namespace": "--namespace"}
_SECRET_FIELDS = frozenset({"set_secret"})
_REMEDY = "Give it with `set_secret`, or keep it in a Secret that the chart is told to use."


@dataclass(frozen=True, slots=True)
class HelmBackend:
    """Values files below `helm/`."""

    name: str = FOLDER

    def lower(self, cleared: ClearedGraph) -> tuple[ArtifactSet, tuple[Diagnostic, ...]]:
        """A file per release."""
        graph = cleared.graph
        book = find_crossings(graph)
        made = releases(graph)
        problems = [found for resource in made for found in _check(book, resource)]
        problems += _same_names(graph, made)
        files = [_file(book, resource) for resource in made]
        return ArtifactSet({file.path: file for file in files}), tuple(problems)


def releases(graph: InfraGraph) -> list[Resource]:
    """The resources that are releases."""
    return [
        resource
        for resource in graph.resources.values()
        if resource.target is Target.HELM and not resource.lookup
    ]


def release_name(graph: InfraGraph, resource: Resource) -> str:
    """As written, else from the address: `ingress`, `web["a"]` -> `web-a`."""
    return _text(graph, resource, "name") or default_name(resource.address)


def _file(book: Crossings, resource: Resource) -> Artifact:
    address = str(resource.address)
    origin = Origin(resource.span, address)
    rendering = Rendering(book)
    values = resource.fields.get("values", Value({}, resource.span))
    tree = rendering.node(values, Use(address, "values", values.span))
    name = release_name(book.graph, resource)
    header = [*comment(resource.doc, origin), *_command(book.graph, resource, name, origin)]
    names = rendering.legend()
    body = document(tree if tree != Keys(()) else Keys((), origin))
    return artifact(f"{FOLDER}/{name}/values.yaml", [*header, Line(""), *names, *body])


def _command(graph: InfraGraph, resource: Resource, name: str, origin: Origin) -> list[Line]:
    words = ["helm upgrade --install", name, _text(graph, resource, "chart")]
    for field, option in _OPTIONS.items():
        if given := _text(graph, resource, field):
            words += [option, given]
    if _text(graph, resource, "namespace") and not _says(resource, "create_namespace", False):
        words.append("--create-namespace")
    words += [flag for field, flag in _FLAGS.items() if _says(resource, field, True)]
    return comment(" ".join([*words, "--values values.yaml"]), origin)


def _check(book: Crossings, resource: Resource) -> Iterator[Diagnostic]:
    address = str(resource.address)
    for name, value in resource.fields.items():
        if name not in _SECRET_FIELDS and holds_secret(value):
            yield secret_in_the_clear(value.span, resource.callers, address, name, _REMEDY)
    written = resource.fields.get("name")
    if written is not None and list(pieces(book.graph, written)):
        why = "it is known only after an apply, and the name is what tells releases apart"
        yield not_a_kubernetes_name(written.span, resource.callers, address, "?", why)
        return
    name = release_name(book.graph, resource)
    refused = problem("Release", "", name) or (len(name) > 53 and "it takes at most 53 characters")
    if refused:
        span = written.span if written is not None else resource.span
        yield not_a_kubernetes_name(span, resource.callers, address, name, refused)


def _same_names(graph: InfraGraph, made: list[Resource]) -> Iterator[Diagnostic]:
    owners: dict[str, Resource] = {}
    for resource in made:
        name = release_name(graph, resource)
        owner = owners.setdefault(name, resource)
        if owner is not resource:
            yield same_kubernetes_name(
                resource.span,
                resource.callers,
                f"`{resource.address}`",
                f"`{owner.address}`",
                f"release `{name}`",
            )


def _text(graph: InfraGraph, resource: Resource, field: str) -> str:
    value = resource.fields.get(field)
    if value is None:
        return ""
    known = resolved(graph, value)
    return text_of(known) if isinstance(known.data, str) else ""


def _says(resource: Resource, field: str, what: bool) -> bool:
    value = resource.fields.get(field)
    return value is not None and value.data is what
