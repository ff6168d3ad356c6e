"""Custom resources for real: made after their definitions, whether the spec or a chart brings those, and held to their scope."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nimbus_lang.operations import apply, destroy, plan
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.sandbox.environment import sandbox_connection
from nimbus_lang.sandbox.sandbox import SandboxOptions, down, up
from nimbus_lang.tools.kubernetes.client import Kubernetes
from nimbus_lang.tools.kubernetes.objects import ObjectRef

pytestmark = pytest.mark.live

DEFINITION = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{ name: {plural}.example.org }}
spec:
  group: example.org
  scope: {scope}
  names: {{ kind: {kind}, plural: {plural}, singular: {singular}, listKind: {kind}List }}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec:
              type: object
              required: [limit]
              properties:
                limit: {{ type: integer, minimum: 1 }}
                memory: {{ x-kubernetes-int-or-string: true }}
"""
GAUGES = DEFINITION.format(scope="Namespaced", kind="Gauge", plural="gauges", singular="gauge")
SCALES = DEFINITION.format(scope="Cluster", kind="Scale", plural="scales", singular="scale")
SPEC = """
stack kinds

use k8s { kubeconfig = "kubeconfig" }
use gauges from "./chart/crds/gauges.yaml"
use scales from "./scales.yaml"
use meters from "./chart"

resource scale: scales.example.v1.Scale { spec = { limit = 3 } }

resource definition: k8s.apiextensions.v1.CustomResourceDefinition {
  metadata = { name = "scales.example.org" }
  spec     = {
    group    = "example.org"
    scope    = "Cluster"
    names    = { kind = "Scale", plural = "scales", singular = "scale", listKind = "ScaleList" }
    versions = [{
      name    = "v1"
      served  = true
      storage = true
      schema  = { openAPIV3Schema = { type = "object", "x-kubernetes-preserve-unknown-fields" = true } }
    }]
  }
}

resource meters: meters.release { name = "meters", values = { text = "hello" } }

@after(meters)
resource gauge: gauges.example.v1.Gauge { spec = { limit = 2, memory = "12Mi" } }
"""
CHART = {
    "Chart.yaml": "apiVersion: v2\nname: meters\nversion: 0.1.0\n",
    "values.schema.json": '{"properties": {"text": {"type": "string"}}, "required": ["text"]}',
    "crds/gauges.yaml": GAUGES,
    "templates/note.yaml": (
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: meters\ndata:\n  text: {{ .Values.text }}\n"
    ),
}
GAUGE = ObjectRef("example.org/v1", "Gauge", "default", "gauge")
SCALE = ObjectRef("example.org/v1", "Scale", "", "scale")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Kubernetes]:
    folder = tmp_path / "sandbox"
    try:
        yield Kubernetes(sandbox_connection(up(SandboxOptions(folder=folder, aws=False))))
    finally:
        down(folder)


def test_objects_come_after_the_definitions_of_their_kinds(
    tmp_path: Path, cluster: Kubernetes
) -> None:
    project = tmp_path / "project"
    for name, text in CHART.items():
        (project / "chart" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "chart" / name).write_text(text)
    (project / "scales.yaml").write_text(SCALES)
    (project / "kubeconfig").write_text(cluster.connection.kubeconfig())
    spec = project / "kinds.nimbus"
    spec.write_text(SPEC)
    saved = project / "p.plan"
    planned = plan.plan(plan.Options(spec, out=saved))
    assert planned.outcome is Outcome.OK, planned.diagnostics
    assert planned.plan is not None
    waiting = {c.address: c.waits_for for c in planned.plan.changes}
    assert waiting["gauge"] == ("meters",)
    done = apply.apply(apply.Options(saved, yes=True))
    assert done.outcome is Outcome.OK, done.diagnostics
    for made in (cluster.get(GAUGE), cluster.get(SCALE)):
        assert made is not None
    assert (cluster.get(GAUGE) or {})["spec"] == {"limit": 2, "memory": "12Mi"}
    again = plan.plan(plan.Options(spec, out=saved))
    assert again.plan is not None and not any(c.acts for c in again.plan.changes)
    (project / "scales.yaml").write_text(SCALES + "# other\n")
    stale = apply.apply(apply.Options(saved, yes=True))
    assert stale.outcome is Outcome.REFUSED
    gone = destroy.destroy(destroy.Options(spec, yes=True))
    assert gone.outcome is Outcome.OK, gone.diagnostics
    assert cluster.get(GAUGE) is None
