"""What a tool needs in order to work against the sandbox, and cannot help but stay in it.

The environment holds dummy keys and the emulator's address, no configuration of the user's, and a proxy that
nobody runs: whatever is not loopback fails at once. The override file tells the AWS provider the rest.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence

from nimbus_lang.sandbox import errors
from nimbus_lang.sandbox.loopback import require_loopback
from nimbus_lang.sandbox.status import SandboxStatus
from nimbus_lang.tools.kubernetes.connection import Connection
from nimbus_lang.tools.tool import ToolError

OVERRIDE_FILE = "nimbus_sandbox_override.tf"
PROVIDER_FILE = "nimbus_sandbox.tf"
DUMMY_KEY = "sandbox"
MAX_RETRIES = 2
"""The provider's own default of 25 makes one call the emulator lacks hang for minutes."""

CLOSED_PROXY = "http://127.0.0.1:9"
"""Nobody listens on the discard port; loopback itself is never asked of a proxy."""


def sandbox_environment(status: SandboxStatus, region: str = "us-east-1") -> dict[str, str]:
    """The variables for terraform and for boto3; raises ToolError NB7306 if no emulator runs."""
    if status.emulator is None:
        raise ToolError(errors.not_up(str(status.folder)))
    require_loopback(status.emulator.url)
    return {
        "AWS_ENDPOINT_URL": status.emulator.url,
        "AWS_ACCESS_KEY_ID": DUMMY_KEY,
        "AWS_SECRET_ACCESS_KEY": DUMMY_KEY,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": str(MAX_RETRIES),
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        **closed_network(),
    }


def sandbox_connection(status: SandboxStatus) -> Connection:
    """How to reach the sandbox's cluster; raises ToolError NB7306, NB7309."""
    if not status.running:
        raise ToolError(errors.not_up(str(status.folder)))
    if status.kubernetes is None:
        raise ToolError(errors.no_cluster(status.absent or "It was started without one."))
    require_loopback(status.kubernetes.url)
    cluster = status.kubernetes
    return Connection(cluster.url, ca=cluster.ca_path.read_text(), token=cluster.token)


def closed_network() -> dict[str, str]:
    """Variables under which a program that honours proxies reaches loopback and nothing else."""
    ways = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    closed = {name: CLOSED_PROXY for way in ways for name in (way, way.lower())}
    open_to = "127.0.0.1,localhost,::1"
    return {**closed, "NO_PROXY": open_to, "no_proxy": open_to}


def provider_files(code: Mapping[str, str]) -> dict[str, str]:
    """What to write beside the .tf files (name to text) that are to run against the sandbox.

    Overrides every `provider "aws"` block by its alias and any state backend; code without a default
    provider block gets one, since there would be nothing to override.
    """
    text = "\n".join(code.values())
    aliases = aws_configurations(text)
    blocks = [_provider(alias) for alias in aliases]
    if re.search(r'^\s*(backend\s+"|cloud\s*\{)', text, re.MULTILINE):
        blocks.append('terraform {\n  backend "local" {}\n}\n')
    files = {OVERRIDE_FILE: "\n".join(blocks)} if blocks else {}
    if None not in aliases:
        files[PROVIDER_FILE] = _provider(None)
    return files


def aws_configurations(code: str) -> Sequence[str | None]:
    """The aliases of the AWS provider blocks in emitted code, None for the default one, in order."""
    blocks = re.findall(r'^provider "aws" \{(.*?)^\}', code, re.MULTILINE | re.DOTALL)
    aliases = (re.search(r'^  alias\s*=\s*"([^"]*)"', block, re.MULTILINE) for block in blocks)
    return [found.group(1) if found else None for found in aliases]


def _provider(alias: str | None) -> str:
    name = [f'  alias                       = "{alias}"'] if alias else []
    lines = [
        'provider "aws" {',
        *name,
        f'  access_key                  = "{DUMMY_KEY}"',
        f'  secret_key                  = "{DUMMY_KEY}"',
        f"  max_retries                 = {MAX_RETRIES}",
        "  s3_use_path_style           = true",
        "  skip_credentials_validation = true",
        "  skip_metadata_api_check     = true",
        "}",
    ]
    return "\n".join(lines) + "\n"
