"""What crosses between targets, how it is called, and how its value gets in."""

from __future__ import annotations

from typing import Any

import pytest

from nimbus_lang.backends.crossings import Crossing, Use, Via, crossings, find_crossings
from nimbus_lang.backends.resolve import resolve
from nimbus_lang.backends.terraform.lower import TerraformBackend
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.values.model import Apply, Choose, Select, Value
from nimbus_lang.values.plain import plain
from tests.backends.by_hand import cleared, graph, provider, ref, resource, secret, text, value

DB = resource("db", "aws.db_instance", {"password": secret("env", name="PW")})


def stack(data: Any, **more: Any) -> InfraGraph:
    return graph(DB, resource("c", "k8s.core.v1.Secret", {"stringData": {"x": data}}), **more)


def found(data: Any, **more: Any) -> list[tuple[str, Via, bool]]:
    return [(one.name, one.via, one.secret) for one in crossings(stack(data, **more))]


def outputs(made: InfraGraph) -> str:
    files = TerraformBackend().lower(cleared(made))[0].files
    return files["terraform/outputs.tf"].text if "terraform/outputs.tf" in files else ""


def test_a_reference_is_an_output_named_after_it() -> None:
    assert found(ref("db", "endpoint")) == [("db_endpoint", Via.OUTPUT, False)]
    assert outputs(stack(ref("db", "endpoint"))) == (
        'output "db_endpoint" {\n  value = aws_db_instance.db.endpoint\n}\n'
    )


def test_an_output_of_the_stack_is_used_where_it_says_the_same() -> None:
    more = {"outputs": {"where": ref("db", "endpoint"), "db_port": ref("db", "arn")}}
    assert found(ref("db", "endpoint"), **more) == [("where", Via.OUTPUT, False)]
    assert found(ref("db", "port"), **more) == [("db_port_2", Via.OUTPUT, False)]


def test_positions_are_left_out_of_names_and_keys_are_in() -> None:
    made = graph(
        *(resource(f'v["{k}"]', "aws.vpc", {}) for k in ("a", "b c")),
        resource(
            "c",
            "k8s.core.v1.ConfigMap",
            {"data": {"x": ref('v["b c"]', "x", 0, "data"), "y": ref('v["a"]', "id")}},
        ),
    )
    assert [one.name for one in crossings(made)] == ["v_b_c_x_data", "v_a_id"]


def test_a_sensitive_attribute_is_a_sensitive_output() -> None:
    made = stack(ref("db", "token", secret=True))
    assert found(ref("db", "token", secret=True)) == [("db_token", Via.OUTPUT, True)]
    assert "  sensitive = true\n" in outputs(made)


def test_a_secrets_source_is_never_an_output() -> None:
    data = text("u:", ref("db", "password", secret=True), "@", secret("aws", name="s/x", key="k"))
    assert found(data) == [("pw", Via.SECRET, True), ("s_x_k", Via.SECRET, True)]
    assert outputs(stack(data)) == ""


def test_an_expression_over_terraform_alone_is_computed_there() -> None:
    data = Apply("upper", (ref("db", "endpoint"),))
    assert found(data) == [("db_endpoint_upper", Via.OUTPUT, False)]
    assert "  value = upper(aws_db_instance.db.endpoint)\n" in outputs(stack(data))


def test_an_expression_over_several_is_computed_by_whoever_applies() -> None:
    data = Apply("base64encode", (text(secret("env", name="T"), "@", ref("db", "endpoint")),))
    assert found(data) == [
        ("t", Via.SECRET, True),
        ("db_endpoint", Via.OUTPUT, False),
        ("c_x", Via.COMPUTED, True),
    ]


def test_an_expression_over_a_secret_argument_is_no_output() -> None:
    data = Apply("base64encode", (ref("db", "password", secret=True),))
    assert found(data) == [("pw", Via.SECRET, True), ("pw_base64encode", Via.COMPUTED, True)]
    assert outputs(stack(data, outputs={"p": data})) == ""


def test_equal_expressions_are_one_crossing() -> None:
    made = graph(
        DB,
        *(
            resource(
                n,
                "k8s.core.v1.Secret",
                {"stringData": {"x": Apply("upper", (ref("db", "password", secret=True),))}},
            )
            for n in ("a", "b")
        ),
    )
    assert [(one.name, len(one.uses)) for one in crossings(made)] == [("pw", 2), ("pw_upper", 2)]


def test_a_live_object_is_read() -> None:
    made = graph(
        resource("s", "k8s.core.v1.Service", {}),
        resource("c", "k8s.core.v1.ConfigMap", {"data": {"ip": ref("s", "spec", "clusterIP")}}),
    )
    assert [(one.name, one.via) for one in crossings(made)] == [("s_spec_clusterIP", Via.OBJECT)]


def test_a_connection_crosses_too() -> None:
    cluster = {
        "name": ref("e", "name"),
        "certificate_authority": ref("e", "certificate_authority", 0, "data"),
    }
    made = graph(
        resource("e", "aws.eks_cluster", {}), providers=[provider("k8s", "k8s", cluster=cluster)]
    )
    assert [(one.name, one.uses[0].consumer) for one in crossings(made)] == [
        ("e_name", "provider.k8s"),
        ("e_certificate_authority_data", "provider.k8s"),
    ]


def test_uses_are_gathered() -> None:
    made = stack(text(ref("db", "endpoint"), "/", ref("db", "endpoint")))
    (one,) = crossings(made)
    assert [use.field for use in one.uses] == ["stringData.x", "stringData.x"]


GIVEN = {"db_endpoint": "Host:1", "t": "tok", "db_flags": (value("a"), value("b")), "db_on": True}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (ref("db", "endpoint"), "Host:1"),
        (text("x-", ref("db", "endpoint"), "-", value(3)), "x-Host:1-3"),
        (
            Apply("base64encode", (text(secret("env", name="T"), "@", ref("db", "endpoint")),)),
            "dG9rQEhvc3Q6MQ==",
        ),
        (Choose(ref("db", "on"), secret("env", name="T"), value("no")), "tok"),
        (
            Select(
                value(Choose(ref("db", "on"), ref("db", "flags"), secret("env", name="T"))),
                value(1),
            ),
            "b",
        ),
        ({"a": [ref("db", "endpoint")]}, {"a": ["Host:1"]}),
        (ref("db", "x", known="sure"), "sure"),
    ],
)
def test_values_get_in(data: Any, expected: Any) -> None:
    made = stack(data)
    book = find_crossings(made)
    written = made.resources["c"].fields["stringData"]
    use = Use("c", "stringData", written.span)
    resolved: Value = resolve(book, written, use, give)
    assert plain(resolved) == {"x": expected}


def give(crossing: Crossing) -> Any:
    assert crossing.via is not Via.COMPUTED
    return GIVEN[crossing.name]
