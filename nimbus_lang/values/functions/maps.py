"""Functions on maps and objects, and on the choice of a value that is there. Keys come in alphabetical order."""

from __future__ import annotations

from nimbus_lang.types.join import join
from nimbus_lang.types.model import (
    ANY,
    STRING,
    Field,
    InstancesT,
    ListT,
    MapT,
    RecordT,
    Type,
    UnionT,
)
from nimbus_lang.types.shape import optional, strip_optional
from nimbus_lang.values.arguments import Args, entries, given, items, rest, text
from nimbus_lang.values.function import Function, FunctionError, Param
from nimbus_lang.values.functions.made import applied, at, texts
from nimbus_lang.values.functions.results import (
    LIST,
    MAP,
    Types,
    always,
    argument,
    present,
)
from nimbus_lang.values.functions.results import items as item_of
from nimbus_lang.values.functions.results import values as value_of
from nimbus_lang.values.model import Data, Value
from nimbus_lang.values.show import quote

_MAP = Param("map", UnionT((MAP, InstancesT(ANY))))


def _keys(args: Args) -> Data:
    return texts(args, entries(given(args, 0)))


def _values(args: Args) -> Data:
    return tuple(entries(given(args, 0)).values())


def _entries(args: Args) -> Data:
    found = entries(given(args, 0))
    return tuple(at(args, {"key": at(args, key), "value": value}) for key, value in found.items())


def _entry_type(types: Types) -> Type:
    value = value_of(argument(types, 0))
    return ListT(RecordT({"key": Field(STRING, True), "value": Field(value, True)}))


def _merge(args: Args) -> Data:
    merged: dict[str, Value] = {}
    for part in rest(args, 0):
        if part.data is not None:
            merged.update(entries(part))
    return merged


def _merge_type(types: Types) -> Type:
    """Records merge field by field, the later one wins; as soon as a map is among them it is a map of everything."""
    parts = [strip_optional(type) for type in present(types)]
    records = [part for part in parts if isinstance(part, RecordT)]
    if len(records) == len(parts):
        return RecordT(_merged(records), None, any(record.open for record in records))
    filled = [part for part in parts if part != RecordT()]
    return MapT(join(value_of(part) for part in filled))


def _merged(records: list[RecordT]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for record in records:
        for name, field in record.fields.items():
            earlier = fields.get(name)
            certain = field.required or earlier is None
            fields[name] = field if certain or earlier is None else _either(earlier, field)
    return fields


def _either(earlier: Field, later: Field) -> Field:
    return Field(join([earlier.type, later.type]), required=earlier.required)


def _lookup(args: Args) -> Value:
    found, key = entries(given(args, 0)), text(given(args, 1))
    if key in found:
        return found[key]
    default = args[2] if len(args) > 2 else None
    if default is None:
        raise FunctionError(
            f"the map has no key {quote(key)}"
            if not given(args, 1).secret
            else "the map has no such key"
        )
    return default


def _lookup_type(types: Types) -> Type:
    value = value_of(argument(types, 0))
    default = types[2] if len(types) > 2 else None
    return value if default is None else join([value, default])


def _zip(args: Args) -> Data:
    keys, values = items(given(args, 0)), items(given(args, 1))
    if len(keys) != len(values):
        raise FunctionError(f"there are {len(keys)} keys and {len(values)} values")
    return {text(key): value for key, value in zip(keys, values)}


def _coalesce(args: Args) -> Value:
    for value in rest(args, 0):
        if value.data is not None and value.data != "":
            return value
    raise FunctionError("all the arguments are null or empty")


def _coalesce_type(types: Types) -> Type:
    return join(strip_optional(type) for type in present(types))


def _get(args: Args) -> Value:
    found = entries(given(args, 0))
    return found.get(text(given(args, 1)), at(args, None))


MAPS = (
    Function(
        "keys",
        (_MAP,),
        always(ListT(STRING)),
        applied(_keys),
        "The keys of a map, in alphabetical order.",
        ("keys({ b = 1, a = 2 })", '["a", "b"]'),
        "keys",
        structural=True,
    ),
    Function(
        "values",
        (_MAP,),
        lambda types: ListT(value_of(argument(types, 0))),
        applied(_values),
        "The values of a map, in the order of its sorted keys.",
        ("values({ b = 1, a = 2 })", "[2, 1]"),
        "values",
        structural=True,
    ),
    Function(
        "entries",
        (_MAP,),
        _entry_type,
        applied(_entries),
        "The entries of a map as a list of `{ key, value }`, in the order of its sorted keys.",
        ("entries({ a = 1 })", '[{ key = "a", value = 1 }]'),
        structural=True,
    ),
    Function(
        "merge",
        (Param("maps", MAP, variadic=True),),
        _merge_type,
        applied(_merge),
        "All entries of all the maps; the later one wins.",
        ("{ a = 1, b = 1 }.merge({ b = 2 })", "{ a = 1, b = 2 }"),
        "merge",
        structural=True,
    ),
    Function(
        "lookup",
        (_MAP, Param("key", STRING), Param("default", ANY, optional=True)),
        _lookup_type,
        _lookup,
        "The value of a key, or `default` when the map does not have it.",
        ('lookup({ a = 1 }, "b", 5)', "5"),
        "lookup",
        structural=True,
    ),
    Function(
        "get",
        (_MAP, Param("key", STRING)),
        lambda types: optional(value_of(argument(types, 0))),
        _get,
        "The value of a key, or null when the map does not have it.",
        ('{ a = 1 }.get("b") ?? 2', "2"),
        structural=True,
    ),
    Function(
        "zipmap",
        (Param("keys", ListT(STRING)), Param("values", LIST)),
        lambda types: MapT(item_of(argument(types, 1))),
        applied(_zip),
        "A map from a list of keys and a list of their values.",
        ('zipmap(["a", "b"], [1, 2])', "{ a = 1, b = 2 }"),
        "zipmap",
    ),
    Function(
        "coalesce",
        (Param("values", ANY, variadic=True),),
        _coalesce_type,
        _coalesce,
        "The first of the values that is neither null nor an empty text.",
        ('coalesce(null, "", "a")', '"a"'),
        "coalesce",
    ),
)
