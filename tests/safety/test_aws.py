"""The AWS rules at their edges: defaults, forms, what narrows, and what is not known."""

from __future__ import annotations

import pytest

DB = 'resource db: aws.db_instance {{ instance_class = "db.t4g.micro"  {} }}'


@pytest.mark.parametrize(
    "fields",
    [
        'replicate_source_db = "other"',
        'snapshot_identifier = "nightly"',
        "storage_encrypted = true",
    ],
)
def test_a_replica_or_restored_database_takes_after_its_source(judge, fields: str) -> None:
    assert "NB5101" not in judge(DB.format(fields)).codes


def test_a_written_false_counts_even_there(judge) -> None:
    program = DB.format('snapshot_identifier = "nightly"  storage_encrypted = false')
    assert ("NB5101", "false") in judge(program).found


def test_a_replica_needs_no_backups_of_its_own(judge) -> None:
    codes = judge(DB.format('replicate_source_db = "other"')).codes
    assert not {"NB5109", "NB5110"} & set(codes)


def test_a_disk_is_judged_by_the_accounts_default(judge) -> None:
    volume = 'resource disk: aws.ebs_volume { availability_zone = "eu-west-1a"  size = 1 }\n'
    default = "resource all: aws.ebs_encryption_by_default { enabled = true }\n"
    assert judge(volume).codes == ["NB5102"]
    assert judge(volume + default).codes == []
    assert judge(volume.replace("size", "encrypted = false size") + default).codes == ["NB5102"]
    assert judge(volume.replace("size", 'snapshot_id = "snap-1" size')).codes == []


def test_disks_of_a_launch_template(judge) -> None:
    judged = judge("""
resource t: aws.launch_template {
  metadata_options      = { http_tokens = "required" }
  block_device_mappings = [
    { device_name = "/dev/sda1", ebs = { volume_size = 20, encrypted = "true" } },
    { device_name = "/dev/sdb", ebs = { volume_size = 20, encrypted = "false" } },
  ]
}
""")
    assert judged.found == [("NB5102", '"false"')]


def test_valkey_is_encrypted_at_rest_by_default(judge) -> None:
    group = (
        'resource c: aws.elasticache_replication_group {{ replication_group_id = "c"  description = "c" '
        "engine = {}  transit_encryption_enabled = true }}"
    )
    assert judge(group.format('"valkey"')).codes == []
    assert judge(group.format('"redis"')).codes == ["NB5106"]


BUCKET = """
resource site: aws.s3_bucket { bucket = "acme-site" }
resource lock: aws.s3_bucket_public_access_block {
  bucket = BY
  block_public_acls = true  block_public_policy = true
  ignore_public_acls = true  restrict_public_buckets = true
}
"""


@pytest.mark.parametrize("by", ["site.id", "site.bucket", '"acme-site"'])
def test_a_lock_belongs_to_its_bucket_by_reference_or_name(judge, by: str) -> None:
    assert judge(BUCKET.replace("BY", by)).codes == []


def test_a_lock_of_another_bucket_does_not_count(judge) -> None:
    assert judge(BUCKET.replace("BY", '"other"')).codes == ["NB5108"]


def test_a_lock_of_the_account_counts_for_all(judge) -> None:
    judged = judge("""
resource site: aws.s3_bucket { bucket = "acme-site" }
resource lock: aws.s3_account_public_access_block {
  block_public_acls = true  block_public_policy = true
  ignore_public_acls = true  restrict_public_buckets = true
}
""")
    assert judged.codes == []


def test_a_redirecting_website_serves_nothing(judge) -> None:
    site = 'resource w: aws.s3_bucket_website_configuration {{ bucket = "b"  {} }}'
    assert judge(site.format('index_document = { suffix = "index.html" }')).codes == ["NB5107"]
    assert (
        judge(site.format('redirect_all_requests_to = { host_name = "example.com" }')).codes == []
    )


def test_a_public_grant(judge) -> None:
    judged = judge("""
resource open: aws.s3_bucket_acl {
  bucket                = "b"
  access_control_policy = {
    owner = { id = "abc" }
    grant = [{
      permission = "READ"
      grantee    = { type = "Group", uri = "http://acs.amazonaws.com/groups/global/AllUsers" }
    }]
  }
}
""")
    assert judged.codes == ["NB5107"]


def statement(condition: str) -> str:
    return (
        'resource p: aws.s3_bucket_policy { bucket = "b"  policy = { Statement = [{ Effect = "Allow", '
        f'Principal = {{ AWS = ["*"] }}, Action = "s3:GetObject", Resource = "*"{condition} }}] }} }}'
    )


@pytest.mark.parametrize(
    ("condition", "public"),
    [
        ("", True),
        (', Condition = { Bool = { "aws:SecureTransport" = "true" } }', True),
        (', Condition = { IpAddress = { "aws:SourceIp" = "0.0.0.0/0" } }', True),
        (', Condition = { IpAddress = { "aws:SourceIp" = ["198.51.100.0/24"] } }', False),
        (', Condition = { StringEquals = { "AWS:PrincipalOrgID" = "o-123" } }', False),
        (', Condition = { StringLike = { "aws:PrincipalArn" = "*" } }', True),
    ],
)
def test_conditions_that_narrow(judge, condition: str, public: bool) -> None:
    assert ("NB5107" in judge(statement(condition)).codes) == public


def test_a_denial_to_everybody_is_no_permission(judge) -> None:
    assert judge(statement("").replace('"Allow"', '"Deny"')).codes == []


RULE = (
    "resource r: aws.vpc_security_group_ingress_rule {{ "
    'security_group_id = "sg-1"  cidr_ipv4 = "{cidr}"  ip_protocol = "{protocol}"  {ports} }}'
)


@pytest.mark.parametrize(
    ("cidr", "protocol", "ports", "open_"),
    [
        ("0.0.0.0/0", "tcp", "from_port = 22 to_port = 22", True),
        ("0.0.0.0/1", "tcp", "from_port = 22 to_port = 22", True),
        ("0.0.0.0/0", "6", "from_port = 0 to_port = 65535", True),
        ("0.0.0.0/0", "-1", "", True),
        ("0.0.0.0/0", "tcp", "from_port = 443 to_port = 443", False),
        ("0.0.0.0/0", "tcp", "from_port = 80 to_port = 443", True),
        ("0.0.0.0/0", "udp", "from_port = 53 to_port = 53", False),
        ("0.0.0.0/0", "icmp", "from_port = -1 to_port = -1", False),
        ("10.0.0.0/8", "tcp", "from_port = 22 to_port = 22", False),
        ("198.51.100.7/32", "tcp", "from_port = 5432 to_port = 5432", False),
    ],
)
def test_openings(judge, cidr: str, protocol: str, ports: str, open_: bool) -> None:
    program = RULE.format(cidr=cidr, protocol=protocol, ports=ports)
    assert judge(program).codes == (["NB5201"] if open_ else [])


def test_inline_rules_of_both_families(judge) -> None:
    judged = judge("""
resource g: aws.security_group {
  ingress = [
    { protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["0.0.0.0/0"] },
    { protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["0.0.0.0/0"], ipv6_cidr_blocks = ["::/0"] },
  ]
  egress = [{ protocol = "-1", from_port = 0, to_port = 0, cidr_blocks = ["0.0.0.0/0"] }]
}
""")
    assert judged.found == [("NB5201", '"0.0.0.0/0"'), ("NB5201", '"::/0"')]


def test_an_egress_rule_is_not_looked_at(judge) -> None:
    judged = judge("""
resource r: aws.security_group_rule {
  security_group_id = "sg-1"  type = "egress"
  protocol = "-1"  from_port = 0  to_port = 0  cidr_blocks = ["0.0.0.0/0"]
}
""")
    assert judged.codes == []


EKS = 'resource c: aws.eks_cluster {{ name = "c"  role_arn = "r"  vpc_config = {{ subnet_ids = ["s"] {} }} }}'


@pytest.mark.parametrize(
    ("config", "public"),
    [
        ("", True),
        ("endpoint_public_access = true", True),
        ("endpoint_public_access = false", False),
        ('public_access_cidrs = ["198.51.100.0/24"]', False),
        ('public_access_cidrs = ["198.51.100.0/24", "0.0.0.0/0"]', True),
        ('endpoint_public_access = false public_access_cidrs = ["0.0.0.0/0"]', False),
    ],
)
def test_cluster_endpoints(judge, config: str, public: bool) -> None:
    assert judge(EKS.format(config)).codes == (["NB5203"] if public else [])


def policy(text: str) -> str:
    return f'resource p: aws.iam_policy {{ name = "p"  policy = {{ Statement = [{text}] }} }}'


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('{ Effect = "Allow", Action = "*", Resource = "*" }', ["NB5301"]),
        ('{ Effect = "Allow", Action = ["*"], Resource = ["*"] }', ["NB5301"]),
        ('{ Effect = "Deny", Action = "*", Resource = "*" }', []),
        ('{ Effect = "Allow", Action = "*", Resource = "arn:aws:s3:::b" }', []),
        ('{ Effect = "Allow", NotAction = "iam:*", Resource = "*" }', ["NB5301"]),
        ('{ Effect = "Allow", Action = ["s3:*", "sqs:*"], Resource = "*" }', ["NB5302", "NB5302"]),
        ('{ Effect = "Allow", Action = "s3:*", Resource = "arn:aws:s3:::b/*" }', []),
        ('{ Effect = "Allow", Action = "s3:Get*", Resource = "*" }', []),
        ('{ Effect = "Allow", Action = "iam:PassRole", Resource = "*" }', ["NB5308"]),
        (
            '{ Effect = "Allow", Action = "iam:PassRole", Resource = "*", '
            'Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } } }',
            [],
        ),
    ],
)
def test_statements(judge, text: str, codes: list[str]) -> None:
    assert judge(policy(text)).codes == codes


def test_a_statement_may_stand_alone(judge) -> None:
    program = policy("").replace("[]", '{ Effect = "Allow", Action = "*", Resource = "*" }')
    assert judge(program).codes == ["NB5301"]


def test_documents_are_followed_through_lookups(judge) -> None:
    judged = judge("""
lookup base: aws.iam_policy_document {
  statement = [{ actions = ["*"], resources = ["*"] }]
}
lookup all: aws.iam_policy_document { source_policy_documents = [base.json] }
resource p: aws.iam_role_policy { role = "r"  policy = all.json }
""")
    assert judged.found == [("NB5301", '"*"')]


def test_a_document_that_nothing_uses_harms_nobody(judge) -> None:
    judged = judge("""
lookup base: aws.iam_policy_document { statement = [{ actions = ["*"], resources = ["*"] }] }
""")
    assert judged.codes == []


def test_json_text_with_references_is_read(judge) -> None:
    judged = judge("""
resource jobs: aws.sqs_queue { name = "jobs" }
resource p: aws.sqs_queue_policy {
  queue_url = jobs.url
  policy    = "{\\"Statement\\":{\\"Effect\\":\\"Allow\\",\\"Principal\\":\\"*\\",\\"Action\\":\\"sqs:*\\",\\"Resource\\":\\"${jobs.arn}\\"}}"
}
""")
    assert judged.codes == ["NB5306"]


TRUST = 'resource r: aws.iam_role {{ name = "r"  assume_role_policy = {{ Statement = [{{ Effect = "Allow", {} }}] }} }}'


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('Principal = "*", Action = "sts:AssumeRole"', ["NB5304"]),
        ('Principal = { AWS = ["*"] }, Action = "sts:AssumeRole"', ["NB5304"]),
        ('Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole"', []),
        (
            'Principal = { AWS = "*" }, Action = "sts:AssumeRole", '
            'Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1" } }',
            [],
        ),
        (
            'Principal = { Federated = "arn:aws:iam::1:oidc-provider/example.com" }, '
            'Action = "sts:AssumeRoleWithWebIdentity"',
            ["NB5305"],
        ),
        (
            'Principal = { Federated = "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com" }, '
            'Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:*" } }',
            ["NB5305"],
        ),
        (
            'Principal = { Federated = "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com" }, '
            'Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:acme/shop:*" } }',
            [],
        ),
        (
            'Principal = { Federated = "arn:aws:iam::1:saml-provider/acme" }, Action = "sts:AssumeRoleWithSAML"',
            [],
        ),
    ],
)
def test_trust(judge, text: str, codes: list[str]) -> None:
    assert judge(TRUST.format(text)).codes == codes


def test_a_provider_by_reference_is_federated_too(judge) -> None:
    judged = judge(
        'resource o: aws.iam_openid_connect_provider { url = "https://example.com"  client_id_list = ["a"] }\n'
        + TRUST.format(
            'Principal = { Federated = o.arn }, Action = "sts:AssumeRoleWithWebIdentity"'
        )
    )
    assert judged.codes == ["NB5305"]


def test_a_search_domain_inside_a_network_may_let_everybody_in(judge) -> None:
    domain = """
resource d: aws.opensearch_domain {
  encrypt_at_rest = { enabled = true }  node_to_node_encryption = { enabled = true }
  domain_endpoint_options = { enforce_https = true }
  access_policies = { Statement = [{ Effect = "Allow", Principal = "*", Action = "es:*", Resource = "*" }] }
  OPTIONS
}
"""
    assert judge(domain.replace("OPTIONS", "")).codes == ["NB5306"]
    assert judge(domain.replace("OPTIONS", 'vpc_options = { subnet_ids = ["s"] }')).codes == []


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("", True),
        ('metadata_options = { http_tokens = "required" }', False),
        ("metadata_options = { http_put_response_hop_limit = 1 }", True),
        ('metadata_options = { http_endpoint = "disabled" }', False),
        ('launch_template = { id = "lt-1" }', False),
    ],
)
def test_metadata_tokens(judge, fields: str, found: bool) -> None:
    program = (
        'resource i: aws.instance { ami = "ami-1"  instance_type = "t4g.small" '
        f"root_block_device = {{ encrypted = true }}  {fields} }}"
    )
    assert judge(program).codes == (["NB5401"] if found else [])


def test_what_is_not_known_is_not_accused(judge) -> None:
    judged = judge("""
lookup settings: aws.s3_object { bucket = "b"  key = "settings" }
resource jobs: aws.sqs_queue { name = "jobs" }
resource d: aws.ebs_volume { availability_zone = "a"  size = 1  encrypted = settings.body == "yes" }
resource i: aws.instance {
  ami = "ami-1"  instance_type = "t4g.small"
  root_block_device = { encrypted = settings.body == "yes" }
  metadata_options  = { http_tokens = settings.body }
}
resource r: aws.vpc_security_group_ingress_rule {
  security_group_id = "sg-1"  cidr_ipv4 = settings.body  ip_protocol = "tcp"  from_port = 22  to_port = 22
}
resource p: aws.iam_policy { name = "p"  policy = settings.body }
resource k: aws.iam_role { name = "r"  assume_role_policy = settings.body }
""")
    assert judged.codes == []


def test_what_is_read_back_is_known(judge) -> None:
    judged = judge("""
resource a: aws.ebs_volume { availability_zone = "a"  size = 1  encrypted = false }
resource b: aws.ebs_volume { availability_zone = "a"  size = 1  encrypted = a.encrypted }
""")
    assert [code for code, _ in judged.found] == ["NB5102", "NB5102"]


def test_the_default_network_by_lookup_or_by_resource(judge) -> None:
    assert judge("lookup v: aws.vpc { default = true }").found == [("NB5204", "true")]
    assert judge("resource v: aws.default_vpc { }").found == [("NB5204", "v")]
    assert judge('lookup v: aws.vpc { id = "vpc-1" }').codes == []


def test_an_internal_listener_may_speak_http(judge) -> None:
    program = """
resource lb: aws.lb { name = "lb"  internal = INTERNAL  subnets = ["s"] }
resource l: aws.lb_listener {
  load_balancer_arn = lb.arn  port = 80  protocol = "HTTP"
  default_action    = [{ type = "forward", target_group_arn = "arn" }]
}
"""
    assert judge(program.replace("INTERNAL", "true")).codes == []
    assert judge(program.replace("INTERNAL", "false")).codes == ["NB5205"]
