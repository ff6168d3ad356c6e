"""The calls that name a secret's keeper: `aws.secret("shop/db", key = "password")`, `env.secret("TOKEN")`.

They belong to their namespace whatever else is called `env` or `file`. Their arguments, and nothing of how they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from posixpath import isabs, normpath

from nimbus_lang.syntax.expressions import AttrExpr, CallExpr, VarExpr
from nimbus_lang.types.model import Kind, ScalarT
from nimbus_lang.values.function import Param

_TEXT = ScalarT(Kind.STRING, min_length=1)
_NAME = Param("name", _TEXT)
_KEY = Param("key", _TEXT, optional=True)
_VARIABLE = Param("name", ScalarT(Kind.STRING, pattern="[A-Za-z_][A-Za-z0-9_]*"))
_LENGTH = Param(
    "length", ScalarT(Kind.INT, minimum=Decimal(8), maximum=Decimal(4096)), optional=True
)
_VERSION = Param("version", ScalarT(Kind.INT, minimum=Decimal(1)), optional=True)

SOURCES: Mapping[str, tuple[Param, ...]] = {
    "aws": (_NAME, _KEY, _VERSION),
    "k8s": (_NAME, Param("key", _TEXT), Param("namespace", _TEXT, optional=True), _VERSION),
    "env": (_VARIABLE, _KEY, _VERSION),
    "file": (_NAME, _KEY, _VERSION),
    "generate": (_NAME, _LENGTH, _VERSION),
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


def leads_out(path: str) -> bool:
    """Whether the path of a file with a secret is absolute, or leaves the project by its `..`."""
    return isabs(path) or normpath(path).split("/")[0] == ".."
