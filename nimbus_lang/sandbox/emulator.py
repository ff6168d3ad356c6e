"""The AWS emulator: which one it is, how it is started, how one knows that it is ready. Only this file knows.

It is ministack, pinned; it listens on loopback only, keeps its state in the sandbox's folder and sees nothing
of our environment.
"""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from nimbus_lang.sandbox import errors
from nimbus_lang.sandbox.listen import wait_until_answers
from nimbus_lang.sandbox.loopback import HOST
from nimbus_lang.tools.daemon import Daemon
from nimbus_lang.tools.process import start
from nimbus_lang.tools.tool import ToolError

PACKAGE = "ministack"
VERSION = "1.5.33"
PORT = 4566
READY_WITHIN = 60.0
ACCOUNT = "000000000000"


def installed_version() -> str:
    """The emulator's version; raises ToolError NB7302 if it is not there."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        raise ToolError(errors.no_emulator(f"the package `{PACKAGE}` was not found")) from None


def command() -> tuple[str, ...]:
    """The program and its arguments."""
    return (sys.executable, "-m", PACKAGE)


def settings(folder: Path, port: int) -> dict[str, str]:
    """Its environment: bound to loopback, the services that open ports of their own switched off."""
    state = folder / "state"
    return {
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": HOST,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state / "s3"),
        "TMPDIR": str(folder),
        "PYTHONUNBUFFERED": "1",
    }


def url(port: int) -> str:
    """Where it listens."""
    return f"http://{HOST}:{port}"


def health(port: int) -> str:
    """What answers 200 once it is ready."""
    return f"{url(port)}/_ministack/health"


def start_emulator(folder: Path, port: int) -> int:
    """Start it with its files in `folder`; its pid. It is not ready yet."""
    installed_version()
    folder.mkdir(parents=True, exist_ok=True)
    return start(command(), cwd=folder, env=settings(folder, port), log=log(folder))


def log(folder: Path) -> Path:
    """Where it writes what it does."""
    return folder / "emulator.log"


def await_emulator(folder: Path, port: int, process: Daemon) -> None:
    """Wait until it is ready; raises ToolError NB7303."""
    wait_until_answers("AWS emulator", health(port), process, log(folder), READY_WITHIN)
