"""NB5114: a key that is never rotated.

A symmetric KMS key can change its material every year by itself; old data stays readable. Other keys cannot.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import is_absent, not_true, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5114"
LEVEL = Level.WARN
TITLE = "A key is never rotated"
WHY = "Everything it ever encrypted hangs on one piece of key material for ever."
TYPES = ("aws.kms_key",)
ROTATABLE = {
    "customer_master_key_spec": "SYMMETRIC_DEFAULT",
    "key_usage": "ENCRYPT_DECRYPT",
}


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Rotation is off or not written on a key that could have it."""
    value = resource.fields.get("enable_key_rotation")
    if not_true(value) and _can_rotate(resource):
        yield Finding(
            f"`{resource.address}` does not rotate.",
            "Write `enable_key_rotation = true`.",
            value,
            put=Put("enable_key_rotation", "true"),
        )


def _can_rotate(resource: Resource) -> bool:
    usual = all(
        is_absent(resource.fields.get(name)) or text(resource.fields.get(name)) == value
        for name, value in ROTATABLE.items()
    )
    return usual and is_absent(resource.fields.get("custom_key_store_id"))
