"""Which branches and overlays no test reached."""

from __future__ import annotations

from nimbus_lang.testing.bench import Bench, overlay_of
from nimbus_lang.testing.decisions import Coverage, coverage, decisions_of, watcher
from nimbus_lang.testing.run import run_tests
from tests.testing.conftest import TODAY, opened


def covered(text: str, **files: str) -> Coverage:
    program = opened(text, **files)
    decisions = decisions_of(program.program)
    results = list(run_tests(Bench(program, TODAY, watcher(decisions))))
    assert all(one.passed for one in results)
    chosen = {overlay_of(one, program) for one in program.program.main.tests}
    return coverage(program.program, decisions, {one for one in chosen if one})


def missing(text: str, **files: str) -> list[tuple[str, tuple[str, ...]]]:
    found = covered(text, **files)
    return [(one.what, one.missing) for one in found.decisions if one.missing]


HEAD = """stack shop
param prod: bool = false
param name: string? = null
"""
TEST = 'test "dev" { assert true }\n'
BOTH = TEST + 'test "prod" { prod = true  name = "x" } { assert true }\n'


def test_a_branch_is_taken_both_ways_or_not() -> None:
    spec = (
        HEAD
        + 'resource jobs: aws.sqs_queue { name = name ?? "a"  delay_seconds = if prod then 1 else 2 }\n'
    )
    assert missing(spec + TEST) == [("??", ("present",)), ("if", ("true",))]
    assert missing(spec + BOTH) == []
    assert covered(spec + TEST).ways == (2, 4)


def test_when_and_or_and_comprehensions() -> None:
    spec = (
        HEAD
        + """
resource jobs: aws.sqs_queue when prod and name != null { name = "a" }
let few = [x for x in [1, 2] if x > 1 or prod]
resource more: aws.sqs_queue { delay_seconds = few[0]  name = "b" }
"""
    )
    assert missing(spec + TEST) == [("when", ("true",)), ("and", ("true",))]
    assert missing(spec + BOTH) == []


def test_what_is_never_evaluated_has_neither_outcome() -> None:
    spec = (
        HEAD
        + """
component mail { param fast: bool = false  resource q: aws.sqs_queue { name = "m"  delay_seconds = if fast then 0 else 9 } }
resource post: mail when prod { fast = name == null }
"""
    )
    assert missing(spec + TEST) == [("if", ("true", "false")), ("when", ("true",))]


def test_rules_of_policies() -> None:
    spec = (
        HEAD
        + """
resource jobs: aws.sqs_queue { name = "a"  fifo_queue = false }
policy "p" on aws.sqs_queue as q { warn "w" when prod  deny "d" when q.fifo_queue and prod }
let _unused = name
"""
    )
    assert missing(spec + BOTH) == [("deny", ("true",)), ("and", ("true",))]


def test_what_waits_for_an_apply_goes_both_ways() -> None:
    spec = 'stack shop\nresource a: aws.sqs_queue { name = "a" }\nresource b: aws.sqs_queue { name = if a.arn == "x" then "y" else "z" }\n'
    assert missing(spec + TEST) == []


def test_packages_count_and_the_library_does_not() -> None:
    package = 'component mail { param fast: bool = false  resource q: aws.sqs_queue { name = "m"  delay_seconds = if fast then 0 else 9 } }'
    spec = 'stack shop\nuse lib from "./lib.nimbus"\nresource post: lib.mail { }\nresource store: std.aws.bucket { name = "acme-store" }\n'
    assert missing(spec + TEST, lib=package) == [("if", ("true",))]


def test_overlays() -> None:
    spec = (
        HEAD
        + 'resource jobs: aws.sqs_queue { name = name ?? "${prod}" }\noverlay one { prod = true }\noverlay two { prod = true }\n'
    )
    found = covered(spec + 'test "t" { overlay = "one" } { assert prod }\n')
    assert found.overlays == {"one": True, "two": False}
