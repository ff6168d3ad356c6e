"""NB5305: a role that anybody with a login at an identity provider can assume.

Trust in an OIDC provider (GitHub, a cluster) must say in a condition on `:sub` which repository or service
account is meant; `:aud` alone is the same for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.documents import UNKNOWN_PART
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.policies import Statement, Word, statements
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5305"
LEVEL = Level.BLOCK
TITLE = "A federated role does not say who may assume it"
WHY = "Every user of that provider, in any organisation, can then assume the role."
TYPES = ("aws.iam_role",)
PROVIDER = "aws.iam_openid_connect_provider"
GITHUB = "token.actions.githubusercontent.com"
TOO_WIDE = ("*", "repo:*", "repo:*:*", "repo:*/*", "repo:*/*:*", "system:serviceaccount:*")


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Trust in an OIDC provider without a subject, or with a subject that is everybody."""
    for statement in statements(resource.fields.get("assume_role_policy"), graph):
        provider = next((p for p in statement.principals if _is_oidc(p, graph)), None)
        if provider is None or not statement.allows or not statement.conditions_known:
            continue
        if not _names_subject(statement):
            yield Finding(
                f"`{resource.address}` trusts everybody who has a token of its provider.",
                "Add a condition on the provider's `:sub` that names the repository or service account.",
                provider.source,
            )


def _is_oidc(principal: Word, graph: GraphIndex) -> bool:
    if principal.kind != "Federated":
        return False
    named = "oidc-provider/" in principal.text or GITHUB in principal.text
    return named or any(r.type == PROVIDER for r in graph.referred(principal.source))


def _names_subject(statement: Statement) -> bool:
    return any(
        (key.endswith(":sub") or key == UNKNOWN_PART)
        and values
        and not any(value in TOO_WIDE for value in values)
        for key, values in statement.conditions.items()
    )
