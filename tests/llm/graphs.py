"""The graph of a spec as plain facts, so that a test asserts what will be made and not how it was written."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

from nimbus_lang.compiler import Checked, Compiled, CompileOptions, compile_sources
from nimbus_lang.diagnostics.model import Severity
from nimbus_lang.llm.offline.translate import translate
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.syntax.parse import ParseCache
from nimbus_lang.values.model import Deferred, Value
from nimbus_lang.values.plain import NotPlain, plain
from nimbus_lang.values.show import show

_LIBRARY = ParseCache()
TODAY = date(2026, 1, 15)


def compiled(spec: str) -> Compiled:
    """A spec through every phase."""
    sources = SourceSet.of(SourceFile("main.nimbus", spec))
    return compile_sources(sources, "main.nimbus", CompileOptions(today=TODAY), _LIBRARY)


@cache
def spec_of(sentence: str) -> str:
    """The spec the offline translator makes of a sentence; fails the test when it is refused."""
    made = translate(sentence)
    assert made.spec is not None, [one.detail for one in made.diagnostics]
    return made.spec


@cache
def checked_of(sentence: str) -> Checked:
    """That spec checked, and without any complaint."""
    result = compiled(spec_of(sentence))
    told = [one for one in result.diagnostics if one.severity is not Severity.INFO]
    assert [(one.code, one.detail) for one in told] == []
    assert result.artifacts is not None
    return result.checked


def counts(sentence: str) -> Counter[str]:
    """How many resources of each type."""
    return Counter(one.type for one in checked_of(sentence).graph.resources.values())


def fact(sentence: str, path: str) -> Any:
    """`database.db: allocated_storage` of a sentence's graph; a deferred value as its text; absent: None.

    `@database.db` is whether it is protected; `aws: region` is the provider's configuration.
    """
    graph = checked_of(sentence).graph
    if path.startswith("@"):
        return graph.resources[path[1:]].lifecycle.protect
    address, _, field = path.partition(": ")
    if address in graph.resources:
        fields = graph.resources[address].fields
    else:
        fields = next(one.config for one in graph.providers.values() if one.name == address)
    return _within(Value(dict(fields), graph_span(graph)), field.split("."))


def graph_span(graph: Any) -> Any:
    """Any place: values need one."""
    return next(iter(graph.resources.values())).span


def _within(value: Value, path: list[str]) -> Any:
    for name in path:
        data = value.data
        if isinstance(data, tuple) and not name.isdigit():
            data = data[0].data
        if isinstance(data, tuple):
            value = data[int(name)]
        elif isinstance(data, dict) or hasattr(data, "get"):
            found = data.get(name)
            if found is None:
                return None
            value = found
        else:
            return show(value)
    if isinstance(value.data, Deferred):
        return show(value)
    try:
        return plain(value)
    except NotPlain:
        return show(value)
