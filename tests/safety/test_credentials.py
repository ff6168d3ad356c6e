"""Credentials are found by shape, name and randomness; names of secrets and references to them are left alone."""

from __future__ import annotations

from base64 import b64encode

import pytest

from nimbus_lang.safety.credentials import looks_random, named, shape_of

PRIVATE_KEY = "-----BEGIN RSA PRIVATE KEY-----\\nMIIEpAIBAAKCAQEA\\n-----END RSA PRIVATE KEY-----"
RANDOM = "q7Zr2LxW9vKt4NfB8sHd"


@pytest.mark.parametrize(
    "text",
    [
        "AKIAQXN5ZJ7T4MWB2KLC",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "ghp_" + "a1B2" * 9,
        "glpat-" + "a1B2" * 5,
        "xoxb-123456789012-abcdef",
        "sk_live_" + "a1B2" * 6,
        "postgres://shop:hunter2@db.example.com/shop",
        "Server=db;User=shop;Password=hunter2;",
        "jdbc:mysql://db/shop?user=shop&password=hunter2",
        "mysqldump --password=hunter2 shop",
        "#!/bin/sh\nexport DB_PASSWORD='hunter2'\nrun",
        "database:\n  user: shop\n  password: hunter2\n",
        f"#!/bin/sh\nAPI_TOKEN={RANDOM}\n",
    ],
)
def test_shapes_that_are_credentials(text: str) -> None:
    assert shape_of(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "postgres://db.example.com/shop",
        "postgres://shop@db.example.com/shop",
        "postgres://shop:${PASSWORD}@db.example.com/shop",
        "postgres://shop:$(PASSWORD)@db.example.com/shop",
        "https://example.com:8443/path",
        "arn:aws:iam::111122223333:role/deploy",
        "#!/bin/sh\nexport DB_PASSWORD=$(fetch-secret shop/db)\nrun",
        "#!/bin/sh\nPASSWORD_FILE=/run/secrets/db\n",
        "#!/bin/sh\nTOKEN=the-name-of-it\n",
        "ghcr.io/acme/shop:1.4.2",
        "password=",
        "password: ***\n",
    ],
)
def test_shapes_that_are_none(text: str) -> None:
    assert shape_of(text) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("password", "hunter2"),
        ("DB_PASSWORD", "changeme"),
        ("masterPassword", "hunter2"),
        ("db-passwd", "hunter2"),
        ("API_KEY", RANDOM),
        ("clientSecret", RANDOM),
        ("auth_token", RANDOM),
        ("SECRET_ACCESS_KEY", "wJalrXUtnFEMIzK7MDENGzbPxRfiCYzzzzzzzKEY"),
    ],
)
def test_names_that_make_a_credential(name: str, value: str) -> None:
    assert named(name, value) is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("password", ""),
        ("password", "${var.password}"),
        ("DB_PASSWORD", "/shop/db/password"),
        ("DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db"),
        ("password_length", "20"),
        ("secretName", RANDOM),
        ("existingPassword", "shop-db"),
        ("DB_SECRET", "prod/shop/database"),
        ("TOKEN", "shop-deploy-token"),
        ("http_tokens", "required"),
        ("manage_master_user_password", "true"),
        ("key_name", RANDOM),
        ("encryption_key", "1234abcd-12ab-34cd-56ef-1234567890ab"),
        ("hash_key", "id"),
        ("token_ttl", "3600"),
    ],
)
def test_names_that_do_not(name: str, value: str) -> None:
    assert named(name, value) is None


def test_randomness() -> None:
    assert looks_random(RANDOM)
    assert not looks_random("the-name-of-a-secret-in-production")
    assert not looks_random("aaaaaaaaaaaaaaaaaaaa1")
    assert not looks_random("short1")


def config(text: str) -> str:
    return f"resource c: k8s.core.v1.ConfigMap {{ data = {{ file = {text} }} }}"


def test_a_credential_in_any_text_is_found(judge) -> None:
    assert judge(config('"key: AKIAQXN5ZJ7T4MWB2KLC"')).codes == ["NB5001"]
    assert judge(config(f'"{PRIVATE_KEY}"')).codes == ["NB5001"]


def test_a_credential_in_base64_is_found(judge) -> None:
    packed = b64encode(b"#!/bin/sh\nexport DB_PASSWORD=hunter2\n").decode()
    assert judge(config(f'"{packed}"')).codes == ["NB5001"]


def test_a_credential_in_json_text_is_found(judge) -> None:
    assert judge(config('"{\\"db\\": {\\"password\\": \\"hunter2\\"}}"')).codes == ["NB5001"]


def test_an_environment_list_is_read_by_its_names(judge) -> None:
    judged = judge("""
resource task: aws.ecs_task_definition {
  family                = "web"
  container_definitions = "[{\\"environment\\":[{\\"name\\":\\"DB_PASSWORD\\",\\"value\\":\\"hunter2\\"}]}]"
}
""")
    assert judged.codes == ["NB5001"]


def test_a_secret_by_reference_is_fine(judge) -> None:
    judged = judge("""
param given: secret<string> = aws.secret("shop/db", key = "password")
resource login: aws.secretsmanager_secret_version { secret_id = "shop"  secret_string = given }
resource env: k8s.core.v1.Secret { stringData = { password = given, username = "shop" } }
""")
    assert judged.codes == []


def test_a_connection_string_around_a_secret_is_fine(judge) -> None:
    judged = judge("""
param pw: secret<string> = aws.secret("shop/db", key = "password")
resource env: k8s.core.v1.Secret { stringData = { url = "postgres://shop:${pw}@db.example.com/shop" } }
""")
    assert judged.codes == []


def test_a_literal_beside_a_reference_is_found(judge) -> None:
    judged = judge("""
resource jobs: aws.sqs_queue { name = "jobs" }
resource env: k8s.core.v1.ConfigMap { data = { url = "amqp://shop:hunter2@${jobs.id}/x" } }
""")
    assert judged.codes == ["NB5001"]


def test_a_plain_parameter_is_fine_and_a_secure_one_is_not(judge) -> None:
    plain = (
        'resource p: aws.ssm_parameter { name = "/shop/colour"  type = "String"  value = "blue" }'
    )
    assert judge(plain).codes == []
    assert judge(plain.replace('"String"', '"SecureString"')).codes == ["NB5001"]


def test_tags_and_labels_are_not_judged_by_their_names(judge) -> None:
    judged = judge('resource j: aws.sqs_queue { name = "j"  tags = { Password = "rotated" } }')
    assert judged.codes == []


def test_outputs_and_provider_settings_are_read_too(judge) -> None:
    judged = judge('output key = "AKIAQXN5ZJ7T4MWB2KLC"\n')
    assert judged.codes == ["NB5001"]


def test_the_credential_is_never_shown(judge) -> None:
    judged = judge("""
resource mail: k8s.core.v1.ConfigMap { data = { PASSWORD = "hunter2hunter2" } }
resource db: aws.db_instance { instance_class = "db.t4g.micro"  password = "hunter2hunter2" }
""")
    assert "hunter2" not in repr(judged.report)


def test_values_of_a_chart_are_read(judge) -> None:
    judged = judge("""
resource broker: helm.release {
  chart   = "oci://example.com/charts/broker"
  version = "1.0.0"
  values  = { auth = { username = "shop", password = "hunter2", existingSecret = "broker" } }
}
""")
    assert judged.found == [("NB5001", '"hunter2"')]
