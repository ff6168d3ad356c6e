"""JSON schemas as types: each word of a schema that a type can say, and no schema at all that cannot be read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nimbus_lang.schemas.decode import QUANTITY
from nimbus_lang.schemas.json_pattern import full_pattern
from nimbus_lang.schemas.json_schema import INT_OR_STRING, Reader
from nimbus_lang.types.model import (
    ANY,
    BOOL,
    INT,
    NUMBER,
    STRING,
    Kind,
    ListT,
    LiteralT,
    MapT,
    OptionalT,
    RecordT,
    ScalarT,
    Type,
    UnionT,
)
from nimbus_lang.types.pattern import fully_matches
from nimbus_lang.types.show import show


def read(schema: Any, strict: bool = True) -> Type:
    root = schema if isinstance(schema, dict) else {}
    return Reader(root, strict).type(schema, "a.b")


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, STRING),
        ({"type": "integer"}, INT),
        ({"type": "number"}, NUMBER),
        ({"type": "boolean"}, BOOL),
        ({"type": ["string", "null"]}, OptionalT(STRING)),
        ({"type": ["integer", "string"]}, UnionT((INT, STRING))),
        ({"type": "string", "nullable": True}, OptionalT(STRING)),
        ({"enum": ["a", "b"]}, ScalarT(Kind.STRING, enum=("a", "b"))),
        ({"type": "integer", "enum": [1, 2]}, UnionT((LiteralT(1), LiteralT(2)))),
        ({"const": "a"}, ScalarT(Kind.STRING, enum=("a",))),
        (
            {"type": "integer", "minimum": 1, "maximum": 9},
            ScalarT(Kind.INT, minimum=Decimal(1), maximum=Decimal(9)),
        ),
        (
            {"type": "integer", "minimum": 1, "exclusiveMinimum": True},
            ScalarT(Kind.INT, minimum=Decimal(2)),
        ),
        ({"type": "integer", "exclusiveMaximum": 9}, ScalarT(Kind.INT, maximum=Decimal(8))),
        (
            {"type": "string", "minLength": 1, "maxLength": 3, "pattern": "^a+$"},
            ScalarT(Kind.STRING, min_length=1, max_length=3, pattern="a+"),
        ),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 3}, ListT(STRING, 0, 3)),
        ({"type": "array"}, ListT(ANY)),
        ({"type": "object", "additionalProperties": {"type": "string"}}, MapT(STRING)),
        ({"type": "object"}, MapT(ANY)),
        ({"type": "object", "x-kubernetes-preserve-unknown-fields": True}, ANY),
        ({"x-kubernetes-preserve-unknown-fields": True}, ANY),
        ({"x-kubernetes-int-or-string": True}, INT_OR_STRING),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, UnionT((STRING, INT))),
        ({"anyOf": [{"type": "object"}, {"type": "object"}]}, ANY),
        ({"allOf": [{"type": "string"}]}, STRING),
        ({"$ref": "#/definitions/port", "definitions": {"port": {"type": "integer"}}}, INT),
        ({"$ref": "#/$defs/a~1b", "$defs": {"a/b": {"type": "boolean"}}}, BOOL),
        ({"$ref": "https://example.com/other.json"}, ANY),
        ({"$ref": "#"}, ANY),
        (True, ANY),
        ({}, ANY),
        ({"type": "thing"}, ANY),
    ],
)
def test_what_a_type_can_say(schema: Any, expected: Type) -> None:
    assert read(schema) == expected


def test_a_quantity_of_kubernetes_takes_quantities() -> None:
    pattern = r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE])?$"
    assert read({"x-kubernetes-int-or-string": True, "pattern": pattern}) == QUANTITY


PERSON = {
    "type": "object",
    "required": ["name", "age"],
    "properties": {
        "name": {"type": "string", "description": "As it is said."},
        "age": {"type": "integer", "default": 3},
        "nick": {"type": "string", "description": "Deprecated: use name. Really."},
    },
}


def record(schema: dict[str, Any], **options: Any) -> RecordT:
    found = Reader(schema, options.pop("strict", True)).record(schema, "p", **options)
    assert isinstance(found, RecordT)
    return found


def test_fields_with_their_flags() -> None:
    found = record(PERSON)
    assert not found.open
    assert [name for name, one in found.fields.items() if one.required] == ["name"]
    assert found.fields["name"].doc == "As it is said."
    assert found.fields["nick"].deprecated == "use name."


def test_what_is_given_already_is_not_asked_for() -> None:
    assert not record(PERSON, given={"name": "anna"}).fields["name"].required


def test_what_is_only_read_is_not_written() -> None:
    assert not any(
        one.settable or one.required for one in record(PERSON, read_only=True).fields.values()
    )


def test_an_object_takes_more_where_its_schema_lets_it() -> None:
    assert record(PERSON, strict=False).open
    assert not record({**PERSON, "additionalProperties": False}, strict=False).open
    assert record({**PERSON, "x-kubernetes-preserve-unknown-fields": True}).open


def test_a_schema_may_hold_itself() -> None:
    tree = {
        "type": "object",
        "properties": {"left": {"$ref": "#"}, "all": {"type": "array", "items": {"$ref": "#"}}},
    }
    left = record(tree).fields["left"].type
    assert isinstance(left, RecordT)
    assert isinstance(left.fields["left"].type, RecordT)


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        ("^a+$", "aa", "ab"),
        ("a", "bab", "bb"),
        ("^a|b$", "axx", "xa"),
        ("^(a|b)$", "a", "ax"),
        ("^/", "/x\ny", "x/"),
        (r"^a\$", "a$b", "ab"),
        ("^[|]$", "|", "a"),
    ],
)
def test_a_pattern_means_what_it_meant(pattern: str, fits: str, fails: str) -> None:
    assert fully_matches(full_pattern(pattern), fits)
    assert not fully_matches(full_pattern(pattern), fails)


WORDS = st.sampled_from(
    ["string", "integer", "number", "boolean", "object", "array", "null", "what"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | WORDS
KEYS = st.sampled_from(
    (
        *(
            "type",
            "properties",
            "items",
            "required",
            "enum",
            "const",
            "minimum",
            "exclusiveMinimum",
            "maxItems",
            "pattern",
        ),
        *(
            "oneOf",
            "anyOf",
            "allOf",
            "$ref",
            "additionalProperties",
            "patternProperties",
            "nullable",
            "default",
        ),
        *(
            "x-kubernetes-int-or-string",
            "x-kubernetes-preserve-unknown-fields",
            "description",
            "deprecated",
            "definitions",
        ),
    )
)
REFERENCES = st.sampled_from(["#", "#/properties/a", "#/definitions/type", "#/items/0", "x"])
SCHEMAS = st.recursive(
    LEAVES | REFERENCES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.just("a"), inner, max_size=4)
    ),
    max_leaves=25,
)


def walk(kind: Type, depth: int = 0) -> None:
    show(kind)
    if depth > 5:
        return
    match kind:
        case RecordT():
            for field in kind.fields.values():
                walk(field.type, depth + 1)
        case ListT(inner) | MapT(inner) | OptionalT(inner):
            walk(inner, depth + 1)
        case UnionT(options):
            for option in options:
                walk(option, depth + 1)


@settings(max_examples=300, deadline=None)
@given(SCHEMAS, st.booleans())
def test_no_schema_crashes(schema: Any, strict: bool) -> None:
    walk(read(schema, strict))
