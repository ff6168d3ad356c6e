"""JSON schemas as types: what a custom resource definition says of its kind, and a chart of its values.

Understands drafts 4 to 7 and the structural schemas of Kubernetes as far as types can say them; what they cannot say (conditions,
`not`, references to elsewhere) is left out, and a part that says nothing else accepts anything. Every schema has a type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from typing import Any, Final

from nimbus_lang.schemas.decode import QUANTITY
from nimbus_lang.schemas.fields import Entry, LazyFields
from nimbus_lang.schemas.json_pattern import full_pattern
from nimbus_lang.source.record import dataclass
from nimbus_lang.types.model import (
    ANY,
    BOOL,
    INT,
    NUMBER,
    STRING,
    Field,
    Kind,
    ListT,
    LiteralT,
    MapT,
    NullT,
    RecordT,
    ScalarT,
    Type,
    UnionT,
)
from nimbus_lang.types.shape import optional, union

Schema = Mapping[str, Any]

INT_OR_STRING: Final = UnionT((INT, STRING))
_QUANTITY = r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)"
_DEPRECATED = re.compile(r"\b(?:Deprecated|DEPRECATED)[:.] ?([^\n]+?\.)(?:\s|$)")
_MOST_OPTIONS = 16
_DEEPEST = 40
_UNION_COST = 14
"""What an option of a union counts of `_DEEPEST`: options of options of options multiply."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one document. `strict`: an object has the fields it names and no others, unless it says otherwise.

    `root` is what `$ref`s point into.
    """

    root: Schema
    strict: bool = False

    def record(
        self, schema: Schema, name: str, given: Any = None, *, read_only: bool = False
    ) -> RecordT:
        """The object that a schema describes, called `name` in messages.

        `given` are values that hold where nothing is written, so that nobody is asked for them.
        """
        properties = _mapping(schema.get("properties"))
        required = set(_strings(schema.get("required")))
        defaults = _mapping(given)

        def make(key: str, entry: Entry) -> Field:
            known = defaults.get(key)
            one = self._field(entry[0], f"{name}.{key}", known, read_only=read_only)
            return replace(
                one,
                required=key in required and known is None and not one.computed and not read_only,
            )

        entries = {str(key): [value] for key, value in properties.items()}
        return RecordT(LazyFields(entries, make), name, open=self._is_open(schema))

    def type(
        self, schema: Any, name: str, given: Any = None, *, read_only: bool = False, depth: int = 0
    ) -> Type:
        """The type of a value that a schema describes."""
        schema = self._followed(schema)
        if schema is None or depth > _DEEPEST:
            return ANY
        found = self._plain(schema, _Place(name, given, read_only, depth))
        return optional(found) if schema.get("nullable") is True else found

    def _field(self, schema: Any, name: str, given: Any, *, read_only: bool) -> Field:
        followed = self._followed(schema) or {}
        doc = followed.get("description")
        said = _DEPRECATED.search(doc) if isinstance(doc, str) else None
        return Field(
            self.type(schema, name, given, read_only=read_only),
            settable=not read_only,
            computed=read_only or followed.get("default") is not None,
            deprecated=" ".join(said[1].split())
            if said
            else "its schema marks it as deprecated"
            if followed.get("deprecated") is True
            else None,
            doc=doc if isinstance(doc, str) else None,
        )

    def _plain(self, schema: Schema, place: _Place) -> Type:
        if schema.get("x-kubernetes-int-or-string") is True:
            return _text_or_number(schema)
        if schema.get("x-kubernetes-embedded-resource") is True:
            return ANY
        literals = _literals(schema)
        if literals is not None:
            return literals
        match schema.get("type"):
            case str(word):
                return self._of_word(word, schema, place)
            case [*words] if words:
                named = [
                    self._of_word(word, schema, place) for word in words if isinstance(word, str)
                ]
                return union(named) if named else ANY
            case _:
                return self._unnamed(schema, place)

    def _of_word(self, word: str, schema: Schema, place: _Place) -> Type:
        match word:
            case "string":
                return _text(schema)
            case "integer":
                return _number(INT, schema)
            case "number":
                return _number(NUMBER, schema)
            case "boolean":
                return BOOL
            case "null":
                return NullT()
            case "array":
                return self._list(schema, place)
            case "object":
                return self._object(schema, place)
            case _:
                return ANY

    def _unnamed(self, schema: Schema, place: _Place) -> Type:
        """A schema without `type`: by what it describes, or one of several."""
        if "properties" in schema or "additionalProperties" in schema:
            return self._object(schema, place)
        if "items" in schema:
            return self._list(schema, place)
        for word in ("oneOf", "anyOf"):
            options = schema.get(word)
            if isinstance(options, Sequence) and 0 < len(options) <= _MOST_OPTIONS:
                return self._one_of(options, place)
        match schema.get("allOf"):
            case [only]:
                return self._inner(only, place)
            case _:
                return ANY

    def _one_of(self, options: Sequence[Any], place: _Place) -> Type:
        """One of several. Of objects nobody could say which is meant, so any is taken."""
        deeper = replace(place, depth=place.depth + _UNION_COST)
        kinds = [self._inner(option, deeper) for option in options]
        if ANY in kinds or sum(isinstance(kind, RecordT | MapT) for kind in kinds) > 1:
            return ANY
        return union(kinds)

    def _list(self, schema: Schema, place: _Place) -> Type:
        item = self._inner(schema.get("items"), replace(place, given=None))
        least, most = _whole(schema.get("minItems")), _whole(schema.get("maxItems"))
        if most == 1 and isinstance(item, RecordT):
            most = None  # a list of at most one record is how a provider's single block looks
        return ListT(item, least or 0, most)

    def _object(self, schema: Schema, place: _Place) -> Type:
        if schema.get("properties"):
            return self.record(schema, place.name, place.given, read_only=place.read_only)
        if schema.get("x-kubernetes-preserve-unknown-fields") is True:
            return ANY
        values = schema.get("additionalProperties")
        patterns = list(_mapping(schema.get("patternProperties")).values())
        if isinstance(values, Mapping):
            return MapT(self._inner(values, replace(place, given=None)))
        if len(patterns) == 1 and values is False:
            return MapT(self._inner(patterns[0], replace(place, given=None)))
        return RecordT({}, place.name) if values is False and not patterns else MapT(ANY)

    def _inner(self, schema: Any, place: _Place) -> Type:
        return self.type(
            schema, place.name, place.given, read_only=place.read_only, depth=place.depth + 1
        )

    def _is_open(self, schema: Schema) -> bool:
        if schema.get("x-kubernetes-preserve-unknown-fields") is True or schema.get(
            "patternProperties"
        ):
            return True
        beyond = schema.get("additionalProperties")
        return beyond not in (None, False) or (beyond is None and not self.strict)

    def _followed(self, schema: Any) -> Schema | None:
        """The schema that stands at the end of its references; None where that is none."""
        for _ in range(_DEEPEST):
            if not isinstance(schema, Mapping):
                return None
            target = schema.get("$ref")
            if not isinstance(target, str):
                return schema
            schema = self._at(target)
        return None

    def _at(self, reference: str) -> Any:
        if not reference.startswith("#"):
            return None
        found: Any = self.root
        for step in reference.removeprefix("#").split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~").replace("%25", "%")
            found = found.get(key) if isinstance(found, Mapping) else None
        return found


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    given: Any = None
    read_only: bool = False
    depth: int = field(default=0)


def _text_or_number(schema: Schema) -> Type:
    pattern = schema.get("pattern")
    return QUANTITY if isinstance(pattern, str) and pattern.startswith(_QUANTITY) else INT_OR_STRING


def _literals(schema: Schema) -> Type | None:
    """One of the values that are listed; None where none are."""
    listed = [schema["const"]] if "const" in schema else schema.get("enum")
    if not isinstance(listed, Sequence) or isinstance(listed, str) or not listed:
        return None
    if all(isinstance(value, str) for value in listed):
        return ScalarT(Kind.STRING, enum=tuple(dict.fromkeys(listed)))
    if not all(value is None or isinstance(value, str | bool | int) for value in listed):
        return None
    return union([NullT() if value is None else LiteralT(value) for value in listed])


def _text(schema: Schema) -> Type:
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and pattern.startswith(_QUANTITY):
        return QUANTITY
    return ScalarT(
        Kind.STRING,
        min_length=_whole(schema.get("minLength")),
        max_length=_whole(schema.get("maxLength")),
        pattern=full_pattern(pattern) if isinstance(pattern, str) else None,
    )


def _number(kind: ScalarT, schema: Schema) -> ScalarT:
    low, high = _decimal(schema.get("minimum")), _decimal(schema.get("maximum"))
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if kind is INT:
        low = _beyond(low, above, 1)
        high = _beyond(high, below, -1)
    return replace(kind, minimum=low, maximum=high)


def _beyond(bound: Decimal | None, exclusive: Any, step: int) -> Decimal | None:
    """The bound of a whole number: `exclusive` is a bound of its own, or says of the bound that it is not reached."""
    if exclusive is True:
        return None if bound is None else bound + step
    own = _decimal(exclusive)
    if own is None or own != own.to_integral_value():
        return bound
    return own + step if bound is None else (max if step > 0 else min)(bound, own + step)


def _decimal(value: Any) -> Decimal | None:
    """A finite number that was said, exactly as a person reads it."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(str(value))
    return number if number.is_finite() and abs(number.adjusted()) < 60 else None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _strings(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, Sequence) else []
