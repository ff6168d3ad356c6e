"""A review grows with the graph and no faster: ten times the resources, about ten times the time."""

from __future__ import annotations

from datetime import date
from time import process_time

from nimbus_lang.ir.graph import InfraGraph, Resource, Target
from nimbus_lang.safety.review import review
from nimbus_lang.source.span import Span
from nimbus_lang.values.model import Address, Step, Value

HERE = Span("main.nimbus", 0, 1)


def value(plain: object) -> Value:
    """A plain Python value as a Nimbus one."""
    match plain:
        case dict():
            return Value({key: value(item) for key, item in plain.items()}, HERE)
        case list():
            return Value(tuple(value(item) for item in plain), HERE)
        case _:
            return Value(plain, HERE)  # type: ignore[arg-type]


def resource(number: int, type: str, fields: dict[str, object]) -> Resource:
    target = Target.KUBERNETES if type.startswith("k8s.") else Target.TERRAFORM
    address = Address((Step(f"r{number}"),))
    span = Span("main.nimbus", number * 100, number * 100 + 5)
    plain = {name: value(item) for name, item in fields.items()}
    return Resource(address, target, type, "aws", plain, span, span)


def fleet(count: int) -> InfraGraph:
    """A graph of many buckets, locks, services and workloads, each service selecting one workload."""
    made: list[Resource] = []
    for n in range(0, count, 4):
        app = {"app": f"a{n}", "tier": "web"}
        spec = {"containers": [{"name": "c", "image": "a:1"}]}
        template = {"metadata": {"labels": app}, "spec": spec}
        made += [
            resource(n, "aws.s3_bucket", {"bucket": f"b{n}"}),
            resource(n + 1, "aws.s3_bucket_public_access_block", {"bucket": f"b{n}"}),
            resource(n + 2, "k8s.core.v1.Service", {"spec": {"selector": app}}),
            resource(
                n + 3,
                "k8s.apps.v1.Deployment",
                {"spec": {"selector": {"matchLabels": app}, "template": template}},
            ),
        ]
    return InfraGraph("fleet", {str(r.address): r for r in made})


def seconds(graph: InfraGraph) -> float:
    start = process_time()
    review(graph, date(2026, 1, 1))
    return process_time() - start


def test_ten_times_the_resources_take_about_ten_times_the_time() -> None:
    small, large = fleet(1_000), fleet(10_000)
    seconds(small)
    assert seconds(large) < 20 * min(seconds(small) for _ in range(3))


def test_ten_thousand_resources_take_seconds() -> None:
    assert seconds(fleet(10_000)) < 10
