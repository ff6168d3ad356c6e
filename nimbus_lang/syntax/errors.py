"""The sentences of the syntax phase, one function a code: what was found, why it is wrong, what to write.

They are given facts (spans, words, what was expected) and never look at the tree or the table themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix, Label
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.nodes import BinaryExpr


def _error(
    code: str,
    summary: str,
    detail: str,
    span: Span,
    fixes: Sequence[Fix] = (),
    labels: Sequence[Label] = (),
) -> Diagnostic:
    return Diagnostic(code, summary, detail, span, labels=tuple(labels), fixes=tuple(fixes))


def replace(span: Span, text: str, title: str | None = None) -> Fix:
    """The fix that writes `text` over `span` (an empty span inserts, an empty text removes)."""
    return Fix(title or f"write `{text}`", (Edit(span, text),))


def either(words: Sequence[str]) -> str:
    """`a, b or c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


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
    return _error(
        "NB1001",
        "Unexpected text",
        f"I found {found}{where}, but {wanted}. "
        + (advice or "Remove it, or write what belongs before it."),
        span,
        [fix] if fix else (),
    )


def missing_value(span: Span, found: str, after: str) -> Diagnostic:
    """NB1002."""
    return _error(
        "NB1002",
        "Missing value",
        f"A value has to follow {after}, but I found {found}. "
        "Write a value there: a string, a number, a name, a list, an object or `null`.",
        span,
    )


def missing_equals(span: Span, key: str, found: str, at: Span | None) -> Diagnostic:
    """NB1003. `at` is where the sign belongs, when a value follows."""
    return _error(
        "NB1003",
        "Missing equals sign",
        f"`{key}` is followed by {found}, but a value is given with `=`. Write `{key} = ...`.",
        span,
        [replace(at, " =", "insert `=`")] if at else (),
    )


def colon_for_equals(span: Span, key: str) -> Diagnostic:
    """NB1004."""
    return _error(
        "NB1004",
        "Colon where an equals sign belongs",
        f"`{key}` is given a value here, and values are given with `=`; `:` always means *has type*. "
        f"Write `{key} = ...`.",
        span,
        [replace(span, " =", "write `=`")],
    )


def equals_for_colon(span: Span, key: str) -> Diagnostic:
    """NB1005."""
    return _error(
        "NB1005",
        "Equals sign where a colon belongs",
        f"`{key}` is given a type here, and types are given with `:`; `=` always means *has value*. "
        f"Write `{key}: ...`.",
        span,
        [replace(span, ":", "write `:`")],
    )


def wrong_equality(span: Span, found: str, wanted: str) -> Diagnostic:
    """NB1006."""
    why = (
        "to compare two values, use `==`; `=` gives a name its value"
        if wanted == "=="
        else "to give a value, use one `=`; `==` compares two values"
    )
    return _error(
        "NB1006",
        "Wrong kind of equals sign",
        f"I found `{found}` where `{wanted}` belongs: {why}.",
        span,
        [replace(span, wanted)],
    )


def unclosed(span: Span, opener: str, closer: str, at: Span, found: str) -> Diagnostic:
    """NB1007."""
    return _error(
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
    return _error(
        "NB1008",
        "Closing bracket without an opening one",
        f"This `{closer}` closes nothing: every bracket before it is already closed. Remove it, "
        "or add the opening bracket that it should close.",
        span,
        [Fix(f"remove `{closer}`", (Edit(span, ""),), safe=False)],
    )


def missing_opener(span: Span, closer: str, opener: str, at: Span) -> Diagnostic:
    """NB1008."""
    return _error(
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
    return _error(
        "NB1009",
        "Bracket closed by another kind",
        f"This `{closer}` ends what a bracket of another kind began; that one is closed with `{wanted}`. "
        f"Write `{wanted}`.",
        span,
        [replace(span, wanted)],
        [Label(opener, f"opened here, to be closed with `{wanted}`")],
    )


def open_string(span: Span, at: Span) -> Diagnostic:
    """NB1010."""
    return _error(
        "NB1010",
        "Unterminated string",
        'This string has no closing `"` on its line. Close it, or write a text of several lines '
        'between `"""` and `"""`.',
        span,
        [Fix('insert `"`', (Edit(at, '"'),), safe=False)],
    )


def open_block_string(span: Span) -> Diagnostic:
    """NB1011."""
    return _error(
        "NB1011",
        "Unterminated block string",
        'This `"""` opens a text of several lines, and no `"""` ends it. Write `"""` on a line of '
        "its own after the last line of the text.",
        span,
    )


def bad_escape(span: Span, found: str) -> Diagnostic:
    """NB1012."""
    doubled = "\\" + found
    return _error(
        "NB1012",
        "Unknown escape",
        f'`{found}` is no escape of a string. There are `\\n`, `\\t`, `\\r`, `\\"`, `\\\\`, `\\$` and '
        f"`\\u{{1F600}}`. For a plain backslash write `{doubled}`.",
        span,
        [replace(span, doubled)],
    )


def bad_code_point(span: Span, found: str) -> Diagnostic:
    """NB1012."""
    return _error(
        "NB1012",
        "Unknown escape",
        f"`{found}` names no character: code points go from 0 to 10FFFF, without D800 to DFFF. "
        "Write the number of a character.",
        span,
    )


def open_interpolation(span: Span) -> Diagnostic:
    """NB1013."""
    return _error(
        "NB1013",
        "Broken interpolation",
        "This `${` has no closing `}` in its string. Close it after the expression; for the two "
        "characters themselves write `$${`.",
        span,
    )


def empty_interpolation(span: Span) -> Diagnostic:
    """NB1013."""
    return _error(
        "NB1013",
        "Broken interpolation",
        "There is no expression between `${` and `}`. Write the value to put into the text there, "
        "as in `${name}`, or remove it.",
        span,
    )


def single_quoted(span: Span, text: str, fixed: str) -> Diagnostic:
    """NB1014."""
    return _error(
        "NB1014",
        "String in the wrong quotes",
        f"Strings stand in double quotes only. Instead of {text} write `{fixed}`.",
        span,
        [replace(span, fixed)],
    )


def foreign_comment(span: Span, mark: str, fixed: str | None) -> Diagnostic:
    """NB1015."""
    return _error(
        "NB1015",
        "Comment in another language's style",
        f"`{mark}` begins no comment here: comments begin with `#` and go to the end of the line "
        "(`##` documents the declaration below).",
        span,
        [replace(span, fixed, "write it with `#`")] if fixed is not None else (),
    )


def foreign_operator(span: Span, found: str, wanted: str, sure: bool = True) -> Diagnostic:
    """NB1016."""
    return _error(
        "NB1016",
        "Operator of another language",
        f"`{found}` is not an operator here. Write `{wanted.strip()}`.",
        span,
        [replace(span, wanted, f"write `{wanted.strip()}`")] if sure else (),
    )


def semicolon(span: Span, instead: str = "") -> Diagnostic:
    """NB1017."""
    if instead:
        return _error(
            "NB1017",
            "Semicolon",
            f"Elements are parted by `{instead}`, not by `;`. Write `{instead}`.",
            span,
            [replace(span, instead)],
        )
    return _error(
        "NB1017",
        "Semicolon",
        "Nothing is ended with `;` here: the next entry or declaration begins by itself. Remove it.",
        span,
        [replace(span, "", "remove `;`")],
    )


def bare_interpolation(span: Span, inside: str, fix: Fix) -> Diagnostic:
    """NB1018."""
    return _error(
        "NB1018",
        "Interpolation outside a string",
        f"`${{...}}` puts a value into a string; outside of one the value is written by itself: `{inside}`.",
        span,
        [fix],
    )


def block_without_equals(span: Span, key: str, at: Span) -> Diagnostic:
    """NB1019."""
    return _error(
        "NB1019",
        "Block without an equals sign",
        f"`{key}` is a field, and a field is given its value with `=`, also when the value is an object. "
        f"Write `{key} = {{ ... }}`; a block that is repeated is a list: `{key} = [{{ ... }}, {{ ... }}]`.",
        span,
        [replace(at, " =", "insert `=`")],
    )


def chained_comparison(span: Span, left: BinaryExpr) -> Diagnostic:
    """NB1020."""
    return _error(
        "NB1020",
        "Chained comparison",
        "Comparisons do not chain: the first one gives true or false, which is then compared again. "
        "Join two comparisons with `and`, as in `1 < x and x < 10`, or write brackets.",
        span,
        labels=[Label(left.span, "this comparison is already complete")],
    )


def chained_range(span: Span, left: BinaryExpr) -> Diagnostic:
    """NB1020."""
    return _error(
        "NB1020",
        "Chained comparison",
        "Ranges do not chain: `2..10` has a lower and an upper end and no third part. Keep two ends.",
        span,
        labels=[Label(left.span, "this range is already complete")],
    )


def conditional_inside(span: Span, operator: str) -> Diagnostic:
    """NB1021."""
    return _error(
        "NB1021",
        "`not` or `if` after an operator",
        f"A conditional reaches to the end of the expression, so it cannot be the second half of "
        f"`{operator}` without brackets. Write brackets around it: `1 + (if a then b else c)`.",
        span,
    )


def not_inside(span: Span, operand: Span) -> Diagnostic:
    """NB1021."""
    edits = (Edit(span.head(), "("), Edit(Span(operand.path, operand.end, operand.end), ")"))
    return _error(
        "NB1021",
        "`not` or `if` after an operator",
        "`not` binds more loosely than the operator before it, so it is unclear what it negates. "
        "Write brackets around it: `a == (not b)`.",
        span,
        [Fix("write brackets", edits, safe=False)],
    )


def malformed_number(span: Span, text: str, why: str, fixed: str | None) -> Diagnostic:
    """NB1022."""
    return _error(
        "NB1022",
        "Malformed number",
        f"I cannot read `{text}`: {why}.",
        span,
        [replace(span, fixed)] if fixed else (),
    )


def leading_zero(span: Span, text: str) -> Diagnostic:
    """NB1022."""
    plain = text.lstrip("0")
    plain = f"0{plain}" if not plain or plain[0] == "." else plain
    return malformed_number(
        span,
        text,
        "a number does not begin with 0, which elsewhere means base 8 or an identifier. "
        f'Write `{plain}` for the number, `"{text}"` for the text (a file mode, an account id)',
        None,
    )


def number_too_long(span: Span) -> Diagnostic:
    """NB1022."""
    return _error(
        "NB1022",
        "Malformed number",
        "This number has more digits than any quantity of a cloud. Shorten it; an identifier made of "
        "digits is a string.",
        span,
    )


def unknown_unit(span: Span, number: str, unit: str, near: Sequence[str]) -> Diagnostic:
    """NB1023."""
    hint = f" Did you mean {either([f'`{number}{u}`' for u in near])}?" if near else ""
    fixes = [replace(span, f"{number}{near[0]}")] if len(near) == 1 else []
    return _error(
        "NB1023",
        "Unknown unit",
        f"`{unit}` is no unit.{hint} Sizes have Ki Mi Gi Ti Pi Ei or kB MB GB TB PB, times have ms s min h d w, "
        "a processor share has m (thousandths), a share has %.",
        span,
        fixes,
    )


def bad_address(span: Span, text: str, why: str) -> Diagnostic:
    """NB1024."""
    return _error(
        "NB1024",
        "Impossible address",
        f"`{text}` is written like an address but is none ({why}). The four numbers of an address go "
        "from 0 to 255 without leading zeros, a prefix from 0 to 32 (128 for IPv6).",
        span,
    )


def foreign_character(span: Span, shown: str, advice: str, fix: Fix | None = None) -> Diagnostic:
    """NB1025."""
    return _error(
        "NB1025",
        "Character outside the language",
        f"I found {shown}, which has no meaning outside a string or comment. {advice}",
        span,
        [fix] if fix else (),
    )


def too_deep(span: Span, limit: int) -> Diagnostic:
    """NB1026."""
    return _error(
        "NB1026",
        "Nested too deeply",
        f"Here more than {limit} levels of brackets and operators lie inside each other. Name a part of it "
        "with `let` and use the name.",
        span,
    )


def missing_type(span: Span, key: str, found: str, fix: Fix | None) -> Diagnostic:
    """NB1027."""
    return _error(
        "NB1027",
        "Missing type",
        f"`{key}` needs a type, but I found {found}. Write it after a colon, as in `{key}: string`.",
        span,
        [fix] if fix else (),
    )


def bad_name(span: Span, what: str, why: str, fixed: str | None) -> Diagnostic:
    """NB1028."""
    advice = f" Write `{fixed}`." if fixed else ""
    return _error(
        "NB1028",
        "Not a name",
        f"Here I need {what}, but {why}. Names are made of letters, digits and `_` and do not begin "
        f"with a digit.{advice}",
        span,
        [replace(span, fixed)] if fixed else (),
    )


def not_a_declaration(span: Span, found: str, advice: str, fix: Fix | None = None) -> Diagnostic:
    """NB1029."""
    return _error(
        "NB1029",
        "Not a declaration",
        f"A file is made of declarations, and `{found}` is not how one begins. {advice}",
        span,
        [fix] if fix else (),
    )


def bad_conditional(span: Span, found: str, why: str) -> Diagnostic:
    """NB1030."""
    return _error(
        "NB1030",
        "Incomplete conditional",
        f"A conditional is written `if condition then value else value`; {why} (I found {found}). "
        "Write all three words; for *nothing* use `else null`.",
        span,
    )


def missing_comma(span: Span, found: str, at: Span) -> Diagnostic:
    """NB1031."""
    return _error(
        "NB1031",
        "Missing comma",
        f"Here {found} follows directly on the element before it. In lists and arguments elements are parted "
        "by commas (only entries of an object may do without).",
        span,
        [replace(at, ",", "insert `,`")],
    )


def misplaced_declaration(span: Span, keyword: str, where: str) -> Diagnostic:
    """NB1032."""
    return _error(
        "NB1032",
        "Declaration in the wrong place",
        f"`{keyword}` begins a declaration, but it stands {where}. Declarations stand at the top of a file "
        "or directly in a component. Move it there, or close the bracket before it.",
        span,
    )


def misplaced_annotation(span: Span, name: str, found: str) -> Diagnostic:
    """NB1033."""
    return _error(
        "NB1033",
        "Annotation out of place",
        f"`@{name}` stands before {found}. Annotations belong directly above a `param`, `resource`, `lookup`, "
        "`component` or `policy`. Move or remove it.",
        span,
    )


def computed_key(span: Span) -> Diagnostic:
    """NB1034."""
    return _error(
        "NB1034",
        "Computed key",
        "The keys of an object are fixed words, so that every field has a type; this one is computed. "
        "For a map with computed keys write `{ key = value for name in collection }`.",
        span,
    )


def computed_type(span: Span) -> Diagnostic:
    """NB1034."""
    return _error(
        "NB1034",
        "Computed key",
        "A text used as a type is one fixed text, so it cannot hold `${...}`. Write it out.",
        span,
    )


def missing_colon(span: Span, key: str, found: str, at: Span) -> Diagnostic:
    """NB1035."""
    return _error(
        "NB1035",
        "Missing colon",
        f"`{key}` is followed by {found}, but a type is given with `:`. Write `{key}: ...`.",
        span,
        [replace(at, ":", "insert `:`")],
    )


def unquoted(span: Span, text: str) -> Diagnostic:
    """NB1036."""
    return _error(
        "NB1036",
        "Text without quotes",
        f'`{text}` looks like a text, and texts stand in double quotes. Write `"{text}"`.',
        span,
        [replace(span, f'"{text}"', "put it in quotes")],
    )


def foreign_comprehension(span: Span, shape: str) -> Diagnostic:
    """NB1037."""
    return _error(
        "NB1037",
        "Comprehension in another language's order",
        f"A comprehension begins with what it makes, and `for` comes after it. Write `{shape}`.",
        span,
    )


def foreign_type(span: Span, found: str, written: str, whole: bool = True) -> Diagnostic:
    """NB1039."""
    return _error(
        "NB1039",
        "Type in another language's style",
        f"`{found}` is not how a type is written. Write `{written}`.",
        span,
        [replace(span, written if whole else written[-1])],
    )


def keyed_map(span: Span, found: str) -> Diagnostic:
    """NB1039."""
    return _error(
        "NB1039",
        "Type in another language's style",
        f"The keys of a map are always texts, so only the type of its values is written. Remove `{found}`.",
        span,
        [replace(span, "", "remove the type of the keys")],
    )


def missing_body(span: Span, at: Span) -> Diagnostic:
    """NB1038."""
    return _error(
        "NB1038",
        "Missing body",
        "This declaration has no body. Write `{` and `}` after it, with its fields between them if it has any.",
        span,
        [replace(at, " {}", "insert an empty body")],
    )
