"""Results of tests for the eye and for machines: one line each, failures in full, what was not reached."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from nimbus_lang.diagnostics.cells import one_line
from nimbus_lang.diagnostics.render_json import diagnostic_data, diagnostics_data, span_data
from nimbus_lang.diagnostics.render_text import Paint, place_text
from nimbus_lang.testing.describe import failure_text

if TYPE_CHECKING:
    from nimbus_lang.operations.test import Result
    from nimbus_lang.source.source_file import SourceSet
    from nimbus_lang.testing.decisions import Coverage, Decision
    from nimbus_lang.testing.model import Failure
    from nimbus_lang.testing.model import Result as TestResult

_MOST = 60


def result_lines(result: Result, paint: Paint) -> Iterator[str]:
    """A line for each test below the name of its file, failures in full, and the sum."""
    for main, inside in groupby(result.results, key=lambda one: one.main):
        yield one_line(main)
        for one in inside:
            yield from _one(one, result.sources, paint)
    for folder in result.written:
        yield f"wrote {one_line(folder)}"
    passed = sum(one.passed for one in result.results)
    failed = len(result.results) - passed
    yield paint("error" if failed else "bold", f"{passed} passed, {failed} failed")


def _one(one: TestResult, sources: SourceSet, paint: Paint) -> Iterator[str]:
    note = f"  ({one_line(one.note)})" if one.note else ""
    mark = "  pass  " if one.passed else paint("error", "  FAIL  ")
    yield f"{mark}{one_line(one.title)}{note}"
    for failure in one.failures:
        yield ""
        yield from (
            f"    {line}".rstrip() for line in failure_text(failure, sources, paint).split("\n")
        )
    if one.failures:
        yield ""


def coverage_lines(result: Result) -> Iterator[str]:
    """What no test reached, by line of the spec."""
    for main, found in result.coverage.items():
        taken, ways = found.ways
        overlays = sum(found.overlays.values())
        yield f"{one_line(main)}: {taken} of {ways} branches, {overlays} of {len(found.overlays)} overlays"
        for decision in found.decisions:
            if decision.missing:
                yield f"  {place_text(decision.whole, result.sources)}  {_reason(decision, result.sources)}"
        for name, chosen in found.overlays.items():
            if not chosen:
                place = place_text(found.overlay_spans[name], result.sources)
                yield f"  {place}  no test chooses the overlay `{name}`"


def _reason(decision: Decision, sources: SourceSet) -> str:
    file = sources.get(decision.span.path)
    text = " ".join((file.slice(decision.span) if file else decision.what).split())
    shown = one_line(text if len(text) <= _MOST else f"{text[:_MOST]}…")
    missing = decision.missing
    never = "never asked" if len(missing) == len(decision.ways) else f"never {missing[0]}"
    return f"{decision.what}: `{shown}` is {never}"


def document(result: Result) -> dict[str, Any]:
    """Everything, for machines."""
    passed = sum(one.passed for one in result.results)
    made: dict[str, Any] = {
        "tests": [_test(one, result.sources) for one in result.results],
        "passed": passed,
        "failed": len(result.results) - passed,
        "ok": int(result.outcome) == 0,
        "written": result.written,
        "diagnostics": diagnostics_data(result.diagnostics, result.sources),
    }
    if result.coverage:
        made["coverage"] = {
            main: _coverage(found, result.sources) for main, found in result.coverage.items()
        }
    return made


def _test(one: TestResult, sources: SourceSet) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "title": one.title,
        "spec": one.main,
        **span_data(one.span, sources),
        "passed": one.passed,
        "seconds": round(one.seconds, 6),
        "note": one.note,
        "failures": [_failure(failure, sources) for failure in one.failures],
    }


def _failure(failure: Failure, sources: SourceSet) -> dict[str, Any]:
    values = [
        {
            "text": sources[one.span.path].slice(one.span),
            "value": one.value,
            **span_data(one.span, sources),
        }
        for one in failure.seen
    ]
    return {
        **diagnostic_data(failure.diagnostic, sources),
        "values": values,
        "caused": diagnostics_data(failure.caused, sources),
        "changes": failure.changes,
    }


def _coverage(found: Coverage, sources: SourceSet) -> dict[str, Any]:
    taken, ways = found.ways
    return {
        "branches": {"taken": taken, "all": ways},
        "missing": [
            {"what": one.what, "never": list(one.missing), **span_data(one.whole, sources)}
            for one in found.decisions
            if one.missing
        ],
        "overlays": found.overlays,
    }
