"""Diagnostics about types: NB21xx, one function a code. Types arrive as text: how they look is `types.show`'s business."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nimbus_lang.check.near import did_you_mean, listed, rename_fixes
from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix, Label
from nimbus_lang.source.span import Span


def mismatch(
    span: Span,
    expected: str,
    actual: str,
    reason: str = "",
    labels: tuple[Label, ...] = (),
    fixes: tuple[Fix, ...] = (),
) -> Diagnostic:
    """A value of one type where another is needed."""
    return Diagnostic(
        "NB2101",
        "Wrong type",
        f"Expected {expected}, got {actual}. {reason}".rstrip(),
        span,
        labels=labels,
        fixes=fixes,
    )


def missing_fields(span: Span, names: Sequence[str], of: str) -> Diagnostic:
    """An object without fields that its record type needs."""
    return Diagnostic(
        "NB2102",
        "Missing field",
        f"This {of} also needs {listed(names)}. Add "
        + " and ".join(f"`{name} = ...`" for name in names)
        + ".",
        span,
    )


def unknown_field(span: Span, name: str, of: str, candidates: Iterable[str]) -> Diagnostic:
    """An object with a field that its record type does not have."""
    known = list(candidates)
    hint = did_you_mean(name, known, "It has")
    return Diagnostic(
        "NB2103",
        "Unknown field",
        f"This {of} has no field `{name}`. {hint}".rstrip(),
        span,
        fixes=rename_fixes(span, name, known),
    )


def operator(
    span: Span, op: str, types: Sequence[str], why: str, operands: Sequence[Span]
) -> Diagnostic:
    """An operator on types that it does not combine."""
    shown = " and ".join(types)
    labels = tuple(Label(place, f"this is {kind}") for place, kind in zip(operands, types))
    return Diagnostic(
        "NB2104",
        "Operator does not apply",
        f"`{op}` cannot be used on {shown}. {why}".rstrip(),
        span,
        labels=labels if len(labels) > 1 else (),
    )


def nameless_secret(span: Span, signature: str) -> Diagnostic:
    """`generate.secret()`: nothing to derive it from."""
    end = Span(span.path, span.end - 1, span.end - 1)
    return replace(
        argument_count(
            span,
            "generate.secret",
            signature,
            "needs a name: it is derived from it, the same in every run and for every target",
        ),
        fixes=(Fix("give it a name", (Edit(end, '"secret"'),), safe=False),),
    )


def argument_count(span: Span, function: str, signature: str, problem: str) -> Diagnostic:
    """Too many or too few arguments of a function."""
    return Diagnostic(
        "NB2105",
        "Wrong number of arguments",
        f"`{function}` {problem}. It is `{signature}`.",
        span,
    )


def argument_name(
    span: Span, function: str, name: str, problem: str, candidates: Iterable[str]
) -> Diagnostic:
    """A named argument that does not exist or is given twice."""
    known = list(candidates)
    hint = did_you_mean(name, known, "It takes")
    return Diagnostic(
        "NB2106",
        "Wrong argument name",
        f"`{function}` {problem}. {hint}".rstrip(),
        span,
        fixes=rename_fixes(span, name, known),
    )


def not_a_function(span: Span, what: str) -> Diagnostic:
    """A call of something that cannot be called."""
    return Diagnostic(
        "NB2107",
        "Not a function",
        f"{what} and cannot be called. Only the built-in functions and their method forms can.",
        span,
    )


def not_bool(span: Span, where: str, actual: str) -> Diagnostic:
    """A condition that is not true or false."""
    return Diagnostic(
        "NB2108",
        "Condition is not true or false",
        f"{where} needs a bool, got {actual}. Compare it with something (`... == ...`, `... != null`): nothing is "
        "taken as true by itself.",
        span,
    )


def may_be_absent(
    span: Span, what: str, expected: str, why: str, labels: tuple[Label, ...]
) -> Diagnostic:
    """`T?` where a value is needed."""
    return Diagnostic(
        "NB2109",
        "Value may be absent",
        f"{what} may be `null`{why}, and {expected} is needed here. Give what to use instead with `?? ...`, or ask "
        "first: `if x != null then ... else ...`.",
        span,
        labels=labels,
    )


def not_iterable(span: Span, actual: str) -> Diagnostic:
    """Something in `for ... in` or `[k in ...]` that has no elements."""
    return Diagnostic(
        "NB2110",
        "Nothing to iterate over",
        f"Expected a list, set, map or range, got {actual}.",
        span,
    )


def not_indexable(span: Span, actual: str, why: str) -> Diagnostic:
    """`x[...]` on something without items, or with the wrong kind of index."""
    return Diagnostic("NB2111", "Cannot be indexed", f"{actual} {why}", span)


def never_equal(
    span: Span, left: str, right: str, hint: str, fixes: tuple[Fix, ...] = ()
) -> Diagnostic:
    """A comparison whose sides have no value in common."""
    return Diagnostic(
        "NB2112",
        "Comparison can never be true",
        f"One side is {left}, the other {right}: they have no value in common. {hint}".rstrip(),
        span,
        fixes=fixes,
    )


def needs_key(span: Span, name: str, example: str, insert: Span | None) -> Diagnostic:
    """A keyed resource used as if it were one."""
    fixes = (
        (Fix(f"say which: `{name}[{example}]`", (Edit(insert, f"[{example}]"),), safe=False),)
        if insert
        else ()
    )
    return Diagnostic(
        "NB2113",
        "Keyed resource used as one",
        f"`{name}` stands for several instances. Say which one (`{name}[{example}]`) or take all (`{name}[*]`).",
        span,
        fixes=fixes,
    )


def bad_type_argument(span: Span, type_name: str, problem: str) -> Diagnostic:
    """`list` without `<T>`, `string<int>`, `int(pattern = ...)`."""
    return Diagnostic("NB2114", "Wrong type parameters", f"`{type_name}` {problem}", span)


def duplicate_key(span: Span, name: str, first: Span) -> Diagnostic:
    """An object with the same key twice."""
    return Diagnostic(
        "NB2115",
        "Duplicate key",
        f"`{name}` is already set in this object. Remove one of the two.",
        span,
        labels=(Label(first, "first set here"),),
    )


def not_a_record(span: Span, name: str, actual: str) -> Diagnostic:
    """`x.name` on something without attributes."""
    return Diagnostic(
        "NB2116",
        "Has no attributes",
        f"`.{name}` is read of a value of type {actual}, which has no attributes.",
        span,
    )


def not_spreadable(span: Span, actual: str) -> Diagnostic:
    """`...x` of something that is no object."""
    return Diagnostic(
        "NB2117", "Cannot be spread", f"`...` needs a record or a map, got {actual}.", span
    )


def bad_interpolation(span: Span, actual: str) -> Diagnostic:
    """`"${x}"` of something that has no text."""
    return Diagnostic(
        "NB2118",
        "Cannot be put into text",
        f"A value of type {actual} has no text form. Put in one of its fields, or use `jsonencode(...)` or "
        '`join(..., ",")`.',
        span,
    )
