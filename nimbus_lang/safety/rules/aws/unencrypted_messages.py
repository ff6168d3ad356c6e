"""NB5105: messages that are kept in plain text.

A queue is encrypted by default and found only when that is switched off; a topic and a stream are not.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import is_absent, is_false, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5105"
LEVEL = Level.WARN
TITLE = "Messages are not encrypted at rest"
WHY = "Whatever the messages carry can be read wherever they are kept."
TYPES = ("aws.kinesis_stream", "aws.sns_topic", "aws.sqs_queue")


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """A queue, topic or stream without a key."""
    fields = resource.fields
    match resource.type:
        case "aws.sqs_queue":
            managed = fields.get("sqs_managed_sse_enabled")
            if is_false(managed) and is_absent(fields.get("kms_master_key_id")):
                yield Finding(
                    f"The queue `{resource.address}` switches its encryption off.",
                    "Leave `sqs_managed_sse_enabled` out, or name a key in `kms_master_key_id`.",
                    managed,
                    put=Put("sqs_managed_sse_enabled", "true"),
                )
        case "aws.sns_topic":
            if is_absent(fields.get("kms_master_key_id")):
                yield Finding(
                    f"The topic `{resource.address}` has no key.",
                    'Write `kms_master_key_id = "alias/aws/sns"`, or a key of your own.',
                    put=Put("kms_master_key_id", '"alias/aws/sns"'),
                )
        case _:
            kind = fields.get("encryption_type")
            if is_absent(kind) or text(kind) == "NONE":
                yield Finding(
                    f"The stream `{resource.address}` has no key.",
                    'Write `encryption_type = "KMS"` and `kms_key_id = "alias/aws/kinesis"`.',
                    kind,
                )
