"""NB5308: an identity that may hand out or take on any role.

`iam:PassRole` or `sts:AssumeRole` on `*` is a ladder to every right that any role has.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.policies import IDENTITY_POLICIES, everything, identity_statements
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5308"
LEVEL = Level.WARN
TITLE = "Any role can be passed or assumed"
WHY = "It is a ladder to every right that any role of the account has."
TYPES = tuple(IDENTITY_POLICIES)
LADDERS = ("iam:passrole", "sts:assumerole")


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Such an action on every resource without a condition."""
    for statement in identity_statements(resource, graph):
        if statement.conditions or everything(statement.resources) is None:
            continue
        for action in statement.actions:
            if action.text.lower() in LADDERS:
                yield Finding(
                    f"A statement of `{resource.address}` allows `{action.text}` on every role.",
                    "Name the roles that it needs.",
                    action.source,
                )
