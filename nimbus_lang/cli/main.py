"""The front door: finds the command, hands it its arguments, turns what went wrong into an exit code.

Imports nothing heavy: `nimbus --version` must cost no more than Python itself.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nimbus_lang import __version__
from nimbus_lang.cli.commands import COMMANDS, Command, find
from nimbus_lang.cli.streams import abandon, prepare, reader_gone
from nimbus_lang.operations.outcome import Outcome

if TYPE_CHECKING:
    from nimbus_lang.cli.terminal import Terminal


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    prepare()
    try:
        code = _dispatch(arguments)
    except BaseException as problem:
        code = _mishap(problem, _wants_json(arguments))
    return _flushed(code)


def _dispatch(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help"):
        return _help()
    if arguments[0] in ("-V", "--version"):
        print(f"nimbus {__version__}")
        return Outcome.OK
    if arguments[0] == "help":
        return _run(_command(arguments[1]), ["--help"]) if arguments[1:] else _help()
    return _run(_command(arguments[0]), arguments[1:])


def _command(name: str) -> Command:
    """The command of that name. Raises UsageError."""
    command = find(name)
    if command is not None:
        return command
    from nimbus_lang.cli.errors import usage
    from nimbus_lang.cli.parser import UsageError
    from nimbus_lang.diagnostics.suggest import suggest

    near = suggest(name, [command.name for command in COMMANDS], limit=1)
    hint = f"Did you mean `nimbus {near[0]}`?" if near else "`nimbus --help` lists all."
    what = "option" if name.startswith("-") else "command"
    raise UsageError(usage(f"There is no {what} `{name}`. {hint}"))


def _run(command: Command, arguments: list[str]) -> int:
    from importlib import import_module

    from nimbus_lang.cli.collector import no_collection
    from nimbus_lang.cli.parser import CommandParser
    from nimbus_lang.cli.terminal import Terminal

    with no_collection():
        module = import_module(command.module)
    parser = CommandParser(command.name, module.__doc__)
    module.configure(parser)
    try:
        options = parser.read(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    json = getattr(options, "json", False) or getattr(options, "format", "text") == "json"
    terminal = Terminal(json=json, quiet=getattr(options, "quiet", False))
    try:
        return int(module.run(options, terminal))
    except BaseException as problem:
        return _mishap(problem, terminal.json, terminal)
    finally:
        terminal.rest()


def _wants_json(arguments: list[str]) -> bool:
    """Whether a command line asks for JSON, even one that cannot be understood."""
    return "--json" in arguments or "--format json" in " ".join(arguments).replace("=", " ")


def _mishap(problem: BaseException, json: bool, terminal: Terminal | None = None) -> int:
    if isinstance(problem, BrokenPipeError) and reader_gone(sys.stdout):
        abandon(sys.stdout)
        return Outcome.OK
    from nimbus_lang.cli.mishap import tell
    from nimbus_lang.cli.terminal import Terminal

    try:
        return tell(problem, terminal or Terminal(json=json))
    except OSError:
        abandon(sys.stdout)
    try:
        return tell(problem, Terminal())
    except OSError:
        abandon(sys.stderr)
        return Outcome.ENVIRONMENT


def _flushed(code: int) -> int:
    """The same code once all output is out; a reader that has left is no failure, a full disk is one."""
    try:
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        abandon(sys.stdout)
        return code
    except OSError as problem:
        abandon(sys.stdout)
        return _mishap(problem, json=False)
    finally:
        try:
            sys.stderr.flush()
        except OSError:
            abandon(sys.stderr)


def _help() -> int:
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
    print("  nimbus apply first.plan --sandbox\n")
    print("Exit codes: 0 fine, 1 errors in a spec, 2 usage, 3 a tool, file or network problem,")
    print("4 refused, 5 done only in part, 130 interrupted.")
    return Outcome.OK


if __name__ == "__main__":
    sys.exit(main())
