"""All backends; and beside their files what is for people and other tools: the graph and the source map."""

from __future__ import annotations

from nimbus_lang.backends.backend import Artifact, ArtifactSet, Backend
from nimbus_lang.backends.helm.lower import HelmBackend
from nimbus_lang.backends.kubernetes.lower import KubernetesBackend
from nimbus_lang.backends.source_map import source_map
from nimbus_lang.backends.terraform.lower import TerraformBackend
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.dump import dump_graph
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.safety.report import ClearedGraph
from nimbus_lang.source.source_file import SourceSet

BACKENDS: tuple[Backend, ...] = (TerraformBackend(), KubernetesBackend(), HelmBackend())


def lower_all(cleared: ClearedGraph) -> tuple[ArtifactSet, tuple[Diagnostic, ...]]:
    """The files of all targets. Same graph, same bytes."""
    artifacts = ArtifactSet()
    problems: list[Diagnostic] = []
    for backend in BACKENDS:
        made, found = backend.lower(cleared)
        artifacts = artifacts.merged(made)
        problems += found
    return artifacts, tuple(problems)


def described(artifacts: ArtifactSet, graph: InfraGraph, sources: SourceSet) -> ArtifactSet:
    """The same files with `graph.json` and `sourcemap.json`. Same graph and sources, same bytes."""
    dumped = Artifact("graph.json", dump_graph(graph))
    mapped = Artifact("sourcemap.json", source_map(artifacts, sources))
    return artifacts.merged(ArtifactSet({dumped.path: dumped, mapped.path: mapped}))
