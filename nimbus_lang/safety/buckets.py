"""Which bucket a policy, an access list or a website configuration belongs to."""

from __future__ import annotations

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.index import GraphIndex

BUCKET = "aws.s3_bucket"


def bucket_of(resource: Resource, graph: GraphIndex) -> tuple[Resource, ...]:
    """The bucket of this graph that `resource` configures: by reference or by its name; none is an empty tuple."""
    if resource.type == BUCKET:
        return ()
    referred = tuple(graph.referred(resource.fields.get("bucket")))
    return referred or tuple(graph.companions(BUCKET, "bucket", resource, "bucket"))
