"""NB5303: an identity with one of AWS's own administrator policies.

`AdministratorAccess` is everything; `IAMFullAccess` can give itself everything.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import items, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5303"
LEVEL = Level.BLOCK
TITLE = "An administrator policy is attached"
WHY = "Whoever gets hold of this identity owns the account."
FIELDS = {
    "aws.iam_group_policy_attachment": "policy_arn",
    "aws.iam_policy_attachment": "policy_arn",
    "aws.iam_role": "managed_policy_arns",
    "aws.iam_role_policy_attachment": "policy_arn",
    "aws.iam_user_policy_attachment": "policy_arn",
    "aws.ssoadmin_managed_policy_attachment": "managed_policy_arn",
}
TYPES = tuple(FIELDS)
ADMIN = (":aws:policy/AdministratorAccess", ":aws:policy/IAMFullAccess")


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Each attached policy that is one of these."""
    for value in items(resource.fields.get(FIELDS[resource.type])):
        if (text(value) or "").endswith(ADMIN):
            yield Finding(
                f"`{resource.address}` attaches `{text(value)}`.",
                "Write a policy with the actions that are needed.",
                value,
            )
