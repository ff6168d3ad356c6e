"""Where a command speaks: results on standard output, diagnostics and progress on standard error.

What goes on is a moving line on a terminal, which any other word ends; elsewhere a plain line; nothing with `--json` or
`--quiet`. Colours only on a terminal, and not when NO_COLOR is set; FORCE_COLOR turns them on in a pipe.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TextIO

from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.diagnostics.render_text import Paint, brief, render_text
from nimbus_lang.source.source_file import SourceSet

if TYPE_CHECKING:
    from nimbus_lang.cli.spinner import Spinner


def wants_colour(stream: TextIO) -> bool:
    """Whether a stream should get colours."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


@dataclass
class Terminal:
    """The two streams of a command, whether it answers in JSON or without progress, and whether it has answered already."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    json: bool = False
    quiet: bool = False
    answered: bool = False
    _spinner: Spinner | None = None

    @property
    def paint(self) -> Paint:
        """Colour for results."""
        return Paint(wants_colour(self.out))

    def working(self, what: str) -> None:
        """What is being done from now on, until something else is said."""
        if self.json or self.quiet:
            return
        from nimbus_lang.cli.spinner import Spinner, fits

        if fits(self.err):
            self.rest()
            self._spinner = Spinner(self.err, what)
        else:
            self.note(f"{what} ...")

    def rest(self) -> None:
        """Nothing is being done any more."""
        spinner, self._spinner = self._spinner, None
        if spinner is not None:
            spinner.stop()

    def say(self, text: str = "") -> None:
        """A line of the result."""
        self.rest()
        self.out.write(text + "\n")

    def note(self, text: str) -> None:
        """A line beside the result: progress, a hint. That it cannot be written stops nothing."""
        self.rest()
        with suppress(OSError):
            self.out.flush()
            self.err.write(text + "\n")
            self.err.flush()

    def data(self, document: Any) -> None:
        """The result as one JSON document."""
        plain = (self.out.encoding or "").lower().replace("-", "") != "utf8"
        self.out.write(json.dumps(document, indent=2, ensure_ascii=plain) + "\n")
        self.answered = True

    def diagnostics(self, found: Iterable[Diagnostic], sources: SourceSet) -> None:
        """Diagnostics as text on standard error."""
        self.rest()
        shown, left = brief(found)
        text = render_text(shown, sources, wants_colour(self.err))
        text += "".join(f"\n{line}\n" for line in left)
        if text:
            with suppress(OSError):
                self.out.flush()  # what was said before comes before
            self.err.write(text + "\n")
            self.err.flush()


def tally(found: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or `no problems`."""
    counts = dict.fromkeys(Severity, 0)
    for one in found:
        counts[one.severity] += 1
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
    parts = [
        f"{count} {words[severity]}{'' if count == 1 else 's'}"
        for severity, count in counts.items()
        if count
    ]
    return ", ".join(parts) or "no problems"
