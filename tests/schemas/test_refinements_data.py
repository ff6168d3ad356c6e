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
from nimbus_lang.types.pattern import compile_pattern, fully_matches
from nimbus_lang.types.units import TEXT_UNITS, UNITS

EVERY = [
    (section, name, path, refinement)
    for section in ("resource", "lookup", "provider")
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


def takes(found: ScalarT, given: str | int) -> bool:
    """Whether a plain value is among those that the type describes."""
    if isinstance(given, str):
        lengths = (found.min_length or 0) <= len(given) <= (found.max_length or len(given))
        fits = found.pattern is None or fully_matches(found.pattern, given)
        return lengths and fits and (not found.enum or given in found.enum)
    low, high = found.minimum, found.maximum
    inside = (low is None or low <= given) and (high is None or given <= high)
    return inside and (not found.enum or str(given) in found.enum)


@pytest.mark.parametrize(
    ("path", "good", "bad"),
    [
        (
            "instance.instance_type",
            ["t3.micro", "u-6tb1.metal", "mac2-m2.metal"],
            ["t3micro", "T3.micro"],
        ),
        ("db_instance.instance_class", ["db.t4g.micro", "db.r5.large.tpc1.mem2x"], ["t4g.micro"]),
        (
            "db_instance.engine",
            ["postgres", "mariadb", "sqlserver-ex"],
            ["postgress", "PostgreSQL"],
        ),
        ("db_instance.storage_type", ["gp2", "gp3", "io2"], ["ssd", "gp4"]),
        ("db_instance.allocated_storage", [20, 65536], [4, 65537]),
        ("db_instance.backup_retention_period", [0, 35], [-1, 36]),
        ("db_instance.monitoring_interval", [0, 60], [2, 45]),
        ("db_instance.identifier", ["orders", "orders-1"], ["Orders", "1orders", "a_b", "a-"]),
        ("db_instance.backup_window", ["03:00-04:00"], ["3:00-4:00", "25:00-26:00", "night"]),
        ("db_instance.maintenance_window", ["sun:03:00-sun:04:00"], ["sunday:03:00-04:00", "x"]),
        ("ebs_volume.type", ["gp3", "io2", "st1"], ["ssd", "gp"]),
        ("cloudwatch_log_group.retention_in_days", [0, 30, 365, 3653], [2, 31, 366]),
        (
            "lambda_function.runtime",
            ["python3.13", "nodejs22.x", "java21", "provided.al2023", "dotnet8"],
            ["python", "pyhton3.12", "node22", "nodejs22"],
        ),
        ("lambda_function.architectures", ["arm64", "x86_64"], ["arm", "amd64"]),
        ("lambda_function.memory_size", [128, 10240], [127, 10241]),
        ("lambda_function.timeout", [1, 900], [0, 901]),
        ("lambda_function.ephemeral_storage.size", [512, 10240], [511, 10241]),
        ("lambda_event_source_mapping.batch_size", [1, 10000], [0, 10001]),
        ("lambda_event_source_mapping.starting_position", ["LATEST", "TRIM_HORIZON"], ["latest"]),
        ("sqs_queue.visibility_timeout_seconds", [0, 43200], [-1, 43201]),
        ("sqs_queue.message_retention_seconds", [60, 1209600], [59, 1209601]),
        ("sqs_queue.delay_seconds", [0, 900], [-1, 901]),
        ("sqs_queue.receive_wait_time_seconds", [0, 20], [-1, 21]),
        ("sqs_queue.name", ["jobs", "jobs.fifo", "a" * 80], ["a b", "a" * 81, "a.b"]),
        ("sns_topic.name", ["news", "news.fifo"], ["news!", "a b"]),
        ("eks_cluster.version", ["1.29", "1.33"], ["1.3", "v1.33", "1.33.1", "latest"]),
        ("eks_cluster.enabled_cluster_log_types", ["api", "audit"], ["all"]),
        ("eks_node_group.capacity_type", ["SPOT", "ON_DEMAND"], ["spot"]),
        ("kms_key.deletion_window_in_days", [7, 30], [6, 31]),
        ("kinesis_stream.retention_period", [24, 8760], [23, 8761]),
        (
            "cloudwatch_event_rule.schedule_expression",
            ["rate(1 hour)", "rate(5 minutes)", "cron(0 12 * * ? *)"],
            ["rate(5 minute)", "rate(1 hours)", "cron(0 12 * * *)", "0 12 * * *"],
        ),
        (
            "scheduler_schedule.schedule_expression",
            ["rate(5 minutes)", "at(2027-01-01T00:00:00)", "cron(0 12 * * ? *)"],
            ["every day", "cron(0 12)"],
        ),
        (
            "autoscaling_schedule.recurrence",
            ["0 9 * * MON-FRI"],
            ["0 25 * * *", "cron(0 9 * * ? *)"],
        ),
        ("s3_bucket.bucket", ["acme-logs", "a.b.c"], ["Acme", "a_b", "ab", "-abc", "a" * 64]),
        ("s3_bucket_acl.acl", ["private", "public-read"], ["public"]),
        ("route53_record.type", ["A", "AAAA", "CNAME", "CAA"], ["ALIAS", "a"]),
        (
            "acm_certificate.domain_name",
            ["example.com", "*.example.com"],
            ["https://example.com", "*.*.com", "a b.com"],
        ),
        ("lb_listener.protocol", ["HTTP", "HTTPS", "TCP_UDP"], ["HTPS", "http2"]),
        ("lb_target_group.health_check.interval", [5, 300], [4, 301]),
        ("dynamodb_table.attribute.type", ["S", "N", "B"], ["string", "s"]),
        ("ecr_repository.image_tag_mutability", ["MUTABLE", "IMMUTABLE"], ["immutable"]),
        (
            "opensearch_domain.engine_version",
            ["OpenSearch_2.11", "Elasticsearch_7.10"],
            ["2.11", "opensearch-2"],
        ),
        ("autoscaling_group.max_size", [0, 10], [-1]),
        ("iam_role.max_session_duration", [3600, 43200], [3599, 43201]),
        ("cloudfront_distribution.price_class", ["PriceClass_100"], ["100"]),
        ("network_acl_rule.rule_number", [1, 32766], [0, 32767]),
    ],
)
def test_the_table_against_truth(path: str, good: list[str | int], bad: list[str | int]) -> None:
    found = scalar(path)
    assert [one for one in good if not takes(found, one)] == []
    assert [one for one in bad if takes(found, one)] == []


@pytest.mark.parametrize(
    ("path", "low", "high"),
    [
        ("vpc.cidr_block", 16, None),
        ("subnet.cidr_block", 16, 28),
        ("subnet.ipv6_cidr_block", 44, 64),
        ("vpc_ipv4_cidr_block_association.cidr_block", 16, 28),
        ("eks_cluster.kubernetes_network_config.service_ipv4_cidr", 12, 24),
    ],
)
def test_prefixes(path: str, low: int, high: int | None) -> None:
    found = scalar(path)
    assert (found.kind, found.minimum, found.maximum) == (Kind.CIDR, low, high)


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
            compile_pattern(refinement["pattern"])  # else nothing would be judged by it


def test_bounds_are_in_order() -> None:
    for _, name, path, refinement in EVERY:
        if "min" in refinement and "max" in refinement:
            assert float(refinement["min"]) <= float(refinement["max"]), (name, path)


def test_the_pack_is_what_the_tables_say() -> None:
    assert rebuild(kept(DATA / REFINEMENTS)) == (DATA / REFINEMENTS).read_bytes()


def test_every_line_of_the_table_by_hand_does_something() -> None:
    table = tomllib.loads(CURATED.read_text(encoding="utf-8"))
    for section in ("resource", "lookup", "provider"):
        for name, entries in table.get(section, {}).items():
            for path, refinement in entries.items():
                assert refinement, (section, name, path)
