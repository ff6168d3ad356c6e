"""NB5306: a queue, topic, key, secret, image or function that every AWS account may use.

Its own policy allows the principal `*` without a condition that narrows it.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import is_absent, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.policies import statements
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5306"
LEVEL = Level.BLOCK
TITLE = "A resource's policy allows everybody"
WHY = "Every AWS account in the world can use it."
FIELDS = {
    "aws.backup_vault_policy": "policy",
    "aws.cloudwatch_event_bus_policy": "policy",
    "aws.ecr_repository_policy": "policy",
    "aws.efs_file_system_policy": "policy",
    "aws.elasticsearch_domain": "access_policies",
    "aws.kms_key": "policy",
    "aws.kms_key_policy": "policy",
    "aws.opensearch_domain": "access_policies",
    "aws.opensearch_domain_policy": "access_policies",
    "aws.s3_access_point": "policy",
    "aws.secretsmanager_secret": "policy",
    "aws.secretsmanager_secret_policy": "policy",
    "aws.sns_topic": "policy",
    "aws.sns_topic_policy": "policy",
    "aws.sqs_queue": "policy",
    "aws.sqs_queue_policy": "policy",
}
PERMISSION = "aws.lambda_permission"
TYPES = (*FIELDS, PERMISSION)
NARROWS = ("source_arn", "source_account", "principal_org_id", "event_source_token")


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Statements that allow everybody; a search domain inside a VPC is reachable from there alone."""
    if resource.type == PERMISSION:
        principal = resource.fields.get("principal")
        if text(principal) == "*" and all(is_absent(resource.fields.get(n)) for n in NARROWS):
            yield Finding(
                f"`{resource.address}` lets every account call the function.",
                "Name the service or account, or narrow it with `source_arn`.",
                principal,
            )
        return
    if not is_absent(resource.fields.get("vpc_options")):
        return
    for statement in statements(resource.fields.get(FIELDS[resource.type]), graph):
        anyone = statement.anyone()
        if statement.allows and anyone is not None and not statement.is_narrowed():
            yield Finding(
                f"The policy of `{resource.address}` allows the principal `*`.",
                "Name the accounts or roles that need it, or narrow it with a condition.",
                anyone.source,
            )
