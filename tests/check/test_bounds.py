"""Programs that are small to write and huge to compute end soon, with a code and without much memory: none hangs, none crashes.

Every bound is a count (of parts, levels, rounds, instances, characters), so that what is refused is refused on any machine.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from nimbus_lang.compiler import check_text, compile_sources
from nimbus_lang.source.source_file import SourceFile, SourceSet

CHECKOUT = Path(__file__).resolve().parents[2]
MEMORY = 1_000_000
"""Kilobytes that checking all of them, one after the other, may take."""


def chain(first: str, step: str, last: str, times: int = 60) -> str:
    """`first`, then `step` for each number up to `times` (`@` is the number, `%` the next), then `last` with the highest."""
    lines = [step.replace("@", str(n)).replace("%", str(n + 1)) for n in range(times)]
    return "\n".join([first, *lines, last.replace("@", str(times))])


ABC = 'resource j: aws.sqs_queue { name = "j" }\nlet a0 = j.arn'
PROGRAMS: dict[str, tuple[str, str]] = {
    "a list of lists of one list": (
        "let a = [x for x in 0..9999]\nlet b = [a for x in 0..9999]\noutput o = [b for x in 0..9]",
        "NB3023",
    ),
    "texts twice": (chain('let a0 = "0123456789"', 'let a% = "${a@}${a@}"', "output o = a@"), "NB3023"),
    "objects twice": (chain("let a0 = { b = 1 }", "let a% = { b = a@, c = a@ }", "output o = a@"), "NB3023"),
    "lists twice": (chain("let a0 = [1]", "let a% = [a@, a@]", "output o = a@"), "NB3023"),
    "lists joined": (chain("let a0 = [1]", "let a% = concat(a@, a@)", "output o = a@"), "NB3010"),
    "documents twice": (
        chain("let a0 = { b = 1 }", "let a% = { b = jsonencode(a@), c = jsonencode(a@) }", "output o = a@"),
        "NB3010",
    ),
    "what waits, twice": (chain(ABC, 'let a% = "${a@}${a@}"', "output o = a@"), "NB3023"),
    "what waits, in branches": (
        chain(ABC, 'let a% = if a@ == "x" then a@ else "y${a@}"', "output o = a@"),
        "NB3023",
    ),
    "what waits, deeper and deeper": (chain(ABC, "let a% = upper(a@)", "output o = a@", 3000), "NB3023"),
    "deeper and deeper": (chain("let a0 = [1]", "let a% = [a@]", "output o = a@", 3000), "NB3023"),
    "types twice": (
        chain("type T0 = { a: int }", "type T% = { a: T@  b: T@ }", "param p: T@? = null\noutput o = p"),
        "NB3023",
    ),
    "types in unions": (
        chain('type T0 = "x"', 'type T% = T@ | "@" | list<T@>', 'param p: T@ = "x"\noutput o = p'),
        "NB3023",
    ),
    "types deeper and deeper": (
        chain("type T0 = { a: int }", "type T% = { a: T@ }", "param p: T@? = null\noutput o = p", 3000),
        "NB3023",
    ),
    "components in each other": (
        chain("", "component c@ { resource a: c% {} }", "component c@ { output o = 1 }\nresource r: c0 {}", 1000),
        "NB3023",
    ),
    "brackets": (f"output o = {'(' * 100_000}1{')' * 100_000}", "NB1026"),
    "nots": (f"output o = {'not ' * 100_000}true", "NB1026"),
    "signs": (f"output o = {'-' * 100_000}1", "NB1026"),
    "sums": (f"output o = 1{' + 1' * 20_000}", "NB1026"),
    "attributes": (f"let x = {{ a = 1 }}\noutput o = x{'.a' * 20_000}", "NB1026"),
    "texts in texts": ("output o = " + '"${' * 3000 + "1" + '}"' * 3000, "NB1026"),
    "types in types": (f"param p: {'list<' * 20_000}int{'>' * 20_000}", "NB1026"),
    "digits": (f"output o = {'9' * 1_000_000}", "NB1022"),
    "powers": ("output o = pow(10, 1000000000)", "NB3010"),
    "powers of powers": ("let a = pow(10, 140)\noutput o = a * a * a * a", "NB3010"),
    "numbers in documents": ('output o = jsondecode("[1e999999999]")[0] + 1', "NB3010"),
    "documents in documents": (f'output o = jsondecode("{"[" * 100_000}{"]" * 100_000}")', "NB3010"),
    "widths": ('output o = format("%999999999s", "x")', "NB3010"),
    "ranges": ("output o = [x for x in 0..999999999999999999]", "NB3010"),
    "range()": ("output o = range(0, 1000000000000, 1)", "NB3010"),
    "repeated": ('output o = repeat(repeat("abcdefghij", 1000000), 1000000)', "NB3010"),
    "replaced": ('output o = replace(repeat("a", 1000000), "a", repeat("b", 1000))', "NB3010"),
    "split": ('output o = split("", repeat("a", 10000000))', "NB3010"),
    "encoded": ('output o = base64encode(repeat("a", 9000000))', "NB3010"),
    "products": ("let a = 0..299\noutput o = setproduct(a, a, a, a, a)", "NB3010"),
    "subnets": ("output o = (fd00::/8).subnet(999999999, 99999999999999999999)", "NB3012"),
    "patterns": ('param p: string(pattern = "(x*)*y") = "' + "x" * 50_000 + '"\noutput o = p', "NB3002"),
    "nested patterns": ('output o = matches("(a{1,1000}){1,1000}b", "' + "a" * 3000 + '")', "NB3010"),
    "NUL": ("\0" * 100_000, "NB1025"),
    "junk": ("} ] ) @ # $ \n" * 20_000, "NB1008"),
}  # fmt: skip
HARMLESS = {
    "long names of schemes": f'output o = "{"a" * 1_000_000}"',
    "long options": f'output o = "{"-" * 300_000}"',
    "blank lines": f'output o = "x=y{" " * 300_000}z\\n"',
    "tokens": f'output o = "{"eyJ-" * 20_000}"',
    "pattern": 'output o = matches("(a+)+$", "' + "a" * 5000 + 'b")',
    "interpolations": 'let a = "x"\noutput o = "' + "${a}" * 5_000 + '"',
    "lets": chain("let a0 = 1", "let a% = a@ + 1", "output o = a@", 3_000),
}


def codes(text: str) -> set[str]:
    """The codes of errors in a stack."""
    return {one.code for one in check_text(f"stack s\n{text}\n") if one.severity.value == "error"}


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_ends_with_a_code(name: str) -> None:
    text, code = PROGRAMS[name]
    assert code in codes(text)


@pytest.mark.parametrize("name", HARMLESS)
def test_it_is_just_long(name: str) -> None:
    assert codes(HARMLESS[name]) == set()


def test_packages_that_are_used_again_and_again_are_read_once() -> None:
    files = [
        SourceFile(
            f"p{n}.nimbus",
            f'use a from "./p{n + 1}.nimbus"\nuse b from "./p{n + 1}.nimbus"\n'
            "type T = { one: a.T  two: string }\n",
        )
        for n in range(60)
    ]
    last = SourceFile("p60.nimbus", "type T = string\n")
    main = SourceFile(
        "main.nimbus", 'stack s\nuse a from "./p0.nimbus"\nparam p: a.T? = null\noutput o = p\n'
    )
    found = compile_sources(SourceSet.of(main, *files, last), "main.nimbus").diagnostics
    assert {one.code for one in found if one.severity.value == "error"} == set()


def test_all_of_them_take_little_memory() -> None:
    program = "from tests.check.test_bounds import *; print(most())"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < MEMORY


def most() -> int:
    """Kilobytes at the most, after the programs that make the largest values."""
    for name in (
        "texts twice",
        "encoded",
        "replaced",
        "split",
        "products",
        "what waits, twice",
        "types twice",
    ):
        codes(PROGRAMS[name][0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
