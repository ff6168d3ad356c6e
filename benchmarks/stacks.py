"""Stacks of any size to measure with: ten kinds of AWS resources that refer to each other, as people write them."""

from __future__ import annotations

HEAD = """\
stack bench

use aws { region = "eu-west-1" }

param env: "dev" | "prod" = "dev"
"""

TEN = """
resource vpc_{n}: aws.vpc {{
  cidr_block         = "10.{octet}.0.0/16"
  enable_dns_support = true
  tags               = {{ Name = "vpc-{n}-${{env}}" }}
}}

resource net_{n}: aws.subnet {{
  vpc_id            = vpc_{n}.id
  cidr_block        = "10.{octet}.1.0/24"
  availability_zone = "eu-west-1a"
}}

resource group_{n}: aws.security_group {{
  name        = "web-{n}"
  description = "web {n}"
  vpc_id      = vpc_{n}.id
  ingress     = [{{ from_port = 443, to_port = 443, protocol = "tcp", cidr_blocks = ["10.0.0.0/8"] }}]
}}

resource role_{n}: aws.iam_role {{
  name               = "role-{n}"
  assume_role_policy = {{
    Version   = "2012-10-17"
    Statement = [{{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = {{ Service = "lambda.amazonaws.com" }}
    }}]
  }}
}}

resource table_{n}: aws.dynamodb_table {{
  name                   = "orders-{n}-${{env}}"
  billing_mode           = "PAY_PER_REQUEST"
  hash_key               = "id"
  attribute              = [{{ name = "id", type = "S" }}]
  server_side_encryption = {{ enabled = true }}
  point_in_time_recovery = {{ enabled = true }}
}}

resource topic_{n}: aws.sns_topic {{ name = "events-{n}", kms_master_key_id = "alias/aws/sns" }}

resource jobs_{n}: aws.sqs_queue {{
  name                       = "jobs-{n}"
  sqs_managed_sse_enabled    = true
  visibility_timeout_seconds = 60s
}}

resource link_{n}: aws.sns_topic_subscription {{
  topic_arn = topic_{n}.arn
  protocol  = "sqs"
  endpoint  = jobs_{n}.arn
}}

resource logs_{n}: aws.cloudwatch_log_group {{ name = "/app/{n}", retention_in_days = 30 }}

resource rule_{n}: aws.iam_role_policy {{
  name   = "write"
  role   = role_{n}.id
  policy = {{
    Version   = "2012-10-17"
    Statement = [{{ Effect = "Allow", Action = ["dynamodb:PutItem"], Resource = [table_{n}.arn] }}]
  }}
}}
"""


def stack(resources: int) -> str:
    """The text of a stack with so many resources (rounded up to tens)."""
    return HEAD + "".join(TEN.format(n=n, octet=n % 250) for n in range(-(-resources // 10)))
