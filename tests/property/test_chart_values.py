"""Values of charts: what Nimbus refuses, the chart's schema refuses too (defaults apart, which a spec need not repeat)."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from nimbus_lang.compiler import compile_sources
from nimbus_lang.diagnostics.model import Severity
from nimbus_lang.schemas.build_chart import build_chart
from nimbus_lang.source.source_file import SourceFile, SourceSet

NAMES = st.sampled_from(["a", "bb", "ccc"])
TEXTS = st.text(alphabet="ab1.", max_size=4)
NUMBERS = st.integers(-3, 9)


def merged(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(*parts).map(lambda all: {k: v for one in all for k, v in one.items()})


def some(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


def of(word: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.just({"type": word})


LEAVES = st.one_of(
    merged(of("string"), some(minLength=st.integers(0, 2), maxLength=st.integers(2, 4))),
    merged(
        of("string"), some(pattern=st.sampled_from(["^a", "b$", "^(a|b)+$", "^a|b$", "1", "."]))
    ),
    merged(of("integer"), some(minimum=NUMBERS, maximum=NUMBERS, exclusiveMinimum=NUMBERS)),
    merged(of("number"), some(minimum=NUMBERS, maximum=NUMBERS)),
    of("boolean"),
    st.just({"type": ["string", "null"]}),
    st.just({"type": ["integer", "string"]}),
    st.lists(TEXTS | NUMBERS, min_size=1, max_size=3, unique_by=str).map(lambda of: {"enum": of}),
    st.just({"$ref": "#/definitions/d"}),
    st.just({}),
)
SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        merged(
            of("array"),
            st.fixed_dictionaries({"items": inner}),
            some(maxItems=NUMBERS.filter(lambda n: n >= 0)),
        ),
        merged(of("object"), st.fixed_dictionaries({"additionalProperties": inner})),
        st.fixed_dictionaries(
            {"type": st.just("object"), "properties": st.dictionaries(NAMES, inner, max_size=3)},
            optional={
                "required": st.lists(NAMES, max_size=2, unique=True),
                "additionalProperties": st.booleans(),
            },
        ),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: {"anyOf": of}),
        inner.map(lambda only: {"allOf": [only]}),
    ),
    max_leaves=6,
)
VALUES = st.recursive(
    TEXTS | NUMBERS | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def written(value: Any) -> str:
    match value:
        case dict():
            return "{ " + " ".join(f"{k} = {written(v)}" for k, v in value.items()) + " }"
        case list():
            return "[" + ", ".join(map(written, value)) + "]"
        case _:
            return json.dumps(value)


@settings(max_examples=150, deadline=None)
@given(SCHEMAS, SCHEMAS, st.dictionaries(NAMES, VALUES, max_size=3))
def test_nothing_is_refused_that_the_schema_takes(
    one: Any, other: Any, values: dict[str, Any]
) -> None:
    schema = {
        "type": "object",
        "properties": {"a": one, "bb": other},
        "definitions": {"d": {"type": "string"}},
    }
    if not jsonschema.Draft7Validator(schema).is_valid(values):
        return
    files = {
        "Chart.yaml": b"name: web\nversion: 1.0.0\n",
        "values.schema.json": json.dumps(schema).encode(),
    }
    text = (
        f'stack s\nuse web from "./web"\nresource r: web.release {{ values = {written(values)} }}\n'
    )
    sources = SourceSet.of(
        SourceFile("main.nimbus", text), SourceFile("chart:web", build_chart(files, "./web"))
    )
    found = compile_sources(sources, "main.nimbus").diagnostics
    wrong = [(one.code, one.detail) for one in found if one.severity is Severity.ERROR]
    assert wrong == [], (schema, text)
