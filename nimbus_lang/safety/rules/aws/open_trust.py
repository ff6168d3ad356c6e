"""NB5304: a role that anybody in the world can assume.

A trust policy with the principal `*` and no condition that narrows it lets every AWS account in.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.policies import statements
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5304"
LEVEL = Level.HARD
TITLE = "Anybody can assume a role"
WHY = "Every AWS account in the world gets all rights of the role."
TYPES = ("aws.iam_role",)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Trust statements that allow everybody."""
    for statement in statements(resource.fields.get("assume_role_policy"), graph):
        anyone = statement.anyone()
        if statement.allows and anyone is not None and not statement.is_narrowed():
            yield Finding(
                f"The trust policy of `{resource.address}` allows the principal `*`.",
                "Name the account, role or service that assumes it.",
                anyone.source,
            )
