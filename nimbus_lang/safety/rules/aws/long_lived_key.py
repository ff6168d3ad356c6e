"""NB5307: an access key that never expires.

Its secret also lands in Terraform's state. A role gives a program credentials that last an hour.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5307"
LEVEL = Level.WARN
TITLE = "A long-lived access key is made"
WHY = "It never expires, its secret is kept in Terraform's state, and it is what leaks most often."
TYPES = ("aws.iam_access_key",)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Every one of them."""
    yield Finding(
        f"`{resource.address}` is an access key of a user.",
        "Use a role: an instance profile, IRSA or pod identity, or OIDC federation for a build.",
    )
