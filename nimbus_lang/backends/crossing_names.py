"""When two values on their way are one and the same, and what it is called: `orders_endpoint`, `shop_db_password_urlencode`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nimbus_lang.backends.sources import argument_text, source_identity, variable_name
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.values.model import (
    Apply,
    Choose,
    Deferred,
    Ref,
    SecretSource,
    Select,
    Template,
    Value,
)

Identity = tuple[object, ...]


def identity(value: Value) -> Identity:
    """Equal for values that come to the same, wherever they are written."""
    match value.data:
        case Deferred(Ref(address, path)):
            return ("ref", str(address), *path)
        case Deferred(SecretSource() as source):
            return ("secret", *source_identity(source, value.span), argument_text(source, "key"))
        case Deferred(Template(parts)):
            return ("text", *(part if isinstance(part, str) else identity(part) for part in parts))
        case Deferred(Apply(function, args)):
            return ("apply", function, *map(identity, args))
        case Deferred(Choose(condition, yes, no)):
            return ("choose", identity(condition), identity(yes), identity(no))
        case Deferred(Select(base, key)):
            return ("select", identity(base), identity(key))
        case tuple() as items:
            return ("list", *map(identity, items))
        case Mapping() as entries:
            return ("object", *((key, identity(item)) for key, item in entries.items()))
        case data:
            return ("data", repr(data))


def output_name(graph: InfraGraph, value: Value) -> str | None:
    """The stack's output that gives the same reference already."""
    if not isinstance(value.data, Deferred) or not isinstance(value.data.residual, Ref):
        return None
    for output in graph.outputs:
        data = output.value.data
        if isinstance(data, Deferred) and data.residual == value.data.residual:
            return output.name
    return None


def wanted_name(value: Value, leaves: list[Value], consumer: str, field: str) -> str:
    """The name it should have: after what is read; a computed one after its only source and the function, else its use."""
    words = _words(value)
    if not words and len({identity(leaf) for leaf in leaves}) == 1:
        words = [*_words(leaves[0]), _function(value)]
    if not words:
        words = [consumer, field.rpartition(".")[2]]
    return re.sub(r"[^A-Za-z0-9_]+", "_", "_".join(filter(None, words))).strip("_")


def _words(value: Value) -> list[str]:
    match value.data:
        case Deferred(Ref(address, path)):
            outputs = path[:1] == ("outputs",) and len(path) > 1  # of another stack
            steps = [s for s in path[outputs:] if isinstance(s, str) and s != "*"]
            key = [] if address.key is None else [str(address.key)]
            return [address.label, *key, *steps]
        case Deferred(SecretSource() as source):
            entry = argument_text(source, "key") if source.kind == "aws" else ""
            return [variable_name(source), entry]
        case _:
            return []


def _function(value: Value) -> str:
    match value.data:
        case Deferred(Apply(function, _)) if function.isidentifier():
            return function
        case _:
            return "value"
