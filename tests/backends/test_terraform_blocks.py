"""What one resource becomes in Terraform."""

from __future__ import annotations

from typing import Any

from nimbus_lang.backends.terraform.lower import TerraformBackend, terraform_variables
from nimbus_lang.ir.graph import Check, InfraGraph, Lifecycle, Resource
from nimbus_lang.types.model import INT, NUMBER, ListT, RecordT
from nimbus_lang.types.model import Field as SchemaField
from nimbus_lang.values.model import Apply, Choose, Deferred, Ref, Select, Value
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


def files(made: InfraGraph) -> dict[str, str]:
    artifacts, problems = TerraformBackend().lower(cleared(made))
    assert problems == ()
    return {path.removeprefix("terraform/"): file.text for path, file in artifacts.files.items()}


def main(made: InfraGraph) -> str:
    return files(made)["main.tf"]


def argument(data: Any, *others: Any) -> str:
    """What an argument is given in HCL."""
    content = main(graph(resource("x", "aws.sqs_queue", {"name": data}), *others))
    return content.split("name = ", 1)[1].split("\n}")[0]


VPC = resource("vpc", "aws.vpc", {"cidr_block": "10.0.0.0/16"})
CLUSTER = resource("main", "aws.eks_cluster", {"name": "main"})


def test_an_empty_graph_gives_no_files() -> None:
    assert files(graph()) == {}


def test_arguments_come_first_then_blocks_then_lifecycle_then_depends_on() -> None:
    made = resource(
        "cluster",
        "aws.eks_cluster",
        {"name": "main", "vpc_config": {"subnet_ids": ["a"]}, "version": "1.33"},
        doc="The cluster.",
        provider="aws_us",
        lifecycle=Lifecycle(protect=True, create_before_destroy=True, after=(address("vpc"),)),
    )
    assert main(graph(made, VPC)).split("\n\nresource")[0] == (
        "# The cluster.\n"
        'resource "aws_eks_cluster" "cluster" {\n'
        "  provider = aws.aws_us\n"
        "\n"
        '  name    = "main"\n'
        '  version = "1.33"\n'
        "\n"
        "  vpc_config {\n"
        '    subnet_ids = ["a"]\n'
        "  }\n"
        "\n"
        "  lifecycle {\n"
        "    create_before_destroy = true\n"
        "    prevent_destroy       = true\n"
        "  }\n"
        "\n"
        "  depends_on = [aws_vpc.vpc]\n"
        "}"
    )


def test_a_lookup_is_a_data_source() -> None:
    me = resource("me", "aws.caller_identity", {}, lookup=True)
    content = main(graph(me, resource("x", "aws.sqs_queue", {"name": ref("me", "account_id")})))
    assert 'data "aws_caller_identity" "me" {}' in content
    assert "name = data.aws_caller_identity.me.account_id" in content


def test_a_block_that_occurs_once_is_a_list_to_read_from() -> None:
    assert argument(ref("main", "vpc_config", "vpc_id"), CLUSTER) == (
        "aws_eks_cluster.main.vpc_config[0].vpc_id"
    )
    assert argument(ref("main", "certificate_authority", 0, "data"), CLUSTER) == (
        "aws_eks_cluster.main.certificate_authority[0].data"
    )
    assert argument(ref("main", "tags", "Name"), CLUSTER) == 'aws_eks_cluster.main.tags["Name"]'


def test_a_set_has_no_positions() -> None:
    group = resource("g", "aws.security_group", {"name": "g"})
    assert argument(ref("g", "ingress", 0, "from_port"), group) == (
        "tolist(aws_security_group.g.ingress)[0].from_port"
    )


def test_a_structure_for_a_text_is_a_json_document() -> None:
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Resource": ref("vpc", "arn")}],
    }
    assert argument(policy, VPC) == (
        "jsonencode({\n"
        '    Version = "2012-10-17"\n'
        "    Statement = [{\n"
        '      Effect   = "Allow"\n'
        "      Resource = aws_vpc.vpc.arn\n"
        "    }]\n"
        "  })"
    )


def test_deferred_expressions() -> None:
    vpc, port = ref("vpc", "id"), ref("main", "x", type=NUMBER)
    seen = {
        "text": argument(text("a-", vpc, "/b"), VPC),
        "alone": argument(text(vpc), VPC),
        "sum": argument(Apply("+", (port, value(1))), CLUSTER),
        "logic": argument(
            Apply(
                "not", (value(Apply("and", (value(True), value(Apply("==", (port, value(1))))))),)
            ),
            CLUSTER,
        ),
        "choice": argument(
            Choose(value(Apply("==", (port, value(1)))), value("a"), vpc), VPC, CLUSTER
        ),
        "select": argument(Select(vpc, value("k e y")), VPC),
        "function": argument(Apply("lower", (vpc,)), VPC),
        "fallback": argument(Apply("??", (vpc, value("x"))), VPC),
        "range": argument(Apply("..", (value(1), port)), CLUSTER),
    }
    assert seen == {
        "text": '"a-${aws_vpc.vpc.id}/b"',
        "alone": "aws_vpc.vpc.id",
        "sum": "aws_eks_cluster.main.x + 1",
        "logic": "!(true && aws_eks_cluster.main.x == 1)",
        "choice": 'aws_eks_cluster.main.x == 1 ? "a" : aws_vpc.vpc.id',
        "select": 'aws_vpc.vpc.id["k e y"]',
        "function": "lower(aws_vpc.vpc.id)",
        "fallback": 'aws_vpc.vpc.id != null ? aws_vpc.vpc.id : "x"',
        "range": "range(1, aws_eks_cluster.main.x + 1)",
    }


def test_what_another_tool_makes_cannot_be_awaited() -> None:
    made = graph(
        resource("service", "k8s.core.v1.Service", {}),
        resource("x", "aws.sqs_queue", {"name": ref("service", "spec", "clusterIP")}),
    )
    _, problems = TerraformBackend().lower(cleared(made))
    assert [problem.code for problem in problems] == ["NB4801"]
    assert "`x.name` reads `service.spec.clusterIP`, which Kubernetes makes" in problems[0].detail


def test_a_secret_takes_the_write_only_twin() -> None:
    made = graph(
        resource(
            "a", "aws.db_instance", {"password": secret("aws", name="shop/db", key="password")}
        ),
        resource("b", "aws.db_instance", {"password": secret("env", name="DB_PASSWORD")}),
    )
    found = files(made)
    assert (
        '  password_wo         = jsondecode(ephemeral.aws_secretsmanager_secret_version.shop_db.secret_string)["password"]\n'
        "  password_wo_version = 1\n"
    ) in found["main.tf"]
    assert "password_wo         = var.db_password\n" in found["main.tf"]
    assert found["secrets.tf"] == (
        'ephemeral "aws_secretsmanager_secret_version" "shop_db" {\n  secret_id = "shop/db"\n}\n'
    )
    assert found["variables.tf"] == (
        'variable "db_password" {\n  type      = string\n  sensitive = true\n  ephemeral = true\n}\n'
    )


def test_a_version_that_is_written_stays() -> None:
    fields = {"password": secret("env", name="P"), "password_wo_version": 7}
    assert "password_wo_version = 7" in main(graph(resource("a", "aws.db_instance", fields)))


def test_a_secret_without_a_twin_is_read_as_data() -> None:
    variables = {
        "URL": text("x:", secret("aws", name="db"), "@y"),
        "T": secret("file", name="a/b.txt"),
    }
    made = graph(resource("f", "aws.lambda_function", {"environment": {"variables": variables}}))
    found = files(made)
    assert (
        'URL = "x:${data.aws_secretsmanager_secret_version.db.secret_string}@y"' in found["main.tf"]
    )
    assert found["secrets.tf"].startswith('data "aws_secretsmanager_secret_version" "db"')
    assert "ephemeral" not in found["variables.tf"]
    assert {name: one.source.kind for name, one in terraform_variables(made).items()} == {
        "b": "file"
    }


def test_reading_a_secret_argument_back_reads_its_source() -> None:
    made = graph(
        resource("a", "aws.db_instance", {"password": secret("env", name="P")}),
        resource("b", "aws.db_instance", {"password": ref("a", "password", secret=True)}),
    )
    assert main(made).count("password_wo         = var.p") == 2


def test_one_secret_of_two_names_is_told_apart() -> None:
    made = graph(
        resource("a", "aws.db_instance", {"password": secret("env", name="P-A")}),
        resource("b", "aws.db_instance", {"password": secret("env", name="P_A")}),
    )
    assert files(made)["variables.tf"].count('variable "p_a') == 2
    assert 'variable "p_a_2"' in files(made)["variables.tf"]


def test_blocks_of_unknown_number_are_dynamic() -> None:
    rule = RecordT({"from_port": SchemaField(NUMBER), "to_port": SchemaField(NUMBER)})
    rules = Value(Deferred(Ref(address("o"), ("ingress",)), ListT(rule)), ref("o").span)
    made = graph(
        resource("o", "aws.security_group", {}),
        resource("g", "aws.security_group", {"ingress": rules}),
    )
    assert main(made).split('"g" {\n')[1] == (
        '  dynamic "ingress" {\n'
        "    for_each = aws_security_group.o.ingress\n"
        "\n"
        "    content {\n"
        "      from_port = ingress.value.from_port\n"
        "      to_port   = ingress.value.to_port\n"
        "    }\n"
        "  }\n"
        "}\n"
    )


def test_an_empty_list_of_rules_means_none() -> None:
    made = graph(resource("g", "aws.security_group", {"ingress": []}))
    assert "  ingress = []\n" in main(made)


def test_checks_become_preconditions() -> None:
    check = Check(value(Apply("==", (ref("vpc", "id"), value("x")))), value("must be x"), VPC.span)
    made = graph(VPC, resource("q", "aws.sqs_queue", {"name": "q"}, checks=(check,)))
    assert (
        "  lifecycle {\n"
        "    precondition {\n"
        '      condition     = aws_vpc.vpc.id == "x"\n'
        '      error_message = "must be x"\n'
        "    }\n"
        "  }\n"
    ) in main(made)


def test_ignored_changes_are_paths() -> None:
    life = Lifecycle(
        ignore_changes=("version", "tags.Owner", "vpc_config.subnet_ids"),
        replace_when=(ref("vpc", "id"),),
    )
    made = graph(VPC, resource("c", "aws.eks_cluster", {"name": "c"}, lifecycle=life))
    assert 'ignore_changes       = [version, tags["Owner"], vpc_config[0].subnet_ids]' in main(made)
    assert "replace_triggered_by = [aws_vpc.vpc.id]" in main(made)


def test_a_number_in_quotes_stays_a_text_where_no_schema_says_so() -> None:
    delay = ref("q", "delay_seconds", type=INT)
    policy = {"a": text(delay), "b": text("x", delay), "c": text(ref("q", "arn"))}
    made = graph(
        resource("q", "aws.sqs_queue", {"name": "q"}),
        resource("p", "aws.iam_policy", {"policy": policy, "tags": {"Delay": text(delay)}}),
        outputs={"delay": text(delay)},
    )
    content = main(made)
    assert "a = tostring(aws_sqs_queue.q.delay_seconds)" in content
    assert 'b = "x${aws_sqs_queue.q.delay_seconds}"' in content
    assert "c = aws_sqs_queue.q.arn" in content
    assert "Delay = aws_sqs_queue.q.delay_seconds" in content
    assert "value = tostring(aws_sqs_queue.q.delay_seconds)" in files(made)["outputs.tf"]


def test_moved_and_adopted() -> None:
    life = Lifecycle(moved_from=("old", "net.part", 'module.x.aws_vpc.this["a"]'), adopt_id="vpc-1")
    found = files(graph(resource("vpc", "aws.vpc", {"cidr_block": "10.0.0.0/16"}, lifecycle=life)))
    assert [line.strip() for line in found["moved.tf"].splitlines() if "from" in line] == [
        "from = aws_vpc.old",
        "from = aws_vpc.net_part",
        'from = module.x.aws_vpc.this["a"]',
    ]
    assert found["imports.tf"] == 'import {\n  to = aws_vpc.vpc\n  id = "vpc-1"\n}\n'


def test_a_declaration_moves_with_all_its_keys_unless_each_has_its_own_past() -> None:
    def queue(key: str, former: str) -> Resource:
        return resource(
            f'q["{key}"]', "aws.sqs_queue", {"name": key}, lifecycle=Lifecycle(moved_from=(former,))
        )

    renamed = files(graph(queue("a", "old"), queue("b", "old")))["moved.tf"]
    assert renamed == "moved {\n  from = aws_sqs_queue.old\n  to   = aws_sqs_queue.q\n}\n"
    gathered = files(graph(queue("a", "old_a"), queue("b", "old_b")))["moved.tf"]
    assert [line.strip() for line in gathered.splitlines() if "=" in line] == [
        "from = aws_sqs_queue.old_a",
        'to   = aws_sqs_queue.q["a"]',
        "from = aws_sqs_queue.old_b",
        'to   = aws_sqs_queue.q["b"]',
    ]


def test_providers_versions_and_state() -> None:
    made = graph(
        VPC,
        resource("zone", "dns.a_record_set", {"name": "x"}),
        providers=[
            provider("aws", "aws", region="eu-west-1"),
            provider("aws_us", "aws", region="us-east-1"),
            provider("dns", "dns", "hashicorp/dns@~> 3.4"),
            provider("k8s", "k8s", cluster="x"),
        ],
        settings={"backend": value({"s3": {"bucket": "state", "key": "shop"}})},
    )
    found = files(made)
    assert found["versions.tf"] == (
        "terraform {\n"
        '  required_version = ">= 1.11"\n'
        "\n"
        "  required_providers {\n"
        "    aws = {\n"
        '      source  = "hashicorp/aws"\n'
        '      version = "~> 5.100"\n'
        "    }\n"
        "\n"
        "    dns = {\n"
        '      source  = "hashicorp/dns"\n'
        '      version = "~> 3.4"\n'
        "    }\n"
        "  }\n"
        "\n"
        '  backend "s3" {\n'
        '    bucket = "state"\n'
        '    key    = "shop"\n'
        "  }\n"
        "}\n"
    )
    assert found["providers.tf"] == (
        'provider "aws" {\n  region = "eu-west-1"\n}\n'
        "\n"
        'provider "aws" {\n  alias  = "aws_us"\n  region = "us-east-1"\n}\n'
    )


def test_outputs_that_terraform_knows() -> None:
    made = graph(
        VPC,
        resource("s", "k8s.core.v1.Service", {}),
        outputs={
            "vpc": ref("vpc", "id"),
            "plain": "x",
            "ip": ref("s", "spec", "clusterIP"),
            "token": secret("env", name="T"),
        },
    )
    assert files(made)["outputs.tf"] == (
        'output "vpc" {\n  value = aws_vpc.vpc.id\n}\n\noutput "plain" {\n  value = "x"\n}\n'
    )


def test_a_function_that_terraform_lacks_is_told() -> None:
    made = graph(
        VPC, resource("x", "aws.sqs_queue", {"name": Apply("no_such_thing", (ref("vpc", "id"),))})
    )
    _, problems = TerraformBackend().lower(cleared(made))
    assert [problem.code for problem in problems] == ["NB4803"]


def test_default_tags_of_the_stack_hold_for_every_aws_configuration() -> None:
    made = graph(
        VPC,
        providers=[
            provider("aws", "aws"),
            provider("aws_us", "aws", default_tags={"tags": {"own": "yes"}}),
        ],
        settings={"default_tags": value({"stack": "shop"})},
    )
    found = files(made)["providers.tf"]
    assert found.count("default_tags {") == 2
    assert found.count('stack = "shop"') == 1
