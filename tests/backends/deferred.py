"""Functions and operators on values that an apply makes, and the Terraform expression each becomes."""

from __future__ import annotations

BEFORE = """\
stack s
resource q: aws.sqs_queue { name = "q" }
resource t: aws.sns_topic { name = "t", kms_master_key_id = "alias/aws/sns" }
resource u[k in ["a", "b"]]: aws.sqs_queue { name = k }
lookup z: aws.availability_zones { state = "available" }
"""

EXPRESSIONS = {
    'join(",", [q.arn, t.arn])': 'join(",", [aws_sqs_queue.q.arn, aws_sns_topic.t.arn])',
    'join(",", [q.arn, "x"])': 'join(",", [aws_sqs_queue.q.arn, "x"])',
    'join(",", u[*].url)': 'join(",", values(aws_sqs_queue.u)[*].url)',
    'z.names.join("-")': 'join("-", data.aws_availability_zones.z.names)',
    "sort([q.arn, t.arn])": "sort([aws_sqs_queue.q.arn, aws_sns_topic.t.arn])",
    "slice(z.names, 0, 2)": "slice(data.aws_availability_zones.z.names, 0, 2)",
    'format("%s-%d", q.arn, q.delay_seconds)': 'format("%s-%d", aws_sqs_queue.q.arn, aws_sqs_queue.q.delay_seconds)',
    "tostring(q.delay_seconds)": "tostring(aws_sqs_queue.q.delay_seconds)",
    "tostring(upper(q.arn))": "tostring(upper(aws_sqs_queue.q.arn))",
    'join("/", split(":", q.arn))': 'join("/", split(":", aws_sqs_queue.q.arn))',
    'contains([q.arn, "x"], t.arn)': 'contains([aws_sqs_queue.q.arn, "x"], aws_sns_topic.t.arn)',
    "max(q.delay_seconds, 3)": "max(aws_sqs_queue.q.delay_seconds, 3)",
    "sum([q.delay_seconds, 1])": "sum([aws_sqs_queue.q.delay_seconds, 1])",
    'trim(q.arn, "a")': 'trim(aws_sqs_queue.q.arn, "a")',
    'compact([q.arn, "x"])': 'compact([aws_sqs_queue.q.arn, "x"])',
    'split(":", q.arn)[5]': 'split(":", aws_sqs_queue.q.arn)[5]',
    "length(z.names) > 2": "length(data.aws_availability_zones.z.names) > 2",
    '"${q.delay_seconds + 1}"': "tostring(aws_sqs_queue.q.delay_seconds + 1)",
    'if q.delay_seconds > 3 then q.arn else "x"': 'aws_sqs_queue.q.delay_seconds > 3 ? aws_sqs_queue.q.arn : "x"',
    'q.arn in ["a", t.arn]': 'contains(["a", aws_sns_topic.t.arn], aws_sqs_queue.q.arn)',
    "not (q.arn == t.arn)": "!(aws_sqs_queue.q.arn == aws_sns_topic.t.arn)",
}

REFUSED = (
    "repeat(q.arn, 2)",
    "is_ipv4(q.arn)",
    "trim(q.arn)",
    "in_unit(1Gi * q.delay_seconds, q.arn)",
)


def program(expressions: list[str]) -> str:
    """A stack that shows each as an output, `o0` and so on."""
    return BEFORE + "".join(f"output o{n} = {text}\n" for n, text in enumerate(expressions))
