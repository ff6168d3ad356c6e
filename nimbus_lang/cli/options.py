"""Options that several commands share, each declared once."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace


def add_json(parser: ArgumentParser) -> None:
    """`--json`."""
    parser.add_argument("--json", action="store_true", help="answer with one JSON document")


def add_format(parser: ArgumentParser) -> None:
    """`--format`, and `--json` for one of its values."""
    parser.add_argument(
        "--format",
        choices=("text", "json", "sarif", "github"),
        default="text",
        help="how to answer (default: text)",
    )
    parser.add_argument(
        "--json",
        action="store_const",
        const="json",
        dest="format",
        help="answer with one JSON document: the same as --format json",
    )


def add_stack_options(parser: ArgumentParser) -> None:
    """`--overlay` and `--set`."""
    parser.add_argument("--overlay", metavar="NAME", help="lay this overlay over the stack")
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        type=_assignment,
        help="give a parameter a value (a Nimbus expression, or plain text); may be repeated",
    )


def _assignment(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip().isidentifier():
        raise ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    if value.strip().count('"') == 1:
        raise ArgumentTypeError(
            f"{text!r} has one quote and no second: the shell may have taken it. Write '{name}=\"...\"'"
        )
    return name.strip(), value.strip()


def values_of(args: Namespace) -> dict[str, str]:
    """The values given with `--set`."""
    return dict(args.set)


def add_sandbox(parser: ArgumentParser) -> None:
    """`--sandbox`."""
    parser.add_argument(
        "--sandbox",
        action="store_true",
        help="everything happens on the sandbox of this machine; any other address is refused",
    )


def add_quiet(parser: ArgumentParser) -> None:
    """`--quiet`."""
    parser.add_argument("-q", "--quiet", action="store_true", help="show no progress")


def add_approval(parser: ArgumentParser) -> None:
    """`--yes`."""
    parser.add_argument("--yes", action="store_true", help="do not ask")
