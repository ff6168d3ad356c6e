"""What is said of the graph as a whole: names that collide in a target, addresses and places that lead nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.diagnostics.model import Diagnostic, Label, Severity
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


def no_place(text: str) -> Diagnostic:
    """What was asked about is no place in a file."""
    return Diagnostic(
        "NB6621",
        "This is no place in a file",
        f"`{text}` cannot be read. Write a file and a line, as in `build/shop/terraform/main.tf:12` or `shop.nimbus:27`, "
        "or `-` for a tool's output on standard input.",
        None,
    )


def no_such_file(path: str, files: Sequence[str], several: bool) -> Diagnostic:
    """A path means none of the generated files and none of the spec's, or several."""
    listed = ", ".join(f"`{one}`" for one in files[:_SHOWN])
    more = f" and {len(files) - _SHOWN} more" if len(files) > _SHOWN else ""
    problem = (
        "may be any of these"
        if several
        else "is neither a file of the spec nor one that it compiles to"
    )
    return Diagnostic(
        "NB6622",
        "The stack has no such file",
        f"`{path}` {problem}: {listed}{more}.",
        None,
    )


def no_such_line(path: str, line: int, count: int) -> Diagnostic:
    """A file that ends before the line that was asked for."""
    return Diagnostic(
        "NB6623",
        "The file has no such line",
        f"`{path}` has {count} lines, so there is no line {line}.",
        None,
    )


def no_origin(path: str, line: int) -> Diagnostic:
    """A line that Nimbus writes whatever the spec says."""
    return Diagnostic(
        "NB6624",
        "This line comes from no place of the spec",
        f"Line {line} of `{path}` is one that Nimbus always writes: a version, a header, a file for tools.",
        None,
        Severity.INFO,
    )


def stale_file(path: str) -> Diagnostic:
    """A file on the disk that is not what the spec compiles to now."""
    return Diagnostic(
        "NB6625",
        "The file is not what the spec compiles to now",
        f"`{path}` differs from what the spec compiles to, with any of its overlays, so its lines may be off. "
        "Compile again, or give the `--set` values that it was compiled with.",
        None,
        Severity.WARNING,
    )


def _instead(step: str, candidates: Sequence[str]) -> str:
    near = suggest(step, candidates)
    if near:
        return f"Did you mean {' or '.join(f'`{one}`' for one in near)}?"
    listed = ", ".join(candidates[:_SHOWN]) or "nothing"
    more = f" and {len(candidates) - _SHOWN} more" if len(candidates) > _SHOWN else ""
    return f"There is {listed}{more}."


_SHOWN = 8
