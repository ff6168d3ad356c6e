"""How the errors of syntax are put together: the diagnostic, the fix that writes over a span, words joined by *or*.

Knows no code and no sentence: those stand in the `errors_*` files.
"""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix, Label
from nimbus_lang.source.span import Span


def error(
    code: str,
    summary: str,
    detail: str,
    span: Span,
    fixes: Sequence[Fix] = (),
    labels: Sequence[Label] = (),
) -> Diagnostic:
    """A diagnostic of the severity *error*."""
    return Diagnostic(code, summary, detail, span, labels=tuple(labels), fixes=tuple(fixes))


def replace(span: Span, text: str, title: str | None = None) -> Fix:
    """The fix that writes `text` over `span` (an empty span inserts, an empty text removes)."""
    return Fix(title or f"write `{text}`", (Edit(span, text),))


def either(words: Sequence[str]) -> str:
    """`a, b or c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
