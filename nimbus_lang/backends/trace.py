"""From a line of a generated file to the spec, and back: how a tool's message finds the line that a person wrote.

A line's origin is where its value was written. With the graph at hand more is known: who handed the value on (layers), and
which uses of components lead there; so a line of the spec finds what it has a say in, not only what it spells out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nimbus_lang.backends.backend import ArtifactSet, LineOrigin
from nimbus_lang.ir.graph import InfraGraph, Resource
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.source.span import Span
from nimbus_lang.values.model import Value

LIBRARY = "std/"
_STEP = re.compile(r"[^.\[\]]+")
_CLOSING = frozenset("}])")


@dataclass(frozen=True, slots=True)
class GeneratedLine:
    """Line `line` (from 1) of a generated file, and what it says."""

    path: str
    line: int
    text: str
    origin: LineOrigin


@dataclass(frozen=True, slots=True)
class Where:
    """Where a generated line comes from: `main` is the place to look at first, `more` the others that handed the value on.

    `callers` are the component uses that lead there, innermost first.
    """

    origin: LineOrigin
    main: Span
    more: tuple[Span, ...] = ()
    callers: tuple[Span, ...] = ()


def origin_of(artifacts: ArtifactSet, path: str, line: int) -> LineOrigin | None:
    """Where a generated line comes from; a line without an origin belongs to the one above it."""
    file = artifacts.files.get(path)
    known = [origin for origin in file.origins if origin.line <= line] if file else []
    return known[-1] if known else None


def where(origin: LineOrigin, graph: InfraGraph) -> Where:
    """All that the graph knows of an origin; the first place is one of the user's own files if there is any."""
    resource = graph.resources.get(origin.address)
    if resource is None:
        return Where(origin, origin.span)
    spans = [*reversed(_layers(resource, origin.field)), origin.span]
    own = [span for span in spans if not span.path.startswith(LIBRARY)]
    main = own[0] if own else origin.span
    if _inside(origin.span, main):  # an entry of an object says more than the object
        main = origin.span
    more = tuple(span for span in dict.fromkeys(spans) if span != main)
    return Where(origin, main, more, resource.callers)


def _inside(inner: Span, outer: Span) -> bool:
    return inner.path == outer.path and outer.start <= inner.start and inner.end <= outer.end


def matching_files(artifacts: ArtifactSet, path: str) -> list[str]:
    """The generated files that a path may mean: `build/shop/terraform/main.tf`, `terraform/main.tf`, `/main.tf`."""
    wanted = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
    found = []
    for known in artifacts.files:
        parts = known.split("/")
        common = min(len(parts), len(wanted))
        if common and parts[-common:] == wanted[-common:]:
            found.append(known)
    return found


def lines_from(
    artifacts: ArtifactSet,
    sources: SourceSet,
    path: str,
    line: int,
    graph: InfraGraph | None = None,
) -> Iterator[GeneratedLine]:
    """Every generated line whose origin lies on or across a line of the spec; with a graph also those it hands a value to.

    The line of a component's use stands for the first line of everything inside.
    """
    source = sources.get(path)
    if source is None:
        return
    for file in artifacts.files.values():
        texts = file.text.splitlines()
        begun: set[str] = set()
        for origin in file.origins:
            is_first = not origin.field and origin.address not in begun
            begun.add(origin.address)
            text = texts[origin.line - 1]
            if graph is not None and set(text.strip()) <= _CLOSING:
                continue
            spans = [origin.span, *(_told(origin, graph, is_first) if graph is not None else ())]
            if any(_on(span, source, line) for span in spans):
                yield GeneratedLine(file.path, origin.line, text, origin)


def origins_at(artifacts: ArtifactSet, address: str, field: str) -> LineOrigin | None:
    """The origin that says most of a field of a resource: its own, else that of what it lies in, else the first of all."""
    first: LineOrigin | None = None
    best: LineOrigin | None = None
    wanted = _steps(field)
    for file in artifacts.files.values():
        for origin in file.origins:
            steps = _steps(origin.field)
            if origin.address != address:
                continue
            first = first or origin
            if wanted[: len(steps)] != steps:
                continue
            if best is None or len(steps) > len(_steps(best.field)):
                best = origin
    return best or first


def _steps(field: str) -> list[str]:
    """`spec.containers[0].image` and `spec.containers.0.image` alike."""
    return _STEP.findall(field)


def _told(origin: LineOrigin, graph: InfraGraph, is_first: bool) -> tuple[Span, ...]:
    resource = graph.resources.get(origin.address)
    if resource is None:
        return ()
    layers = tuple(_layers(resource, origin.field)) if origin.field else ()
    return (*layers, *(resource.callers if is_first else ()))


def _layers(resource: Resource, field: str) -> list[Span]:
    """The places that set a field, the oldest first: the layers of what it lies in, then its own."""
    spans: list[Span] = []
    value: Value | None = None
    for part in _steps(field):
        value = resource.fields.get(part) if value is None else _part(value, part)
        if value is None:
            break
        spans += [layer.span for layer in value.layers]
    return spans


def _part(value: Value, name: str) -> Value | None:
    data = value.data
    if isinstance(data, Mapping):
        return data.get(name)
    if isinstance(data, tuple) and name.isdigit() and int(name) < len(data):
        return data[int(name)]
    return None


def _on(span: Span, source: SourceFile, line: int) -> bool:
    if span.path != source.path:
        return False
    return source.position(span.start).line <= line <= source.position(span.end).line
