"""NB5512: a role for whoever comes along.

A binding to `system:anonymous` or `system:unauthenticated` gives its role to requests without any identity.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.rbac import BINDINGS, subjects
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5512"
LEVEL = Level.HARD
TITLE = "A role is bound to everybody"
WHY = "Whoever reaches the API has the role, without a login."
TYPES = BINDINGS
NOBODY = ("system:anonymous", "system:unauthenticated")


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Each such subject."""
    for _, name, value in subjects(resource):
        if name in NOBODY:
            yield Finding(
                f"`{resource.address}` binds a role to `{name}`.",
                "Name the user, group or service account that needs it.",
                value,
            )
