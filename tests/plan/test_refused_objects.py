"""What a cluster refuses is told at the line of the spec."""

from __future__ import annotations

from pathlib import Path

import pytest

from nimbus_lang.compiler import compile_sources
from nimbus_lang.ir.graph import Target
from nimbus_lang.plan.cluster_work import Work
from nimbus_lang.plan.refused_objects import placed
from nimbus_lang.plan.stack import Stack
from nimbus_lang.plan.stages import Turn
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.tools.errors import rejected_object
from nimbus_lang.tools.kubernetes.faults import Refused
from nimbus_lang.workspace.config import Config

TEXT = """stack shop
component site {
  param tier: string
  resource settings: k8s.core.v1.ConfigMap {
    metadata = { name = "settings", labels = { tier = tier } }
  }
}
resource shop: site { tier = "no good!" }
"""
WORK = Work(
    Turn(Target.KUBERNETES, "k8s", ()), None, "", {"v1/ConfigMap/default/settings": "shop.settings"}
)


def stack() -> Stack:
    sources = SourceSet.of(SourceFile("shop.nimbus", TEXT))
    made = compile_sources(sources, "shop.nimbus")
    assert made.artifacts is not None
    return Stack(
        "shop.nimbus", "", {}, Config(Path()), made.checked.graph, made.artifacts, sources, {}
    )


@pytest.mark.parametrize(
    ("why", "place"),
    [
        ('metadata.labels: Invalid value: "no good!": a valid label must', "{ tier = tier }"),
        ("metadata.labels.tier: Invalid value: x", '"no good!"'),
        ('namespaces "gone" not found', "settings"),
    ],
)
def test_the_field_that_is_blamed_else_the_object(why: str, place: str) -> None:
    refused = Refused([("v1/ConfigMap/default/settings", rejected_object("`x`", why))])
    (one,) = placed(refused, WORK, stack())
    assert one.span is not None
    assert TEXT[one.span.start : one.span.end] == place
    assert [TEXT[span.start : span.end] for span in one.callers] == ["shop"]


def test_an_object_that_the_spec_does_not_know() -> None:
    refused = Refused([("v1/ConfigMap/default/other", rejected_object("`x`", "no"))])
    assert placed(refused, WORK, stack()) == refused.diagnostics
