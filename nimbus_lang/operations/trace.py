"""Trace: from a line of a generated file to the spec, from a line of the spec to what it makes, and from a tool's output."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from nimbus_lang.backends.backend import ArtifactSet
from nimbus_lang.backends.findings import findings
from nimbus_lang.backends.meant import origin_meant
from nimbus_lang.backends.mentions import Mention, mentions_by_line
from nimbus_lang.backends.trace import (
    GeneratedLine,
    Where,
    lines_from,
    matching_files,
    origin_of,
    where,
)
from nimbus_lang.compiler import Checked, lower_checked
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir import errors
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.operations.look import Look, look
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.workspace.load import STANDARD_INPUT_NAME, show
from nimbus_lang.workspace.read import read_stream, read_text

STANDARD_INPUT = "-"
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_PLACE = re.compile(r"(?P<path>.+?):(?P<line>\d+)(?:[:-]\d+)*")


@dataclass(frozen=True, slots=True)
class Options:
    """`place` is FILE:LINE, or `-` for a tool's output on standard input."""

    place: str
    target: Path
    overlay: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a tool's output, or one finding of a JSON document, and the places of the spec that it speaks of."""

    text: str
    places: tuple[Where, ...]


@dataclass(frozen=True)
class Result:
    """`generated`: the line of a generated file that was asked for, with its origin in `origin`. `made`: what a line of the
    spec makes. `said`: a tool's output, line by line.
    """

    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    outcome: Outcome
    generated: GeneratedLine | None = None
    origin: Where | None = None
    made: tuple[GeneratedLine, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class _Stack:
    """A compiled stack, and what there is to say about that."""

    artifacts: ArtifactSet
    graph: InfraGraph
    sources: SourceSet
    diagnostics: tuple[Diagnostic, ...]


def trace(options: Options) -> Result:
    """Read, compile, follow."""
    if options.place == STANDARD_INPUT:
        return _trace_output(options)
    match = _PLACE.fullmatch(options.place)
    if match is None:
        return Result((errors.no_place(options.place),), SourceSet(), Outcome.USAGE)
    stack = _compiled(options)
    if isinstance(stack, Result):
        return stack
    path, line = match["path"], int(match["line"])
    if show(Path(path)) in stack.sources.files or path in stack.sources.files:
        return _trace_spec(stack, path if path in stack.sources.files else show(Path(path)), line)
    return _trace_generated(options, stack, path, line)


def _compiled(options: Options) -> _Stack | Result:
    seen = look(options.target, options.overlay, options.values)
    if seen.checked is None:
        return Result(seen.diagnostics, seen.sources, seen.outcome)
    return _lowered(seen, seen.checked)


def _lowered(seen: Look, checked: Checked) -> _Stack | Result:
    compiled = lower_checked(checked)
    artifacts = compiled.described()
    if artifacts is None:
        return Result(compiled.diagnostics, seen.sources, Outcome.SPEC)
    return _Stack(artifacts, checked.graph, seen.sources, seen.diagnostics)


def _trace_spec(stack: _Stack, path: str, line: int) -> Result:
    if line > len(stack.sources[path].line_starts) or line < 1:
        said = errors.no_such_line(path, line, len(stack.sources[path].line_starts))
        return Result((*stack.diagnostics, said), stack.sources, Outcome.USAGE)
    made = tuple(lines_from(stack.artifacts, stack.sources, path, line, stack.graph))
    return Result(stack.diagnostics, stack.sources, Outcome.OK, made=made)


def _trace_generated(options: Options, stack: _Stack, path: str, line: int) -> Result:
    found = matching_files(stack.artifacts, path)
    if len(found) != 1:
        said = errors.no_such_file(path, found or list(stack.artifacts.files), bool(found))
        return Result((*stack.diagnostics, said), stack.sources, Outcome.USAGE)
    stack, stale = _as_it_is(options, stack, path, found[0])
    texts = stack.artifacts.files[found[0]].text.splitlines()
    problems = (*stack.diagnostics, *stale)
    if not 1 <= line <= len(texts):
        said = errors.no_such_line(found[0], line, len(texts))
        return Result((*problems, said), stack.sources, Outcome.USAGE)
    origin = origin_of(stack.artifacts, found[0], line)
    if origin is None:
        said = errors.no_origin(found[0], line)
        return Result((*problems, said), stack.sources, Outcome.OK)
    generated = GeneratedLine(found[0], line, texts[line - 1], origin)
    return Result(problems, stack.sources, Outcome.OK, generated, where(origin, stack.graph))


def _as_it_is(
    options: Options, stack: _Stack, path: str, known: str
) -> tuple[_Stack, tuple[Diagnostic, ...]]:
    """The compile that the file on the disk is from: as it was asked for, else with one of the overlays."""
    file = Path(path)
    text = read_text(file, path)[0] if file.is_file() else None
    if text is None or text == stack.artifacts.files[known].text:
        return stack, ()
    for overlay in _overlays(options):
        other = _compiled(replace(options, overlay=overlay))
        same = isinstance(other, _Stack) and other.artifacts.files.get(known)
        if isinstance(other, _Stack) and same and same.text == text:
            return other, ()
    return stack, (errors.stale_file(path),)


def _overlays(options: Options) -> list[str]:
    seen = look(options.target, options.overlay, options.values)
    return list(seen.checked.program.main.overlays) if seen.checked is not None else []


def _trace_output(options: Options) -> Result:
    stream = sys.stdin.buffer if sys.stdin is not None else None
    text, problems = read_stream(stream, STANDARD_INPUT_NAME)
    if text is None:
        return Result(problems, SourceSet(), Outcome.ENVIRONMENT)
    stack = _compiled(options)
    if isinstance(stack, Result):
        return stack
    said = tuple(Said(bit, tuple(_places(stack, found))) for bit, found in _output(text))
    return Result(stack.diagnostics, stack.sources, Outcome.OK, said=said)


def _output(text: str) -> list[tuple[str, tuple[Mention, ...]]]:
    """What a tool says, bit by bit, and what each bit mentions."""
    found = findings(text)
    if found is not None:
        return [(one.text, one.mentions) for one in found]
    lines = _COLOURS.sub("", text).splitlines()
    return list(zip(lines, mentions_by_line(lines), strict=True))


def _places(stack: _Stack, found: Iterable[Mention]) -> list[Where]:
    origins = (origin_meant(stack.artifacts, stack.graph, mention) for mention in found)
    places = [where(origin, stack.graph) for origin in origins if origin is not None]
    return list({place.main: place for place in places}.values())
