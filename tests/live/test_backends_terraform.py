"""Generated Terraform against terraform itself: its formatter changes nothing, its values are ours, its validation passes."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nimbus_lang.backends.terraform.expression import Spot, Translator
from nimbus_lang.backends.terraform.hcl import Argument, Block, Expr
from nimbus_lang.backends.terraform.lower import TerraformBackend
from nimbus_lang.backends.terraform.write import write_blocks
from nimbus_lang.ir.graph import Check, InfraGraph, Lifecycle, Repeat
from nimbus_lang.tools.terraform.terraform import Terraform, open_terraform
from nimbus_lang.types.model import STRING
from nimbus_lang.values.model import Address, Deferred, Ref, Step, Value
from tests.backends.by_hand import (
    address,
    cleared,
    graph,
    provider,
    ref,
    resource,
    secret,
    text,
    value,
)

pytestmark = pytest.mark.live

ODD = st.text(alphabet=' \n\t$%{}"\\#=/*<>-EOTabé☃\u0301', max_size=16)
TEXTS = st.text(max_size=30) | ODD | st.lists(ODD, max_size=5).map("\n".join)
KEYS = (st.text(max_size=10) | ODD).map(lambda key: unicodedata.normalize("NFC", key))
DATA = st.recursive(
    st.booleans() | st.integers(-(2**60), 2**60) | TEXTS | st.decimals(-1000, 1000, places=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=10,
)


def examples(count: int) -> list[Any]:
    """The same values in every run."""
    found: list[Any] = []

    @settings(
        max_examples=count, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(DATA)
    def gather(data: Any) -> None:
        found.append(data)

    gather()
    return found


def expression(data: Any) -> Expr:
    return Translator(graph(), {}).value(value(data), Spot("", ""))


def opened(folder: Path, files: dict[str, str]) -> Terraform:
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return open_terraform(folder, {})


def normal(data: Any) -> Any:
    """As JSON from terraform gives it back: composed characters, plain numbers."""
    match data:
        case str():
            return unicodedata.normalize("NFC", data)
        case Decimal():
            return float(data) if data % 1 else int(data)
        case list():
            return [normal(item) for item in data]
        case dict():
            return {normal(key): normal(item) for key, item in data.items()}
        case _:
            return data


def test_values_come_back_from_terraform_as_they_were(tmp_path: Path) -> None:
    data = examples(400)
    blocks = [
        Block("output", (f"v{number}",), (Argument("value", expression(one)),))
        for number, one in enumerate(data)
    ]
    content = "".join(line.text + "\n" for line in write_blocks(blocks))
    terraform = opened(tmp_path, {"main.tf": content})
    assert terraform.unformatted() == ""
    terraform.init()
    terraform.apply(terraform.plan())
    outputs = terraform.outputs()
    for number, one in enumerate(data):
        assert outputs[f"v{number}"] == normal(one), content.split(f'"v{number}"')[1][:400]


WORDS = st.sampled_from(["a", "b", "eu-west-1", "shop", "", "a-b", "${x}", "1"])
INSTANCE_KEYS = st.lists(
    st.sampled_from(["a", "b", "shop", "x y", "1", "ü", "${k}", 'q"q', "eu"]),
    min_size=1,
    max_size=4,
    unique=True,
)


@st.composite
def instances(draw: st.DrawFn) -> dict[str | int, dict[str, Any]]:
    """Instances of one declaration: data that partly follows the key, partly differs, partly is missing."""
    counted = draw(st.booleans())
    keys: list[str | int] = (
        list(range(draw(st.integers(1, 4)))) if counted else list(draw(INSTANCE_KEYS))
    )
    shape = draw(
        st.lists(
            st.sampled_from(["key", "around", "same", "word", "number", "any", "some"]),
            min_size=1,
            max_size=5,
        )
    )
    same = draw(DATA)
    made: dict[str | int, dict[str, Any]] = {}
    for key in keys:
        fields: dict[str, Any] = {}
        for number, kind in enumerate(shape):
            data: Any = {
                "key": lambda key=key: key,
                "around": lambda key=key: f"n-{key}-{key}",
                "same": lambda: same,
                "word": lambda: draw(WORDS),
                "number": lambda key=key: (
                    key + 3 if isinstance(key, int) else draw(st.integers(0, 3))
                ),
                "any": lambda: draw(DATA),
                "some": lambda key=key: {
                    "inner": draw(WORDS),
                    "list": [draw(WORDS), {"deep": str(key)}],
                },
            }[kind]()
            fields[f"f{number}"] = data
        made[key] = fields
    return made


def groups(count: int) -> list[dict[str | int, dict[str, Any]]]:
    found: list[dict[str | int, dict[str, Any]]] = []

    @settings(
        max_examples=count, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(instances())
    def gather(one: dict[str | int, dict[str, Any]]) -> None:
        found.append(one)

    gather()
    return found


def test_rolled_up_instances_are_what_they_were(tmp_path: Path) -> None:
    """Through terraform's own `terraform_data`, whose output is its input."""
    data = groups(120)
    resources, outputs, expected = [], {}, {}
    for number, one in enumerate(data):
        for position, (key, fields) in enumerate(one.items()):
            made = resource("x", "terraform.data", {"input": fields})
            place = Address((Step(f"g{number}", key),))
            repeat = Repeat.COUNT if isinstance(key, int) else Repeat.KEYS
            resources.append(replace(made, address=place, repeat=repeat))
            name = f"o{number}_{position}"
            outputs[name] = Value(Deferred(Ref(place, ("output",)), STRING), made.span)
            expected[name] = normal(fields)
    artifacts, problems = TerraformBackend().lower(cleared(graph(*resources, outputs=outputs)))
    assert problems == ()
    files = {path.removeprefix("terraform/"): file.text for path, file in artifacts.files.items()}
    assert "versions.tf" not in files
    terraform = opened(tmp_path, files)
    assert terraform.unformatted() == ""
    terraform.init()
    terraform.apply(terraform.plan())
    found = terraform.outputs()
    for name, fields in expected.items():
        assert found[name] == fields, name


def everything() -> InfraGraph:
    """A graph with every construct that the backend has a word for."""
    zones = "abc"
    return graph(
        resource("zones", "aws.availability_zones", {"state": "available"}, lookup=True),
        resource(
            "network.vpc",
            "aws.vpc",
            {
                "cidr_block": "10.20.0.0/16",
                "enable_dns_hostnames": True,
                "tags": {"Name": "network"},
            },
            doc="The network.\n\nOf the shop.",
            lifecycle=Lifecycle(moved_from=("old",), adopt_id="vpc-0123456789abcdef0"),
        ),
        *(
            resource(
                f'network.private["{zone}"]',
                "aws.subnet",
                {
                    "vpc_id": ref("network.vpc", "id"),
                    "cidr_block": f"10.20.{number * 16}.0/20",
                    "availability_zone": f"eu-west-1{zone}",
                    "tags": {"Name": f"network-private-{zone}"},
                },
            )
            for number, zone in enumerate(zones)
        ),
        *(
            resource(
                f'network.routes["{zone}"]',
                "aws.route_table_association",
                {
                    "subnet_id": ref(f'network.private["{zone}"]', "id"),
                    "route_table_id": ref("network.table", "id"),
                },
            )
            for zone in zones
        ),
        resource(
            "network.table",
            "aws.route_table",
            {
                "vpc_id": ref("network.vpc", "id"),
                "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}],
            },
        ),
        *(
            resource(
                f'sg["{name}"]',
                "aws.security_group",
                {
                    "name": name,
                    "ingress": [
                        {
                            "from_port": p,
                            "to_port": p,
                            "protocol": "tcp",
                            "cidr_blocks": ["10.0.0.0/8"],
                        }
                        for p in ports
                    ],
                },
            )
            for name, ports in (("web", [443]), ("admin", [22, 443]))
        ),
        resource(
            "orders.instance",
            "aws.db_instance",
            {
                "identifier": "orders",
                "engine": "postgres",
                "instance_class": "db.t4g.medium",
                "allocated_storage": 100,
                "username": "app",
                "password": secret("aws", name="shop/db", key="password"),
                "availability_zone": ref("zones", "names", 0),
            },
            lifecycle=Lifecycle(
                protect=True,
                ignore_changes=("engine_version", "tags.Owner"),
                after=(address("network.vpc"),),
            ),
            checks=(
                Check(
                    value(ref("network.vpc", "enable_dns_support").data.residual),
                    value('DNS must be on: "support"'),
                    ref("network.vpc", "id").span,
                ),
            ),
        ),
        *(
            resource(
                f"queue[{number}]",
                "aws.sqs_queue",
                {"name": f"queue-{number}", "delay_seconds": number * 10 + (number == 2)},
            )
            for number in range(3)
        ),
        *(
            resource(
                f'role["{name}"]',
                "aws.iam_role",
                {"name": f"shop-{name}", "assume_role_policy": TRUST},
            )
            for name in ("web", "worker")
        ),
        resource(
            "token",
            "aws.ssm_parameter",
            {
                "name": "/shop/token",
                "type": "SecureString",
                "value": text("prefix-", secret("env", name="API_TOKEN")),
            },
        ),
        resource(
            "bundle",
            "aws.ssm_parameter",
            {
                "name": "/shop/bundle",
                "type": "String",
                "description": "line one\nline two\n  indented ${not_a_variable} %{nor this}\n",
                "value": text(
                    "db=",
                    ref("orders.instance", "endpoint"),
                    ";pw=",
                    secret("file", name="x/pw.txt"),
                ),
            },
        ),
        resource(
            "cluster",
            "aws.eks_cluster",
            {
                "name": "main",
                "role_arn": "arn:aws:iam::123456789012:role/x",
                "vpc_config": {"subnet_ids": [ref(f'network.private["{z}"]', "id") for z in zones]},
            },
            provider="aws_us",
        ),
        resource(
            "config", "k8s.core.v1.ConfigMap", {"data": {"host": ref("orders.instance", "address")}}
        ),
        outputs={
            "subnets": {z: ref(f'network.private["{z}"]', "id") for z in zones},
            "authority": ref("cluster", "certificate_authority", "data"),
            "queues": [ref(f"queue[{n}]", "arn") for n in range(3)],
        },
        providers=[
            provider("aws", "aws", region="eu-west-1", default_tags={"tags": {"stack": "shop"}}),
            provider("aws_us", "aws", region="us-east-1"),
        ],
    )


TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "ec2.amazonaws.com"},
        }
    ],
}


def test_terraform_accepts_every_construct_as_it_is_laid_out(tmp_path: Path) -> None:
    artifacts, problems = TerraformBackend().lower(cleared(everything()))
    assert problems == ()
    files = {path.removeprefix("terraform/"): file.text for path, file in artifacts.files.items()}
    terraform = opened(tmp_path, files)
    assert terraform.unformatted() == ""
    terraform.init()
    assert terraform.validate() == ()
