"""How to reach an EKS cluster without any other program: its address from EKS, a token signed by our own keys."""

from __future__ import annotations

import base64
from typing import Any

from nimbus_lang.tools import errors
from nimbus_lang.tools.aws.access import AwsAccess
from nimbus_lang.tools.kubernetes.connection import Connection
from nimbus_lang.tools.tool import ToolError

TOKEN_SECONDS = 60
"""How long the signature may be used; the server then accepts the token for fifteen minutes."""


def eks_connection(access: AwsAccess, name: str) -> Connection:
    """A connection to the EKS cluster of this name; raises ToolError NB7226 if there is none."""
    answer = access.call("eks", "describe_cluster", name=name)
    if answer is None:
        raise ToolError(errors.no_connection(f"There is no EKS cluster named `{name}`"))
    cluster = answer["cluster"]
    authority = (cluster.get("certificateAuthority") or {}).get("data") or ""
    return Connection(
        server=str(cluster["endpoint"]),
        ca=base64.b64decode(authority).decode(),
        token=eks_token(access, name),
    )


def eks_token(access: AwsAccess, name: str) -> str:
    """A signed question to STS, which the cluster asks in our place to learn who we are."""
    client = access.client("sts")

    def name_cluster(request: Any, **_: Any) -> None:
        request.headers["x-k8s-aws-id"] = name

    client.meta.events.register("before-sign.sts.GetCallerIdentity", name_cluster)
    url = client.generate_presigned_url(
        "get_caller_identity", ExpiresIn=TOKEN_SECONDS, HttpMethod="GET"
    )
    return "k8s-aws-v1." + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")
