"""`std.aws.bucket`: a private S3 bucket."""

from __future__ import annotations

from nimbus_lang.llm.offline.kind import Kind, Trait, always, pairs, protect, to

KIND = Kind(
    id="bucket",
    component="std.aws.bucket",
    called="a bucket (S3)",
    name="bucket",
    nouns=(
        "bucket; s3 bucket; s3 storage? bucket?; amazon|aws s3 bucket?; storage bucket; "
        "object store|storage; s3 object store|storage"
    ),
    says=(
        "name (`called acme-uploads`), `versioned` or `without versioning`, how long old "
        "versions are kept (`old versions kept for 30 days`), `protected`, tags; it is "
        "always private and encrypted"
    ),
    takes={
        "versioned": to("versioned"),
        "keep_versions": to("keep_versions"),
        "delete_with_contents": to("delete_with_contents"),
        "private": always("public access is blocked"),
        "encrypted": always("it is encrypted, and plain HTTP is refused"),
        "protected": protect(),
        "production": protect(),
        "tags": pairs("tags"),
    },
    shown=("versioned",),
    refuses={
        "public": (
            "a bucket of the library is never public. Leave `public` out, or write `resource "
            "site: aws.s3_bucket` with a waiver in the spec itself"
        ),
        "unencrypted": "a bucket of the library is always encrypted. Leave it out",
        "size": "a bucket has no size. Leave it out",
        "zones": "S3 keeps every object in several zones by itself. Leave it out",
        "highly_available": "S3 keeps every object in several zones by itself. Leave it out",
        "some_backups": "say `versioned` to keep old versions of objects",
        "backups": "say `old versions kept for 30 days`",
    },
    takes_name="name",
)

TRAITS = (
    Trait(
        "versioned",
        (
            "versioned; versioning; versioning enabled|on; versioning turned? on; enabled "
            "versioning; object versioning"
        ),
        fixed=True,
        adjective=True,
    ),
    Trait(
        "versioned",
        (
            "unversioned; no|without versioning; versioning disabled|off; versioning turned "
            "off; not versioned; no|without version; disabled versioning"
        ),
        fixed=False,
        adjective=True,
    ),
    Trait(
        "keep_versions",
        (
            "old|previous|noncurrent version kept|retained|deleted|expiring? for|after? "
            "{time}; keep old|previous|noncurrent version for? {time}; delete "
            "old|previous|noncurrent version after {time}; {time} of? old|previous|noncurrent "
            "version; version kept for {time}; old|previous version expire|expiring after "
            "{time}"
        ),
    ),
    Trait(
        "delete_with_contents",
        (
            "deleted? with its? content; force destroy; forced destruction enabled?; deletable "
            "with content"
        ),
        fixed=True,
    ),
)
