"""Where secrets and waiting values come from, as expressions, and the declarations they read."""

from __future__ import annotations

BEFORE = """
param on_it: bool = true
param _given: secret<string> = env.secret("GIVEN")
resource access: aws.iam_access_key { user = "someone" }
resource base: aws.db_instance { instance_class = "db.t3.micro", password = _given, storage_encrypted = true }
resource jobs: aws.sqs_queue { name = "jobs" }
resource more[k in ["a"]]: aws.sqs_queue { name = k }
lookup zones: aws.availability_zones { state = "available" }
resource settings: k8s.core.v1.ConfigMap { data = { a = "b" } }
lookup other: k8s.core.v1.ConfigMap { metadata = { name = "other", namespace = "shop" } }
"""

SECRETS = {
    "aws": 'aws.secret("shop/db", key = "password")',
    "k8s": 'k8s.secret("db", "password")',
    "env": 'env.secret("DB_PASSWORD")',
    "file": 'file.secret("db.txt")',
    "generate": 'generate.secret("db")',
    "param": "_given",
    "sensitive attribute": "access.secret",
    "sensitive attribute that is written": 'base.password ?? "x"',
}
"""Secret texts."""

WAITING = {
    "attribute": ("jobs.arn", "jobs.arn"),
    "attribute of one of many": ('more["a"].arn', "more"),
    "lookup": ("zones.id", "zones.id"),
    "object": ("settings.metadata.uid", "settings.metadata"),
    "lookup of an object": ("other.metadata.uid", "other.metadata.uid"),
}
"""Texts that an apply makes known, and the name of what they wait for."""


def fitting(source: str, kind: str) -> str:
    """A text as a value of a type, as far as types tell."""
    return source if kind == "string" else f"jsondecode({source})"
