"""The environment a tool may see: an allow-list of ordinary names, and what the caller adds by hand.

Nothing else of ours reaches a child: not our keys, not the models' keys, not the shell's state.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from fnmatch import fnmatchcase

ORDINARY = (
    "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "LANG", "LC_*", "XDG_*", "SYSTEMROOT",
    "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
    "SSL_CERT_FILE", "SSL_CERT_DIR",
)  # fmt: skip
"""What any program may need to find its files, its certificates and its way out."""

AWS = ("AWS_*",)
"""What a tool that talks to the user's own AWS account needs besides."""


def inherited(*patterns: str) -> dict[str, str]:
    """Our own variables whose names match any of these shell patterns."""
    return {k: v for k, v in os.environ.items() if any(fnmatchcase(k, p) for p in patterns)}


def environment(additions: Mapping[str, str] | None = None) -> dict[str, str]:
    """The ordinary variables plus the additions; the additions win."""
    return {**inherited(*ORDINARY), **(additions or {})}
