"""Diagnostics about provider types and their arguments: NB4xxx, one function a code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nimbus_lang.check.near import did_you_mean, listed, rename_fixes
from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix, Severity
from nimbus_lang.source.span import Span


def unknown_argument(
    span: Span, name: str, of: str, candidates: Iterable[str], in_lookup: bool = False
) -> Diagnostic:
    """An argument or block the provider's type does not have; `in_lookup`: but the data source of that name has it."""
    known = list(candidates)
    hint = did_you_mean(name, known, "It takes")
    if in_lookup:
        hint = f"The data source `{of}` has it: to read what exists, write `lookup` for `resource`."
    return Diagnostic(
        "NB4001",
        "Unknown argument",
        f"`{of}` has no argument `{name}`. {hint}".rstrip(),
        span,
        fixes=rename_fixes(span, name, known),
    )


def missing_arguments(span: Span, names: Sequence[str], of: str) -> Diagnostic:
    """Arguments the provider insists on."""
    return Diagnostic(
        "NB4002",
        "Missing required argument",
        f"`{of}` also needs {listed(names)}. Add "
        + " and ".join(f"`{name} = ...`" for name in names)
        + ".",
        span,
    )


def read_only_argument(span: Span, name: str, of: str, entry: Span) -> Diagnostic:
    """Writing what only the provider decides."""
    return Diagnostic(
        "NB4003",
        "Read-only argument",
        f"`{name}` of `{of}` is decided by the provider and can only be read. Remove it.",
        span,
        fixes=(Fix(f"remove `{name}`", (Edit(entry, ""),), safe=False),),
    )


def deprecated_argument(span: Span, name: str, of: str, instead: str) -> Diagnostic:
    """An argument the provider wants nobody to use any more."""
    return Diagnostic(
        "NB4004",
        "Deprecated argument",
        f"`{name}` of `{of}` is deprecated: {instead.rstrip('.')}. A later version may not have it any more.",
        span,
        Severity.WARNING,
    )


def list_for_block(span: Span, name: str, of: str, fixes: tuple[Fix, ...]) -> Diagnostic:
    """A list where the provider takes one block."""
    return Diagnostic(
        "NB4005",
        "A single object is meant",
        f"`{name}` of `{of}` can be there only once, so it is written as one object: `{name} = {{ ... }}`.",
        span,
        fixes=fixes,
    )


def object_for_blocks(span: Span, name: str, of: str, fixes: tuple[Fix, ...]) -> Diagnostic:
    """One object where the provider takes any number."""
    return Diagnostic(
        "NB4006",
        "A list of objects is meant",
        f"`{name}` of `{of}` can be there any number of times, so it is written as a list: `{name} = [{{ ... }}]`.",
        span,
        fixes=fixes,
    )


def unknown_resource_type(
    span: Span, name: str, candidates: Iterable[str], lookup: bool
) -> Diagnostic:
    """A raw type the provider does not have."""
    known = list(candidates)
    kind = "data source" if lookup else "resource type"
    hint = did_you_mean(name, known, f"There is no {kind} near it. The first ones are")
    return Diagnostic(
        "NB4007",
        "Unknown resource type",
        f"There is no {kind} `{name}`. {hint}".rstrip(),
        span,
        fixes=rename_fixes(span, name, known),
    )


def wrong_keyword(span: Span, name: str, is_lookup: bool, keyword: Span) -> Diagnostic:
    """A data source declared as a resource, or the reverse."""
    wanted, written = ("lookup", "resource") if is_lookup else ("resource", "lookup")
    what = "something that exists and is read" if is_lookup else "something that is made"
    return Diagnostic(
        "NB4008",
        "Resource and lookup confused",
        f"`{name}` is {what}: write `{wanted}`, not `{written}`.",
        span,
        fixes=(Fix(f"write `{wanted}`", (Edit(keyword, wanted),)),),
    )


def block_count(span: Span, name: str, of: str, problem: str) -> Diagnostic:
    """Fewer or more repeated blocks than the provider takes."""
    return Diagnostic(
        "NB4009",
        "Wrong number of blocks",
        f"`{name}` of `{of}` {problem}.",
        span,
    )


def deprecated_type(span: Span, name: str, instead: str) -> Diagnostic:
    """A whole resource type the provider wants nobody to use any more."""
    return Diagnostic(
        "NB4010",
        "Deprecated resource type",
        f"`{name}` is deprecated: {instead.rstrip('.')}. A later version may not have it any more.",
        span,
        Severity.WARNING,
    )


def nearly_known(span: Span, name: str, of: str, near: str) -> Diagnostic:
    """A name that a record takes, since it takes any, and that is almost one that it knows."""
    return Diagnostic(
        "NB4113",
        "Nearly a known name",
        f"`{of}` takes any name, so `{name}` is written as it is; but its schema knows `{near}`, and nothing may ever read "
        f"`{name}`. Did you mean `{near}`?",
        span,
        Severity.WARNING,
        fixes=(Fix(f"change it to `{near}`", (Edit(span, near),), safe=False),),
    )
