"""How risky a change is, and why, in words a reviewer can check: from the action, the kind and the fields alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nimbus_lang.plan.model import FieldChange, Risk
from nimbus_lang.tools.tool import Action

DATA_STORES = {
    "aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance", "aws_rds_global_cluster",
    "aws_docdb_cluster", "aws_neptune_cluster", "aws_redshift_cluster", "aws_dynamodb_table",
    "aws_dynamodb_global_table", "aws_s3_bucket", "aws_s3_object", "aws_s3_directory_bucket",
    "aws_efs_file_system", "aws_fsx_lustre_file_system", "aws_fsx_ontap_file_system",
    "aws_fsx_openzfs_file_system", "aws_fsx_windows_file_system", "aws_ebs_volume",
    "aws_ebs_snapshot", "aws_db_snapshot", "aws_elasticache_cluster",
    "aws_elasticache_replication_group", "aws_memorydb_cluster", "aws_opensearch_domain",
    "aws_elasticsearch_domain", "aws_msk_cluster", "aws_mq_broker", "aws_kinesis_stream",
    "aws_sqs_queue", "aws_cloudwatch_log_group", "aws_ecr_repository", "aws_codecommit_repository",
    "aws_kms_key", "aws_secretsmanager_secret", "aws_ssm_parameter", "aws_backup_vault",
    "aws_cognito_user_pool", "aws_timestreamwrite_database", "aws_keyspaces_table",
    "aws_qldb_ledger", "aws_glacier_vault", "PersistentVolumeClaim", "PersistentVolume",
    "Namespace", "Secret", "StatefulSet", "CustomResourceDefinition",
}  # fmt: skip
"""Kinds that hold what cannot be made again, or whose end takes such things along."""

ACCESS = ("aws_iam_", "aws_security_group", "aws_network_acl", "aws_s3_bucket_policy", "aws_kms_")
ACCESS_KINDS = (
    "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ServiceAccount", "NetworkPolicy",
)  # fmt: skip
EXPOSING = (
    "publicly_accessible", "endpoint_public_access", "map_public_ip_on_launch", "associate_public_ip_address",
    "privileged", "hostNetwork", "hostPID",
)  # fmt: skip
GUARDS = (
    "block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets",
    "storage_encrypted", "encrypted", "deletion_protection", "enable_dns_support",
)  # fmt: skip
EVERYWHERE = ("0.0.0.0/0", "::/0")
CROWDS = ("public-read", "public-read-write", "authenticated-read", "*")


def assess(
    action: Action, kind: str, fields: Iterable[FieldChange], protect: bool = False
) -> tuple[Risk, tuple[str, ...]]:
    """The risk of a change and the reasons for it, worst first."""
    found = sorted(
        _reasons(action, kind, tuple(fields), protect), key=lambda r: -_ORDER.index(r[0])
    )
    return (found[0][0] if found else Risk.LOW), tuple(dict.fromkeys(why for _, why in found))


_ORDER = (Risk.LOW, Risk.MEDIUM, Risk.HIGH)


def _reasons(
    action: Action, kind: str, fields: tuple[FieldChange, ...], protect: bool
) -> Iterator[tuple[Risk, str]]:
    store = kind in DATA_STORES
    match action:
        case Action.DELETE:
            yield Risk.HIGH, "deletes a data store" if store else "deletes"
        case Action.REPLACE:
            forced = ", ".join(f.path for f in fields if f.replaces)
            because = f" (because of {forced})" if forced else ""
            yield (
                Risk.HIGH if store else Risk.MEDIUM,
                f"replaces a data store{because}" if store else f"replaces{because}",
            )
        case Action.UPDATE:
            if store:
                yield Risk.MEDIUM, "changes a data store in place"
            if protect:
                yield Risk.MEDIUM, "changes a protected resource"
        case _:
            pass
    if action in (Action.CREATE, Action.UPDATE, Action.REPLACE):
        yield from _exposure(action, kind, fields)


def _exposure(
    action: Action, kind: str, fields: tuple[FieldChange, ...]
) -> Iterator[tuple[Risk, str]]:
    if kind.startswith(ACCESS) or kind in ACCESS_KINDS:
        level = Risk.LOW if action is Action.CREATE else Risk.MEDIUM
        yield level, "changes who may reach what"
    inbound = "ingress" in kind or any(
        f.path.startswith("ingress") or f.after == "ingress" for f in fields
    )
    for change in fields:
        last = change.path.rpartition(".")[2]
        if last in EXPOSING and change.after is True:
            yield Risk.HIGH, f"sets {last}"
        if last in GUARDS and change.after is False and change.before is not False:
            made = action is Action.CREATE
            yield Risk.MEDIUM if made else Risk.HIGH, f"{'is without' if made else 'loses'} {last}"
        if change.after in EVERYWHERE and inbound and "egress" not in change.path:
            yield Risk.HIGH, "opens it to the whole internet"
        if last == "acl" and change.after in CROWDS:
            yield Risk.HIGH, "opens it to everybody"
