"""The one layout: what the formatter does to a text, and what it leaves alone."""

from __future__ import annotations

import pytest

from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.print import format_source
from tests.syntax.example import SHOP, bare, tree


def formatted(text: str) -> str:
    """The formatted text, once more formatted without change."""
    out, diagnostics = format_source(SourceFile("main.nimbus", text))
    assert not diagnostics
    assert format_source(SourceFile("main.nimbus", out))[0] == out
    assert bare(tree(out).decls) == bare(tree(text).decls)
    return out


CASES = {
    "blanks and commas": (
        "let a={b=1 c=2,}\n",
        "let a = { b = 1, c = 2 }\n",
    ),
    "entries on lines are aligned": (
        "let a = {\n b = 1\n long_name = 2,\n}\n",
        "let a = {\n  b         = 1\n  long_name = 2\n}\n",
    ),
    "a blank line ends an aligned run": (
        "let a = {\n  b = 1\n\n\n  long_name = 2\n}\n",
        "let a = {\n  b = 1\n\n  long_name = 2\n}\n",
    ),
    "a value of several lines ends an aligned run": (
        "let a = {\n  bb = 1\n  c = {\n    d = 1\n  }\n  long_name = 2\n}\n",
        "let a = {\n  bb = 1\n  c  = {\n    d = 1\n  }\n  long_name = 2\n}\n",
    ),
    "empty brackets": ("let a = [ { } , [ ], f( ) ]\n", "let a = [{}, [], f()]\n"),
    "ranges are tight, other operators are not": (
        "let a = [1 .. 2, a..b, -1..n+1, x??y, a==b]\n",
        "let a = [1..2, a..b, -1 .. n + 1, x ?? y, a == b]\n",
    ),
    "brackets in expressions are kept": (
        "let a = ((b) or c) and d\n",
        "let a = ((b) or c) and d\n",
    ),
    "declarations are parted by one blank line": (
        "resource a: b.c {}\nresource d: e.f {}\n\n\n\nlet g = 1\n",
        "resource a: b.c {}\n\nresource d: e.f {}\n\nlet g = 1\n",
    ),
    "one-line declarations stay grouped": (
        "param a: int\nparam b: int\n\n\nlet c = 1\nlet d = 2\n",
        "param a: int\nparam b: int\n\nlet c = 1\nlet d = 2\n",
    ),
    "annotations stand on their own lines": (
        '@protect @moved( from="x" ) resource a: b.c {}\n',
        '@protect\n@moved(from = "x")\nresource a: b.c {}\n',
    ),
    "docs": ("## One.\n##   two\nlet a = 1\n", "## One.\n##   two\nlet a = 1\n"),
    "windows line ends": ("let a = 1\r\nlet b = 2\r\n", "let a = 1\nlet b = 2\n"),
    "byte order mark": ("\ufefflet a = 1\n", "let a = 1\n"),
    "nothing": ("\n\n", ""),
    "record types": (
        "type t = { a:string b?:int=1 }\ntype u = {\na: string\n## why\nb: int }\n",
        "type t = { a: string, b?: int = 1 }\ntype u = {\n  a: string\n  ## why\n  b: int\n}\n",
    ),
    "a single bracketed argument shares its lines": (
        "let a = f({\n b = 1\n})\nlet c = [{\n d = 1\n}]\n",
        "let a = f({\n  b = 1\n})\nlet c = [{\n  d = 1\n}]\n",
    ),
    "policies and tests have one rule a line": (
        'policy "p" on a.b as c { deny "x" when c.d warn "y" when c.e }\ntest "t" {a=1} { assert b  rejects "NB3012" }\n',
        'policy "p" on a.b as c {\n  deny "x" when c.d\n  warn "y" when c.e\n}\n\n'
        'test "t" { a = 1 } {\n  assert b\n  rejects "NB3012"\n}\n',
    ),
    "components": (
        "component c { param a: int  let b = a\nresource d: e.f { g = b } output h = d }\n",
        "component c {\n  param a: int\n  let b = a\n\n  resource d: e.f { g = b }\n\n  output h = d\n}\n",
    ),
    "block strings move with their line": (
        'let a = {\n b = """\n        one\n          two\n\n        """\n}\n',
        'let a = {\n  b = """\n    one\n      two\n\n  """\n}\n',
    ),
    "block strings that begin on their line stay": (
        'let a = """one\n    two"""\n',
        'let a = """one\n    two"""\n',
    ),
    "comments above, behind and inside": (
        "# top\n\n# of a\nlet a = { # open\n b = 1, # of b\n # last\n} # end\n# bottom\n",
        "# top\n\n# of a\nlet a = {  # open\n  b = 1  # of b\n  # last\n}  # end\n# bottom\n",
    ),
    "comments in the middle of a line go above it": (
        "let a = # why\n  1 # behind\n",
        "# why\nlet a = 1  # behind\n",
    ),
    "a misplaced doc is a comment": (
        "let a = [1, ## one\n 2]\n",
        "let a = [\n  1,  # one\n  2,\n]\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_layout(before: str, after: str) -> None:
    assert formatted(before) == after


def test_long_groups_have_one_element_a_line() -> None:
    names = ", ".join(f'"subnet-{n:04}"' for n in range(10))
    out = formatted(f"let a = [{names}]\n")
    assert out.splitlines()[:2] == ["let a = [", '  "subnet-0000",']


def test_long_chains_break_before_operators() -> None:
    out = formatted("let a = " + " and ".join(f"condition_number_{n}" for n in range(8)) + "\n")
    assert all(line.startswith("  and ") for line in out.splitlines()[1:])


def test_long_conditionals_break_before_their_words() -> None:
    long = "a_rather_long_name_of_a_value"
    out = formatted(f"let a = if {long} then {long}_for_yes else {long}_for_no_and_more\n")
    assert [line.split()[0] for line in out.splitlines()] == ["let", "then", "else"]


def test_long_one_line_bodies_are_opened() -> None:
    out = formatted(SHOP)
    assert "resource cluster: std.aws.kubernetes {\n  network = network\n" in out
    assert all(len(line) <= 100 for line in out.splitlines())


def test_checks_of_a_long_parameter_have_their_own_lines() -> None:
    text = 'param a: int = 1 check a > 0 else "a text that is quite long" check a < 1000 else "another text that is long"\n'
    assert [line.split()[0] for line in formatted(text).splitlines()] == ["param", "check", "check"]


def test_a_wrong_program_is_left_as_it_is() -> None:
    text = "let   a =\nlet b=1\n"
    out, diagnostics = format_source(SourceFile("a", text))
    assert out == text
    assert [d.code for d in diagnostics] == ["NB1002"]


def test_a_long_header_breaks_before_when() -> None:
    out = formatted(
        "resource web[name, svc in services_of_this_environment]: std.k8s.web_service "
        'when environment == "production" { a = 1 }\n'
    )
    assert out.splitlines()[1] == '    when environment == "production" { a = 1 }'


WIDE = ", ".join(f"element_{n}" for n in range(14))


@pytest.mark.parametrize(
    "text",
    [
        f"let a = b + [{WIDE}]",
        f"let a = not [{WIDE}]",
        f"let a = if f({WIDE}) then g({WIDE}) else [{WIDE}]",
        f"let a = merge(b + [{WIDE}])",
        f"resource x[k in [{WIDE}]]: a.b when c == [{WIDE}] {{ d = 1 }}",
        f"resource x: a.b when c and f({WIDE}) {{ d = 1 }}",
        f"param x: string = y check b in [{WIDE}]",
        f"output x = [x for x in y if x in [{WIDE}]]",
    ],
)
def test_a_group_too_long_for_any_line_is_laid_out_once(text: str) -> None:
    once = formatted(text)
    assert "= [\n" in once or " [\n" in once or "(\n" in once
    assert formatted(once) == once
