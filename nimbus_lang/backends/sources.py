"""How a secret's source is called in generated code, and when two sources are one."""

from __future__ import annotations

import re

from nimbus_lang.source.span import Span
from nimbus_lang.values.model import SecretSource


def source_identity(source: SecretSource, span: Span) -> tuple[str, str]:
    """What makes two sources one: kind and name (and for Kubernetes the key); for a nameless generated one its place."""
    name = argument_text(source, "name")
    if source.kind == "k8s":
        name = f"{argument_text(source, 'namespace')}/{name}/{argument_text(source, 'key')}"
    return (source.kind, name or f"{span.path}:{span.start}")


def variable_name(source: SecretSource) -> str:
    """A Terraform name for the source: `shop/db` -> `shop_db`, `DB_PASSWORD` -> `db_password`."""
    name = argument_text(source, "name") or "generated"
    if source.kind == "k8s":
        name = "_".join(filter(None, (name, argument_text(source, "key"))))
    if source.kind == "file":
        name = name.rpartition("/")[2].partition(".")[0]
    cleaned = re.sub(r"[^a-z0-9_]+", "_", name.lower()).strip("_")
    return cleaned if cleaned and not cleaned[0].isdigit() else f"secret_{cleaned}".rstrip("_")


def argument_text(source: SecretSource, name: str) -> str:
    """A text argument of a source, "" when absent."""
    value = source.args.get(name)
    return value.data if value is not None and isinstance(value.data, str) else ""
