"""Follow a line: from a generated file to the spec, from the spec to all it makes, or a tool's output back to the spec.

examples:
  nimbus trace build/shop/terraform/main.tf:12 shop.nimbus     where that line comes from
  nimbus trace shop.nimbus:27                                  every generated line it has a say in
  terraform -chdir=build/shop/terraform validate 2>&1 | nimbus trace - shop.nimbus
  checkov -d build/shop -o json | nimbus trace - shop.nimbus   also terraform's -json, and SARIF
exit codes: 0 fine, 1 the spec has errors, 2 there is no such file or line, 3 a file could not be read
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nimbus_lang.cli.options import add_json, add_stack_options, values_of
from nimbus_lang.cli.terminal import Terminal

if TYPE_CHECKING:
    from nimbus_lang.backends.trace import GeneratedLine, Where
    from nimbus_lang.operations.trace import Result
    from nimbus_lang.source.source_file import SourceSet
    from nimbus_lang.source.span import Span


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("place", help="FILE:LINE, or - for a tool's output on standard input")
    parser.add_argument("target", nargs="?", default=None, type=Path, help="the spec or its folder")
    add_stack_options(parser)
    add_json(parser)


def run(args: Namespace, terminal: Terminal) -> int:
    """Follow and tell."""
    from nimbus_lang.operations.trace import Options, trace

    target = args.target if args.target is not None else _spec_of(args.place)
    result = trace(Options(args.place, target, args.overlay, values_of(args)))
    if args.json:
        terminal.data(_document(result))
        return int(result.outcome)
    terminal.diagnostics(result.diagnostics, result.sources)
    for line in _lines(result):
        terminal.say(line)
    return int(result.outcome)


def _spec_of(place: str) -> Path:
    """A spec that the place itself names, else this folder."""
    path = place.split(":", 1)[0]
    return Path(path) if path.endswith(".nimbus") else Path()


def _lines(result: Result) -> Iterator[str]:
    from nimbus_lang.diagnostics.cells import one_line, visible

    if result.generated is not None and result.origin is not None:
        yield _generated(result.generated)
        yield from (f"  {line}" for line in _where(result.origin, result.sources))
    for said in result.said:
        yield visible(said.text)
        for place in said.places:
            yield f"    --> {_place(place.main, result.sources)}"
            if place.callers and place.main.path.startswith("std/"):
                yield f"        used from {_place(place.callers[-1], result.sources)}"
    path = ""
    for made in result.made:
        if made.path != path:
            path = made.path
            yield one_line(path)
        yield f"  {made.line:>4}  {one_line(made.text.strip())}"


def _generated(made: GeneratedLine) -> str:
    from nimbus_lang.diagnostics.cells import one_line

    return one_line(f"{made.path}:{made.line}: {made.text.strip()}")


def _where(found: Where, sources: SourceSet) -> Iterator[str]:
    from nimbus_lang.diagnostics.cells import one_line

    origin = found.origin
    about = f"{origin.address}.{origin.field}" if origin.field else origin.address
    if about:
        yield one_line(about)
    yield f"--> {_place(found.main, sources)}"
    for span in found.more:
        yield f"    {_place(span, sources)}"
    for caller in found.callers:
        yield f"    used from {_place(caller, sources)}"


def _place(span: Span, sources: SourceSet) -> str:
    """`shop.nimbus:27:14: storage = 100Gi`."""
    from nimbus_lang.diagnostics.cells import one_line
    from nimbus_lang.diagnostics.render_text import place_text

    file = sources.get(span.path)
    if file is None:
        return place_text(span, sources)
    line = " ".join(file.line(file.position(span.start).line).split())
    return f"{place_text(span, sources)}: {one_line(line)}"


def _document(result: Result) -> dict[str, Any]:
    from nimbus_lang.diagnostics.render_json import diagnostics_data

    made: dict[str, Any] = {"diagnostics": diagnostics_data(result.diagnostics, result.sources)}
    if result.generated is not None and result.origin is not None:
        made["generated"] = _generated_data(result.generated)
        made["origin"] = _where_data(result.origin, result.sources)
    made["makes"] = [_generated_data(one) for one in result.made]
    made["output"] = [
        {"text": said.text, "places": [_where_data(one, result.sources) for one in said.places]}
        for said in result.said
    ]
    return made


def _generated_data(made: GeneratedLine) -> dict[str, Any]:
    return {
        "path": made.path,
        "line": made.line,
        "text": made.text,
        "address": made.origin.address,
        "field": made.origin.field,
    }


def _where_data(found: Where, sources: SourceSet) -> dict[str, Any]:
    from nimbus_lang.diagnostics.render_json import span_data

    return {
        "address": found.origin.address,
        "field": found.origin.field,
        **span_data(found.main, sources),
        "more": [span_data(span, sources) for span in found.more],
        "callers": [span_data(span, sources) for span in found.callers],
    }
