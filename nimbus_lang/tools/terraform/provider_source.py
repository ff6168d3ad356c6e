"""Where terraform gets its providers, and the CLI configuration that tells it so.

Looks at `NIMBUS_TERRAFORM_MIRROR`, the user's own CLI configuration, terraform's implied mirror folders and
the usual prefixes for add-on software; what is nowhere there comes from the network, through a cache.
Reads folders only, and makes the cache folder, which terraform does not do itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nimbus_lang.source.cache_dir import cache_dir
from nimbus_lang.tools import errors
from nimbus_lang.tools.tool import ToolError

MIRROR_VARIABLE = "NIMBUS_TERRAFORM_MIRROR"
ADD_ON_PREFIXES = ("/opt", "/usr/share", "/usr/local/share")


@dataclass(frozen=True, slots=True)
class ProviderSource:
    """Where providers come from, for people (`how`, `where`) and for terraform.

    `config` is the text of a CLI configuration to write, or None: then the user's own stays in force.
    """

    how: str
    where: str
    config: str | None


def provider_source(
    host: str, cache: Path | None = None, prefixes: Sequence[str] = ADD_ON_PREFIXES
) -> ProviderSource:
    """Where providers registered at `host` come from on this machine; raises ToolError NB7213.

    `cache` is where terraform may keep what it fetches from the network, the user's cache if None.
    """
    named = os.environ.get(MIRROR_VARIABLE)
    if named:
        return _named_mirror(Path(named), host)
    own = user_config()
    if own is not None:
        return ProviderSource("the user's CLI configuration", str(own), None)
    mirrors = [m for m in (*implied_mirrors(), *add_on_mirrors(prefixes)) if providers_in(m, host)]
    if mirrors:
        where = ", ".join(str(m) for m in mirrors)
        return ProviderSource("a mirror folder", where, cli_config(mirrors, host))
    return ProviderSource("the network", host, cli_config((), host, download_cache(cache)))


def _named_mirror(mirror: Path, host: str) -> ProviderSource:
    if not mirror.is_dir():
        raise ToolError(errors.bad_mirror(str(mirror), "that is not a folder"))
    if not providers_in(mirror, host):
        raise ToolError(errors.bad_mirror(str(mirror), f"it holds no provider of `{host}`"))
    return ProviderSource(MIRROR_VARIABLE, str(mirror), cli_config((mirror,), host))


def download_cache(chosen: Path | None = None) -> Path | None:
    """The folder for what terraform fetches, made now; None where it cannot be made: then each run fetches anew."""
    root = cache_dir()
    folder = chosen or (root / "terraform-plugins" if root else None)
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        return folder
    except OSError:
        return None


def user_config() -> Path | None:
    """The CLI configuration that the user wrote, if there is one. A variable that names no file counts as unset."""
    named = os.environ.get("TF_CLI_CONFIG_FILE") or os.environ.get("TERRAFORM_CONFIG")
    places = ([Path(named)] if named else []) + [
        Path.home() / ".terraformrc",
        Path.home() / ".tofurc",
    ]
    return next((place for place in places if place.is_file()), None)


def implied_mirrors() -> tuple[Path, ...]:
    """The folders in which terraform looks for providers unasked."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    system = tuple(Path(part) / "terraform" / "plugins" for part in shared.split(":") if part)
    return (Path.home() / ".terraform.d" / "plugins", data / "terraform" / "plugins", *system)


def add_on_mirrors(prefixes: Iterable[str]) -> tuple[Path, ...]:
    """The folders directly under a prefix; those of no use are sorted out by `providers_in`."""
    return tuple(sorted(child for prefix in prefixes for child in _folders(Path(prefix))))


def providers_in(mirror: Path, host: str) -> tuple[str, ...]:
    """The providers in a mirror folder, as `host/namespace/name`."""
    return tuple(
        f"{host}/{space.name}/{name.name}"
        for space in _folders(mirror / host)
        for name in _folders(space)
    )


def cli_config(mirrors: Sequence[Path], host: str, cache: Path | None = None) -> str:
    """A CLI configuration: each mirror for what it holds, the network for the rest.

    `cache` is for what comes from the network alone; it must exist before terraform starts.
    """
    lines = ["disable_checkpoint = true"]
    if cache is not None:
        lines.append(f"plugin_cache_dir = {json.dumps(str(cache))}")
    if not mirrors:
        return "\n".join(lines) + "\n"
    lines.append("provider_installation {")
    claimed: list[str] = []
    for mirror in mirrors:
        held = [p for p in providers_in(mirror, host) if p not in claimed]
        claimed += held
        if held:
            inside = f"path = {json.dumps(str(mirror))}\n    include = {json.dumps(held)}"
            lines.append(f"  filesystem_mirror {{\n    {inside}\n  }}")
    lines.append(f"  direct {{\n    exclude = {json.dumps(claimed)}\n  }}\n}}")
    return "\n".join(lines) + "\n"


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(child for child in folder.iterdir() if child.is_dir())
    except OSError:
        return []
