"""AWS types say what Terraform's schema says: flags, nesting, bounds; and what it does not: ids are read-only."""

from __future__ import annotations

import pytest

from nimbus_lang.schemas.index import load
from nimbus_lang.types.model import (
    BOOL,
    STRING,
    Field,
    Kind,
    ListT,
    MapT,
    Nesting,
    RecordT,
    ScalarT,
    SetT,
)


def field(path: str, lookup: bool = False) -> Field:
    """The field behind `aws.type.argument.argument`."""
    namespace, name, *steps = path.split(".")
    kind: object = load(f"{namespace}.{name}", lookup)
    found: Field | None = None
    for step in steps:
        while isinstance(kind, ListT | SetT):
            kind = kind.item
        assert isinstance(kind, RecordT)
        found = kind.fields[step]
        kind = found.type
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "flags"),
    [
        ("aws.db_instance.instance_class", "required"),
        ("aws.db_instance.engine", "settable computed"),
        ("aws.db_instance.arn", "computed"),
        ("aws.db_instance.id", "computed"),
        ("aws.db_instance.password", "settable sensitive"),
        ("aws.db_instance.password_wo", "settable sensitive write_only"),
        ("aws.db_instance.skip_final_snapshot", "settable"),
        ("aws.db_instance.timeouts", "settable"),
        ("aws.db_instance.restore_to_point_in_time", "settable"),
        ("aws.db_instance.master_user_secret", "computed"),
        ("aws.db_instance.master_user_secret.secret_arn", "computed"),
        ("aws.s3_bucket.bucket", "settable computed"),
        ("aws.s3_bucket.acl", "settable computed deprecated"),
        ("aws.s3_bucket.versioning", "settable deprecated"),
        ("aws.lambda_function.role", "required"),
        ("aws.subnet.vpc_id", "required"),
        ("aws.eks_cluster.vpc_config", "required"),
        ("aws.eks_cluster.vpc_config.subnet_ids", "required"),
        ("aws.eks_cluster.endpoint", "computed"),
        ("aws.iam_role.assume_role_policy", "required"),
        ("aws.secretsmanager_secret_version.secret_string", "settable sensitive"),
        ("aws.security_group.ingress", "settable computed"),
        ("aws.security_group.ingress.cidr_blocks", "settable computed"),
        ("aws.security_group.ingress.from_port", "required computed"),
        ("aws.route_table_association.subnet_id", "settable"),
    ],
)
def test_flags(path: str, flags: str) -> None:
    found = field(path)
    names = ("required", "settable", "computed", "sensitive", "write_only", "deprecated")
    expected = set(flags.split())
    if "required" in expected:
        expected.add("settable")
    assert {name for name in names if getattr(found, name)} == expected


def test_a_block_that_comes_once_is_a_list_of_at_most_one() -> None:
    restore = field("aws.db_instance.restore_to_point_in_time")
    assert restore.block is Nesting.LIST
    assert isinstance(restore.type, ListT)
    assert (restore.type.minimum, restore.type.maximum) == (0, 1)
    assert isinstance(restore.type.item, RecordT)
    assert restore.type.item.name == "aws.db_instance.restore_to_point_in_time"


def test_a_required_block_has_its_least_number() -> None:
    config = field("aws.eks_cluster.vpc_config")
    assert isinstance(config.type, ListT)
    assert (config.type.minimum, config.type.maximum) == (1, 1)


def test_single_blocks_are_records() -> None:
    timeouts = field("aws.db_instance.timeouts")
    assert timeouts.block is Nesting.SINGLE
    assert isinstance(timeouts.type, RecordT)
    assert set(timeouts.type.fields) == {"create", "update", "delete"}


def test_repeated_blocks_are_sets_or_lists() -> None:
    filters = field("aws.vpc.filter", lookup=True)
    assert filters.block is Nesting.SET
    assert isinstance(filters.type, SetT)
    assert filters.type.maximum is None


def test_arguments_that_hold_objects_are_written_as_blocks() -> None:
    ingress = field("aws.security_group.ingress")
    assert ingress.block is Nesting.SET
    assert isinstance(ingress.type, SetT)
    assert isinstance(ingress.type.item, RecordT)
    assert field("aws.db_instance.master_user_secret").block is None


def test_types_of_attributes() -> None:
    assert field("aws.db_instance.tags").type == MapT(STRING)
    assert field("aws.db_instance.vpc_security_group_ids").type == SetT(STRING)
    assert field("aws.db_instance.multi_az").type == BOOL
    assert field("aws.db_instance.engine_version").type == STRING


def test_deprecated_arguments_say_what_to_use() -> None:
    assert field("aws.s3_bucket.acl").deprecated == (
        "acl is deprecated. Use the aws_s3_bucket_acl resource instead."
    )


def test_what_is_read_below_a_computed_object_cannot_be_written() -> None:
    port = field("aws.db_instance.listener_endpoint.port")
    assert port.computed and not port.settable
    assert isinstance(port.type, ScalarT)
    assert port.type.kind is Kind.INT
