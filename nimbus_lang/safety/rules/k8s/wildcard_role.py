"""NB5511: a role that allows everything, or the ladder to it.

`*` verbs on `*` resources; or `escalate`, `bind` and `impersonate`, with which a subject gives itself any role. All
verbs on one kind, or one verb on all kinds (`secrets` are among them), are a WARN.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.rbac import ROLES, role_rules
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5511"
LEVEL = Level.BLOCK
TITLE = "A role allows far too much"
WHY = "Whoever has it can read every secret, or make themselves whatever they like."
TYPES = ROLES
LADDERS = ("bind", "escalate", "impersonate")


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Wildcards in the rules of a role, and the verbs that lead to more."""
    for rule in role_rules(resource):
        ladder = next((verb for verb in rule.verbs if verb in LADDERS), None)
        every_verb, every_kind = "*" in rule.verbs, "*" in rule.resources
        if every_verb and every_kind:
            what = "allows every verb on every resource"
        elif ladder is not None:
            what = f"allows `{ladder}`, with which its holder can take any role"
        elif every_kind:
            what = f"allows `{', '.join(rule.verbs)}` on every resource, secrets included"
        elif every_verb:
            what = f"allows every verb on `{', '.join(rule.resources)}`"
        else:
            continue
        yield Finding(
            f"A rule of `{resource.address}` {what}.",
            "List the resources and verbs that are needed.",
            rule.resources_value if every_kind and not every_verb else rule.verbs_value,
            level=Level.BLOCK if (every_verb and every_kind) or ladder else Level.WARN,
        )
