"""The address of a Terraform module as a `use` writes it: `tf:./modules/net`, `tf:terraform-aws-modules/vpc/aws@5.8.1`,
`tf:git::https://host/repository.git//net?ref=v1`.

Takes it apart and nothing else: a folder is read, and a registry asked, elsewhere.
"""

from __future__ import annotations

import posixpath
import re
from enum import Enum

from nimbus_lang.source.record import dataclass
from nimbus_lang.source.version import Constraint, read_constraint

PREFIX = "tf:"
SPELLING = "tf:terraform-aws-modules/vpc/aws@5.8.1"
_PART = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?"
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z0-9-]+(?::\d{1,5})?"
_REGISTRY = re.compile(rf"(?:{_HOST}/)?{_PART}/{_PART}/[a-z0-9]{{1,64}}(?://[A-Za-z0-9_./-]+)?")
_GIT = re.compile(r"git::(?:https|ssh|file)://[^\s\\\"$]+")


class ModuleKind(Enum):
    """Where the module is: in a folder beside the spec, in a registry, in a git repository."""

    LOCAL = "local"
    REGISTRY = "registry"
    GIT = "git"


@dataclass(frozen=True, slots=True)
class ModuleAddress:
    """`source` is Terraform's own (a local one relative to the spec); `wanted` is for a registry's module alone."""

    kind: ModuleKind
    source: str
    wanted: Constraint = Constraint()

    @property
    def text(self) -> str:
        """As it was written."""
        version = f"@{self.wanted.text}" if self.wanted.text else ""
        return f"{PREFIX}{self.source}{version}"


@dataclass(frozen=True, slots=True)
class NoModule:
    """Why a text that begins like a module's address is none."""

    why: str


def is_module(text: str) -> bool:
    """Whether a `from` is meant as a Terraform module."""
    return text.startswith(PREFIX)


def read_module(text: str) -> ModuleAddress | NoModule:
    """A module's address taken apart."""
    source = text.removeprefix(PREFIX)
    if source.startswith(("./", "../")):
        return ModuleAddress(ModuleKind.LOCAL, source.rstrip("/"))
    if source.startswith("git::"):
        return _git(source)
    place, _, version = source.partition("@")
    if _REGISTRY.fullmatch(place) is None or ".." in place:
        return NoModule(
            f'A Terraform module is a folder (`"{PREFIX}./modules/net"`), a module of a registry (`"{SPELLING}"`) or of a git '
            f'repository (`"{PREFIX}git::https://host/repository.git//net?ref=v1"`)'
        )
    wanted = read_constraint(version)
    if wanted is None:
        return NoModule(f"`{version}` is no version of a module, such as `5.8.1` or `~> 5.8`")
    return ModuleAddress(ModuleKind.REGISTRY, place, wanted)


def _git(source: str) -> ModuleAddress | NoModule:
    if _GIT.fullmatch(source) is None:
        return NoModule(
            "A git repository is reached by `git::https://`, `git::ssh://` or `git::file://`"
        )
    if "?ref=" not in source and "&ref=" not in source:
        return NoModule("It does not say which version: end it with `?ref=` and a tag or commit")
    host = source.removeprefix("git::").partition("://")[2].partition("/")[0]
    if "@" in host and (":" in host.partition("@")[0] or "https://" in source):
        return NoModule(
            "It holds credentials, and specs are no place for them: give them to git's credential helper"
        )
    return ModuleAddress(ModuleKind.GIT, source)


def local_name(base: str, address: ModuleAddress) -> str:
    """What the text of a local module is called that the file `base` uses: its folder, as files are called."""
    folder = posixpath.normpath(posixpath.join(posixpath.dirname(base), address.source))
    return f"{PREFIX}{folder}" if folder.startswith(("/", "..")) else f"{PREFIX}./{folder}"


def is_local(name: str) -> bool:
    """Whether the name of a module's text is that of a folder."""
    return name.removeprefix(PREFIX).startswith((".", "/"))
