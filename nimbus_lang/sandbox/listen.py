"""Ports on loopback, and waiting until something answers there."""

from __future__ import annotations

import socket
import ssl
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from nimbus_lang.sandbox import errors
from nimbus_lang.sandbox.loopback import HOST
from nimbus_lang.tools.daemon import Daemon, alive
from nimbus_lang.tools.errors import tail
from nimbus_lang.tools.tool import ToolError


def free_port(preferred: int = 0) -> int:
    """A port on loopback that nobody listens on now: the preferred one if it is free."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ToolError(errors.unusable_folder(HOST, "no port is free"))


def answers(
    url: str, *, ca: Path | None = None, headers: Mapping[str, str] | None = None, wait: float = 2.0
) -> bytes | None:
    """The body with which `url` answers 200, else None. No proxy is asked, `ca` alone is trusted."""
    handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
    try:
        if ca is not None:
            context = ssl.create_default_context(cafile=str(ca))
            handlers.append(urllib.request.HTTPSHandler(context=context))
        request = urllib.request.Request(url, headers=dict(headers or {}))
        with urllib.request.build_opener(*handlers).open(request, timeout=wait) as answer:
            return bytes(answer.read())
    except (OSError, ValueError):
        return None


def wait_until_answers(
    service: str,
    url: str,
    process: Daemon,
    log: Path,
    seconds: float,
    *,
    ca: Path | None = None,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Wait until `url` answers; raises ToolError NB7303 if the process ends or time runs out."""
    deadline = time.monotonic() + seconds
    while alive(process) and time.monotonic() < deadline:
        if answers(url, ca=ca, headers=headers) is not None and alive(process):
            return
        time.sleep(0.1)
    raise ToolError(errors.not_ready(service, seconds, str(log), tail(_read(log))))


def _read(log: Path) -> str:
    try:
        return log.read_text(errors="replace")[-20_000:]
    except OSError:
        return ""
