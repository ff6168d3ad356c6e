"""Clauses and types as other languages write them: `, "message"`, `if` for `when`, `@waive NB5107`, `string[]`.

Each looks at where reading stuck and answers None when it is not the one.
"""

from __future__ import annotations

from nimbus_lang.diagnostics.model import Diagnostic, Fix
from nimbus_lang.source.span import Span
from nimbus_lang.syntax import errors_habits, errors_structure
from nimbus_lang.syntax.brackets import closer_of
from nimbus_lang.syntax.trouble import Mended, Trouble
from nimbus_lang.syntax.wording import replace
from nimbus_lang.syntax.words import expectations, found, shown


def message_after_comma(t: Trouble) -> Mended | None:
    """`assert x == 1, "message"`."""
    if t.token[0] != "COMMA" or t.peek(1)[0] != "STRING" or "ELSE" not in t.expected:
        return None
    if not {"CHECK", "ASSERT"} & set(t.careful.symbols) and "PLUS" not in t.expected:
        return None
    report = _advised(t, "A message is given with `else`.", replace(t.here, " else"))
    return Mended(report, t.apply(["ELSE"], 1))


def comma_between_declarations(t: Trouble) -> Mended | None:
    """`param a: int,`."""
    if t.token[0] != "COMMA" or not {"PARAM", "DENY", "ASSERT"} & t.expected:
        return None
    fix = replace(t.here, "", "remove `,`")
    return Mended(_advised(t, "Nothing is parted by commas here; remove it.", fix), t.at + 1)


def parameters_in_brackets(t: Trouble) -> Mended | None:
    """`component web(name: string) {`."""
    if t.token[0] != "LPAR" or "COMPONENT" not in t.careful.symbols or t.expected != {"LBRACE"}:
        return None
    advice = "The parameters of a component are declared between its braces: `param name: string`."
    return Mended(_advised(t, advice), None)


def repeated_with_for(t: Trouble) -> Mended | None:
    """`resource b for x in xs: ...`."""
    if t.token[0] != "FOR" or not {"COLON", "LSQB"} <= t.expected:
        return None
    advice = f"One for each element is written `{t.text(t.before)}[name in collection]: ...`."
    return Mended(_advised(t, advice), None)


def if_for_when(t: Trouble) -> Mended | None:
    """`resource d: aws.x if prod {`, `deny "a" if d.x`."""
    if t.token[0] != "IF" or "WHEN" not in t.expected:
        return None
    report = _advised(t, "A condition follows `when` here.", replace(t.here, "when"))
    return Mended(report, t.apply(["WHEN"], 1))


def policy_without_alias(t: Trouble) -> Mended | None:
    """`policy "p" on aws.x { deny ... }`."""
    if t.token[0] != "LBRACE" or "AS" not in t.expected or "POLICY" not in t.careful.symbols:
        return None
    advice = "The rules speak of each one by a name: write `as x` before the `{`."
    report = _advised(t, advice, replace(t.gap, " as x", "insert ` as x`"))
    return Mended(report, t.apply(["AS", "NAME"]))


def setting_in_a_body(t: Trouble) -> Mended | None:
    """`test "t" { x = 2  assert x == 2 }`."""
    if not t.before or t.before[0] not in ("ASSERT", "REJECTS") or "EQUAL" not in t.expected:
        return None
    if "TEST" not in t.careful.symbols or len(t.careful.open_brackets()) != 1:
        return None
    advice = "What a test sets has braces of its own, before those with what must hold: `{ x = 2 } { assert ... }`."
    place = t.span(t.before).head()
    report = _advised(t, advice, replace(place, "} { ", "close the settings before it"))
    t.careful.pop_to(len(t.careful.symbols) - 1)
    t.apply(["RBRACE", "LBRACE"])
    return Mended(report, t.at - 1)


def another_word_for_assert(t: Trouble) -> Mended | None:
    """`test "t" { expect x == 2 }`."""
    if not t.before or t.text(t.before) not in ("expect", "check", "ensure", "verify", "that"):
        return None
    if "TEST" not in t.careful.symbols or "EQUAL" not in t.expected:
        return None
    place = t.span(t.before)
    advice = "What must hold begins with `assert`."
    report = _advised(t, advice, replace(place, "assert"))
    t.careful.pop_to(len(t.careful.symbols) - 1)
    if t.careful.reach(["ASSERT", *t.kinds()[:1]]) < 2:
        return Mended(report, None)
    t.careful.feed(("ASSERT", t.before[1], t.before[2]), "ASSERT")
    return Mended(report, t.at)


def unquoted_source(t: Trouble) -> Mended | None:
    """`use net from ./my lib/net.nimbus`."""
    if not t.before or t.before[0] != "FROM" or t.expected != {"STRING"}:
        return None
    line, _, _ = t.build.text[t.token[1] :].partition("\n")
    if not set(" \t") & set(line.partition("#")[0].strip()):
        return None
    advice = 'Where a package is stands in quotes: `from "./net.nimbus"`.'
    return Mended(_advised(t, advice), None)


def use_of_a_string(t: Trouble) -> Mended | None:
    """`use "./lib.nimbus" as lib`."""
    if t.token[0] != "STRING" or t.careful.symbols[-1:] != ["USE"]:
        return None
    after = t.peek(2) if t.peek(1)[0] == "AS" else t.peek(1)
    name = t.text(after) if after[0] == "NAME" else "NAME"
    advice = f"The name stands first: `use {name} from {t.text(t.token)}`."
    fixes = None
    if t.peek(1)[0] == "AS" and after[0] == "NAME":
        span = Span(t.build.path, t.token[1], after[2])
        fixes = replace(span, f"{name} from {t.text(t.token)}")
    return Mended(_advised(t, advice, fixes), None)


def argument_without_brackets(t: Trouble) -> Mended | None:
    """`@waive NB5107`."""
    if t.at < 2 or t.tokens[t.at - 2][0] != "AT" or t.token[0] not in ("NAME", "STRING", "NUMBER"):
        return None
    written = f"@{t.text(t.before)}({t.text(t.token)})"
    span = t.build.span(t.tokens[t.at - 2][1], t.token[2])
    fix = replace(span, written)
    report = _advised(t, f"The arguments of an annotation stand in brackets: `{written}`.", fix)
    return Mended(report, t.at + 1)


# --- types ---------------------------------------------------------------------------------------------------------


def _in_type(t: Trouble) -> bool:
    return bool({"VBAR", "QMARK"} & t.expected) and "PLUS" not in t.expected


def list_type_in_brackets(t: Trouble) -> Mended | None:
    """`string[]`, `list[string]`."""
    if t.token[0] != "LSQB" or not _in_type(t) or t.before is None:
        return None
    close = closer_of(t.tokens, t.at)
    if close is None:
        return None
    name = t.text(t.before)
    inside = t.build.text[t.token[2] : t.tokens[close][1]].strip()
    written = f"{name}<{inside}>" if inside else f"list<{name}>"
    span = t.build.span(t.before[1], t.tokens[close][2])
    report = errors_habits.foreign_type(span, t.build.text[span.start : span.end], written)
    if not inside:
        return Mended(report, close + 1)
    t.tokens[t.at] = ("LT", *t.token[1:])
    t.tokens[close] = ("GT", *t.tokens[close][1:])
    return Mended(report, t.at)


def list_of_type(t: Trouble) -> Mended | None:
    """`[string]`."""
    if t.token[0] != "LSQB" or not {"NAME", "LPAR", "STRING"} <= t.expected or "NULL" in t.expected:
        return None
    close = closer_of(t.tokens, t.at)
    if close is None or not t.careful.can_go("type"):
        return None
    span = t.build.span(t.token[1], t.tokens[close][2])
    inside = t.build.text[t.token[2] : t.tokens[close][1]].strip() or "string"
    report = errors_habits.foreign_type(
        span, t.build.text[span.start : span.end], f"list<{inside}>"
    )
    t.careful.push("type", t.hole("type"), t.token[1])
    return Mended(report, close + 1)


def map_with_key_type(t: Trouble) -> Mended | None:
    """`map<string, int>`."""
    symbols = t.careful.symbols
    if t.token[0] != "COMMA" or "GT" not in t.expected or "LT" not in symbols:
        return None
    at = max(n for n, symbol in enumerate(symbols) if symbol == "LT")
    start = t.careful.values[at][2]
    keyed = t.build.text[start : t.token[2]]
    span = t.build.span(start, t.token[2])
    report = errors_habits.keyed_map(span, keyed.strip())
    t.careful.pop_to(at + 1)
    return Mended(report, t.at + 1)


def null_type(t: Trouble) -> Mended | None:
    """`string | null`."""
    in_type = {"NAME", "LPAR", "STRING"} <= t.expected
    if t.token[0] != "NULL" or not in_type or not t.before or t.before[0] != "VBAR":
        return None
    name = t.text(t.tokens[t.at - 2])
    span = t.build.span(t.before[1], t.token[2])
    report = errors_habits.foreign_type(span, f"| {t.text(t.token)}", f"{name}?", whole=False)
    t.careful.push("onetype", t.hole("type"), t.token[1])
    return Mended(report, t.at + 1)


def _advised(t: Trouble, advice: str, fix: Fix | None = None) -> Diagnostic:
    """NB1001 with advice of its own."""
    where = f" after {shown(t.text(t.before))}" if t.before else ""
    words = expectations(t.expected)
    return errors_structure.unexpected(
        t.here, found(t.build.text, t.token), words, where, advice, fix
    )


WORD_HABITS = (
    message_after_comma,
    comma_between_declarations,
    parameters_in_brackets,
    repeated_with_for,
    if_for_when,
    policy_without_alias,
    setting_in_a_body,
    another_word_for_assert,
    unquoted_source,
    use_of_a_string,
    argument_without_brackets,
    list_type_in_brackets,
    list_of_type,
    map_with_key_type,
    null_type,
)
