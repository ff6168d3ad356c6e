"""NB5205: a public front door that speaks plain HTTP.

A listener that serves HTTP instead of redirecting to HTTPS, or a distribution that lets viewers choose. Internal
load balancers are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import blocks, child, hidden, is_true, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5205"
LEVEL = Level.WARN
TITLE = "Traffic is served without encryption"
WHY = "Passwords and sessions can be read and changed on the way."
LISTENERS = ("aws.alb_listener", "aws.lb_listener")
TYPES = (*LISTENERS, "aws.cloudfront_distribution")


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """An HTTP listener that does not redirect, or a cache behaviour that allows all."""
    if resource.type in LISTENERS:
        protocol = resource.fields.get("protocol")
        if text(protocol) == "HTTP" and not _redirects(resource) and not _internal(resource, graph):
            yield Finding(
                f"`{resource.address}` serves plain HTTP.",
                "Redirect it to an HTTPS listener.",
                protocol,
            )
        return
    for field in ("default_cache_behavior", "ordered_cache_behavior"):
        for behaviour in blocks(resource.fields.get(field)):
            policy = child(behaviour, "viewer_protocol_policy")
            if text(policy) == "allow-all":
                yield Finding(
                    f"`{resource.address}` serves plain HTTP to whoever asks for it.",
                    'Write `viewer_protocol_policy = "redirect-to-https"`.',
                    policy,
                    put=Put("viewer_protocol_policy", '"redirect-to-https"'),
                )


def _redirects(resource: Resource) -> bool:
    kinds = [child(a, "type") for a in blocks(resource.fields.get("default_action"))]
    unknown = hidden(resource.fields, "default_action") or any(text(kind) is None for kind in kinds)
    return unknown or any(text(kind) == "redirect" for kind in kinds)


def _internal(resource: Resource, graph: GraphIndex) -> bool:
    balancers = list(graph.referred(resource.fields.get("load_balancer_arn")))
    return any(is_true(balancer.fields.get("internal")) for balancer in balancers)
