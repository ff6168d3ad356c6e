"""The table of refinements: known facts are in it, every entry meets an argument, every pattern and unit is understood."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from nimbus_lang.schemas.aws import PACK, REFINEMENTS, aws_names, aws_refinements
from nimbus_lang.schemas.build_refinements import CURATED, arguments, kept, rebuild
from nimbus_lang.schemas.index import load
from nimbus_lang.schemas.pack import DATA, open_pack
from nimbus_lang.types.builtin import NAMED
from nimbus_lang.types.model import Field, Kind, ListT, MapT, RecordT, ScalarT, SetT
from nimbus_lang.types.units import TEXT_UNITS, UNITS

EVERY = [
    (section, name, path, refinement)
    for section in ("resource", "lookup")
    for name in aws_names(section)
    for path, refinement in aws_refinements(name, section).items()
]


def field(path: str) -> Field:
    """The field behind `type.argument.argument` of a resource."""
    name, *steps = path.split(".")
    kind: object = load(f"aws.{name}")
    found: Field | None = None
    for step in steps:
        while isinstance(kind, ListT | SetT):
            kind = kind.item
        assert isinstance(kind, RecordT)
        found = kind.fields[step]
        kind = found.type
    assert found is not None
    return found


def scalar(path: str) -> ScalarT:
    """The scalar at the heart of that field."""
    kind: object = field(path).type
    while isinstance(kind, ListT | SetT | MapT):
        kind = kind.value if isinstance(kind, MapT) else kind.item
    assert isinstance(kind, ScalarT)
    return kind


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("db_instance.allocated_storage", "GiB"),
        ("db_instance.backup_retention_period", "days"),
        ("rds_cluster.backup_retention_period", "days"),
        ("lambda_function.memory_size", "MiB"),
        ("lambda_function.timeout", "seconds"),
        ("lambda_function.ephemeral_storage.size", "MiB"),
        ("sqs_queue.visibility_timeout_seconds", "seconds"),
        ("sqs_queue.message_retention_seconds", "seconds"),
        ("sqs_queue.delay_seconds", "seconds"),
        ("sqs_queue.max_message_size", "bytes"),
        ("ebs_volume.size", "GiB"),
        ("instance.root_block_device.volume_size", "GiB"),
        ("launch_template.block_device_mappings.ebs.volume_size", "GiB"),
        ("eks_node_group.disk_size", "GiB"),
        ("cloudwatch_log_group.retention_in_days", "days"),
        ("cloudwatch_metric_alarm.period", "seconds"),
        ("kms_key.deletion_window_in_days", "days"),
        ("secretsmanager_secret.recovery_window_in_days", "days"),
        ("s3_bucket_lifecycle_configuration.rule.expiration.days", "days"),
        ("route53_record.ttl", "seconds"),
        ("kinesis_stream.retention_period", "hours"),
        ("codebuild_project.build_timeout", "minutes"),
        ("api_gateway_integration.timeout_milliseconds", "milliseconds"),
        ("elasticache_replication_group.snapshot_retention_limit", "days"),
        ("iam_role.max_session_duration", "seconds"),
        ("lb_target_group.health_check.interval", "seconds"),
        ("db_instance.timeouts.create", "go_duration"),
    ],
)
def test_units(path: str, unit: str) -> None:
    assert scalar(path).unit == unit


@pytest.mark.parametrize(
    ("path", "low", "high"),
    [
        ("lambda_function.memory_size", 128, 10240),
        ("lambda_function.timeout", 1, 900),
        ("db_instance.backup_retention_period", 0, 35),
        ("sqs_queue.visibility_timeout_seconds", 0, 43200),
        ("sqs_queue.message_retention_seconds", 60, 1209600),
        ("kms_key.deletion_window_in_days", 7, 30),
        ("iam_role.max_session_duration", 3600, 43200),
        ("lb_listener.port", 1, 65535),
        ("security_group.ingress.from_port", -1, 65535),
        ("db_instance.port", 0, 65535),
    ],
)
def test_ranges(path: str, low: int, high: int) -> None:
    found = scalar(path)
    assert (found.minimum, found.maximum) == (low, high)
    assert found.kind is Kind.INT


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("lambda_function.architectures", ("x86_64", "arm64")),
        ("lambda_function.package_type", ("Zip", "Image")),
        ("eks_node_group.capacity_type", ("ON_DEMAND", "SPOT", "CAPACITY_BLOCK")),
        ("dynamodb_table.billing_mode", ("PROVISIONED", "PAY_PER_REQUEST")),
        ("dynamodb_table.attribute.type", ("B", "N", "S")),
        (
            "s3_bucket_versioning.versioning_configuration.status",
            ("Enabled", "Suspended", "Disabled"),
        ),
        ("lb.load_balancer_type", ("application", "gateway", "network")),
        ("ecr_repository.image_tag_mutability", ("MUTABLE", "IMMUTABLE")),
        ("route53_record.type", ("SOA", "A", "TXT", "NS", "CNAME", "MX", "AAAA")),
        ("cloudwatch_metric_alarm.comparison_operator", ("GreaterThanThreshold",)),
        ("ecs_service.launch_type", ("EC2", "FARGATE", "EXTERNAL")),
        ("eks_cluster.access_config.authentication_mode", ("API", "API_AND_CONFIG_MAP")),
    ],
)
def test_accepted_words(path: str, words: tuple[str, ...]) -> None:
    assert set(words) <= set(scalar(path).enum)


@pytest.mark.parametrize(
    "path",
    [
        "iam_role.assume_role_policy",
        "iam_policy.policy",
        "s3_bucket_policy.policy",
        "ecs_task_definition.container_definitions",
        "cloudwatch_dashboard.dashboard_body",
        "cloudwatch_event_rule.event_pattern",
        "sfn_state_machine.definition",
        "sqs_queue.redrive_policy",
        "kms_key.policy",
        "sns_topic_subscription.filter_policy",
    ],
)
def test_json_documents(path: str) -> None:
    assert field(path).json


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("lambda_function.role", "arn"),
        ("eks_cluster.role_arn", "arn"),
        ("db_instance.arn", "arn"),
        ("s3_bucket.replication_configuration.rules.destination.account_id", "aws.account_id"),
    ],
)
def test_named_texts(path: str, name: str) -> None:
    assert scalar(path) == NAMED[name]


@pytest.mark.parametrize(
    "path", ["vpc.cidr_block", "subnet.cidr_block", "security_group_rule.cidr_blocks"]
)
def test_networks(path: str) -> None:
    assert scalar(path).kind is Kind.CIDR


@pytest.mark.parametrize(
    "path", ["instance.instance_type", "db_instance.instance_class", "lambda_function.runtime"]
)
def test_lists_that_grow_every_month_are_left_open(path: str) -> None:
    assert scalar(path).enum == ()


def test_at_least_three_hundred_arguments_have_words_or_a_pattern() -> None:
    chosen = [one for one in EVERY if one[3].get("enum") or one[3].get("pattern")]
    assert len({(name, path) for section, name, path, _ in chosen if section == "resource"}) > 2000


def test_every_entry_meets_an_argument() -> None:
    known = {key for key, _ in arguments(open_pack(PACK))}
    blocks = {key.rsplit(".", depth)[0] for key in known for depth in range(1, key.count(".") - 1)}
    met = known | blocks
    for section, name, path, _ in EVERY:
        assert path == "" or f"{section}.{name}.{path}" in met, (section, name, path)


def test_every_entry_is_understood() -> None:
    for section, name, path, refinement in EVERY:
        assert refinement["source"] in ("provider", "name", "hand"), (section, name, path)
        unit: Any = refinement.get("unit", "seconds")
        assert unit in UNITS or unit in TEXT_UNITS, (name, path, unit)
        assert refinement.get("type", "int") in {*NAMED, "int_text", "bool_text"}, (name, path)
        if "pattern" in refinement:
            re.compile(refinement["pattern"])


def test_bounds_are_in_order() -> None:
    for _, name, path, refinement in EVERY:
        if "min" in refinement and "max" in refinement:
            assert float(refinement["min"]) <= float(refinement["max"]), (name, path)


def test_the_pack_is_what_the_tables_say() -> None:
    assert rebuild(kept(DATA / REFINEMENTS)) == (DATA / REFINEMENTS).read_bytes()


def test_every_line_of_the_table_by_hand_does_something() -> None:
    table = tomllib.loads(CURATED.read_text(encoding="utf-8"))
    for section in ("resource", "lookup"):
        for name, entries in table.get(section, {}).items():
            for path, refinement in entries.items():
                assert refinement, (section, name, path)
