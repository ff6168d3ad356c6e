"""Nothing that a spec shows depends on the value of a secret: evaluated with one value and with another, it says the same.

Stronger than looking for the value: its length, its hash or a digit of it would be seen as well. A secret whose value is at
hand (given by `--set`) goes through every construct; what may differ is that a function has no result for one of the two.
"""

from __future__ import annotations

import re

import pytest

from nimbus_lang.compiler import Checked, CompileOptions, check_sources
from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.ir.dump import readable
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.values.model import POISON, Value
from nimbus_lang.values.show import show
from tests.flow.carriers import SAMPLES, carriers

_WORD = re.compile(
    r'"(?:[^"\\]|\\.)*"|\d+\.\d+\.\d+\.\d+(?:/\d+)?|\d+(?:\.\d+)?[A-Za-z%]*|\btrue\b|\bfalse\b'
)


def another(literal: str) -> str:
    """A literal of the same type with another value, and no less well formed than may be."""
    return _WORD.sub(lambda found: _other(found[0]), literal)


def _other(word: str) -> str:
    if word in ("true", "false"):
        return "false" if word == "true" else "true"
    if word.startswith('"'):
        return re.sub(r"(?<!\\)[a-yA-Y]", lambda found: chr(ord(found[0]) + 1), word)
    if word.count(".") == 3:
        return "11." + word.split(".", 1)[1]
    return re.sub(r"^\d+(\.\d+)?", lambda n: str(float(n[0]) + 1 if n[1] else int(n[0]) + 1), word)


def program() -> str:
    """Every carrier around a secret param of its own, kept in a let and shown as what keeps secrets."""
    lines = [
        f"param s{n}: secret<{one.type}>\nlet l{n} = {one.of(f's{n}')}\noutput o{n}: secret<any> = l{n}\n"
        for n, one in enumerate(carriers())
    ]
    return "param on: bool = true\n" + "".join(lines)


def evaluated(text: str, values: dict[str, str]) -> Checked:
    """The program with these values, as they are given on a command line."""
    sources = SourceSet.of(SourceFile("main.nimbus", text))
    return check_sources(sources, "main.nimbus", CompileOptions(values=values))


def shown(checked: Checked, name: str) -> tuple[str, str] | None:
    """How messages and graph.json show a let; None where it has no value."""
    evaluator = checked.built.evaluator
    value: Value = evaluator.declared(evaluator.root, evaluator.root.scope.names[name])
    return None if value.data is POISON else (show(value), repr(readable(value)))


def errors(checked: Checked) -> dict[object, Diagnostic]:
    """What is wrong, by code and place; that the value is written somewhere is always said."""
    return {
        (one.code, one.span): one
        for one in checked.diagnostics
        if one.severity is Severity.ERROR and one.code != "NB5001"
    }


def test_no_construct_tells_of_a_secret() -> None:
    text = program()
    given = {f"s{n}": one.literal for n, one in enumerate(carriers())}
    first = evaluated(text, given)
    second = evaluated(text, {name: another(value) for name, value in given.items()})
    told = {}
    for n, one in enumerate(carriers()):
        left, right = shown(first, f"l{n}"), shown(second, f"l{n}")
        if None not in (left, right) and left != right:
            told[one.name] = (left, right)
    assert told == {}
    left_errors, right_errors = errors(first), errors(second)
    both = left_errors.keys() & right_errors.keys()
    assert {one: left_errors[one].detail for one in both} == {
        one: right_errors[one].detail for one in both
    }
    details = [one.detail for found in (left_errors, right_errors) for one in found.values()]
    silent = ("NB2121", "NB3017", "NB2110", "NB2117")
    alone = left_errors.keys() ^ right_errors.keys()
    assert all("secret" in one for one in details)
    assert {code for code, _ in alone} <= {"NB3008", "NB3009", "NB3010", *silent}  # type: ignore[misc]


def test_the_other_values_are_others() -> None:
    assert all(another(literal) != literal for literal in SAMPLES.values())


BOUNDS = {
    "secret<string(min = 30)>": ('"canary-canary"', '"canary-canar"'),
    "secret<string(max = 3)>": ('"canary-canary"', '"canary-canar"'),
    'secret<string(pattern = "[0-9]+")>': ('"canary-canary"', '"canary-canarz"'),
    'secret<"dev" | "prod">': ('"canary-canary"', '"canary-canarz"'),
    "secret<int(1..5)>": ("4711", "4712"),
    "secret<size(max = 1Ki)>": ("4711Gi", "4712Gi"),
    "secret<duration(max = 1s)>": ("4711d", "4712d"),
    "secret<cidr>": ('"canary-canary"', '"canary-canarz"'),
    "secret<ip>": ('"canary-canary"', '"canary-canarz"'),
    "secret<cidr >": ('"10.47.0.11/16"', '"10.48.0.11/16"'),
    "secret<list<int(1..5)>>": ("[4711]", "[4712]"),
    "secret<map<int(1..5)>>": ("{ a = 4711 }", "{ a = 4712 }"),
    "secret<{ a: int(1..5) }>": ("{ a = 4711 }", "{ a = 4712 }"),
    "list<secret<int(1..5)>>": ("[4711]", "[4712]"),
    "map<secret<port>>": ("{ a = 471100 }", "{ a = 471200 }"),
    "secret<int(1..5)>?": ("4711", "4712"),
    "secret<hostname>": ('"-canary-"', '"-canarz-"'),
}
"""Types with two values that do not fit, each."""


@pytest.mark.parametrize("kind", BOUNDS)
def test_what_does_not_fit_is_not_told(kind: str) -> None:
    text = f"param p: {kind}\noutput o: secret<any> = p\n"
    boxed = f"component box {{ param q: {kind}\noutput a = 1 }}\nparam p: any\nresource b: box {{ q = p }}\n"
    for program_text in (text, boxed):
        first, second = (evaluated(program_text, {"p": value}) for value in BOUNDS[kind])
        told = [[one.detail for one in found.diagnostics] for found in (first, second)]
        assert errors(first), program_text
        assert told[0] == told[1]
