"""NB5108: a bucket without the lock that keeps it private.

With the four switches of a public access block on, no later policy or access list can make the bucket public.
A switch that is not written is off. A bucket that may be public (a waiver of NB5107) needs no lock.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.buckets import BUCKET, bucket_of
from nimbus_lang.safety.fields import not_true
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5108"
LEVEL = Level.WARN
TITLE = "A bucket's public access is not blocked"
WHY = "One wrong policy or access list is then enough to make it public."
LOCK = "aws.s3_bucket_public_access_block"
ACCOUNT_LOCK = "aws.s3_account_public_access_block"
TYPES = (BUCKET, LOCK, ACCOUNT_LOCK)
PUBLIC = "NB5107"
SWITCHES = (
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """A bucket without a lock, or a lock with switches that are off."""
    if resource.type == BUCKET:
        locks = [*graph.companions(LOCK, "bucket", resource, "bucket"), *graph.of(ACCOUNT_LOCK)]
        if not locks:
            yield Finding(
                f"Nothing blocks public access to `{resource.address}`.",
                f"Add an `{LOCK}` for it with all four switches on.",
                also=(PUBLIC,),
            )
        return
    off = [name for name in SWITCHES if not_true(resource.fields.get(name))]
    if off:
        shown = ", ".join(f"`{name}`" for name in off)
        yield Finding(
            f"`{resource.address}` leaves {shown} off.",
            "Write `true` for each.",
            resource.fields.get(off[0]),
            about=bucket_of(resource, graph),
            also=(PUBLIC,),
        )
