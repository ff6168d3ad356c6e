"""Say who set a value: every layer that had a say (default, argument, component, overlay, override), and which one won.

examples:
  nimbus why orders.storage shop.nimbus              a component's param
  nimbus why orders.db.engine                        a field of a resource inside
  nimbus why 'web["shop"].image' --overlay prod
  nimbus why env                                     a param, a let or an output
  nimbus why orders                                  everything that is set in it
exit codes: 0 fine, 2 there is no such address or overlay, 3 a file could not be read
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nimbus_lang.cli.options import add_json, add_stack_options, values_of
from nimbus_lang.cli.terminal import Terminal

if TYPE_CHECKING:
    from nimbus_lang.diagnostics.render_text import Paint
    from nimbus_lang.ir.why import Setter, Story
    from nimbus_lang.source.source_file import SourceSet

_MOST = 70


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("address", help="names and keys, as `orders.storage`")
    parser.add_argument("target", nargs="?", default=".", type=Path, help="a file or a folder")
    add_stack_options(parser)
    add_json(parser)


def run(args: Namespace, terminal: Terminal) -> int:
    """Ask and tell."""
    from nimbus_lang.diagnostics.render_json import diagnostics_data
    from nimbus_lang.operations.why import Options, why

    result = why(Options(args.address, args.target, args.overlay, values_of(args)))
    if args.json:
        terminal.data(
            {
                "stories": [_data(one, result.sources) for one in result.stories],
                "broken": result.broken,
                "diagnostics": diagnostics_data(result.diagnostics, result.sources),
            }
        )
        return int(result.outcome)
    terminal.diagnostics(result.diagnostics, result.sources)
    for story in result.stories:
        for line in _lines(story, result.sources, terminal.paint, ""):
            terminal.say(line)
    if result.broken:
        terminal.note(
            "The stack has errors, so a value may not be what it will be: see `nimbus check`."
        )
    return int(result.outcome)


def _lines(story: Story, sources: SourceSet, paint: Paint, indent: str) -> Iterator[str]:
    from nimbus_lang.diagnostics.cells import one_line
    from nimbus_lang.values.show import show

    note = f"  ({story.note})" if story.note else ""
    shown = f" = {one_line(show(story.value))}" if story.value is not None else ""
    yield f"{indent}{paint('bold', one_line(story.address) + shown)}{note}"
    cells = [_cells(one, story, sources) for one in story.setters]
    widths = [max(len(row[column]) for row in cells) for column in range(3)] if cells else []
    for setter, row in zip(story.setters, cells):
        text = "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths))
        text = f"{text}  {row[3]}".rstrip()
        wins = paint("info", "  <- wins") if setter.wins and len(cells) > 1 else ""
        yield f"{indent}  {text}{wins}"
    for read in story.reads:
        yield from _lines(read, sources, paint, indent + "    ")


def _cells(setter: Setter, story: Story, sources: SourceSet) -> tuple[str, str, str, str]:
    """Kind, value, place, and what else there is to say."""
    from nimbus_lang.diagnostics.cells import one_line
    from nimbus_lang.diagnostics.render_text import place_text
    from nimbus_lang.values.show import show

    kind = f"{setter.kind} {setter.note}" if setter.kind == "overlay" else setter.kind
    more = []
    if setter.address != story.address:
        more.append(f"of {setter.address}")
    if setter.note and setter.kind == "override":
        more.append(f"({setter.note})")
    file = sources.get(setter.expr.path) if setter.expr is not None else None
    if file is not None and setter.expr is not None:
        more.append(_cut(" ".join(file.slice(setter.expr).split())))
    place = "" if setter.span.path.startswith("--") else place_text(setter.span, sources)
    value = one_line(show(setter.value))
    return one_line(kind), _cut(value), place, one_line("  ".join(more))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"


def _data(story: Story, sources: SourceSet) -> dict[str, Any]:
    from nimbus_lang.diagnostics.render_json import span_data
    from nimbus_lang.ir.dump import readable
    from nimbus_lang.values.show import show

    return {
        "address": story.address,
        "value": readable(story.value) if story.value is not None else None,
        "shown": show(story.value) if story.value is not None else None,
        "note": story.note,
        "layers": [
            {
                "kind": one.kind,
                "note": one.note,
                "address": one.address,
                "value": readable(one.value),
                "shown": show(one.value),
                "wins": one.wins,
                **span_data(one.span, sources),
            }
            for one in story.setters
        ],
        "reads": [_data(one, sources) for one in story.reads],
    }
