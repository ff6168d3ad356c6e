"""Credentials in sentences: the shapes that are refused, and the ordinary words that are not."""

from __future__ import annotations

import pytest

from nimbus_lang.llm.secrecy import credential_in
from tests.llm.test_sentences import SENTENCES

HELD = [
    "a Postgres with password hunter2",
    "db password 'letmein'",
    "password: tr0ub4dor&3",
    "the password should be S3cret!",
    "use the key AKIAIOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "with env DB_PASSWORD=abcdef",
    "-----BEGIN RSA PRIVATE KEY-----",
    "connect to postgres://u:p4ss@host/db",
    "token ghp_abcdefghijklmnopqrstuvwxyz0123456789",
    "my api key is sk-" + "ant-" + "a1b2c3d4" * 5,
]
FREE = [
    *SENTENCES,
    "a Postgres with a password from Secrets Manager",
    "a password of 20 characters",
    "the token bucket is an S3 bucket",
    "secrets in eu-west-1",
    "image ghcr.io/acme/shop@sha256:" + "a1b2" * 16,
    "env LOG_LEVEL=info and MODE=live",
]


@pytest.mark.parametrize("text", HELD)
def test_held(text: str) -> None:
    assert credential_in(text) is not None


@pytest.mark.parametrize("text", FREE, ids=lambda text: text[:50])
def test_free(text: str) -> None:
    assert credential_in(text) is None
