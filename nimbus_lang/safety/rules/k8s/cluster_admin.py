"""NB5510: somebody is made administrator of the cluster.

A binding to the role `cluster-admin`, or a subject put into `system:masters`.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.rbac import BINDINGS, subjects
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5510"
LEVEL = Level.BLOCK
TITLE = "The cluster administrator's role is bound"
WHY = "A leaked token of that subject is the whole cluster, every secret included."
TYPES = BINDINGS


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """A role reference of that name, or a subject of that group."""
    role = child(resource.fields, "roleRef", "name")
    if text(role) == "cluster-admin":
        yield Finding(
            f"`{resource.address}` binds `cluster-admin`.",
            "Bind a role with the resources and verbs that are needed.",
            role,
        )
    for kind, name, value in subjects(resource):
        if kind == "Group" and name == "system:masters":
            yield Finding(
                f"`{resource.address}` binds a role to `system:masters`.",
                "Name the group or service account that needs it.",
                value,
            )
