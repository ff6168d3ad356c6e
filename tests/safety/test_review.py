"""The review as a whole: levels, the cleared graph, order, folding of instances, callers."""

from __future__ import annotations

from datetime import date

from nimbus_lang.diagnostics.model import Severity
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.safety.review import review

LOGS = 'resource logs: aws.cloudwatch_log_group { name = "/shop/web" }\n'
TOPIC = 'resource events: aws.sns_topic { name = "events" }\n'
FILES = 'resource files: aws.efs_file_system { creation_token = "files" }\n'


def test_an_empty_graph_is_cleared() -> None:
    graph = InfraGraph("empty", {})
    cleared, report = review(graph, date(2026, 1, 1))
    assert cleared is not None and cleared.graph is graph
    assert report.findings == () and report.waived == ()


def test_levels_become_severities(judge) -> None:
    said = {f.level: f.severity for f in judge(LOGS + TOPIC + FILES).report.findings}
    assert said == {
        "INFO": Severity.INFO,
        "WARN": Severity.WARNING,
        "BLOCK": Severity.ERROR,
    }


def test_warnings_do_not_stop_and_errors_do(judge) -> None:
    assert judge(LOGS + TOPIC).cleared is not None
    assert judge(LOGS + TOPIC + FILES).cleared is None


def test_findings_come_in_the_order_of_the_source(judge) -> None:
    findings = judge(FILES + LOGS + TOPIC).report.findings
    assert [f.code for f in findings] == ["NB5103", "NB5112", "NB5105"]


def test_instances_share_one_finding(judge) -> None:
    judged = judge(
        'resource logs[name in ["a", "b", "c", "d", "e"]]: aws.cloudwatch_log_group { name = name }'
    )
    finding = judged.one("NB5112")
    assert '`logs["a"]`' in finding.detail
    assert finding.notes == (
        'The same holds for `logs["b"]`, `logs["c"]`, `logs["d"]` and 1 more.',
    )


def test_two_findings_at_one_place_stay_two(judge) -> None:
    judged = judge("""
resource files: aws.ebs_volume { availability_zone = "eu-west-1a"  size = 1 }
resource more: aws.instance {
  ami              = "ami-0123456789abcdef0"
  instance_type    = "t4g.small"
  metadata_options = { http_tokens = "required" }
  ebs_block_device = [{ device_name = "/dev/sdb" }, { device_name = "/dev/sdc" }]
}
""")
    assert judged.codes.count("NB5102") == 4


def test_a_finding_inside_a_component_names_the_caller(judge) -> None:
    judged = judge("""
component store {
  param name: string
  resource files: aws.efs_file_system { creation_token = name }
}
resource one: store { name = "one" }
resource two: store { name = "two" }
""")
    findings = [f for f in judged.report.findings if f.code == "NB5103"]
    assert len(findings) == 2
    assert [len(f.callers) for f in findings] == [1, 1]
    assert len({f.callers for f in findings}) == 2
    assert all(f.fixes == () for f in findings)


def test_a_finding_says_where_it_is(judge) -> None:
    finding = judge(LOGS.replace(" }", " retention_in_days = 0 }")).one("NB5112")
    assert [label.text for label in finding.labels] == ["in `logs`"]


def test_only_needed_folders_are_imported() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from nimbus_lang.safety.discover import rules_for;"
        "rules_for(['aws.sqs_queue']);"
        "print([m for m in sys.modules if m.startswith('nimbus_lang.safety.rules.k8s')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
