"""NB5207: a function that anybody may call.

A function URL with `authorization_type = "NONE"` asks nobody who they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5207"
LEVEL = Level.BLOCK
TITLE = "A function is callable by anybody"
WHY = "Everyone on the internet can run it, with all its rights and at your cost."
TYPES = ("aws.lambda_function_url",)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """A URL without authorization."""
    value = resource.fields.get("authorization_type")
    if text(value) == "NONE":
        yield Finding(
            f"`{resource.address}` authorizes nobody and lets everybody in.",
            'Write `authorization_type = "AWS_IAM"`, or waive this if the function checks its callers itself.',
            value,
            put=Put("authorization_type", '"AWS_IAM"'),
        )
