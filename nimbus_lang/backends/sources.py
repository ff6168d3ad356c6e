"""How a secret's source is called in generated code, and when two sources are one."""

from __future__ import annotations

import re

from nimbus_lang.source.span import Span
from nimbus_lang.values.model import SecretSource


def source_identity(source: SecretSource, span: Span) -> tuple[str, str]:
    """What makes two sources one: kind and arguments. A secret of AWS is read as a whole, whatever key is wanted of it."""
    if source.kind == "aws":
        return (source.kind, argument_text(source, "name") or f"{span.path}:{span.start}")
    counts = source.kind == "generate"
    args = {name: one for name, one in source.args.items() if counts or name != "version"}
    said = (f"{name}={value.data}" for name, value in sorted(args.items()))
    return (source.kind, "/".join(said))


def variable_name(source: SecretSource) -> str:
    """A Terraform name for the source: `shop/db` -> `shop_db`, `DB_PASSWORD` -> `db_password`, with the key it picks."""
    name = argument_text(source, "name") or "generated"
    if source.kind == "file":
        name = name.rpartition("/")[2].partition(".")[0]
    if source.kind != "aws":
        name = "_".join(filter(None, (name, argument_text(source, "key"))))
    cleaned = re.sub(r"[^a-z0-9_]+", "_", name.lower()).strip("_")
    return cleaned if cleaned and not cleaned[0].isdigit() else f"secret_{cleaned}".rstrip("_")


def argument_text(source: SecretSource, name: str) -> str:
    """A text argument of a source, "" when absent."""
    value = source.args.get(name)
    return value.data if value is not None and isinstance(value.data, str) else ""
