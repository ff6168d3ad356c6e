"""What is drawn: nodes, groups and lines of a stack's graph."""

from __future__ import annotations

from nimbus_lang.compiler import check_sources
from nimbus_lang.graphs.picture import Picture, picture_of
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.source.source_file import SourceFile, SourceSet

SPEC = """stack shop
component mail {
  resource jobs: aws.sqs_queue { name = self.name }
  resource rule: aws.sqs_queue_policy { queue_url = jobs.url  policy = "${jobs.arn} ${jobs.id}" }
}
resource post[name in ["a", "b"]]: mail { }
resource bell: aws.sns_topic { name = "bell" }
@after(bell)
resource note: aws.ssm_parameter { name = "/n"  type = "String"  value = "x" }
lookup zones: aws.availability_zones { }
"""
MIXED = (
    SPEC
    + 'resource settings: k8s.core.v1.ConfigMap { data = { URL = post["a"].jobs.url } }\n'.replace(
        'post["a"].jobs.url', "bell.arn"
    )
)


def graph(text: str) -> InfraGraph:
    return check_sources(SourceSet.of(SourceFile("main.nimbus", text)), "main.nimbus").graph


def picture(text: str, collapsed: bool = False) -> Picture:
    return picture_of(graph(text), collapsed)


def groups(found: Picture) -> dict[str, tuple[str, ...]]:
    """The chain of group labels around each node, by address."""
    by_id = {group.id: group for group in found.groups}
    chains: dict[str, tuple[str, ...]] = {}
    for node in found.nodes:
        chain: list[str] = []
        at = node.group
        while at:
            chain.insert(0, by_id[at].label)
            at = by_id[at].parent
        chains[node.address] = tuple(chain)
    return chains


def lines(found: Picture) -> list[tuple[str, str, str]]:
    names = {node.id: node.address for node in found.nodes}
    return [(names[one.source], names[one.target], one.label) for one in found.lines]


def test_nodes_lie_in_their_components() -> None:
    assert groups(picture(SPEC))['post["a"].jobs'] == ('post["a"]',)
    assert groups(picture(SPEC))["bell"] == ()


def test_several_targets_are_groups_too() -> None:
    found = groups(picture(MIXED))
    assert found['post["b"].rule'] == ("Terraform", 'post["b"]')
    assert found["settings"] == ("Kubernetes",)


def test_one_line_for_each_pair_with_its_fields() -> None:
    found = lines(picture(SPEC))
    assert ('post["a"].rule', 'post["a"].jobs', "queue_url, policy") in found
    assert ("note", "bell", "after") in found


def test_a_collapsed_picture_has_a_node_for_each_instance() -> None:
    found = picture(SPEC, collapsed=True)
    assert [node.address for node in found.nodes] == [
        'post["a"]',
        'post["b"]',
        "bell",
        "note",
        "zones",
    ]
    assert [node.id for node in found.nodes] == ["n0", "n1", "n2", "n3", "n4"]
    assert found.nodes[0].resources == ('post["a"].jobs', 'post["a"].rule')
    assert found.groups == ()
    assert lines(found) == [("note", "bell", "after")]


def test_lookups_are_marked() -> None:
    assert [node.address for node in picture(SPEC).nodes if node.lookup] == ["zones"]


def test_an_empty_stack() -> None:
    found = picture("stack empty\n")
    assert (found.title, found.nodes, found.lines) == ("empty", (), ())
