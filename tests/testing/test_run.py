"""What makes a test pass and what makes it fail."""

from __future__ import annotations

import pytest

from nimbus_lang.testing.bench import Bench
from tests.testing.conftest import TODAY, opened

STACK = """stack shop
param env: "dev" | "prod" = "dev"
param delay: int(0..900) = 5
let prod = env == "prod"
resource jobs: aws.sqs_queue { name = "jobs-${env}"  delay_seconds = delay }
resource mail[name in ["a", "b"]]: aws.sqs_queue { name = name }
overlay prod { env = "prod"  jobs.delay_seconds = 60 }
"""


def test_assertions_read_every_name_of_the_file(run) -> None:
    ran = run(
        STACK
        + """
test "all names" {
  assert not prod
  assert delay == 5
  assert jobs.name == "jobs-dev"
  assert mail["a"].name == "a"
  assert mail[*].name == ["a", "b"]
  assert stack.name == "shop"
}
"""
    )
    assert ran.passed == {"all names": True}


def test_overrides_are_typed_assignments(run) -> None:
    ran = run(
        STACK
        + """
test "a param" { env = "prod" } { assert jobs.name == "jobs-prod" }
test "a field" { jobs.delay_seconds = 30s } { assert jobs.delay_seconds == 30 }
test "one instance" { mail["b"].delay_seconds = 3 } { assert mail["b"].delay_seconds == 3 }
test "not the next test's" { assert jobs.delay_seconds == 5 }
"""
    )
    assert all(ran.passed.values()), ran.text()


def test_an_overlay_is_chosen_like_a_param_and_lies_below_the_overrides(run) -> None:
    ran = run(
        STACK
        + """
test "overlay" { overlay = "prod" } { assert prod and jobs.delay_seconds == 60 }
test "on top" { overlay = "prod"  jobs.delay_seconds = 3 } { assert jobs.delay_seconds == 3 }
"""
    )
    assert all(ran.passed.values()), ran.text()


def test_a_param_called_overlay_is_a_param(run) -> None:
    ran = run(
        """stack shop
param overlay: string = "none"
resource jobs: aws.sqs_queue { name = overlay }
test "t" { overlay = "mine" } { assert jobs.name == "mine" }
"""
    )
    assert all(ran.passed.values()), ran.text()


def test_a_false_assertion_fails_with_its_message(run) -> None:
    ran = run(STACK + 'test "t" { assert delay > 9 else "only ${delay} in ${env}" }')
    assert ran.codes == ["NB6501"]
    assert ran.results[0].failures[0].diagnostic.detail == "only 5 in dev"


def test_every_false_assertion_is_told(run) -> None:
    ran = run(STACK + 'test "t" { assert delay > 9  assert delay == 5  assert prod }')
    assert ran.codes == ["NB6501", "NB6501"]


def test_what_waits_for_an_apply_fails_and_says_so(run) -> None:
    ran = run(STACK + 'test "t" { assert jobs.arn == "x" }')
    assert ran.codes == ["NB6502"]
    assert "`jobs.arn`" in ran.results[0].failures[0].diagnostic.detail


def test_what_the_spec_writes_needs_no_apply(run) -> None:
    assert run(STACK + 'test "t" { assert jobs.name.length() > 3 }').codes == []


@pytest.mark.parametrize(
    "overrides, code",
    [
        ("delay = 1000", "NB3001"),  # said by checking already
        ("jobs.delay_seconds = delay * 1000", "NB3001"),  # a value
        ('env = "staging"', "NB3003"),
        ("jobs.sqs_managed_sse_enabled = false", "NB5105"),  # safety
    ],
)
def test_rejects(run, overrides: str, code: str) -> None:
    ran = run(STACK + f'test "t" {{ {overrides} }} {{ rejects "{code}" }}')
    assert ran.codes == [], ran.text()
    assert [one.code for one in ran.opened.diagnostics] == ["NB2016"]


def test_rejects_what_a_target_cannot_say(run) -> None:
    text = """stack shop
param old: bool = false
resource a: aws.sqs_queue { name = "a" }
resource b[x in ["1", "2"]]: aws.sqs_queue { name = "b" }
test "t" { rejects "NB4899" }
"""
    assert run(text).codes == ["NB6503"]


def test_rejects_of_a_policy(run) -> None:
    policy = 'policy "slow" on aws.sqs_queue as q { deny "too slow" when q.delay_seconds == 7 }\n'
    ran = run(STACK + policy + 'test "t" { delay = 7 } { rejects "NB5901" }')
    assert ran.codes == []


def test_a_program_that_is_not_rejected_fails_and_shows_its_other_errors(run) -> None:
    ran = run(
        STACK
        + """
test "fine" { rejects "NB3012" }
test "another" { delay = 1000 } { rejects "NB3012" }
"""
    )
    assert ran.codes == ["NB6503", "NB6503(NB3001)"]
    assert "Nothing is wrong with it." in ran.text()
    assert "It gave NB3001." in ran.text()


def test_errors_nobody_asked_for_fail_a_test(run) -> None:
    ran = run(STACK + 'test "t" { jobs.delay_seconds = delay * 1000 } { assert delay == 5 }')
    assert ran.codes == ["NB6504(NB3001)"]


def test_the_same_errors_are_shown_once(run) -> None:
    broken = STACK.replace("= delay }", "= delay * 1000 }")
    ran = run(broken + 'test "one" { assert true }\ntest "two" { assert true }\n')
    assert ran.codes == ["NB6504(NB3001)", "NB6504"]
    assert "“one”" in ran.results[1].failures[0].diagnostic.detail


def test_what_is_wrong_with_one_test_is_not_the_next_ones(run) -> None:
    ran = run(
        STACK
        + """
test "wrong" { nothing = 3 } { assert true }
test "right" { assert true }
"""
    )
    assert ran.passed == {"wrong": False, "right": True}


def test_an_assertion_that_cannot_be_evaluated_shows_why(run) -> None:
    ran = run(STACK + 'test "t" { assert mail["c"].name == "c" }')
    assert ran.codes == ["NB6504(NB3008)"]


def test_a_package_has_tests_of_its_own(run) -> None:
    text = """
component queue { param size: int(1..9) = 3  resource jobs: aws.sqs_queue { name = self.name  delay_seconds = size } }
resource one: queue { }
test "its default" { assert one.size == 3 }
"""
    ran = run(text)
    assert ran.passed == {"its default": True}, ran.text()


def test_tests_with_equal_overrides_share_an_evaluation() -> None:
    tests = "".join(f'test "t{n}" {{ env = "prod" }} {{ assert prod }}\n' for n in range(3))
    program = opened(STACK + tests + 'test "other" { assert not prod }\n')
    bench = Bench(program, TODAY)
    evaluated = [bench.test_program(one) for one in program.program.main.tests]
    assert evaluated[0] is evaluated[1] is evaluated[2]
    assert evaluated[3] is not evaluated[0]


def test_a_rejection_is_not_met_by_what_another_test_says_wrongly(run) -> None:
    ran = run(
        STACK
        + """
test "typo" { env = "staging" } { assert jobs.nam == "jobs" }
test "met by nothing" { env = "prod" } { rejects "NB3003" }
test "nor by this" { rejects "NB2005" }
"""
    )
    assert not any(ran.passed.values()), ran.text()
