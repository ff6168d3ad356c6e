"""NB5102: a disk of a machine that is not encrypted.

EBS volumes, the disks of instances and of launch templates; the default is off unless the account switches it on
(`aws.ebs_encryption_by_default`). A volume made from a snapshot takes after the snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import blocks, child, is_absent, is_false, not_true
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put
from nimbus_lang.values.model import Value

CODE = "NB5102"
LEVEL = Level.BLOCK
TITLE = "A disk is not encrypted"
WHY = "Whoever gets at the volume or one of its snapshots reads everything on it."
TYPES = (
    "aws.ebs_volume",
    "aws.instance",
    "aws.launch_configuration",
    "aws.launch_template",
)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Every disk that is not known to be encrypted and is known not to be."""
    by_default = any(
        not is_false(setting.fields.get("enabled"))
        for setting in graph.of("aws.ebs_encryption_by_default")
    )
    for name, disk in _disks(resource):
        value = child(disk, "encrypted")
        if is_false(value) or (not_true(value) and not by_default and not _from_snapshot(disk)):
            top = disk.data is resource.fields
            yield Finding(
                f"{name} of `{resource.address}` is not encrypted.",
                "Write `encrypted = true` there.",
                value or (None if top else disk),
                put=Put("encrypted", "true") if value is not None or top else None,
            )
    if resource.type == "aws.instance" and not by_default and _leaves_root_to_default(resource):
        yield Finding(
            f"`{resource.address}` says nothing about its root disk, which is not encrypted by default.",
            "Write `root_block_device = { encrypted = true }`.",
            level=Level.WARN,
            put=Put("root_block_device", "{ encrypted = true }"),
        )


def _disks(resource: Resource) -> Iterator[tuple[str, Value]]:
    if resource.type == "aws.ebs_volume":
        yield "The volume", Value(resource.fields, resource.span)
    for block in blocks(resource.fields.get("root_block_device")):
        yield "The root disk", block
    for block in blocks(resource.fields.get("ebs_block_device")):
        yield "A disk", block
    for mapping in blocks(resource.fields.get("block_device_mappings")):
        for block in blocks(child(mapping, "ebs")):
            yield "A disk", block


def _from_snapshot(disk: Value) -> bool:
    return not is_absent(child(disk, "snapshot_id"))


def _leaves_root_to_default(resource: Resource) -> bool:
    return all(is_absent(resource.fields.get(f)) for f in ("root_block_device", "launch_template"))
