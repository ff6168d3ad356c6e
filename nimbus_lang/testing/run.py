"""Runs the tests of one file: each program evaluated with its overrides, its assertions explained where they fail.

Milliseconds each: the file is read and checked once. A test passes when every assertion holds, every `rejects` is met, and
the program has no other error; beside a `rejects` the program may have more errors, since one mistake can have several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from time import perf_counter

from nimbus_lang.check.deferral import known, waits_for
from nimbus_lang.check.evaluate import ProgramEvaluator
from nimbus_lang.check.watch import Watch
from nimbus_lang.compiler import Checked, lower_checked
from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import Assert, Rejects, TestDecl
from nimbus_lang.syntax.expressions import BinaryExpr, StringExpr
from nimbus_lang.testing import errors
from nimbus_lang.testing.bench import Bench
from nimbus_lang.testing.difference import first_difference
from nimbus_lang.testing.model import Failure, Kind, Result
from nimbus_lang.values.model import Poison
from nimbus_lang.values.show import SECRET, text_of

Wanted = Callable[[str], bool]
"""Whether a test is to run, by its title."""

_LOWERING = "NB48"
_Marks = frozenset[tuple[str, Span | None]]


def run_tests(bench: Bench, wanted: Wanted = lambda title: True) -> Iterator[Result]:
    """The results of the file's tests, in the order of the source."""
    told: dict[_Marks, str] = {}
    main = bench.opened.program.main
    for test in main.tests:
        title = test.title.plain or ""
        if wanted(title):
            start = perf_counter()
            failures = tuple(_failures(bench, test, told))
            seconds = perf_counter() - start
            yield Result(Kind.TEST, title, main.path, test.title.span, failures, seconds)


def errors_of(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those that stop a program."""
    return tuple(one for one in diagnostics if one.severity is Severity.ERROR)


def outside_tests(
    bench: Bench, diagnostics: Iterable[Diagnostic], but: TestDecl | None = None
) -> list[Diagnostic]:
    """What is not said of a test, or only of `but`: what one test says wrongly is nobody else's mistake."""
    others = [one.span for one in bench.opened.program.main.tests if one is not but]
    return [
        one
        for one in diagnostics
        if one.span is None or not any(_within(one.span, other) for other in others)
    ]


def _failures(bench: Bench, test: TestDecl, told: dict[_Marks, str]) -> Iterator[Failure]:
    checked = bench.test_program(test)
    own = outside_tests(bench, checked.diagnostics, test)
    problems = errors_of(own)
    rejections = [one for one in test.assertions if isinstance(one, Rejects)]
    if problems and not rejections:
        yield _unexpected(test, problems, told)
    for one in rejections:
        yield from _rejection(checked, [*own, *_expected(checked, test)], one.code)
    for assertion in test.assertions:
        if isinstance(assertion, Assert):
            yield from _assertion(checked, assertion, bool(problems))


def _within(inner: Span, outer: Span) -> bool:
    return inner.path == outer.path and outer.start <= inner.start < outer.end


def _unexpected(
    test: TestDecl, problems: tuple[Diagnostic, ...], told: dict[_Marks, str]
) -> Failure:
    """The errors themselves, unless an earlier test of the file has shown the same."""
    marks = frozenset((one.code, one.span) for one in problems)
    first = told.setdefault(marks, test.title.plain or "")
    again = first if first != test.title.plain else ""
    said = errors.unexpected(test.title.span, len(problems), again)
    return Failure(said, caused=() if again else problems)


def _rejection(checked: Checked, given: list[Diagnostic], code: StringExpr) -> Iterator[Failure]:
    wanted = code.plain or ""
    if wanted.startswith(_LOWERING) and all(one.code != wanted for one in given):
        given = [*given, *lower_checked(checked).diagnostics]
    if any(one.code == wanted for one in given):
        return
    problems = errors_of(given)
    found = list(dict.fromkeys(one.code for one in problems))
    yield Failure(errors.not_rejected(code.span, wanted, found), caused=problems)


def _expected(checked: Checked, test: TestDecl) -> list[Diagnostic]:
    """The errors that checking found in the test's own overrides."""
    expected = checked.program.expected
    return [one for one in expected if one.span is not None and _within(one.span, test.span)]


def _assertion(checked: Checked, assertion: Assert, broken: bool) -> Iterator[Failure]:
    ev = checked.built.evaluator
    before = len(ev.diagnostics)
    watch = Watch(ev, assertion.condition)
    value = watch.eval(assertion.condition, ev.root.env())
    sure = known(value)
    if sure is not None and sure.data is True:
        return
    span = assertion.condition.span
    seen = watch.seen(checked.sources[span.path])
    if sure is None:
        yield Failure(errors.assertion_waits(span, waits_for(value)), seen)
    elif isinstance(sure.data, Poison):
        problems = (*watch.diagnostics, *ev.diagnostics[before:])
        if problems or not broken:
            said = errors.unexpected(span, max(1, len(problems)), "")
            yield Failure(said, seen, problems)
    else:
        message = _message(ev, assertion)
        yield Failure(errors.assertion_failed(span, message, _notes(watch, assertion)), seen)


def _message(ev: ProgramEvaluator, assertion: Assert) -> str:
    if assertion.message is None:
        return ""
    said = known(ev.eval(assertion.message, ev.root.env()))
    if said is None or isinstance(said.data, Poison):
        return ""
    return SECRET if said.secret else text_of(said)


def _notes(watch: Watch, assertion: Assert) -> tuple[str, ...]:
    """Where two sides of an `==` differ."""
    match assertion.condition:
        case BinaryExpr(op="==", left=left, right=right):
            one, other = watch.values.get(id(left)), watch.values.get(id(right))
            difference = first_difference(one, other) if one and other else ""
            return (difference,) if difference else ()
        case _:
            return ()
