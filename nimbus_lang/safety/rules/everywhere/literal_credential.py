"""NB5001: a credential that is written in the spec.

A password, key, token or private key in any field of anything: known by its shape, by the name of its field or
environment variable, or because the provider's schema calls the field sensitive.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.credentials import named, shape_of, unpacked
from nimbus_lang.safety.documents import decoded, partial_text
from nimbus_lang.safety.fields import leaves, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding
from nimbus_lang.safety.sensitive import is_sensitive
from nimbus_lang.schemas.foreign import Schemas
from nimbus_lang.source.span import Span
from nimbus_lang.values.model import Deferred, Value

CODE = "NB5001"
LEVEL = Level.HARD
TITLE = "A credential is written in the spec"
WHY = "Everyone who can read the repository, its history or the generated files has it, for as long as it works."
TYPES = ("*",)
UNNAMED = frozenset({"annotations", "description", "labels", "tags", "tags_all"})


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Each value that holds a credential, once; the credential itself is never shown."""
    told: set[Span] = set()
    for field, value in resource.fields.items():
        for path, leaf in leaves(value, (field,)):
            kind = _credential(resource, path, leaf, graph.graph.schemas)
            if kind is not None and leaf.span not in told:
                told.add(leaf.span)
                yield Finding(
                    f"`{'.'.join(path)}` of `{resource.address}` holds {kind}.",
                    "Take it from where secrets are kept, for example "
                    '`aws.secret("shop/db", key = "password")`, and change the one that was written here.',
                    leaf,
                    conceals=True,
                )


def _credential(
    resource: Resource, path: tuple[str, ...], leaf: Value, schemas: Schemas
) -> str | None:
    """What kind of credential a leaf holds, if any."""
    if isinstance(leaf.data, Deferred):
        return shape_of(partial_text(leaf))
    written = text(leaf)
    if not written or not isinstance(leaf.data, str):
        return None
    if leaf.secret:
        return "a secret"
    if is_sensitive(resource, path, schemas):
        return "a value that the provider calls sensitive"
    shape = shape_of(written) or shape_of(unpacked(written) or "")
    if shape is not None:
        return shape
    if not UNNAMED.intersection(path):
        return named(path[-1], written) or _inside(resource, path, written, leaf)
    return None


def _inside(resource: Resource, path: tuple[str, ...], written: str, leaf: Value) -> str | None:
    """A credential inside a JSON document that is written as text."""
    tree = decoded(written, leaf)
    if tree is None:
        return None
    for inner, value in leaves(tree, path):
        kind = named(inner[-1], text(value) or "")
        if kind is not None:
            return kind
    return None
