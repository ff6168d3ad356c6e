"""The front door: finds the command, hands it its arguments, turns what went wrong into an exit code.

Imports nothing heavy: `nimbus --version` must cost no more than Python itself.
"""

from __future__ import annotations

import os
import sys

from nimbus_lang import __version__
from nimbus_lang.cli.commands import COMMANDS, Command, find
from nimbus_lang.operations.outcome import Outcome


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        return _help(arguments[1:])
    if arguments[0] in ("-V", "--version"):
        print(f"nimbus {__version__}")
        return Outcome.OK
    command = find(arguments[0])
    if command is None:
        return _unknown(arguments[0])
    return _guarded(command, arguments[1:])


def _help(rest: list[str]) -> int:
    command = find(rest[0]) if rest else None
    if command is not None:
        return _guarded(command, ["--help"])
    print("nimbus: from a sentence to a reviewed spec to running infrastructure\n")
    print("usage: nimbus COMMAND [options]      nimbus COMMAND --help for each\n")
    for group in dict.fromkeys(command.group for command in COMMANDS):
        print(f"{group}:")
        for command in COMMANDS:
            if command.group == group:
                print(f"  {command.name:<10} {command.summary}")
        print()
    print("A first look, without an account:")
    print('  nimbus ask "a private bucket and a queue in eu-west-1" -o first.nimbus')
    print("  nimbus check first.nimbus && nimbus compile first.nimbus -o build")
    print("  nimbus sandbox up && nimbus plan first.nimbus --sandbox --out first.plan")
    print("  nimbus apply first.plan\n")
    print("Exit codes: 0 fine, 1 errors in a spec, 2 usage, 3 a tool, file or network problem,")
    print("4 refused, 5 done only in part, 130 interrupted.")
    return Outcome.OK


def _unknown(name: str) -> int:
    from nimbus_lang.diagnostics.suggest import suggest

    near = suggest(name, [command.name for command in COMMANDS])
    hint = f" Did you mean `nimbus {near[0]}`?" if near else " See `nimbus --help`."
    print(f"nimbus: there is no command `{name}`.{hint}", file=sys.stderr)
    return Outcome.USAGE


def _guarded(command: Command, arguments: list[str]) -> int:
    try:
        return _run(command, arguments)
    except KeyboardInterrupt:
        print("\nnimbus: interrupted", file=sys.stderr)
        return Outcome.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Outcome.OK
    except OSError as problem:
        print(
            f"nimbus: {problem.strerror or problem}: {problem.filename or 'output'}",
            file=sys.stderr,
        )
        return Outcome.ENVIRONMENT
    except Exception as problem:
        if os.environ.get("NIMBUS_DEBUG"):
            raise
        kind = type(problem).__name__
        print(
            f"nimbus: internal error ({kind}: {problem}). This is a fault of Nimbus, not of your"
            " spec; NIMBUS_DEBUG=1 shows where.",
            file=sys.stderr,
        )
        return Outcome.INTERNAL


def _run(command: Command, arguments: list[str]) -> int:
    from argparse import ArgumentParser, RawDescriptionHelpFormatter
    from importlib import import_module

    from nimbus_lang.cli.terminal import Terminal

    module = import_module(command.module)
    parser = ArgumentParser(
        prog=f"nimbus {command.name}",
        description=module.__doc__,
        formatter_class=RawDescriptionHelpFormatter,
    )
    module.configure(parser)
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    terminal = Terminal(json=getattr(options, "json", False))
    code = int(module.run(options, terminal))
    terminal.out.flush()
    return code


if __name__ == "__main__":
    sys.exit(main())
