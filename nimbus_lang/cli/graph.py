"""Draw a stack's resources: grouped by target and component, each line labelled with the field that needs the other end.

An arrow goes from a resource to what it needs. `mermaid` and `dot` need nothing else; `svg` and `html` need the extra `graph`.

examples:
  nimbus graph shop.nimbus                              Mermaid, for a README
  nimbus graph shop.nimbus --format html -o shop.html   a page to move, search and click
  nimbus graph shop.nimbus --format svg --collapse -o shop.svg
exit codes: 0 fine, 1 the spec has errors, 2 usage, 3 a file could not be read or written, or the extra is missing
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from nimbus_lang.cli.options import add_stack_options, values_of
from nimbus_lang.cli.terminal import Terminal


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("target", nargs="?", default=".", type=Path, help="a file or a folder")
    parser.add_argument(
        "--format",
        choices=("mermaid", "dot", "svg", "html"),
        default="mermaid",
        help="what to make",
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write there")
    parser.add_argument(
        "--collapse", action="store_true", help="one node for each instance of a component"
    )
    add_stack_options(parser)


def run(args: Namespace, terminal: Terminal) -> int:
    """Draw, then print or write."""
    from nimbus_lang.diagnostics.cells import one_line
    from nimbus_lang.operations.graph import Options, graph

    result = graph(
        Options(args.target, args.format, args.output, args.collapse, args.overlay, values_of(args))
    )
    terminal.diagnostics(result.diagnostics, result.sources)
    if result.text is not None and int(result.outcome) == 0:
        if args.output is None:
            terminal.say(result.text.rstrip("\n"))
        else:
            terminal.say(one_line(str(args.output)))
    return int(result.outcome)
