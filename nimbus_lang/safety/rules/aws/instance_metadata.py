"""NB5401: a machine whose metadata service answers without a session token (IMDSv1).

The default of a raw `aws.instance` is `http_tokens = "optional"`, unless the account's defaults
(`aws.ec2_instance_metadata_defaults`) say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, hidden, is_absent, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5401"
LEVEL = Level.BLOCK
TITLE = "The instance metadata service needs no token"
WHY = "A program that can be tricked into fetching a URL then hands out the machine's credentials."
TYPES = ("aws.instance", "aws.launch_configuration", "aws.launch_template")
BLOCK = "metadata_options"
DEFAULTS = "aws.ec2_instance_metadata_defaults"


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Tokens that are optional, by word or by default."""
    options = child(resource.fields, BLOCK)
    tokens = child(options, "http_tokens")
    off = text(child(options, "http_endpoint")) == "disabled"
    if off or hidden(resource.fields, BLOCK, "http_tokens"):
        return
    if is_absent(tokens):
        if not _set_elsewhere(resource, graph):
            yield Finding(
                f"`{resource.address}` does not ask for tokens, and the default is `optional`.",
                f'Write `{BLOCK} = {{ http_tokens = "required" }}`.',
                options,
                put=Put(BLOCK, '{ http_tokens = "required" }') if options is None else None,
            )
    elif text(tokens) == "optional":
        yield Finding(
            f"`{resource.address}` makes tokens optional.",
            'Write `http_tokens = "required"`.',
            tokens,
            put=Put("http_tokens", '"required"'),
        )


def _set_elsewhere(resource: Resource, graph: GraphIndex) -> bool:
    by_account = any(text(d.fields.get("http_tokens")) == "required" for d in graph.of(DEFAULTS))
    return by_account or not is_absent(resource.fields.get("launch_template"))
