"""Write the files a stack becomes: terraform/*.tf, kubernetes/*.yaml, helm/<release>/values.yaml, graph.json, sourcemap.json.

The same spec gives the same bytes. Files are written all or nothing, and only over files that Nimbus wrote itself and
that nobody edited since. Without -o they go to build/<stack>/ of the project (nimbus.toml: [compile] output); with -o
one stack goes right into that folder, several each into a folder of their own below it.

examples:
  nimbus compile                         every stack under this folder, each to build/<stack>/
  nimbus compile shop.nimbus -o out      out/terraform/main.tf ...
  nimbus compile --overlay prod shop.nimbus
  nimbus compile --force shop.nimbus     also over generated files that were edited
exit codes: 0 fine, 1 errors in the spec (nothing is written), 2 usage, 3 files could not be read or written, or were
edited (nothing is written)
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from nimbus_lang.cli.collector import no_collection
from nimbus_lang.cli.options import add_json, add_stack_options, values_of
from nimbus_lang.cli.terminal import Terminal


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("target", nargs="?", default=".", type=Path, help="a file or a folder")
    parser.add_argument(
        "-o", "--output", type=Path, help="the folder to write to (default: build/<stack>)"
    )
    parser.add_argument(
        "--force", action="store_true", help="overwrite generated files that were edited"
    )
    add_stack_options(parser)
    add_json(parser)


@no_collection()
def run(args: Namespace, terminal: Terminal) -> int:
    """Compile, write, list what was written."""
    from nimbus_lang.diagnostics.cells import one_line
    from nimbus_lang.diagnostics.render_json import diagnostics_data
    from nimbus_lang.operations.compile import Options, compile_stacks
    from nimbus_lang.workspace.show import show

    result = compile_stacks(
        Options(args.target, args.output, args.overlay, values_of(args), args.force)
    )
    if args.json:
        terminal.data(
            {
                "diagnostics": diagnostics_data(result.diagnostics, result.sources),
                "stacks": [
                    {
                        "stack": stack.stack,
                        "spec": stack.main,
                        "folder": str(stack.folder),
                        "files": sorted(stack.artifacts.files),
                    }
                    for stack in result.stacks
                ],
            }
        )
    else:
        terminal.diagnostics(result.diagnostics, result.sources)
        for stack in result.stacks:
            for path in sorted(stack.artifacts.files):
                terminal.say(one_line(show(stack.folder / path)))
    return int(result.outcome)
