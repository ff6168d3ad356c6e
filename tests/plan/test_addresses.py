"""In the sandbox, a spec cannot lead anywhere else."""

from __future__ import annotations

from nimbus_lang.ir.graph import InfraGraph, Provider
from nimbus_lang.plan.addresses import outside_addresses
from nimbus_lang.source.span import Span
from nimbus_lang.values.model import Value

HERE = Span("a.nimbus", 5, 9)


def graph(**config: Value) -> InfraGraph:
    return InfraGraph("s", {}, providers={"aws": Provider("aws", "aws", config, HERE)})


def text(data: str) -> Value:
    return Value(data, HERE)


def test_an_address_elsewhere_is_named() -> None:
    endpoints = Value(
        {"s3": text("https://s3.example.com"), "sqs": text("http://127.0.0.1:1")}, HERE
    )
    (said,) = outside_addresses(graph(endpoints=endpoints, region=text("eu-west-1")))
    assert said.code == "NB7006"
    assert said.span == HERE
    assert "`aws.endpoints.s3` is at `https://s3.example.com`" in said.detail


def test_lists_are_looked_into() -> None:
    many = Value((Value({"s3": text("HTTPS://elsewhere")}, HERE),), HERE)
    assert len(outside_addresses(graph(endpoints=many))) == 1


def test_this_machine_is_fine() -> None:
    assert outside_addresses(graph(url=text("http://localhost:4566"))) == ()
