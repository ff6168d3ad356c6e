"""The order of the work: Terraform first, then as few turns as what the objects need allows."""

from __future__ import annotations

from dataclasses import replace

from nimbus_lang.ir.graph import Edge, InfraGraph, Resource, Target
from nimbus_lang.plan.stages import turns
from nimbus_lang.source.span import Span
from nimbus_lang.types.model import STRING
from nimbus_lang.values.model import Address, Deferred, Ref, Step, Value

HERE = Span("a.nimbus", 0, 1)


def address(name: str) -> Address:
    return Address((Step(name),))


def resource(name: str, target: Target, kind: str = "", **fields: Value) -> Resource:
    provider = {"terraform": "aws", "kubernetes": "k8s", "helm": "helm"}[target.value]
    kind = kind or {"terraform": "aws.sqs_queue", "helm": "helm.release"}.get(
        target.value, "k8s.core.v1.ConfigMap"
    )
    return Resource(address(name), target, kind, provider, fields, HERE, HERE)


def graph(*resources: Resource, edges: tuple[tuple[str, str], ...] = ()) -> InfraGraph:
    return InfraGraph(
        "shop",
        {str(r.address): r for r in resources},
        tuple(Edge(address(a), address(b), "x", HERE) for a, b in edges),
    )


def text(data: str) -> Value:
    return Value(data, HERE)


def named(name: str, namespace: str = "") -> Value:
    fields = {"name": text(name)} | ({"namespace": text(namespace)} if namespace else {})
    return Value(fields, HERE)


def order(of: InfraGraph) -> list[tuple[str, ...]]:
    return [turn.addresses for turn in turns(of)]


TF, K8S, HELM = Target.TERRAFORM, Target.KUBERNETES, Target.HELM


def test_terraform_is_one_turn_and_first() -> None:
    found = graph(resource("c", K8S), resource("a", TF), resource("b", TF))
    assert order(found) == [("a", "b"), ("c",)]


def test_objects_of_one_tool_are_one_turn_in_the_order_of_their_needs() -> None:
    found = graph(resource("web", K8S), resource("config", K8S), edges=(("web", "config"),))
    assert order(found) == [("config", "web")]


def test_helm_and_kubernetes_take_turns_as_often_as_needed() -> None:
    found = graph(
        resource("operator", HELM),
        resource("instance", K8S),
        resource("shop", HELM),
        resource("other", K8S),
        edges=(("instance", "operator"), ("shop", "instance")),
    )
    assert order(found) == [("other",), ("operator",), ("instance",), ("shop",)]


def test_a_namespace_comes_before_what_lives_in_it() -> None:
    found = graph(
        resource("web", K8S, metadata=named("web", "shop")),
        resource("chart", HELM, namespace=text("shop")),
        resource("home", K8S, "k8s.core.v1.Namespace", metadata=named("shop")),
    )
    assert order(found) == [("home", "web"), ("chart",)]


def test_a_value_that_exists_only_afterwards_waits_for_the_next_turn() -> None:
    uid = Deferred(Ref(address("config"), ("metadata", "uid")), STRING)
    found = graph(
        resource("web", K8S, data=Value({"OWNER": Value(uid, HERE)}, HERE)),
        resource("config", K8S),
        edges=(("web", "config"),),
    )
    assert order(found) == [("config",), ("web",)]


def test_a_lookup_is_not_made() -> None:
    read = Resource(address("a"), TF, "aws.vpc", "aws", {}, HERE, HERE, lookup=True)
    assert order(graph(read)) == []


def test_a_custom_resource_comes_after_the_definition_of_its_kind() -> None:
    kinds = Value({"kind": text("Gauge")}, HERE)
    spec = Value({"group": text("example.org"), "names": kinds}, HERE)
    definition = "k8s.apiextensions.v1.CustomResourceDefinition"
    fields = {"apiVersion": text("example.org/v1"), "kind": text("Gauge")}
    gauge = resource("gauge", K8S, "k8s.example.v1.Gauge")
    gauge = replace(gauge, source="crds.yaml", fields=fields)
    made = graph(gauge, resource("defined", K8S, definition, spec=spec))
    assert order(made) == [("defined", "gauge")]
