"""Waivers: what they take away, until when, on which resource, and what is wrong with them."""

from __future__ import annotations

from datetime import date

import pytest

from nimbus_lang.diagnostics.model import Severity

QUEUE = """
@waive("NB5105", reason = "public data only", until = "2026-11-23")
resource jobs: aws.sqs_queue { name = "jobs"  sqs_managed_sse_enabled = false }
"""
FILES = """
@waive("NB5103", reason = "scratch space")
resource files: aws.efs_file_system { creation_token = "files" }
"""


def test_a_waiver_takes_a_finding_away(judge) -> None:
    judged = judge(FILES)
    assert judged.codes == []
    assert judged.cleared is not None
    (waived,) = judged.report.waived
    assert waived.code == "NB5103"
    assert waived.severity is Severity.INFO
    assert "Waived: scratch space" in waived.notes


def test_the_last_day_still_counts(judge) -> None:
    assert judge(QUEUE, today=date(2026, 11, 23)).codes == []


def test_an_expired_waiver_is_a_finding_again(judge) -> None:
    judged = judge(QUEUE, today=date(2026, 11, 24))
    finding = judged.one("NB5105")
    assert any("2026-11-23" in note and "public data only" in note for note in finding.notes)
    assert [label.text for label in finding.labels] == ["in `jobs`", "expired on 2026-11-23"]
    assert judged.codes == ["NB5105"]


def test_an_expired_waiver_of_a_block_stops_again(judge) -> None:
    program = FILES.replace('"scratch space"', '"scratch space", until = "2026-01-01"')
    assert judge(program).cleared is None


def test_hard_cannot_be_waived(judge) -> None:
    judged = judge("""
@waive("NB5001", reason = "it is only a test password")
resource mail: k8s.core.v1.ConfigMap { data = { PASSWORD = "hunter2" } }
""")
    assert judged.codes == ["NB5011", "NB5001"]
    assert judged.cleared is None
    assert judged.one("NB5011").level == "HARD"


def test_a_waiver_that_matches_nothing_is_told(judge) -> None:
    judged = judge("""
@waive("NB5103", reason = "scratch space")
resource files: aws.efs_file_system { creation_token = "files"  encrypted = true }
""")
    finding = judged.one("NB5013")
    assert finding.severity is Severity.WARNING
    assert judged.file.slice(finding.span).startswith("@waive")
    assert judged.cleared is not None


def test_an_unknown_code_is_told_with_the_nearest(judge) -> None:
    program = FILES.replace("NB5103", "NB5193")
    judged = judge(program)
    assert judged.codes == ["NB5014", "NB5103"]
    assert "Did you mean `NB5" in judged.one("NB5014").detail


def test_a_waiver_used_by_one_instance_is_used(judge) -> None:
    judged = judge("""
@waive("NB5112", reason = "audit")
resource logs[name, days in { audit = 0, web = 30 }]: aws.cloudwatch_log_group {
  name              = name
  retention_in_days = days
}
""")
    assert judged.codes == []
    assert len(judged.report.waived) == 1


def test_a_waiver_on_a_bucket_counts_for_its_policy_and_access_list(judge) -> None:
    judged = judge("""
@waive("NB5107", reason = "public marketing site", until = "2027-06-30")
resource site: aws.s3_bucket { bucket = "acme-shop-site" }

resource open: aws.s3_bucket_acl { bucket = site.id  acl = "public-read" }
resource served: aws.s3_bucket_website_configuration {
  bucket         = "acme-shop-site"
  index_document = { suffix = "index.html" }
}
""")
    assert judged.codes == []
    assert sorted(w.code for w in judged.report.waived) == ["NB5107", "NB5107", "NB5108"]


def test_who_lets_a_bucket_be_public_needs_no_lock(judge) -> None:
    judged = judge("""
@waive("NB5107", reason = "public marketing site")
resource site: aws.s3_bucket { bucket = "acme-shop-site" }
""")
    assert judged.codes == []
    assert [w.code for w in judged.report.waived] == ["NB5108"]


def test_a_waiver_for_another_resource_does_not_count(judge) -> None:
    judged = judge(FILES + 'resource other: aws.efs_file_system { creation_token = "other" }\n')
    assert judged.found == [("NB5103", "other")]


@pytest.mark.parametrize("code", ["NB5103"])
def test_a_waiver_on_a_component_counts_for_its_parts(judge, code: str) -> None:
    judged = judge(f"""
component store {{
  resource files: aws.efs_file_system {{ creation_token = "files" }}
}}
@waive("{code}", reason = "scratch space")
resource scratch: store {{ }}
""")
    assert judged.codes == []
