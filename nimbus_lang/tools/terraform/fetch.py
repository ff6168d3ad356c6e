"""What only terraform can get from elsewhere: a provider's description of itself, and the files of a module.

Each in a temporary folder of its own, so that nothing stays behind but what terraform keeps in its plugin cache.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nimbus_lang.source.record import dataclass
from nimbus_lang.tools import errors
from nimbus_lang.tools.terraform.terraform import LOCK_FILE, Terraform, open_terraform
from nimbus_lang.tools.tool import ToolError

_MANIFEST = Path(".terraform") / "modules" / "modules.json"
_CHOSEN = re.compile(
    r'^provider "(?P<address>[^"]+)" \{\n\s*version\s*=\s*"(?P<version>[^"]+)"', re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Described:
    """A provider at the version that terraform chose, and its entry of `provider_schemas`."""

    version: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A module on this disk for as long as it is looked at; `version` as the registry has it, "" without one."""

    folder: Path
    version: str


def describe_provider(source: str, wanted: str) -> Described:
    """What a provider says of itself, at the newest version that `wanted` admits. Raises ToolError."""
    required = {"source": source} | ({"version": wanted} if wanted else {})
    block = {"terraform": {"required_providers": {"asked": required}}}
    with _opened(block) as terraform:
        terraform.init()
        chosen = _CHOSEN.search((terraform.folder / LOCK_FILE).read_text(encoding="utf-8"))
        schemas = terraform.providers_schema().get("provider_schemas") or {}
        schema = schemas.get(chosen["address"]) if chosen else None
        if chosen is None or not isinstance(schema, dict):
            said = f"it does not describe `{source}`"
            raise ToolError(errors.not_understood(f"{terraform.program.name} providers", said))
        return Described(chosen["version"], schema)


@contextmanager
def fetched_module(source: str, wanted: str) -> Iterator[Fetched]:
    """A module's folder, the modules that it calls itself beside it. Raises ToolError."""
    block = {"source": source} | ({"version": wanted} if wanted else {})
    with _opened({"module": {"asked": block}}) as terraform:
        terraform.get()
        manifest = json.loads((terraform.folder / _MANIFEST).read_text(encoding="utf-8"))
        one = next((m for m in manifest.get("Modules", ()) if m.get("Key") == "asked"), None)
        if one is None:
            said = f"it does not say where `{source}` is"
            raise ToolError(errors.not_understood(f"{terraform.program.name} get", said))
        yield Fetched(terraform.folder / one["Dir"], str(one.get("Version", "")))


@contextmanager
def _opened(main: Mapping[str, Any]) -> Iterator[Terraform]:
    """Terraform over a folder that holds nothing but this."""
    with TemporaryDirectory(prefix="nimbus-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / "main.tf.json").write_text(json.dumps(main), encoding="utf-8")
        yield open_terraform(Path(folder), {})
