"""Policies of a spec: over all three targets, from packages, on what is not written, and their waivers."""

from __future__ import annotations

from datetime import date

from nimbus_lang.compiler import CompileOptions, check_sources, compile_sources
from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.source_file import SourceFile, SourceSet

ORDERED = """
policy "queues are ordered" on aws.sqs_queue as q { deny "not a FIFO queue" when not q.fifo_queue }
"""
QUEUE = 'resource jobs: aws.sqs_queue { name = "jobs" }\n'


def found(text: str, today: date | None = None, **files: str) -> tuple[Diagnostic, ...]:
    """What is said of a stack beside warnings of other rules."""
    main = SourceFile("main.nimbus", f"stack shop\n\n{text}")
    others = (SourceFile(f"{name}.nimbus", content) for name, content in files.items())
    options = CompileOptions(today=today or date(2026, 11, 23))
    checked = check_sources(SourceSet.of(main, *others), main.path, options)
    kept = ("NB590", "NB501", "NB20", "NB21", "NB3")
    return tuple(one for one in checked.diagnostics if one.code.startswith(kept))


def codes(text: str, today: date | None = None, **files: str) -> list[str]:
    return [one.code for one in found(text, today, **files)]


def test_a_deny_stops_a_compile() -> None:
    sources = SourceSet.of(SourceFile("main.nimbus", f"stack shop\n{QUEUE}{ORDERED}"))
    compiled = compile_sources(sources, "main.nimbus")
    assert compiled.artifacts is None
    (denied,) = compiled.diagnostics
    assert (denied.code, denied.severity, denied.level) == ("NB5901", Severity.ERROR, "BLOCK")
    assert denied.detail == "`jobs`: not a FIFO queue. The policy is “queues are ordered”."
    assert [label.text for label in denied.labels] == ["this rule holds"]


def test_a_warn_does_not() -> None:
    sources = SourceSet.of(
        SourceFile("main.nimbus", f"stack shop\n{QUEUE}{ORDERED}".replace("deny", "warn"))
    )
    compiled = compile_sources(sources, "main.nimbus")
    assert compiled.artifacts is not None
    assert [one.code for one in compiled.diagnostics] == ["NB5902"]


def test_messages_are_interpolated() -> None:
    (one,) = found(
        QUEUE
        + 'policy "p" on aws.sqs_queue as q { deny "`${q.name}` in ${stack.name} has ${1 + 1}" when true }'
    )
    assert "`jobs` in shop has 2" in one.detail


def test_what_is_known_after_an_apply_is_said_to_be_so_in_a_message() -> None:
    (one,) = found(QUEUE + 'policy "p" on aws.sqs_queue as q { deny "arn ${q.arn}" when true }')
    assert "arn (known after apply: jobs.arn)" in one.detail


def test_kubernetes_kinds() -> None:
    program = """
resource settings: k8s.core.v1.ConfigMap { data = { MODE = "debug" } }
policy "no debugging" on k8s.core.v1.ConfigMap as c {
  deny "MODE is ${c.data.MODE}" when c.data.MODE == "debug"
  deny "has no label" when c.metadata.labels == null
}
"""
    assert codes(program) == ["NB5901", "NB5901"]


def test_helm_releases() -> None:
    program = """
resource ingress: helm.release { chart = "oci://example.com/charts/x"  version = "1.0.0" }
policy "charts are new" on helm.release as r { deny "is ${r.version}" when r.version == "1.0.0" }
"""
    assert codes(program) == ["NB5901"]


def test_components_and_their_parts() -> None:
    program = """
component mail {
  param size: int = 1
  resource jobs: aws.sqs_queue { name = self.name  delay_seconds = size }
}
resource post: mail { }
policy "p" on mail as m { deny "size ${m.size}" when m.size < 2 }
policy "q" on aws.sqs_queue as q { deny "made" when q.name == "post" }
"""
    said = found(program)
    assert [one.code for one in said] == ["NB5901", "NB5901"]
    inside = next(one for one in said if one.callers)
    assert "`post.jobs`: made" in inside.detail


def test_policies_of_a_package_read_their_own_file() -> None:
    package = """
param least: int = 3
policy "enough" on aws.sqs_queue as q { deny "needs ${least}" when q.delay_seconds < least }
"""
    program = 'use house from "./house.nimbus"\n' + QUEUE.replace("}", "delay_seconds = 2 }")
    (one,) = found(program, house=package)
    assert one.code == "NB5901"
    assert "needs 3" in one.detail


def test_an_argument_nobody_wrote_is_null_and_null_is_false() -> None:
    rules = """
policy "p" on aws.sqs_queue as q {
  deny "no key" when q.kms_master_key_id == null
  deny "not ordered" when not q.fifo_queue
  deny "never" when q.fifo_queue
  deny "never" when q.fifo_queue and true
  deny "either" when q.fifo_queue or true
  deny "quick" when (q.delay_seconds ?? 0) < 1
  deny "no tag" when not ("team" in (q.tags ?? {}))
}
"""
    said = [one.detail for one in found(QUEUE + rules)]
    messages = ("no key", "not ordered", "either", "quick", "no tag")
    assert [next((m for m in messages if m in detail), detail) for detail in said] == list(messages)


def test_what_nobody_can_judge_is_told() -> None:
    rule = 'policy "p" on aws.sqs_queue as q {{ {} "short" when {} }}'
    for kind, severity in (("deny", Severity.WARNING), ("warn", Severity.INFO)):
        for condition, why in (
            ("q.delay_seconds < 3", "`jobs.delay_seconds` is not written"),
            ('q.arn == "x"', "`jobs.arn` is known only after an apply"),
            ("length(q.tags) < 3", "`jobs.tags` is not written"),
        ):
            (one,) = found(QUEUE + rule.format(kind, condition))
            assert (one.code, one.severity) == ("NB5903", severity)
            assert why in one.detail


def test_a_nested_argument_nobody_wrote_is_null() -> None:
    program = """
resource site: aws.s3_bucket_website_configuration { bucket = "acme-b"  index_document = { suffix = "i" } }
policy "p" on aws.s3_bucket_website_configuration as w {
  deny "no error page" when w.error_document == null
  deny "never" when w.index_document == null
}
"""
    (one,) = found(program)
    assert "no error page" in one.detail


def test_a_secret_reaches_no_message() -> None:
    program = """
resource db: aws.db_instance {
  instance_class = "db.t4g.medium"
  password       = env.secret("DB_PASSWORD")
}
policy "p" on aws.db_instance as d { deny "it is ${d.password}" when true }
"""
    denied, leak = found(program)
    assert (denied.code, leak.code) == ("NB5901", "NB2121")
    assert denied.detail == "`db`: p. The policy is “p”."


def test_a_waiver_names_the_policy_or_the_code() -> None:
    for name in ("queues are ordered", "NB5901"):
        assert codes(f'@waive("{name}", reason = "order does not matter")\n{QUEUE}{ORDERED}') == []


def test_a_title_waives_that_policy_alone() -> None:
    other = 'policy "queues are slow" on aws.sqs_queue as q { deny "quick" when true }\n'
    program = f'@waive("queues are ordered", reason = "no order")\n{QUEUE}{ORDERED}{other}'
    (one,) = found(program)
    assert "queues are slow" in one.detail


def test_a_waiver_of_a_policy_runs_out() -> None:
    program = f'@waive("queues are ordered", reason = "x", until = "2026-11-23")\n{QUEUE}{ORDERED}'
    assert codes(program) == []
    (again,) = found(program, today=date(2026, 11, 24))
    assert again.code == "NB5901"
    assert any("2026-11-23" in note for note in again.notes)


def test_a_waiver_of_a_policy_that_says_nothing_is_told() -> None:
    ordered = QUEUE.replace('"jobs"', '"jobs.fifo"  fifo_queue = true')
    assert codes(f'@waive("queues are ordered", reason = "x")\n{ordered}{ORDERED}') == ["NB5013"]


def test_a_waiver_of_no_policy_is_wrong() -> None:
    (one,) = found(
        f'@waive("queues are orderly", reason = "x")\nresource a: aws.sqs_queue {{ name = "a" fifo_queue = true }}\n{ORDERED}'
    )
    assert one.code == "NB2025"
    assert "Did you mean the policy “queues are ordered”?" in one.detail


def test_instances_of_one_declaration_are_told_once() -> None:
    program = 'resource jobs[name in ["a", "b", "c"]]: aws.sqs_queue { name = name }\n' + ORDERED
    (one,) = found(program)
    assert one.notes == ('The same holds for `jobs["b"]`, `jobs["c"]`.',)


def test_two_rules_that_hold_for_different_instances_are_not_mixed_up() -> None:
    program = """
resource jobs[name in ["a", "b"]]: aws.sqs_queue { name = name }
policy "p" on aws.sqs_queue as q {
  deny "is a" when q.name == "a"
  deny "is b" when q.name == "b"
}
"""
    said = found(program)
    assert ["is a" in said[0].detail, "is b" in said[1].detail] == [True, True]
    assert all(one.notes == () for one in said)
