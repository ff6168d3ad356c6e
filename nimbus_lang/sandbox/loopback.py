"""The one question of safety in the sandbox: does this address stay on this machine?"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from nimbus_lang.sandbox import errors
from nimbus_lang.tools.tool import ToolError

HOST = "127.0.0.1"


def is_loopback(url: str) -> bool:
    """Whether a http(s) URL names a loopback address outright, or `localhost`.

    Every other name is refused unresolved: what it means can change between the question and the call.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
        if parts.scheme not in ("http", "https") or not host:
            return False
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def require_loopback(url: str) -> None:
    """Raises ToolError NB7301 unless `url` stays on this machine."""
    if not is_loopback(url):
        raise ToolError(errors.not_loopback(url))
