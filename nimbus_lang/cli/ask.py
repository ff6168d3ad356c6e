"""Write a spec from a sentence: by the offline translator, or by a model where one is configured.

The offline translator needs no model, no key and no network. It says what it understood and what it assumed, and
where it does not understand every word it writes nothing and says which. A model is asked when one is named with
`--model`, in nimbus.toml (`[ask] model = "..."`) or NIMBUS_MODEL, or when a provider's key is set; its answer is
checked, and sent back with its errors three times at most. Whoever wrote it, a spec is written only if it checks.

examples:
  nimbus ask "a VPC over three zones in eu-west-1 with an EKS cluster and a private Postgres with 100 GB"
  nimbus ask "a private bucket and a queue in Ireland" -o first.nimbus
  nimbus ask --model anthropic/claude-sonnet-4-5 "a DynamoDB table with point-in-time recovery"
  echo "a queue called jobs" | nimbus ask - --print
exit codes: 0 written, 1 not understood or the spec does not check, 2 usage, 3 the model or a file is the problem,
4 refused (a credential in the sentence, or a file that would be overwritten)
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from nimbus_lang.cli.options import add_json
from nimbus_lang.cli.terminal import Terminal

if TYPE_CHECKING:
    from nimbus_lang.operations.ask import Result

LONGEST_INPUT = 1_000_000
"""Bytes that are read from standard input; a sentence is far shorter."""


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument(
        "sentence", nargs="+", help="what you want to have; `-` reads it from standard input"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="the file to write (default: <stack>.nimbus)",
    )
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--offline", action="store_true", help="ask no model, whatever is configured")
    who.add_argument(
        "--model",
        metavar="NAME",
        type=_model,
        help="ask this model, named as litellm names it: provider/model",
    )
    parser.add_argument(
        "--api-base",
        metavar="URL",
        help="the address of the model, if it is not its provider's own",
    )
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=120.0,
        metavar="SECONDS",
        help="how long one answer of a model may take (default: 120)",
    )
    parser.add_argument("--force", action="store_true", help="overwrite the file without asking")
    parser.add_argument("--print", action="store_true", help="print the spec and write no file")
    add_json(parser)


def _model(text: str) -> str:
    if not text.strip():
        raise ArgumentTypeError("it needs a name, as provider/model")
    return text.strip()


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no number of seconds") from None
    if not 0 < value <= 3600:
        raise ArgumentTypeError("must be more than 0 and at most 3600")
    return value


def run(args: Namespace, terminal: Terminal) -> int:
    """Ask, write, tell."""
    from nimbus_lang.operations.ask import Options, ask

    result = ask(
        Options(
            _sentence(args.sentence),
            args.output,
            model=args.model,
            api_base=args.api_base,
            offline=args.offline,
            force=args.force,
            write=not args.print,
            timeout=args.timeout,
            confirm=_confirm(terminal),
            progress=lambda text: terminal.note(f"nimbus: {text} ..."),
        )
    )
    if args.json:
        terminal.data(_data(result))
    else:
        _tell(result, terminal)
    return int(result.outcome)


def _sentence(words: list[str]) -> str:
    if words == ["-"]:
        return sys.stdin.buffer.read(LONGEST_INPUT).decode("utf-8", "surrogateescape")
    return " ".join(words)


def _confirm(terminal: Terminal) -> Callable[[str], bool] | None:
    """A question on the terminal, if there is one to ask and to be answered on."""
    if not (sys.stdin.isatty() and terminal.err.isatty()):
        return None

    def confirm(question: str) -> bool:
        terminal.err.write(f"{question} [y/N] ")
        terminal.err.flush()
        return sys.stdin.readline().strip().lower() in ("y", "yes")

    return confirm


def _tell(result: Result, terminal: Terminal) -> None:
    """The spec on standard output; what was made of the sentence, and what is wrong, beside it."""
    made = result.made
    if made.spec is not None:
        terminal.out.write(made.spec)
        terminal.out.flush()
    elif made.draft and made.model is None:
        terminal.note("What it would be so far:\n")
        terminal.note("\n".join(f"  {line}".rstrip() for line in made.draft.splitlines()) + "\n")
    _account(result, terminal)
    terminal.diagnostics(result.diagnostics, made.sources)
    if result.path is not None:
        terminal.note(f"Written to {result.path}. Next: nimbus check {quote(result.path)}")
    if result.draft_path is not None:
        terminal.note(f"The draft is kept in {result.draft_path}, with its errors at the end.")


def _account(result: Result, terminal: Terminal) -> None:
    made = result.made
    if made.spec is not None:
        terminal.note("")
    if made.understood:
        terminal.note("Understood:")
        width = min(max(len(one.phrase) for one in made.understood), 44)
        for one in made.understood:
            terminal.note(f"  {' '.join(one.phrase.split()):<{width}}  {one.meaning}")
    if made.assumed:
        terminal.note("Assumed:")
        for text in made.assumed:
            terminal.note(f"  {text}")
    if made.model is not None and made.spec is not None:
        repairs = f" after {made.repairs} repair{'s' * (made.repairs != 1)}" if made.repairs else ""
        terminal.note(f"By {made.model} ({result.because}){repairs}. Read it before you use it.")
    if made.understood or made.assumed:
        terminal.note("")


def _data(result: Result) -> dict[str, Any]:
    from nimbus_lang.diagnostics.render_json import diagnostics_data

    made = result.made
    return {
        "ok": made.spec is not None and not result.problems,
        "spec": made.spec,
        "stack": made.stack,
        "path": result.path,
        "draft": made.draft or None,
        "draft_path": result.draft_path,
        "model": made.model,
        "because": result.because,
        "repairs": made.repairs,
        "understood": [{"phrase": one.phrase, "meaning": one.meaning} for one in made.understood],
        "assumed": list(made.assumed),
        "not_understood": list(made.not_understood),
        "diagnostics": diagnostics_data(result.diagnostics, made.sources),
    }
