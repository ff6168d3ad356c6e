"""Documents inside fields: an object as it is, or JSON text decoded into values that stand where the text stands.

Text with deferred parts is decoded too; such a part reads as `UNKNOWN_PART`, which equals nothing a rule looks for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from nimbus_lang.safety.fields import data, text
from nimbus_lang.values.model import Apply, Deferred, Template, Value

UNKNOWN_PART = "\ufffd"


def tree_of(document: Value | None) -> Value | None:
    """A field that holds a JSON document as an object or list, or None where it is not known to be one."""
    if document is None:
        return None
    if isinstance(data(document), Mapping | tuple):
        return document
    if text(document) is None:
        match document.data:
            case Deferred(residual=Apply(function="jsonencode", args=(argument, *_))):
                return tree_of(argument)
            case Deferred(residual=Template()):
                pass
            case _:
                return None
    return decoded(partial_text(document), document)


def partial_text(value: Value | None) -> str:
    """The text of a value with `UNKNOWN_PART` for whatever waits for an apply."""
    known = text(value)
    if known is not None:
        return known
    if value is not None:
        match value.data:
            case Deferred(residual=Template(parts=parts)):
                return "".join(p if isinstance(p, str) else partial_text(p) for p in parts)
    return UNKNOWN_PART


def decoded(written: str, at: Value) -> Value | None:
    """JSON text as a value whose every part stands where `at` stands; None if it is no object or list."""
    if not written.lstrip().startswith(("{", "[")):
        return None
    try:
        loaded = json.loads(written, strict=False)
    except (ValueError, RecursionError):
        return None
    return _as_value(loaded, at)


def _as_value(loaded: object, at: Value) -> Value:
    match loaded:
        case dict():
            return Value({str(k): _as_value(v, at) for k, v in loaded.items()}, at.span, at.secret)
        case list():
            return Value(tuple(_as_value(item, at) for item in loaded), at.span, at.secret)
        case bool() | str() | int() | None:
            return Value(loaded, at.span, at.secret)
        case other:
            return Value(str(other), at.span, at.secret)
