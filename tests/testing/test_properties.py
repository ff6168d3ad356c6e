"""Property tests: which values are tried, and how small a counterexample is told."""

from __future__ import annotations

from random import Random

import pytest

from nimbus_lang.compiler import Opened
from nimbus_lang.testing.bench import Bench
from nimbus_lang.testing.domains import between, domain_of
from nimbus_lang.testing.model import Result
from nimbus_lang.testing.properties import run_properties
from nimbus_lang.types.model import CIDR, INT, SIZE
from tests.testing.conftest import TODAY, opened


def tried(text: str, count: int = 40, seed: int = 0) -> Result:
    return run_properties(Bench(opened(text), TODAY), count, seed)


def failures(text: str, count: int = 40) -> list[str]:
    return [one.diagnostic.detail.split("`")[1] for one in tried(text, count).failures]


QUEUE = 'resource jobs: aws.sqs_queue { name = "jobs"  delay_seconds = '


def test_a_stack_that_keeps_its_promises_passes() -> None:
    result = tried(
        f'stack a\nparam n: int(0..900) = 3\nparam env: "a" | "b" = "a"\n{QUEUE} if env == "a" then n else 0 }}'
    )
    assert result.passed
    assert result.note == "40 cases, seed 0"


@pytest.mark.parametrize(
    "param, use, smallest",
    [
        ('env: "a" | "b" | "c" = "a"', 'if env == "c" then 1000 else 1', 'env = "c"'),
        ("on: bool = false", "if on then 1000 else 1", "on = true"),
        ("n: int(0..1000) = 3", "n", "n = 901"),
        ("n: int(1..4) = 3", "if n == 2 then 1000 else n", "n = 2"),
        ("t: duration(1s..2h) = 30s", "t", "t = 901s"),
        ("n: int(1..5)? = null", "(n ?? 1) * 300", "n = 4"),
    ],
)
def test_a_counterexample_is_made_small(param: str, use: str, smallest: str) -> None:
    other = 'param other: bool = false\nparam more: int(1..3) = 1\nresource q: aws.sqs_queue { name = "${other}-${more}" }\n'
    assert failures(f"stack a\nparam {param}\n{other}{QUEUE}{use} }}") == [smallest]


def test_what_a_test_says_wrongly_breaks_no_promise() -> None:
    wrong = 'test "typo" { m = 3 } { assert jobs.nam == "jobs" }'
    assert tried(f"stack a\nparam n: int(0..900) = 3\n{QUEUE} n }}\n{wrong}").passed


def test_every_overlay_is_tried() -> None:
    spec = f"stack a\nparam n: int(0..9) = 3\n{QUEUE}n * 10 }}\noverlay fine {{ n = 5 }}\noverlay slow {{ jobs.delay_seconds = n * 1000 }}\n"
    assert failures(spec) == ['overlay = "slow"']


def test_two_params_that_break_together() -> None:
    spec = f"stack a\nparam a: bool = false\nparam b: bool = false\n{QUEUE}if a and b then 1000 else 1 }}"
    assert failures(spec) == ["a = true  b = true"]


def test_policies_must_hold() -> None:
    spec = f'stack a\nparam n: int(1..5) = 3\n{QUEUE}n }}\npolicy "p" on aws.sqs_queue as q {{ deny "slow" when q.delay_seconds == 5 }}'
    (failure,) = tried(spec).failures
    assert "NB5901" in failure.diagnostic.detail
    assert [one.code for one in failure.caused] == ["NB5901"]


def test_what_a_params_own_check_refuses_is_no_counterexample() -> None:
    spec = f'stack a\nparam n: int(0..1000) = 3 check n <= 900 else "too long"\n{QUEUE}n }}'
    result = tried(spec)
    assert result.passed
    assert "refused by a check" in result.note


def test_a_made_up_value_is_told_at_its_param() -> None:
    (failure,) = tried(f"stack a\nparam n: int(0..1000) = 3\n{QUEUE}n }}").failures
    (cause,) = failure.caused
    assert cause.span is not None and cause.span.path == "main.nimbus"


def test_the_same_seed_tries_the_same() -> None:
    spec = f"stack a\nparam n: int(0..1000) = 3\nparam m: size = 3Gi\n{QUEUE}n }}"
    assert tried(spec, seed=5).failures[0].diagnostic == tried(spec, seed=5).failures[0].diagnostic


def test_params_that_cannot_be_varied_are_named() -> None:
    result = tried('stack a\nparam s: string = "x"\nresource jobs: aws.sqs_queue { name = s }')
    assert result.note.endswith("not varied: s")


def test_a_param_without_default_and_without_values_is_told() -> None:
    result = tried("stack a\nparam s: string\nresource jobs: aws.sqs_queue { name = s }")
    assert [one.diagnostic.code for one in result.failures] == ["NB6507"]


def test_a_param_without_default_gets_values() -> None:
    assert failures(f"stack a\nparam n: int(0..1000)\n{QUEUE}n }}") == ["n = 1000"]


def _types(text: str) -> Opened:
    return opened("stack a\n" + text)


@pytest.mark.parametrize(
    "kind",
    [
        "int", "int(3..9)", "int(-5..-1)", "number", "size", "size(20Gi..16Ti)", "size(1Mi..3Mi)", "duration", "duration(1d..35d)",
        "cpu", "percent", "cidr", "ip", "port", "bool", '"a" | "b"', '"a" | int(1..3)', "list<int>", "list<cidr>", "map<bool>", "range",
        "{ image: \"x\" | \"y\", port: port = 80 }", "list<{ a: int(1..2) }>", "aws.region", "int(1..3)?",
    ],
)  # fmt: skip
def test_every_value_fits_its_type(kind: str) -> None:
    program = _types(f"param p: {kind}\n").program
    domain = domain_of(program.main.param_types["p"])
    assert domain is not None
    random = Random(1)
    values = {*domain.values, *(domain.sample(random) for _ in range(20))}
    text = "".join(f"let _v{n}: {kind} = {value}\n" for n, value in enumerate(values))
    uses = "".join(f"resource r{n}: thing {{ p = {value} }}\n" for n, value in enumerate(values))
    spec = f"stack a\ncomponent thing {{ param p: {kind}  output o = p }}\n{text}{uses}"
    made = opened(spec)
    checked = Bench(made, TODAY).evaluate(None, ())
    assert [one for one in checked.diagnostics if one.severity.value == "error"] == []


def test_nobody_makes_up_a_text() -> None:
    for kind in ("string", "any", "secret<string>", "image_ref", "{ a: string }"):
        program = _types(f"param p: {kind}\n").program
        assert domain_of(program.main.param_types["p"]) is None


def test_half_way() -> None:
    assert between(INT, "100", "3") == "51"
    assert between(INT, "4", "3") is None
    assert between(SIZE, "9Gi", "1Gi") == "5Gi"
    assert between(CIDR, "10.0.0.0/28", "10.0.0.0/16") == "10.0.0.0/22"
    assert between(INT, "100", "some * 3") is None
