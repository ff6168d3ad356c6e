"""NB5107: a bucket that the whole internet can read or write.

By its access list, by a policy that allows `*` without a condition that narrows it, or as a website, which
only serves objects that everybody may read. Serve a site through CloudFront instead, or waive it with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.buckets import bucket_of
from nimbus_lang.safety.fields import as_fields, blocks, child, is_absent, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.policies import statements
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put
from nimbus_lang.values.model import Value

CODE = "NB5107"
LEVEL = Level.BLOCK
TITLE = "A bucket is public"
WHY = "Anyone on the internet can find and read what is in it."
TYPES = (
    "aws.s3_bucket",
    "aws.s3_bucket_acl",
    "aws.s3_bucket_policy",
    "aws.s3_bucket_website_configuration",
)
PUBLIC_ACLS = ("public-read", "public-read-write", "authenticated-read")
PUBLIC_GROUPS = ("global/AllUsers", "global/AuthenticatedUsers")


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Every way in which one resource opens its bucket."""
    about = bucket_of(resource, graph)
    acl = resource.fields.get("acl")
    if text(acl) in PUBLIC_ACLS:
        yield Finding(
            f"`{resource.address}` has the access list `{text(acl)}`.",
            'Write `acl = "private"`, or leave it out.',
            acl,
            about=about,
            put=Put("acl", '"private"'),
        )
    for group in _public_grants(resource):
        yield Finding(
            f"`{resource.address}` grants access to the group `{text(group)}`.",
            "Grant it to an account or a role instead.",
            group,
            about=about,
        )
    for statement in statements(resource.fields.get("policy"), graph):
        anyone = statement.anyone()
        if statement.allows and anyone is not None and not statement.is_narrowed():
            yield Finding(
                f"The policy of `{resource.address}` allows everybody.",
                "Name the accounts or roles that need it, or narrow it with a condition.",
                anyone.source,
                about=about,
            )
    website = _website(resource)
    if website is not None:
        yield Finding(
            f"`{resource.address}` serves its bucket as a website.",
            "Keep the bucket private and serve it through CloudFront, or waive this with a reason.",
            website if website.data is not resource.fields else None,
            about=about,
        )


def _public_grants(resource: Resource) -> Iterator[Value]:
    lists = [resource.fields.get("grant")]
    lists += [
        child(block, "grant") for block in blocks(resource.fields.get("access_control_policy"))
    ]
    for grants in lists:
        for grant in blocks(grants):
            for holder in (as_fields(child(grant, "grantee")) or {}, as_fields(grant) or {}):
                uri = holder.get("uri")
                if (text(uri) or "").endswith(PUBLIC_GROUPS) and uri is not None:
                    yield uri


def _website(resource: Resource) -> Value | None:
    if resource.type == "aws.s3_bucket_website_configuration":
        website: Value | None = Value(resource.fields, resource.span)
    else:
        website = resource.fields.get("website")
    if website is None or not is_absent(child(website, "redirect_all_requests_to")):
        return None
    return website
