"""NB5301: a policy that allows everything on everything.

`*` on `*`, or everything but a few actions (`NotAction`), which grows with every service AWS adds.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.policies import IDENTITY_POLICIES, everything, identity_statements
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5301"
LEVEL = Level.BLOCK
TITLE = "A policy allows everything"
WHY = "Whoever gets hold of this identity owns the account."
TYPES = tuple(IDENTITY_POLICIES)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Statements that allow all actions, or all but some, on all resources."""
    for statement in identity_statements(resource, graph):
        if everything(statement.resources) is None:
            continue
        action = everything(statement.actions)
        if action is not None:
            yield Finding(
                f"A statement of `{resource.address}` allows every action on every resource.",
                "List the actions and resources that are needed.",
                action.source,
            )
        elif statement.not_actions:
            yield Finding(
                f"A statement of `{resource.address}` allows all but a few actions on every resource.",
                "List what is allowed in `Action` instead of what is not in `NotAction`.",
                statement.not_actions[0].source,
            )
