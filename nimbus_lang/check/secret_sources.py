"""The calls that name a secret's keeper: `aws.secret("shop/db", key = "password")`, `env.secret("TOKEN")`.

They belong to their namespace whatever else is called `env` or `file`. Their arguments, and nothing of how they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from nimbus_lang.syntax.expressions import AttrExpr, CallExpr, VarExpr
from nimbus_lang.types.model import STRING, Kind, ScalarT
from nimbus_lang.values.function import Param

_LENGTH = ScalarT(Kind.INT)
_VERSION = Param("version", ScalarT(Kind.INT, minimum=Decimal(1)), optional=True)

SOURCES: Mapping[str, tuple[Param, ...]] = {
    "aws": (Param("name", STRING), Param("key", STRING, optional=True), _VERSION),
    "k8s": (
        Param("name", STRING),
        Param("key", STRING),
        Param("namespace", STRING, optional=True),
        _VERSION,
    ),
    "env": (Param("name", STRING), Param("key", STRING, optional=True), _VERSION),
    "file": (Param("name", STRING), Param("key", STRING, optional=True), _VERSION),
    "generate": (Param("name", STRING), Param("length", _LENGTH, optional=True), _VERSION),
}
"""Parameters by namespace, in order. `key` picks one entry of a secret that is a JSON object; a file's name is its path.

`version` counts how often the secret was exchanged, from 1: of a generated one each version is another, of any other it says
that its keeper has a new one.
"""


def secret_source(call: CallExpr) -> str | None:
    """The namespace of a call that is a secret's source; None for any other call."""
    match call.function:
        case AttrExpr(base=VarExpr(name=space), name=name) if name.text == "secret":
            return space if space in SOURCES else None
        case _:
            return None
