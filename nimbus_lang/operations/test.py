"""Test: run the tests of every stack and package under the targets; on demand golden files, properties, coverage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import field
from datetime import date
from pathlib import Path

from nimbus_lang.check.evaluate import ProgramEvaluator
from nimbus_lang.compiler import Opened, open_program
from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.diagnostics.order import in_order
from nimbus_lang.operations.golden import Golden
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.syntax.parse import ParseCache
from nimbus_lang.testing import errors
from nimbus_lang.testing.bench import Bench, overlay_of
from nimbus_lang.testing.decisions import Coverage, coverage, decisions_of, watcher
from nimbus_lang.testing.model import Result as TestResult
from nimbus_lang.testing.run import run_tests
from nimbus_lang.workspace.load import load
from nimbus_lang.workspace.replace import write_result

_WORD = "test"
_COLLECT_EVERY = 200_000


@dataclass(frozen=True, slots=True)
class Options:
    """`wanted`: a part of `path: title`. `properties`: how many cases to try of each stack (0: none), drawn with `seed`.

    `snapshot` compares golden files, `update` writes them. `today` is the day waivers are judged by. `junit`:
    where to write the results as XML.
    """

    targets: tuple[Path, ...]
    wanted: str = ""
    snapshot: bool = False
    update: bool = False
    properties: int = 0
    seed: int = 0
    coverage: bool = False
    junit: Path | None = None
    today: date | None = None


@dataclass
class Result:
    """`results` in the order in which they ran; `coverage` by path; `written` golden folders that were written."""

    results: list[TestResult] = field(default_factory=list)
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: SourceSet = field(default_factory=SourceSet)
    coverage: dict[str, Coverage] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    outcome: Outcome = Outcome.OK


def test(options: Options) -> Result:
    """Read, run, count."""
    threshold = gc.get_threshold()
    gc.set_threshold(_COLLECT_EVERY)
    try:
        return _test(options)
    finally:
        gc.set_threshold(*threshold)


def _test(options: Options) -> Result:
    result = Result()
    problems: list[Diagnostic] = []
    cache = ParseCache()
    done: set[str] = set()
    for target in options.targets:
        loaded, said = load(target, packages=True)
        problems += said
        for main in loaded.mains if loaded is not None else ():
            if loaded is not None and main not in done:
                done.add(main)
                _run_file(loaded.sources, main, options, cache, result)
    unread = has_errors(problems)
    if not result.results and not unread and not result.written:
        problems.append(_nothing(options))
    result.diagnostics = in_order([*problems, *result.diagnostics], result.sources)
    result.outcome = _outcome(result, unread)
    if options.junit is not None:
        _write_junit(options.junit, result)
    return result


def _write_junit(path: Path, result: Result) -> None:
    from nimbus_lang.diagnostics.render_text import Paint
    from nimbus_lang.testing.describe import failure_text
    from nimbus_lang.testing.junit import junit_xml

    sources = result.sources
    text = junit_xml(result.results, lambda one: failure_text(one, sources, Paint()))
    problems = write_result(path, text)
    if problems:
        result.diagnostics += problems
        result.outcome = Outcome.ENVIRONMENT


def _outcome(result: Result, unread: bool) -> Outcome:
    if any(not one.passed for one in result.results):
        return Outcome.SPEC
    if any(one.code == "NB6508" for one in result.diagnostics):
        return Outcome.USAGE
    return Outcome.ENVIRONMENT if unread else Outcome.OK


def _nothing(options: Options) -> Diagnostic:
    if options.wanted:
        return errors.nothing_matches(options.wanted)
    return errors.no_tests(", ".join(f"`{target}`" for target in options.targets))


def _run_file(
    sources: SourceSet, main: str, options: Options, cache: ParseCache, result: Result
) -> None:
    more = options.snapshot or options.update or options.properties
    if _WORD not in sources[main].text and not more:
        return
    opened = open_program(sources, main, cache)
    gc.freeze()  # the program lives to the end, and each evaluation makes garbage: look at the garbage alone
    result.sources = result.sources.with_files(opened.sources)
    today = options.today or date.today()
    result.results += _tests(opened, today, options, result)
    if opened.program.main.stack is None:
        return
    bench = Bench(opened, today)
    if options.snapshot or options.update:
        golden = Golden(bench, options.update)
        result.results += golden.results()
        result.written += golden.written
        result.diagnostics += tuple(golden.problems)
    if options.properties:
        from nimbus_lang.testing.properties import run_properties

        result.results.append(run_properties(bench, options.properties, options.seed))


def _tests(opened: Opened, today: date, options: Options, result: Result) -> Iterator[TestResult]:
    path, program = opened.program.main.path, opened.program

    def wanted(title: str) -> bool:
        return options.wanted.lower() in f"{path}: {title}".lower()

    if not options.coverage:
        yield from run_tests(Bench(opened, today, ProgramEvaluator), wanted)
        return
    decisions = decisions_of(program)
    yield from run_tests(Bench(opened, today, watcher(decisions)), wanted)
    chosen = {
        overlay_of(one, opened) for one in program.main.tests if wanted(one.title.plain or "")
    }
    result.coverage[path] = coverage(program, decisions, {one for one in chosen if one})
