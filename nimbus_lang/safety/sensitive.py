"""Which fields hold a credential by what they are: the schema's sensitive fields, and the data of a Kubernetes Secret.

Providers also call some fields sensitive that are merely private (a certificate, a user's name); those are let pass.
"""

from __future__ import annotations

import re

from nimbus_lang.ir.graph import Resource, Target
from nimbus_lang.safety.fields import text
from nimbus_lang.safety.index import kind_of
from nimbus_lang.schemas.foreign import Schemas
from nimbus_lang.types.model import ListT, OptionalT, RecordT, ResourceT, SecretT, SetT, Type

_NO_CREDENTIAL = re.compile(
    r"(?:banner|bundle_id|ca_pem|certificate|certificate_chain|certificate_pem|certificate_wallet|client_id|content|"
    r"kms_\w+|input|notes|payload|platform_principal|schema|team_id|token_key_id|\w*public_keys|\w*user_?name|"
    r"\w*login_banner)"
)
_PLAIN_KEYS = re.compile(
    r"(?i)(?:.*[._-])?(?:ca|ca-bundle|cert|crt|database|db|dbname|endpoint|engine|host|hostname|namespace|pem|port|"
    r"region|url|user|username)"
)
PARAMETER = "aws.ssm_parameter"


def is_sensitive(resource: Resource, path: tuple[str, ...], schemas: Schemas) -> bool:
    """Whether any text written under a path of field names is a credential."""
    if resource.type.startswith("k8s.") and not resource.source:
        return (
            kind_of(resource) == "Secret"
            and path[0] in ("data", "stringData")
            and len(path) == 2
            and _PLAIN_KEYS.fullmatch(path[1]) is None
        )
    if resource.type == PARAMETER and path == ("value",):
        return text(resource.fields.get("type")) == "SecureString"
    if resource.target is not Target.TERRAFORM or _NO_CREDENTIAL.fullmatch(path[-1]):
        return False
    type = ResourceT(resource.type, resource.lookup, resource.source)
    return _says_schema(schemas.load(type), path)


def _says_schema(schema: Type | None, path: tuple[str, ...]) -> bool:
    for at, name in enumerate(path):
        record = _record(schema)
        field = record.fields.get(name) if record is not None else None
        if field is None:
            return False
        if field.sensitive and at == len(path) - 1:
            return True
        schema = field.type
    return False


def _record(type: Type | None) -> RecordT | None:
    """The record that a type is, or is a list of."""
    match type:
        case RecordT():
            return type
        case ListT(item=item) | SetT(item=item):
            return _record(item)
        case OptionalT(inner=inner) | SecretT(inner=inner):
            return _record(inner)
        case _:
            return None
