"""Run the tests that specs carry: in milliseconds, without credentials, without a network.

A test is `test "title" { overrides } { assert EXPR  rejects "CODE" }`; `overlay = "prod"` among the overrides chooses an overlay.
A failed assertion shows the value of each of its parts.

examples:
  nimbus test                            every stack and package under this folder
  nimbus test shop.nimbus -k available   tests with that word in their path or title
  nimbus test --coverage                 which branches and overlays no test reached
  nimbus test --properties 100           generated params: no errors, all policies hold
  nimbus test --snapshot [--update]      compiled files beside those in <spec>.golden/
exit codes: 0 all passed, 1 a test failed, 2 usage, 3 a file could not be read or written
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from nimbus_lang.cli.options import add_json
from nimbus_lang.cli.terminal import Terminal


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument(
        "targets", nargs="*", default=[Path()], type=Path, help="files, folders, or - for stdin"
    )
    parser.add_argument(
        "-k",
        metavar="TEXT",
        dest="wanted",
        default="",
        help="only tests with this in path or title",
    )
    parser.add_argument(
        "--snapshot", action="store_true", help="compare compiled files with the golden ones"
    )
    parser.add_argument("--update", action="store_true", help="write the golden files anew")
    parser.add_argument(
        "--properties", metavar="N", type=int, default=0, help="try N cases of generated params"
    )
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="how cases are drawn")
    parser.add_argument(
        "--coverage", action="store_true", help="tell what no test reached, branch by branch"
    )
    parser.add_argument("--junit", metavar="FILE", type=Path, help="write JUnit XML there, too")
    add_json(parser)


def run(args: Namespace, terminal: Terminal) -> int:
    """Run and tell."""
    from nimbus_lang.cli.test_view import coverage_lines, document, result_lines
    from nimbus_lang.operations.test import Options, test

    result = test(
        Options(
            tuple(args.targets),
            args.wanted,
            args.snapshot,
            args.update,
            args.properties,
            args.seed,
            args.coverage,
            args.junit,
        )
    )
    if args.json:
        terminal.data(document(result))
        return int(result.outcome)
    terminal.diagnostics(result.diagnostics, result.sources)
    for line in result_lines(result, terminal.paint):
        terminal.say(line)
    for line in coverage_lines(result):
        terminal.say(line)
    return int(result.outcome)
