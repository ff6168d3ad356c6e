"""What is wrong between words: something missing, too much, unclosed or in the wrong place. One function a code.

They are given facts (spans, words, what was expected) and never look at the tree or the table themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix, Label
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import BinaryExpr
from nimbus_lang.syntax.wording import either, error, replace


def unexpected(
    span: Span,
    found: str,
    expected: Sequence[str],
    where: str,
    advice: str = "",
    fix: Fix | None = None,
) -> Diagnostic:
    """NB1001."""
    wanted = f"I expected {either(expected)} there" if expected else "nothing can follow there"
    return error(
        "NB1001",
        "Unexpected text",
        f"I found {found}{where}, but {wanted}. "
        + (advice or "Remove it, or write what belongs before it."),
        span,
        [fix] if fix else (),
    )


def missing_value(span: Span, found: str, after: str) -> Diagnostic:
    """NB1002."""
    return error(
        "NB1002",
        "Missing value",
        f"A value has to follow {after}, but I found {found}. "
        "Write a value there: a string, a number, a name, a list, an object or `null`.",
        span,
    )


def missing_equals(span: Span, key: str, found: str, at: Span | None) -> Diagnostic:
    """NB1003. `at` is where the sign belongs, when a value follows."""
    return error(
        "NB1003",
        "Missing equals sign",
        f"`{key}` is followed by {found}, but a value is given with `=`. Write `{key} = ...`.",
        span,
        [replace(at, " =", "insert `=`")] if at else (),
    )


def unclosed(span: Span, opener: str, closer: str, at: Span, found: str) -> Diagnostic:
    """NB1007."""
    return error(
        "NB1007",
        "Unclosed bracket",
        f"This `{opener}` is never closed: I reached {found} and still waited for `{closer}`. "
        f"Add a `{closer}` where it ends.",
        span,
        [Fix(f"insert `{closer}`", (Edit(at, closer),), safe=False)],
        [Label(at, f"`{closer}` is missing before this")],
    )


def stray_closer(span: Span, closer: str) -> Diagnostic:
    """NB1008."""
    return error(
        "NB1008",
        "Closing bracket without an opening one",
        f"This `{closer}` closes nothing: every bracket before it is already closed. Remove it, "
        "or add the opening bracket that it should close.",
        span,
        [Fix(f"remove `{closer}`", (Edit(span, ""),), safe=False)],
    )


def missing_opener(span: Span, closer: str, opener: str, at: Span) -> Diagnostic:
    """NB1008."""
    return error(
        "NB1008",
        "Closing bracket without an opening one",
        f"This `{closer}` closes nothing. By its indentation it belongs to the line above the indented "
        f"ones, which ends without `{opener}`. Write `{opener}` there.",
        span,
        [Fix(f"insert `{opener}`", (Edit(at, f" {opener}"),), safe=False)],
        [Label(at, f"`{opener}` may be missing here")],
    )


def wrong_closer(span: Span, closer: str, wanted: str, opener: Span) -> Diagnostic:
    """NB1009."""
    return error(
        "NB1009",
        "Bracket closed by another kind",
        f"This `{closer}` ends what a bracket of another kind began; that one is closed with `{wanted}`. "
        f"Write `{wanted}`.",
        span,
        [replace(span, wanted)],
        [Label(opener, f"opened here, to be closed with `{wanted}`")],
    )


def chained_comparison(span: Span, left: BinaryExpr) -> Diagnostic:
    """NB1020."""
    return error(
        "NB1020",
        "Chained comparison",
        "Comparisons do not chain: the first one gives true or false, which is then compared again. "
        "Join two comparisons with `and`, as in `1 < x and x < 10`, or write brackets.",
        span,
        labels=[Label(left.span, "this comparison is already complete")],
    )


def chained_range(span: Span, left: BinaryExpr) -> Diagnostic:
    """NB1020."""
    return error(
        "NB1020",
        "Chained comparison",
        "Ranges do not chain: `2..10` has a lower and an upper end and no third part. Keep two ends.",
        span,
        labels=[Label(left.span, "this range is already complete")],
    )


def conditional_inside(span: Span, operator: str) -> Diagnostic:
    """NB1021."""
    return error(
        "NB1021",
        "`not` or `if` after an operator",
        f"A conditional reaches to the end of the expression, so it cannot be the second half of "
        f"`{operator}` without brackets. Write brackets around it: `1 + (if a then b else c)`.",
        span,
    )


def not_inside(span: Span, operand: Span) -> Diagnostic:
    """NB1021."""
    edits = (Edit(span.head(), "("), Edit(Span(operand.path, operand.end, operand.end), ")"))
    return error(
        "NB1021",
        "`not` or `if` after an operator",
        "`not` binds more loosely than the operator before it, so it is unclear what it negates. "
        "Write brackets around it: `a == (not b)`.",
        span,
        [Fix("write brackets", edits, safe=False)],
    )


def too_deep(span: Span, limit: int) -> Diagnostic:
    """NB1026."""
    return error(
        "NB1026",
        "Nested too deeply",
        f"Here more than {limit} levels of brackets and operators lie inside each other. Name a part of it "
        "with `let` and use the name.",
        span,
    )


def missing_type(span: Span, key: str, found: str, fix: Fix | None) -> Diagnostic:
    """NB1027."""
    return error(
        "NB1027",
        "Missing type",
        f"`{key}` needs a type, but I found {found}. Write it after a colon, as in `{key}: string`.",
        span,
        [fix] if fix else (),
    )


def missing_comma(span: Span, found: str, at: Span) -> Diagnostic:
    """NB1031."""
    return error(
        "NB1031",
        "Missing comma",
        f"Here {found} follows directly on the element before it. In lists and arguments elements are parted "
        "by commas (only entries of an object may do without).",
        span,
        [replace(at, ",", "insert `,`")],
    )


def misplaced_declaration(span: Span, keyword: str, where: str) -> Diagnostic:
    """NB1032."""
    return error(
        "NB1032",
        "Declaration in the wrong place",
        f"`{keyword}` begins a declaration, but it stands {where}. Declarations stand at the top of a file "
        "or directly in a component. Move it there, or close the bracket before it.",
        span,
    )


def misplaced_annotation(span: Span, name: str, found: str) -> Diagnostic:
    """NB1033."""
    return error(
        "NB1033",
        "Annotation out of place",
        f"`@{name}` stands before {found}. Annotations belong directly above a `param`, `resource`, `lookup`, "
        "`component` or `policy`. Move or remove it.",
        span,
    )


def missing_colon(span: Span, key: str, found: str, at: Span) -> Diagnostic:
    """NB1035."""
    return error(
        "NB1035",
        "Missing colon",
        f"`{key}` is followed by {found}, but a type is given with `:`. Write `{key}: ...`.",
        span,
        [replace(at, ":", "insert `:`")],
    )


def missing_body(span: Span, at: Span) -> Diagnostic:
    """NB1038."""
    return error(
        "NB1038",
        "Missing body",
        "This declaration has no body. Write `{` and `}` after it, with its fields between them if it has any.",
        span,
        [replace(at, " {}", "insert an empty body")],
    )
