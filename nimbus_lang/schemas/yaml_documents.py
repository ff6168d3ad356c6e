"""YAML that somebody else wrote as plain data, document by document, each with its place; safe whatever the text holds.

Aliases are counted out, so that a small text cannot stand for a huge one; nesting is bounded; tags make no objects. Keys are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nimbus_lang.source.record import dataclass

MOST_PARTS = 2_000_000
DEEPEST = 200
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,30})")
_FLOAT = re.compile(
    r"[-+]?(?:(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][-+]?[0-9]{1,3})?"
)
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), False),
}


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its data, and the offset of its first character."""

    data: Any
    start: int


class YamlError(ValueError):
    """The text is no YAML, or none that is read here; `at` is the offset of the trouble."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


def read_documents(text: str) -> list[Document]:
    """Every document of a text. Raises YamlError."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return list(_Documents(yaml.parse(text, Loader=loader)).read())
    except yaml.MarkedYAMLError as bad:
        mark = bad.problem_mark or bad.context_mark
        said = " ".join(part for part in (bad.context, bad.problem) if part)
        raise YamlError(said or "it is no YAML", _offset(text, mark)) from None
    except yaml.reader.ReaderError as bad:
        raise YamlError(f"{bad.reason}", min(int(bad.position), len(text))) from None


def _offset(text: str, mark: Any) -> int:
    """Where a mark stands; libyaml counts characters, but not always from the same start."""
    if mark is None:
        return 0
    lines = text.split("\n")
    line, column = int(mark.line), int(mark.column)
    return min(sum(len(one) + 1 for one in lines[:line]) + column, len(text))


class _Documents:
    """Builds data from the events of a parser, with a stack of its own."""

    def __init__(self, events: Iterator[Any]) -> None:
        self.events = events
        self.parts = 0

    def read(self) -> Iterator[Document]:
        import yaml

        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.anchors: dict[str, tuple[Any, int]] = {}
                first = next(self.events)
                yield Document(self._node(first, 0), first.start_mark.index)

    def _node(self, event: Any, depth: int) -> Any:
        import yaml

        self._count(1, event)
        if depth > DEEPEST:
            raise YamlError(f"it is nested deeper than {DEEPEST} levels", event.start_mark.index)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        before = self.parts
        if isinstance(event, yaml.ScalarEvent):
            data: Any = _scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            data = self._sequence(depth)
        else:
            data = self._mapping(depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = data, self.parts - before + 1
        return data

    def _alias(self, event: Any) -> Any:
        """What an anchor stood for; it counts as if it were written again."""
        if event.anchor not in self.anchors:
            raise YamlError(
                f"`*{event.anchor}` stands for nothing before it", event.start_mark.index
            )
        data, size = self.anchors[event.anchor]
        self._count(size, event)
        return data

    def _sequence(self, depth: int) -> list[Any]:
        import yaml

        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        import yaml

        entries: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = event.value if isinstance(event, yaml.ScalarEvent) else None
            if key is None:
                raise YamlError("a key is no text", event.start_mark.index)
            self._count(1, event)
            value = self._node(next(self.events), depth + 1)
            if key == "<<" and not event.style:
                entries = _merged(value) | entries
            else:
                entries[key] = value
        return entries

    def _count(self, parts: int, event: Any) -> None:
        self.parts += parts
        if self.parts > MOST_PARTS:
            why = f"with its aliases it has more than {MOST_PARTS:,} parts"
            raise YamlError(why, event.start_mark.index)


def _merged(value: Any) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for one in reversed(value) if isinstance(value, list) else [value]:
        entries |= one if isinstance(one, dict) else {}
    return entries


def _scalar(event: Any) -> Any:
    """A plain scalar as YAML 1.1 reads it (which is what Kubernetes does); anything quoted or tagged is text."""
    text: str = event.value
    if event.style or not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
