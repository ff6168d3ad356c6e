"""Functions that sort the entries of a map by whether they are secret. The sorting shows no value."""

from __future__ import annotations

from nimbus_lang.types.model import MapT, SecretT, Type, UnionT
from nimbus_lang.types.shape import strip_secret, union
from nimbus_lang.values.arguments import Args, entries, given
from nimbus_lang.values.function import Function, Param
from nimbus_lang.values.functions.made import applied
from nimbus_lang.values.functions.results import MAP, argument
from nimbus_lang.values.functions.results import values as value_of
from nimbus_lang.values.model import Data


def _secrets(args: Args) -> Data:
    return {key: value for key, value in entries(given(args, 0)).items() if value.secret}


def _plain(args: Args) -> Data:
    return {key: value for key, value in entries(given(args, 0)).items() if not value.secret}


def _open(type: Type) -> Type:
    """What is left of a type when its secrets are taken out."""
    if isinstance(type, UnionT):
        left = [option for option in type.options if not isinstance(option, SecretT)]
        return union(left or (strip_secret(option) for option in type.options))
    return strip_secret(type)


SECRECY = (
    Function(
        "secrets_of",
        (Param("map", MAP),),
        lambda types: MapT(SecretT(_open(value_of(argument(types, 0))))),
        applied(_secrets),
        "The entries of a map that are secret.",
        ("{ a = 1 }.secrets_of().length()", "0"),
        structural=True,
    ),
    Function(
        "plain_of",
        (Param("map", MAP),),
        lambda types: MapT(_open(value_of(argument(types, 0)))),
        applied(_plain),
        "The entries of a map that are not secret.",
        ("{ a = 1 }.plain_of()", "{ a = 1 }"),
        structural=True,
    ),
)
