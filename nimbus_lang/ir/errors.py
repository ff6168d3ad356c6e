"""What is said of the graph as a whole: names that collide in a target, addresses that lead nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.diagnostics.model import Diagnostic, Label
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.source.span import Span


def label_collision(
    span: Span, callers: tuple[Span, ...], label: str, other: str, declared: Span
) -> Diagnostic:
    """Two declarations become one name in the target."""
    return Diagnostic(
        "NB3022",
        "Two resources with one name",
        f"This becomes `{label}` in the target, and so does `{other}`. Rename one of them.",
        span,
        labels=(Label(declared, f"`{other}` becomes `{label}` too"),),
        callers=callers,
    )


def unknown_address(step: str, before: str, candidates: Sequence[str]) -> Diagnostic:
    """An address leads to nothing the stack declares."""
    where = f"`{before}` has" if before else "The stack has"
    return Diagnostic(
        "NB6601",
        "Nothing has this address",
        f"{where} no `{step}`. {_instead(step, candidates)}",
        None,
    )


def unknown_field_of(step: str, address: str, candidates: Sequence[str]) -> Diagnostic:
    """An address leads to something, and it has no such field."""
    return Diagnostic(
        "NB6602",
        "No such field at this address",
        f"`{address}` has no field `{step}`. {_instead(step, candidates)}",
        None,
    )


def needs_key(address: str, keys: Sequence[str]) -> Diagnostic:
    """An address leads to something with an instance for each key, and names none."""
    example = f'`{address}["{keys[0]}"]`' if keys else "none"
    listed = ", ".join(keys[:_SHOWN]) or "none"
    return Diagnostic(
        "NB6603",
        "An address without its key",
        f"`{address}` has an instance for each key: {listed}. Name one, as in {example}.",
        None,
    )


def switched_off(address: str) -> Diagnostic:
    """An address leads to a resource that its `when` leaves out."""
    return Diagnostic(
        "NB6604",
        "What has this address is switched off",
        f"`{address}` is there only when its `when` is true, and it is false here. Try another overlay, or `--set`.",
        None,
    )


def no_address(text: str) -> Diagnostic:
    """What was asked about cannot be read as an address."""
    return Diagnostic(
        "NB6605",
        "This is no address",
        f'`{text}` cannot be read. An address is names, with keys where there are any: `orders.storage`, `web["shop"].image`.',
        None,
    )


def _instead(step: str, candidates: Sequence[str]) -> str:
    near = suggest(step, candidates)
    if near:
        return f"Did you mean {' or '.join(f'`{one}`' for one in near)}?"
    listed = ", ".join(candidates[:_SHOWN]) or "nothing"
    more = f" and {len(candidates) - _SHOWN} more" if len(candidates) > _SHOWN else ""
    return f"There is {listed}{more}."


_SHOWN = 8
