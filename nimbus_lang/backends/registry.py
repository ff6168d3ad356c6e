"""All backends, and everything a compile gives: their files, the graph and the source map."""

from __future__ import annotations

from nimbus_lang.backends.backend import Artifact, ArtifactSet, Backend
from nimbus_lang.backends.helm.lower import HelmBackend
from nimbus_lang.backends.kubernetes.lower import KubernetesBackend
from nimbus_lang.backends.source_map import source_map
from nimbus_lang.backends.terraform.lower import TerraformBackend
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.dump import dump_graph
from nimbus_lang.safety.report import ClearedGraph
from nimbus_lang.source.source_file import SourceSet

BACKENDS: tuple[Backend, ...] = (TerraformBackend(), KubernetesBackend(), HelmBackend())


def lower_all(
    cleared: ClearedGraph, sources: SourceSet
) -> tuple[ArtifactSet, tuple[Diagnostic, ...]]:
    """Every artifact, with `graph.json` and `sourcemap.json`. Same graph and sources, same bytes."""
    artifacts = ArtifactSet()
    problems: list[Diagnostic] = []
    for backend in BACKENDS:
        made, found = backend.lower(cleared)
        artifacts = artifacts.merged(made)
        problems += found
    graph = Artifact("graph.json", dump_graph(cleared.graph))
    mapped = Artifact("sourcemap.json", source_map(artifacts, sources))
    return artifacts.merged(ArtifactSet({graph.path: graph, mapped.path: mapped})), tuple(problems)
