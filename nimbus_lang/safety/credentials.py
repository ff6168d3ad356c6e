"""What a credential looks like: by its shape, by the name it is given, by how random it is.

Shapes are sure. A name like `password` makes any literal a credential; a name like `token` only one that looks random,
since names of secrets are written under such names too. Nothing here ever returns the credential itself.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as BadBase64
from collections import Counter
from functools import lru_cache
from math import log2

from nimbus_lang.safety.documents import UNKNOWN_PART

SHAPES: tuple[tuple[str, str], ...] = (
    ("an AWS access key", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    ("a private key", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
    ("a GitHub token", r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,})"),
    ("a GitLab token", r"\bglpat-[A-Za-z0-9_-]{20,}"),
    ("a Slack token", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
    ("a Slack webhook", r"hooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]{16,}"),
    ("a Stripe key", r"\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}"),
    ("a Google key", r"\bAIza[0-9A-Za-z_-]{35}"),
    ("an Anthropic key", r"\bsk-ant-[A-Za-z0-9_-]{20,}"),
    ("an OpenAI key", r"\bsk-(?:proj-)?[A-Za-z0-9_-]{32,}"),
    ("an npm token", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("a PyPI token", r"\bpypi-AgE[A-Za-z0-9_-]{20,}"),
    ("a SendGrid key", r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    ("a Hugging Face token", r"\bhf_[A-Za-z0-9]{30,}"),
    ("a Datadog or DigitalOcean token", r"\bdop_v1_[a-f0-9]{64}\b"),
    ("a signed token", r"\beyJ[A-Za-z0-9_-]{8,400}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8}"),
)
_SHAPE = re.compile("|".join(f"(?P<s{i}>{pattern})" for i, (_, pattern) in enumerate(SHAPES)))
_CONNECTION = re.compile(
    r"(?<![A-Za-z0-9+.-])[A-Za-z0-9+.-]+://[^\s:/@'\"]*:(?P<value>[^\s@/'\"]+)@"
)
_PARAMETER = re.compile(r"(?i)(?:[?&;]|^)(?:password|pwd)=(?P<value>[^&;\s'\"]+)")
_OPTION = re.compile(r"--[a-z-]{0,60}password[= ](?P<value>[^\s'\"]+)")
_ASSIGNMENT = re.compile(
    r"(?m)^[ \t]*(?:export[ \t]+|set[ \t]+|-[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_.-]*)[\"']?[ \t]*[=:][ \t]*"
    r"(?P<quote>['\"]?)(?P<value>[^\s'\"]+)(?P=quote)[ \t]*(?:[;,][ \t]*)?$"
)
_PASSWORDS = frozenset({"password", "passwords", "passwd", "passphrase", "passcode", "pwd", "pass"})
_SECRETS = frozenset({"secret", "token", "apikey", "credential", "credentials"})
_KEYS = frozenset({"access", "api", "auth", "encryption", "private", "secret", "shared", "signing"})
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_IDENTIFIER = re.compile(r"(?i)(?:mrk-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]+")
_REFERENCES = (
    "$", "/", "<", "%", "{{", "arn:", "file:", "op://", "projects/", "secretsmanager:", "ssm:", "vault:",
)  # fmt: skip
_NOTHING = frozenset({"", "true", "false", "yes", "no", "null", "none", "on", "off"})
RANDOM_LENGTH = 16
RANDOM_BITS = 3.2


@lru_cache(maxsize=4096)
def shape_of(text: str) -> str | None:
    """What kind of credential is in a text, by its shape; None if none is seen."""
    found = _SHAPE.search(text)
    if found is not None and found.lastgroup is not None:
        return SHAPES[int(found.lastgroup[1:])][0]
    for pattern, kind in (
        (_CONNECTION, "a connection string with its password"),
        (_PARAMETER, "a connection string with its password"),
        (_OPTION, "a password on a command line"),
    ):
        if any(_is_literal(match["value"]) for match in pattern.finditer(text)):
            return kind
    if "\n" in text:
        return _assigned(text)
    return None


def named(name: str, value: str) -> str | None:
    """What kind of credential a value is, by the name it is given; None if it need not be one."""
    words = [word.lower() for word in _WORDS.findall(name)]
    while words and words[-1].isdigit():
        words.pop()
    if not words or not _is_literal(value):
        return None
    if words[-1] in _PASSWORDS and "existing" not in words:
        return "a password"
    secret = words[-1] in _SECRETS or (words[-1] == "key" and bool(_KEYS & set(words[:-1])))
    return "a secret" if secret and looks_random(value) else None


def looks_random(value: str) -> bool:
    """Whether a text is long, without pattern, and no name made of words."""
    if len(value) < RANDOM_LENGTH or re.search(r"\s", value) or _IDENTIFIER.fullmatch(value):
        return False
    chunks = [chunk for chunk in re.split(r"[-_./:@]", value) if chunk]
    if all(
        re.fullmatch(r"[a-z]+|[A-Z][a-z]*|[A-Z]+|v?[0-9]{1,4}|[a-z]+[0-9]{1,2}", c) for c in chunks
    ):
        return False
    counts = Counter(value).values()
    bits = -sum(n / len(value) * log2(n / len(value)) for n in counts)
    return bits >= RANDOM_BITS


def unpacked(text: str) -> str | None:
    """The text inside base64, or None if it holds none."""
    if len(text) < RANDOM_LENGTH or not re.fullmatch(r"[A-Za-z0-9+/\s]+={0,2}\s*", text):
        return None
    try:
        return b64decode(text, validate=False).decode("utf-8")
    except (BadBase64, ValueError):
        return None


def _assigned(text: str) -> str | None:
    for match in _ASSIGNMENT.finditer(text):
        kind = named(match["name"], match["value"])
        if kind is not None:
            return kind
    return None


def _is_literal(value: str) -> bool:
    """Whether a value is text of its own: no reference, placeholder, switch, nor something still to come."""
    plain = value.strip()
    return (
        plain.lower() not in _NOTHING
        and bool(plain.strip("*xX."))
        and not plain.startswith(_REFERENCES)
        and UNKNOWN_PART not in plain
    )
