"""Functions that write values as JSON, YAML, base64 and URLs, or take their fingerprint.

JSON comes out byte for byte as Terraform writes it, so that a document does not change when it waits for an apply.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from urllib.parse import quote_plus

from nimbus_lang.types.model import ANY, STRING
from nimbus_lang.values.arguments import Args, check_text, document, given, text, wrong
from nimbus_lang.values.function import Function, FunctionError, Param
from nimbus_lang.values.functions.made import applied
from nimbus_lang.values.functions.results import always
from nimbus_lang.values.model import Data
from nimbus_lang.values.plain import Plain, from_plain
from nimbus_lang.values.show import quote

_VALUE = Param("value", ANY)
_TEXT = Param("text", STRING)
_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def json_text(data: Plain) -> str:
    """JSON as Terraform's `jsonencode` writes it: sorted keys, no blanks, `<`, `>` and `&` escaped."""
    written = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return written.translate(_ESCAPES)


def _json(args: Args) -> str:
    written = json_text(document(given(args, 0)))
    check_text(len(written))
    return written


def _unjson(args: Args) -> Data:
    value = given(args, 0)
    try:
        data = json.loads(text(value), parse_float=Decimal, parse_constant=_no_constant)
    except RecursionError:
        raise FunctionError("this JSON is nested too deeply") from None
    except ValueError as error:
        where = (
            f" (line {error.lineno}, column {error.colno})"
            if isinstance(error, json.JSONDecodeError)
            else ""
        )
        raise FunctionError(f"this is no JSON{where}") from None
    return from_plain(data, value.span, value.secret).data


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _yaml(args: Args) -> str:
    import yaml

    data = document(given(args, 0))
    written: str = yaml.safe_dump(
        data, sort_keys=True, allow_unicode=True, default_flow_style=False, width=1_000_000
    )
    written = written.removesuffix("...\n")
    check_text(len(written))
    return written


def _base64(args: Args) -> str:
    return base64.b64encode(_bytes(args)).decode("ascii")


def _unbase64(args: Args) -> str:
    value = given(args, 0)
    try:
        found = text(value).replace("\r", "").replace("\n", "")
        return base64.b64decode(found, validate=True).decode("utf-8")
    except UnicodeDecodeError:
        raise FunctionError("these bytes are no UTF-8 text") from None
    except ValueError:
        raise wrong(value, "base64") from None


def _bytes(args: Args) -> bytes:
    try:
        return text(given(args, 0)).encode("utf-8")
    except UnicodeEncodeError:
        raise FunctionError("the text holds half a character, which has no bytes") from None


def _url(args: Args) -> str:
    return quote_plus(_bytes(args), safe="")


def _hex(name: str) -> Callable[[Args], Data]:
    return lambda args: hashlib.new(name, _bytes(args), usedforsecurity=False).hexdigest()


def _base64_of(name: str) -> Callable[[Args], Data]:
    def work(args: Args) -> str:
        digest = hashlib.new(name, _bytes(args), usedforsecurity=False).digest()
        return base64.b64encode(digest).decode("ascii")

    return work


_NAMESPACES = ("dns", "url", "oid", "x500")


def _uuid(args: Args) -> str:
    import uuid

    space, name = given(args, 0), text(given(args, 1))
    known: dict[str, uuid.UUID] = {n: getattr(uuid, f"NAMESPACE_{n.upper()}") for n in _NAMESPACES}
    try:
        return str(uuid.uuid5(known.get(text(space)) or uuid.UUID(text(space)), name))
    except ValueError:
        listed = ", ".join(map(quote, _NAMESPACES))
        raise wrong(space, f"a namespace ({listed} or a UUID)") from None


def _digest(name: str, algorithm: str, shown: str, example: tuple[str, str]) -> Function:
    doc = f"The {shown} fingerprint of a text, in hexadecimal digits."
    return Function(name, (_TEXT,), always(STRING), applied(_hex(algorithm)), doc, example, name)


ENCODINGS = (
    Function(
        "jsonencode",
        (_VALUE,),
        always(STRING),
        applied(_json),
        "A value as JSON, keys sorted, as Terraform writes it.",
        ("jsonencode({ b = [1, true], a = null })", r'"{\"a\":null,\"b\":[1,true]}"'),
        "jsonencode",
    ),
    Function(
        "jsondecode",
        (_TEXT,),
        always(ANY),
        applied(_unjson),
        "The value that a JSON text spells.",
        (r'jsondecode("{\"a\": [1]}").a', "[1]"),
        "jsondecode",
    ),
    Function(
        "yamlencode",
        (_VALUE,),
        always(STRING),
        applied(_yaml),
        "A value as YAML, keys sorted.",
        ("yamlencode({ a = [1] })", r'"a:\n- 1\n"'),
        "yamlencode",
    ),
    Function(
        "base64encode",
        (_TEXT,),
        always(STRING),
        applied(_base64),
        "The bytes of a text (UTF-8) in base64.",
        ('base64encode("Hello")', '"SGVsbG8="'),
        "base64encode",
    ),
    Function(
        "base64decode",
        (_TEXT,),
        always(STRING),
        applied(_unbase64),
        "The text (UTF-8) whose bytes are written in base64.",
        ('base64decode("SGVsbG8=")', '"Hello"'),
        "base64decode",
    ),
    Function(
        "urlencode",
        (_TEXT,),
        always(STRING),
        applied(_url),
        "A text as it stands in the query of a URL.",
        ('urlencode("a b&c")', '"a+b%26c"'),
        "urlencode",
    ),
    _digest("md5", "md5", "MD5", ('md5("a")', '"0cc175b9c0f1b6a831c399e269772661"')),
    _digest("sha1", "sha1", "SHA-1", ('sha1("a")', '"86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"')),
    _digest(
        "sha256",
        "sha256",
        "SHA-256",
        ('substr(sha256("a"), 0, 8)', '"ca978112"'),
    ),
    _digest(
        "sha512",
        "sha512",
        "SHA-512",
        ('substr(sha512("a"), 0, 8)', '"1f40fc92"'),
    ),
    Function(
        "base64sha256",
        (_TEXT,),
        always(STRING),
        applied(_base64_of("sha256")),
        "The SHA-256 fingerprint of a text, in base64.",
        ('base64sha256("a")', '"ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="'),
        "base64sha256",
    ),
    Function(
        "uuidv5",
        (Param("namespace", STRING), Param("name", STRING)),
        always(STRING),
        applied(_uuid),
        'A UUID made of a name in a namespace ("dns", "url", "oid", "x500" or a UUID): always the same.',
        ('uuidv5("dns", "example.com")', '"cfbff0d1-9375-5685-968c-48ce8b15ae17"'),
        "uuidv5",
    ),
)
