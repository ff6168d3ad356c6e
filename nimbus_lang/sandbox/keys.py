"""The keys of one sandbox cluster: a signing key for service accounts and one token for its administrator.

Made anew for every new sandbox folder; they open nothing but a server on loopback.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from nimbus_lang.sandbox.folder import write_private
from nimbus_lang.tools import errors
from nimbus_lang.tools.tool import ToolError

ADMIN = "nimbus"
ADMIN_GROUP = "system:masters"


@dataclass(frozen=True, slots=True)
class ClusterKeys:
    """The files that the API server reads, and the administrator's token."""

    private_key: Path
    public_key: Path
    token_file: Path
    token: str = field(repr=False)


def cluster_keys(folder: Path) -> ClusterKeys:
    """The keys in a folder, made if they are not there."""
    private, public, tokens = folder / "sa.key", folder / "sa.pub", folder / "tokens.csv"
    if not private.exists() or not public.exists():
        _make_key_pair(private, public)
    if not tokens.exists():
        write_private(tokens, f'{secrets.token_hex(32)},{ADMIN},{ADMIN},"{ADMIN_GROUP}"\n')
    return ClusterKeys(private, public, tokens, tokens.read_text().split(",")[0])


def _make_key_pair(private: Path, public: Path) -> None:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import rsa
    except ImportError:
        purpose = "to make the sandbox cluster's keys"
        raise ToolError(errors.missing_extra("cryptography", "sandbox", purpose)) from None
    pem = serialization.Encoding.PEM
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    hidden = key.private_bytes(
        pem, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    shown = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    write_private(private, hidden.decode())
    write_private(public, shown.decode())
