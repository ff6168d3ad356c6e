"""Which Helm this machine has: `helm` on the PATH, else the SDK wheel, run in a child that takes helm's arguments."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from nimbus_lang.tools import errors
from nimbus_lang.tools.tool import ToolError

ADVICE = "Put `helm` on the PATH, or install the wheel with `pip install 'nimbus-lang[helm]'`."


@dataclass(frozen=True, slots=True)
class HelmProgram:
    """A program that takes helm's command line, as far as `argv` uses it."""

    name: str
    argv: tuple[str, ...]
    where: str


def find_helm() -> HelmProgram:
    """helm, or the wheel; raises ToolError NB7201."""
    found = on_path() or from_wheel()
    if found is None:
        raise ToolError(errors.missing_tool("helm", ADVICE))
    return found


def on_path() -> HelmProgram | None:
    """The helm on the PATH."""
    where = shutil.which("helm")
    return HelmProgram("helm", (where,), where) if where else None


def from_wheel() -> HelmProgram | None:
    """Helm as a library, in a child process of its own."""
    spec = find_spec("helm_python")
    if spec is None or spec.origin is None:
        return None
    child = Path(__file__).with_name("sdk_child.py")
    return HelmProgram("helm-python-sdk", (sys.executable, "-P", str(child)), spec.origin)
