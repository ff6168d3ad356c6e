"""NB5302: a policy that allows all of a service on everything.

`s3:*` on `*` is every bucket of the account, deletion included.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.policies import IDENTITY_POLICIES, everything, identity_statements
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5302"
LEVEL = Level.WARN
TITLE = "A policy allows all of a service"
WHY = "It reaches far beyond what any one program needs, deletion included."
TYPES = tuple(IDENTITY_POLICIES)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """`service:*` on every resource without a condition."""
    for statement in identity_statements(resource, graph):
        if statement.conditions or everything(statement.resources) is None:
            continue
        for action in statement.actions:
            service, colon, rest = action.text.partition(":")
            if colon and rest == "*" and service != "*":
                yield Finding(
                    f"A statement of `{resource.address}` allows `{action.text}` on every resource.",
                    "List the actions that are needed, or name the resources.",
                    action.source,
                )
