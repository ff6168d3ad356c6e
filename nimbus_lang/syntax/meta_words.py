"""What Terraform says with words inside a resource, or by a prefix before a name, and where Nimbus says it.

Sentences for diagnostics alone; whether a word is out of place is for others to find out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

META_ARGUMENTS: Mapping[str, str] = {
    "count": "For several of it, write keys behind its name: `resource web[i in 0..2]: ...`.",
    "for_each": "For one of each, write keys behind its name: `resource web[name, one in things]: ...`.",
    "depends_on": "What it reads is made first anyway; for the rest write `@after(other)` above it.",
    "lifecycle": "What holds for its changes stands above it: `@protect`, `@ignore_changes(field)`, "
    "`@create_before_destroy`, `@replace_when(other.field)`.",
    "provider": "A configuration has a name of its own, which the type then begins with: "
    '`use aws as aws_us { region = "us-east-1" }` and `aws_us.sqs_queue`.',
    "provisioner": "Nimbus runs no scripts: put them into the image or the user data.",
    "connection": "Nimbus runs no scripts, so it connects to nothing.",
    "dynamic": "Blocks are made by a comprehension: `rule = [{ ... } for x in things]`.",
}
"""Arguments of every resource of Terraform that none has here, each with what to write."""

_TYPE = re.compile(r"(aws|kubernetes|helm)_[a-z0-9_]+")


def foreign_reference(root: str, attribute: str) -> tuple[str, str | None] | None:
    """What to say of `root.attribute` where nothing is called `root`, and the name to write for it; None if it is no habit."""
    if root in ("var", "local"):
        what = "param" if root == "var" else "let"
        return f"A {what} is read by its name alone: `{attribute}`.", attribute
    if root in ("each", "count"):
        return (
            "The key and the value have the names that are given behind the resource's: in "
            "`resource web[name, one in things]: ...` they are `name` and `one`.",
            None,
        )
    if root == "module":
        return (
            f"What a component gives is read by the name of its use alone: `{attribute}`.",
            attribute,
        )
    if root == "data":
        return "What is looked up is read by the name of the `lookup` alone.", None
    if _TYPE.fullmatch(root):
        return f"A resource is read by its name alone: `{attribute}`.", attribute
    return None
