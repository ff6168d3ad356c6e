"""Arguments of one command: argparse, with errors as diagnostics and near misses suggested.

Knows no command. Long options must be written out, so that a script does not change its meaning when an option is added.
"""

from __future__ import annotations

import os
from argparse import Action, ArgumentError, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import Any, NoReturn

from nimbus_lang.cli.errors import usage
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.diagnostics.suggest import suggest


class UsageError(Exception):
    """The command line is wrong; `diagnostic` says how."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.detail)
        self.diagnostic = diagnostic


class _Formatter(RawDescriptionHelpFormatter):
    """Asks the terminal for its width without the weight of shutil."""

    def __init__(self, prog: str) -> None:
        try:
            width = int(os.environ.get("COLUMNS", 0)) or os.get_terminal_size().columns
        except (OSError, ValueError):
            width = 80
        super().__init__(prog, width=max(width, 40) - 2)


class CommandParser(ArgumentParser):
    """The parser of one command. `read` raises UsageError, and SystemExit after `--help`."""

    def __init__(self, name: str, description: str | None) -> None:
        super().__init__(
            prog=f"nimbus {name}",
            description=description,
            formatter_class=_Formatter,
            allow_abbrev=False,
        )

    def read(self, arguments: Sequence[str]) -> Namespace:
        """The options; nothing may be left over."""
        options, extra = self.parse_known_args(arguments)
        if extra:
            self.error(self._unknown(extra[0]))
        return options

    def error(self, message: str) -> NoReturn:
        """argparse reports here."""
        line = " ".join(self.format_usage().removeprefix("usage: ").split())
        raise UsageError(usage(message[:1].upper() + message[1:], line))

    def _unknown(self, word: str) -> str:
        if not word.startswith("-"):
            return f"`{self.prog}` does not know what to do with `{word}`: it is one argument too many."
        name = word.partition("=")[0]
        near = suggest(name, self._option_string_actions, limit=1)
        hint = f"Did you mean `{near[0]}`?" if near else f"`{self.prog} --help` lists all."
        return f"`{self.prog}` has no option `{name}`. {hint}"

    def _check_value(self, action: Action, value: Any) -> None:
        choices = [str(choice) for choice in action.choices or ()]
        if not choices or str(value) in choices:
            return
        near = suggest(str(value), choices, limit=1)
        hint = f"Did you mean `{near[0]}`?" if near else f"It is one of {', '.join(choices)}."
        raise ArgumentError(action, f"there is no `{value}`. {hint}")
