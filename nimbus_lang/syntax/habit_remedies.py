"""Habits that only the place gives away: a default without a type, a hyphen in a name, `a ? b : c`, `if x { }`.

Each looks at where reading stuck and answers None when it is not the one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nimbus_lang.diagnostics.model import Fix
from nimbus_lang.syntax import errors_habits, errors_lexical, errors_structure
from nimbus_lang.syntax.brackets import closer_of
from nimbus_lang.syntax.careful import END
from nimbus_lang.syntax.expressions import MissingExpr, StringExpr
from nimbus_lang.syntax.split import DECLARATIONS, OPENERS, first_on_line
from nimbus_lang.syntax.tokens import Token, soft_words
from nimbus_lang.syntax.trouble import Mended, Trouble
from nimbus_lang.syntax.wording import replace
from nimbus_lang.syntax.words import expectations, found, shown

HARD_WORDS = frozenset(
    {"IF", "THEN", "ELSE", "FOR", "IN", "AND", "OR", "NOT", "TRUE", "FALSE", "NULL"}
)
ANNOTATED = frozenset({"PARAM", "RESOURCE", "LOOKUP", "COMPONENT", "POLICY"})
TYPE_WORDS = frozenset(
    [
        "string",
        "bool",
        "int",
        "number",
        "cidr",
        "ip",
        "port",
        "size",
        "duration",
        "cpu",
        "percent",
        "image_ref",
        "hostname",
        "arn",
        "list",
        "set",
        "map",
        "secret",
        "any",
    ]
)
TYPE_OF = {
    "STRING": "string",
    "BLOCK_STRING": "string",
    "NUMBER": "int",
    "TRUE": "bool",
    "FALSE": "bool",
    "CIDR4": "cidr",
    "CIDR6": "cidr",
    "IPV4": "ip",
    "IPV6": "ip",
    "PERCENT": "percent",
}
_TEXT = re.compile(r"[^\s\"'{}()\[\],;]+")


def name_like(kind: str) -> bool:
    """Whether a token of this kind may be a name."""
    return kind == "NAME" or kind in soft_words()


def value_forgotten(t: Trouble) -> Mended | None:
    """`a =` at the end of a line, and `b = 2` on the next."""
    if t.token[0] != "EQUAL" or t.at < 2 or t.careful.symbols[-1:] != ["NAME"]:
        return None
    equal = t.tokens[t.at - 2]
    if equal[0] != "EQUAL" or not first_on_line(t.build.text, t.tokens, t.at - 1):
        return None
    t.careful.pop_to(len(t.careful.symbols) - 1)
    span = t.span(equal)
    report = errors_structure.missing_value(span, found(t.build.text, t.peek(-1)), "`=`")
    t.careful.push("expr", MissingExpr(t.build.span(equal[2], equal[2])), equal[2])
    return Mended(report, t.at - 1)


def param_without_type(t: Trouble) -> Mended | None:
    """`param size = 3`."""
    if t.token[0] != "EQUAL" or t.careful.symbols[-2:] != ["PARAM", "NAME"]:
        return None
    after = t.peek(1)
    if after[0] == "NAME" and t.text(after) in TYPE_WORDS:
        return None
    key = t.text(t.before)
    kind = TYPE_OF.get(after[0])
    fix = (
        Fix(f"write its type, `{kind}`", (replace(t.gap, f": {kind}").edits[0],)) if kind else None
    )
    report = errors_structure.missing_type(t.there, key, found(t.build.text, t.token), fix)
    return Mended(report, t.apply(["COLON", "type"]))


def resource_without_type(t: Trouble) -> Mended | None:
    """`resource db {`, `resource db: {`."""
    symbols = t.careful.symbols
    at = next((n for n, s in enumerate(symbols) if s in ("RESOURCE", "LOOKUP")), None)
    if at is None or t.token[0] not in ("LBRACE", "WHEN", END) or len(symbols) < at + 2:
        return None
    if symbols[-1] not in ("NAME", "RSQB", "index", "COLON") or "EQUAL" in t.expected:
        return None
    if symbols[-1] != "COLON" and "COLON" in symbols[at:]:
        return None
    key = t.text(t.careful.values[at + 1])
    return Mended(
        errors_structure.missing_type(t.there, key, found(t.build.text, t.token), None), None
    )


def type_for_value(t: Trouble) -> Mended | None:
    """`let x: 5`: the whole declaration reads like a type."""
    symbols = t.careful.symbols
    if "EQUAL" not in t.expected or len(symbols) < 4:
        return None
    for depth in range(len(symbols) - 1, 1, -1):
        if symbols[depth] == "COLON" and symbols[depth - 2] in ("LET", "OUTPUT"):
            break
    else:
        return None
    if symbols[depth + 1 :] not in (["STRING"], ["NUMBER"]):
        return None
    colon = t.careful.values[depth]
    report = errors_habits.colon_for_equals(t.span(colon), t.text(t.careful.values[depth - 1]))
    return Mended(report, t.apply(["EQUAL", "expr"]))


def hyphen(t: Trouble) -> Mended | None:
    """`my-bucket` as a name or key."""
    if t.token[0] != "MINUS" or t.careful.symbols[-1:] != ["NAME"] or "MINUS" in t.expected:
        if not (t.token[0] == "MINUS" and t.careful.symbols and name_like(t.careful.symbols[-1])):
            return None
        if "MINUS" in t.expected:
            return None
    at = t.at
    while (
        t.tokens[at : at + 1]
        and t.tokens[at][1] == t.tokens[at - 1][2]
        and (
            t.tokens[at][0] in ("MINUS", "NUMBER", "NAME", "LOST", "QUANTITY")
            or name_like(t.tokens[at][0])
        )
    ):
        at += 1
    first = t.careful.values[-1]
    if at == t.at:
        return None
    span = t.build.span(first[1], t.tokens[at - 1][2])
    word = t.build.text[span.start : span.end]
    is_key = "EQUAL" in t.expected and not _declared(t)
    fixed = f'"{word}"' if is_key else word.replace("-", "_").strip("_")
    why = f"`{word}` has a hyphen in it" + (", which is allowed only in quotes" if is_key else "")
    t.careful.values[-1] = ("NAME", span.start, span.end)
    t.careful.end = span.end
    return Mended(errors_lexical.bad_name(span, "a name", why, fixed), at)


def _declared(t: Trouble) -> bool:
    """Whether the name on top of the stack stands right behind a declaration's keyword."""
    return len(t.careful.symbols) > 1 and t.careful.symbols[-2] in DECLARATIONS


def quoted_name(t: Trouble) -> Mended | None:
    """`resource "db": ...`."""
    if t.token[0] != "STRING" or "NAME" not in t.expected or "STRING" in t.expected:
        return None
    text = t.text(t.token)
    word = text[1:-1]
    if not word.isidentifier() or not word.isascii():
        fixed = re.sub(r"[^A-Za-z0-9_]+", "_", word).strip("_").lower()
        fixed = fixed if fixed.isidentifier() else ""
    else:
        fixed = word
    report = errors_lexical.bad_name(
        t.here, "a name", f"{shown(text)} is a string; names have no quotes", fixed or None
    )
    if t.careful.reach(["NAME", *t.kinds(1)]) < 2:
        return Mended(report, None)
    t.careful.feed(("NAME", t.token[1] + 1, t.token[2] - 1), "NAME")
    return Mended(report, t.at + 1)


def reserved_key(t: Trouble) -> Mended | None:
    """`{ in = 3 }`, `param for: int`."""
    if t.token[0] not in HARD_WORDS or t.peek(1)[0] not in ("EQUAL", "COLON"):
        return None
    if t.careful.reach(["NAME", *t.kinds(1)]) < 2:
        return None
    word = t.text(t.token)
    fixed = f'"{word}"' if "STRING" in t.expected else None
    why = f"`{word}` is a word of expressions" + ("; in quotes it can be a key" if fixed else "")
    t.careful.feed(("NAME", t.token[1], t.token[2]), "NAME")
    return Mended(errors_lexical.bad_name(t.here, "a name", why, fixed), t.at + 1)


def name_missing(t: Trouble) -> Mended | None:
    """`param : int`, `let = 5`, `resource 2nd: ...`."""
    if "NAME" not in t.expected or not t.before or t.before[0] not in DECLARATIONS:
        return None
    if t.careful.symbols[-1:] != [t.before[0]]:
        return None
    what = f"the name of the {t.text(t.before)}"
    return Mended(
        errors_lexical.bad_name(t.here, what, f"I found {found(t.build.text, t.token)}", None), None
    )


def inner_declaration(t: Trouble) -> Mended | None:
    """A declaration between the fields of an object."""
    if not t.before or t.before[0] not in DECLARATIONS or t.token[0] not in ("NAME", "STRING"):
        return None
    if "EQUAL" not in t.expected or t.peek(1)[0] not in ("COLON", "LBRACE", "EQUAL", "LSQB"):
        return None
    if t.careful.symbols[-1:] not in ([t.before[0]], ["key"]):
        return None
    report = errors_structure.misplaced_declaration(
        t.there, t.text(t.before), "between the fields of an object"
    )
    return Mended(report, None)


def annotation_misplaced(t: Trouble) -> Mended | None:
    """`@protect` above a `let`, or above nothing."""
    kinds = ("annotations", "annotation", "AT")
    at = next((n for n, s in enumerate(t.careful.symbols) if s in kinds), None)
    if at is None or t.before is None or t.before[0] == "AT":
        return None
    if DECLARATIONS & set(t.careful.symbols[at:]):
        return None
    if t.token[0] in ANNOTATED or "PARAM" not in t.expected:
        return None
    value = t.careful.values[at]
    node = value[0] if isinstance(value, list) else value
    if isinstance(node, tuple):
        name = t.text(t.careful.values[at + 1])
        span = t.build.span(node[1], t.before[2])
    else:
        name, span = node.name.text, node.span
    what = f"`{t.text(t.token)}`" if t.token[0] in DECLARATIONS else "no declaration"
    t.careful.pop_to(at)
    return Mended(errors_structure.misplaced_annotation(span, name, what), t.at)


def ternary(t: Trouble) -> Mended | None:
    """`a ? b : c`."""
    if t.token[0] != "QMARK" or "PLUS" not in t.expected:
        return None
    why = "`a ? b : c` is written `if a then b else c`"
    return Mended(errors_habits.bad_conditional(t.here, "`?`", why), None)


def braced_conditional(t: Trouble) -> Mended | None:
    """`if a { b } else { c }`: read with the braces as brackets."""
    if t.token[0] != "LBRACE" or "THEN" not in t.expected:
        return None
    why = "the values are not put in braces and `then` stands before the first"
    report = errors_habits.bad_conditional(t.here, "`{`", why)
    close = closer_of(t.tokens, t.at)
    if close is None:
        return Mended(report, None)
    _to_brackets(t.tokens, t.at, close)
    if [token[0] for token in t.tokens[close + 1 : close + 3]] == ["ELSE", "LBRACE"]:
        last = closer_of(t.tokens, close + 2)
        if last is not None:
            _to_brackets(t.tokens, close + 2, last)
    t.apply(["THEN"])
    return Mended(report, t.at)


def _to_brackets(tokens: list[Token], opener: int, closer: int) -> None:
    tokens[opener] = ("LPAR", *tokens[opener][1:])
    tokens[closer] = ("RPAR", *tokens[closer][1:])


def labelled_block(t: Trouble) -> Mended | None:
    """`ingress "http" { ... }` among fields."""
    if t.token[0] != "STRING" or t.peek(1)[0] != "LBRACE" or "EQUAL" not in t.expected:
        return None
    if not t.before or not name_like(t.before[0]):
        return None
    label = t.build.span(t.gap.start, t.token[2])
    report = errors_habits.block_without_equals(t.there, t.text(t.before), label)
    t.apply(["EQUAL"])
    return Mended(report, t.at + 1)


def bare_text(t: Trouble) -> Mended | None:
    """`image = nginx:1.25`, `url = https://example.com`."""
    if t.token[0] not in ("COLON", "LOST", "NAME", "NUMBER", "AT") or not t.before:
        return None
    if t.token[1] != t.before[2] or "PLUS" not in t.expected:
        return None
    start = t.token[1]
    while start > 0 and _TEXT.match(t.build.text[start - 1]):
        start -= 1
    match = _TEXT.match(t.build.text, start)
    if match is None or start == t.token[1]:
        return None
    depth = next((n for n, begin in enumerate(t.careful.begins) if begin >= start), None)
    if depth is None or not t.careful.can_go("post", depth):
        return None
    span = t.build.span(start, match.end())
    t.careful.pop_to(depth)
    t.careful.push("post", StringExpr(span, (match.group(),)), start)
    t.careful.end = max(t.careful.end, match.end())
    at = next(
        (n for n in range(t.at, len(t.tokens)) if t.tokens[n][1] >= match.end()), len(t.tokens)
    )
    return Mended(errors_habits.unquoted(span, match.group()), at)


def bare_path(t: Trouble) -> Mended | None:
    """`use lib from ./lib.nimbus`."""
    if "STRING" not in t.expected or t.expected & {"NUMBER", "NAME", "LBRACE"}:
        return None
    match = _TEXT.match(t.build.text, t.token[1])
    if match is None or t.token[0] in ("STRING", "BLOCK_STRING", END):
        return None
    span = t.build.span(*match.span())
    at = next((n for n in range(t.at, len(t.tokens)) if t.tokens[n][1] >= span.end), len(t.tokens))
    if t.careful.reach(["STRING", *t.kinds(at - t.at)]) < 2:
        return None
    t.careful.feed(("STRING", span.start - 1, span.end + 1), "STRING")
    t.careful.end = span.end
    return Mended(errors_habits.unquoted(span, match.group()), at)


def late_conditional(t: Trouble) -> Mended | None:
    """`1 + if a then b else c`."""
    if t.token[0] != "IF" or not t.before or "NUMBER" not in t.expected or "LPAR" not in t.expected:
        return None
    return Mended(errors_structure.conditional_inside(t.here, t.text(t.before)), None)


def doubled_comma(t: Trouble) -> Mended | None:
    """`[1, , 2]`, `{ , a = 1 }`."""
    if t.token[0] != "COMMA" or not t.before or t.before[0] not in ("COMMA", *OPENERS):
        return None
    report = errors_structure.unexpected(
        t.here,
        "`,`",
        expectations(t.expected),
        f" after {shown(t.text(t.before))}",
        "One comma parts two elements; remove this one.",
        replace(t.here, "", "remove `,`"),
    )
    return Mended(report, t.at + 1)


def comprehension_order(t: Trouble) -> Mended | None:
    """`[for x in xs : x.name]`."""
    if t.token[0] != "FOR" or not t.before or t.before[0] not in ("LSQB", "LBRACE"):
        return None
    in_list = t.before[0] == "LSQB"
    shape = "[x.name for x in xs]" if in_list else "{ key = value for key, value in map }"
    return Mended(errors_habits.foreign_comprehension(t.here, shape), None)


def numbered_attribute(t: Trouble) -> Mended | None:
    """`list.0`."""
    if (
        t.token[0] != "NUMBER"
        or not t.before
        or t.before[0] != "DOT"
        or not t.text(t.token).isdigit()
    ):
        return None
    span = t.build.span(t.before[1], t.token[2])
    written = f"[{t.text(t.token)}]"
    report = errors_structure.unexpected(
        span,
        found(t.build.text, t.token),
        ["a name"],
        " after `.`",
        f"An element of a list is taken with brackets: `{written}`.",
        replace(span, written),
    )
    t.careful.feed(("NAME", t.token[1], t.token[2]), "NAME")
    return Mended(report, t.at + 1)


HABITS: tuple[Callable[[Trouble], Mended | None], ...] = (
    value_forgotten,
    param_without_type,
    resource_without_type,
    type_for_value,
    hyphen,
    quoted_name,
    reserved_key,
    inner_declaration,
    annotation_misplaced,
    ternary,
    braced_conditional,
    labelled_block,
    bare_text,
    bare_path,
    late_conditional,
    doubled_comma,
    comprehension_order,
    numbered_attribute,
    name_missing,
)
