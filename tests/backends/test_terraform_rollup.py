"""How instances of one declaration become one block again."""

from __future__ import annotations

import pytest

from nimbus_lang.backends.terraform.lower import TerraformBackend, terraform_addresses
from nimbus_lang.ir.graph import InfraGraph, Lifecycle, Resource
from tests.backends.by_hand import address, cleared, graph, ref, resource, secret, text


def main(made: InfraGraph) -> str:
    artifacts, problems = TerraformBackend().lower(cleared(made))
    assert problems == ()
    return artifacts.files["terraform/main.tf"].text


def queues(fields: dict[str | int, dict[str, object]]) -> list[Resource]:
    return [
        resource(f'q["{key}"]' if isinstance(key, str) else f"q[{key}]", "aws.sqs_queue", data)
        for key, data in fields.items()
    ]


def test_what_follows_the_key_uses_it() -> None:
    made = graph(*queues({k: {"name": k, "tags": {"Name": f"shop-{k}-q"}} for k in ("a", "b")}))
    assert main(made) == (
        'resource "aws_sqs_queue" "q" {\n'
        '  for_each = toset(["a", "b"])\n'
        "\n"
        "  name = each.key\n"
        "\n"
        "  tags = {\n"
        '    Name = "shop-${each.key}-q"\n'
        "  }\n"
        "}\n"
    )


def test_one_difference_is_the_value() -> None:
    made = graph(*queues({"a": {"delay_seconds": 1}, "b": {"delay_seconds": 5}}))
    assert "  for_each = {\n    a = 1\n    b = 5\n  }\n\n  delay_seconds = each.value\n" in main(
        made
    )


def test_several_differences_have_names_and_equal_columns_share_one() -> None:
    fields = {
        "a": {"delay_seconds": 1, "name": "x", "tags": {"Name": "x", "Tier": "gold"}},
        "b": {"delay_seconds": 5, "name": "y", "tags": {"Name": "y", "Tier": "tin"}},
    }
    content = main(graph(*queues(fields)))
    assert '    a = { delay_seconds = 1, name = "x", tier = "gold" }\n' in content
    assert "    Name = each.value.name\n    Tier = each.value.tier\n" in content


def test_what_only_some_have_is_null_for_the_others() -> None:
    content = main(graph(*queues({"a": {"name": "a"}, "b": {"name": "b", "fifo_queue": True}})))
    assert "    a = null\n    b = true\n" in content
    assert "  fifo_queue = each.value\n" in content


def test_numbers_are_counted() -> None:
    made = graph(*queues({n: {"name": f"q-{n}", "delay_seconds": n + 2} for n in range(3)}))
    assert main(made) == (
        'resource "aws_sqs_queue" "q" {\n'
        "  count = 3\n"
        "\n"
        '  name          = "q-${count.index}"\n'
        "  delay_seconds = count.index + 2\n"
        "}\n"
    )


def test_counted_differences_are_in_a_local_list() -> None:
    made = graph(*queues({n: {"delay_seconds": n * n} for n in range(3)}))
    assert main(made) == (
        "locals {\n  q = [0, 1, 4]\n}\n"
        "\n"
        'resource "aws_sqs_queue" "q" {\n'
        "  count = length(local.q)\n"
        "\n"
        "  delay_seconds = local.q[count.index]\n"
        "}\n"
    )


def test_many_rows_are_in_a_local_map() -> None:
    made = graph(*queues({f"k{n}": {"delay_seconds": n * n + 7} for n in range(8)}))
    assert main(made).startswith("locals {\n  q = {\n    k0 = 7\n    k1 = 8\n")
    assert "for_each = local.q\n" in main(made)


def test_one_key_still_repeats() -> None:
    made = graph(*queues({"a": {"name": "a"}}))
    assert 'for_each = toset(["a"])\n\n  name = "a"\n' in main(made)


def test_a_telling_key_is_used_even_alone() -> None:
    made = graph(
        *queues({"shop": {"name": "shop", "tags": {"Name": "the-shop-q", "Kind": "workshop"}}})
    )
    assert "  name = each.key\n" in main(made)
    assert '    Name = "the-${each.key}-q"\n    Kind = "workshop"\n' in main(made)


def test_all_instances_in_a_text_are_a_comprehension() -> None:
    keyed = [resource(f'v["{k}"]', "aws.s3_bucket", {}) for k in "ab"]
    said = [text(ref(f'v["{k}"]', "arn"), "/*") for k in "ab"]
    named = {k: [ref(f'v["{k}"]', "arn")] for k in "ab"}
    reader = resource("r", "aws.iam_role_policy", {"policy": {"list": said, "map": named}})
    content = main(graph(*keyed, reader))
    assert 'list = [for bucket in aws_s3_bucket.v : "${bucket.arn}/*"]\n' in content
    assert "map  = { for key, bucket in aws_s3_bucket.v : key => [bucket.arn] }\n" in content


def test_an_empty_map_is_not_written() -> None:
    assert "tags" not in main(
        graph(resource("v", "aws.vpc", {"cidr_block": "10.0.0.0/16", "tags": {}}))
    )


def test_references_follow_the_key() -> None:
    vpcs = [resource(f'v["{k}"]', "aws.vpc", {"cidr_block": "10.0.0.0/16"}) for k in "ab"]
    nets = [resource(f's["{k}"]', "aws.subnet", {"vpc_id": ref(f'v["{k}"]', "id")}) for k in "ab"]
    assert "  vpc_id = aws_vpc.v[each.key].id\n" in main(graph(*vpcs, *nets))
    assert terraform_addresses(graph(*vpcs))['v["a"]'] == 'aws_vpc.v["a"]'


def test_all_instances_are_a_splat() -> None:
    keyed = [resource(f'v["{k}"]', "aws.vpc", {"cidr_block": "10.0.0.0/16"}) for k in "ab"]
    counted = [resource(f"w[{n}]", "aws.vpc", {"cidr_block": "10.0.0.0/16"}) for n in range(2)]
    group = resource(
        "g",
        "aws.db_subnet_group",
        {
            "subnet_ids": [ref(f'v["{k}"]', "id") for k in "ab"],
            "tags": {"all": [ref(f"w[{n}]", "id") for n in range(2)], "one": [ref('v["a"]', "id")]},
        },
    )
    content = main(graph(*keyed, *counted, group))
    assert "subnet_ids = values(aws_vpc.v)[*].id\n" in content
    assert "all = aws_vpc.w[*].id\n" in content
    assert 'one = [aws_vpc.v["a"].id]\n' in content


def test_an_order_that_terraform_would_not_keep_is_written_out() -> None:
    keyed = [resource(f'v["{k}"]', "aws.vpc", {"cidr_block": "10.0.0.0/16"}) for k in "ba"]
    ordered = resource(
        "o", "aws.lambda_function", {"architectures": [ref(f'v["{k}"]', "id") for k in "ba"]}
    )
    assert 'architectures = [aws_vpc.v["b"].id, aws_vpc.v["a"].id]' in main(graph(*keyed, ordered))


def test_different_numbers_of_blocks_are_dynamic() -> None:
    groups = [
        resource(
            f'g["{key}"]',
            "aws.security_group",
            {
                "name": key,
                "ingress": [{"from_port": p, "to_port": p, "protocol": "tcp"} for p in ports],
            },
        )
        for key, ports in (("a", [80]), ("b", [80, 443]), ("c", []))
    ]
    content = main(graph(*groups[:2]))
    assert (
        "    a = [{ from_port = 80 }]\n    b = [{ from_port = 80 }, { from_port = 443 }]\n"
        in content
    )
    assert 'dynamic "ingress" {\n    for_each = each.value\n\n    content {\n' in content
    assert "      to_port   = ingress.value.from_port\n" in content


def test_secrets_are_chosen_by_key_in_place() -> None:
    made = graph(
        *(
            resource(
                f'd["{k}"]',
                "aws.db_instance",
                {"password": secret("env", name=f"P_{k}"), "identifier": k},
            )
            for k in "xy"
        )
    )
    assert "password_wo         = { x = var.p_x, y = var.p_y }[each.key]\n" in main(made)
    assert 'for_each = toset(["x", "y"])' in main(made)


def test_what_waits_for_itself_stands_apart() -> None:
    first = resource('q["a"]', "aws.sqs_queue", {"name": "a"})
    second = resource('q["b"]', "aws.sqs_queue", {"name": ref('q["a"]', "arn")})
    content = main(graph(first, second))
    assert 'resource "aws_sqs_queue" "q_a"' in content
    assert "name = aws_sqs_queue.q_a.arn" in content
    assert terraform_addresses(graph(first, second))['q["b"]'] == "aws_sqs_queue.q_b"


def test_two_that_wait_for_each_other_across_keys_stand_apart() -> None:
    made = graph(
        resource('q["a"]', "aws.sqs_queue", {"name": "a"}),
        resource('t["a"]', "aws.sns_topic", {"name": ref('q["a"]', "arn")}),
        resource('t["b"]', "aws.sns_topic", {"name": "b"}),
        resource('q["b"]', "aws.sqs_queue", {"name": ref('t["b"]', "arn")}),
    )
    assert "for_each" not in main(made)


def test_what_no_expression_can_say_stands_apart() -> None:
    made = graph(
        resource('q["a"]', "aws.sqs_queue", {"name": "a"}, lifecycle=Lifecycle(protect=True)),
        resource('q["b"]', "aws.sqs_queue", {"name": "b"}),
        resource("t", "aws.sns_topic", {"name": ref('q["b"]', "arn")}),
    )
    content = main(made)
    assert content.count("prevent_destroy") == 1
    assert "name = aws_sqs_queue.q_b.arn" in content


def test_parts_of_keyed_components_are_keyed() -> None:
    made = graph(
        *(
            resource(f'net["{k}"].part[{n}]', "aws.sqs_queue", {"name": f"{k}-{n}"})
            for k in "ab"
            for n in range(2)
        )
    )
    assert 'resource "aws_sqs_queue" "net_part"' in main(made)
    assert 'toset(["a/0", "a/1", "b/0", "b/1"])' in main(made) or '"a/0" = "a-0"' in main(made)


@pytest.mark.parametrize("key", ["a b", "ü", 'q"', "${x}", "a/b", "1"])
def test_any_key_is_possible(key: str) -> None:
    made = resource("x", "aws.sqs_queue", {"name": "n"})
    odd = Resource(
        **{
            **made.__dict__,
            "address": address("x").__class__((address("x").steps[0]._replace(key=key),)),
        }
    )
    assert "for_each = toset([" in main(graph(odd))
