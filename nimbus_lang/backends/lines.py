"""Lines with their origins, and how lines become an artifact: shared by all backends."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nimbus_lang.backends.backend import Artifact, LineOrigin
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a line comes from: the span, the instance's address and the dotted field."""

    span: Span | None
    address: str = ""
    field: str = ""


NOWHERE = Origin(None)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text without its newline."""

    text: str
    origin: Origin = NOWHERE


def artifact(path: str, lines: Sequence[Line]) -> Artifact:
    """The file these lines make; lines without a span have no origin."""
    text = "".join(f"{line.text}\n" for line in lines)
    origins = tuple(
        LineOrigin(number, line.origin.span, line.origin.address, line.origin.field)
        for number, line in enumerate(lines, 1)
        if line.origin.span is not None
    )
    return Artifact(path, text, origins)


def number_text(amount: int | Decimal) -> str:
    """A number without exponent and without trailing zeros."""
    if isinstance(amount, int):
        return str(amount)
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
