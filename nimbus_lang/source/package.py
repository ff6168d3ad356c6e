"""Where the text after `from` in a `use` leads: a file beside this one, or a file of a git repository at a version.

A pinned file is called by the very text that a spec writes, `git+URL//PATH@VERSION`, in messages, graphs and source maps
alike; its ending says what it is to whoever uses it. Nothing is fetched or read here, and a file of a repository never
leads out of it.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from enum import Enum

from nimbus_lang.source.chart import ARCHIVES, OCI, NoChart, is_chart, local_chart, read_chart
from nimbus_lang.source.chart import SPELLING as CHART_SPELLING
from nimbus_lang.source.provider import is_provider, read_provider
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.terraform_module import (
    ModuleKind,
    NoModule,
    is_module,
    local_name,
    read_module,
)

PINNED = "git+"
TRANSPORTS = ("https", "ssh", "file")
SPELLING = "git+https://host/repository.git//path/to/file.nimbus@v1.2.0"
SUFFIX = ".nimbus"
CRD_SUFFIXES = (".yaml", ".yml", ".json")
_FILE = re.compile(r"(.*?\.(?:nimbus|yaml|yml|json))@(.*)", re.DOTALL)
_VERSION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._/+@-]*")
_CONTROL = re.compile(r"[\x00-\x20\x7f\\]")


class Sort(Enum):
    """What a `use` names: a package of Nimbus, or something foreign that gives types."""

    PACKAGE = "package"
    CRDS = "custom resource definitions"
    CHART = "Helm chart"
    PROVIDER = "Terraform provider"
    MODULE = "Terraform module"


@dataclass(frozen=True, slots=True)
class PackageFile:
    """One file of a repository: `url` as git knows it, `path` from the repository's top, `version` a tag, branch or commit."""

    url: str
    path: str
    version: str

    @property
    def name(self) -> str:
        """What the file is called everywhere."""
        return f"{PINNED}{self.url}//{self.path}@{self.version}"

    @property
    def package(self) -> str:
        """What all files of the repository at this version have in common."""
        return f"{PINNED}{self.url}@{self.version}"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a `use` can lead nowhere; `outside`: it would leave its repository."""

    why: str
    outside: bool = False


def is_library(path: str) -> bool:
    """Whether a path names text that whoever writes a spec cannot change: of the bundled library, or pinned."""
    return path.startswith("std/") or is_pinned(path)


def is_pinned(path: str) -> bool:
    """Whether a file's name is that of a repository's file, which lies in no folder of the project."""
    return path.startswith(PINNED)


def sort_of(name: str) -> Sort:
    """What a name that `find_file` gave stands for."""
    if is_module(name):
        return Sort.MODULE
    if is_chart(name):
        return Sort.CHART
    if is_provider(name):
        return Sort.PROVIDER
    path = _FILE.fullmatch(name) if is_pinned(name) else None
    ends = path[1] if path is not None else name
    return Sort.CRDS if ends.endswith(CRD_SUFFIXES) else Sort.PACKAGE


def find_file(base: str, source: str) -> str | Refused:
    """The name of what `use ... from "source"` in the file `base` means: a key of the source set."""
    if is_pinned(source):
        found = read_package(source)
        return found.name if isinstance(found, PackageFile) else found
    if is_module(source):
        return _find_module(base, source)
    if source.startswith(OCI):
        chart = read_chart(source)
        return Refused(chart.why) if isinstance(chart, NoChart) else chart.text
    if is_provider(source):
        provider = read_provider(source)
        return provider.text if provider else Refused(_NO_VERSION)
    if _may_be_chart(source):
        return _find_chart(base, source)
    if not source.startswith(("./", "../")) or not source.endswith((SUFFIX, *CRD_SUFFIXES)):
        return Refused(_hint(source))
    if not is_pinned(base):
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), source))
    file = read_package(base)
    assert isinstance(file, PackageFile)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(file.path), source))
    if path.startswith("../"):
        return Refused(f"`{source}` leads out of `{file.package}`", outside=True)
    return replace(file, path=path).name


def _may_be_chart(source: str) -> bool:
    """Whether a text names an archive or a folder: something beside the spec whose name has no ending."""
    if not source.startswith(("./", "../")):
        return False
    last = source.rstrip("/").rpartition("/")[2]
    return source.endswith((*ARCHIVES, "/")) or ("." not in last and last != "")


def _find_chart(base: str, source: str) -> str | Refused:
    if is_pinned(base):
        why = f"`{source}` is a chart of a repository of which only single files are fetched"
        return Refused(why, outside=True)
    return local_chart(base, source)


def _find_module(base: str, source: str) -> str | Refused:
    address = read_module(source)
    if isinstance(address, NoModule):
        return Refused(address.why)
    if address.kind is not ModuleKind.LOCAL:
        return address.text
    if is_pinned(base):
        why = f"`{source}` is a folder of a repository of which only single files are fetched"
        return Refused(why, outside=True)
    return local_name(base, address)


_NO_VERSION = "What follows the `@` of a provider says which versions will do, as Terraform has it: `~> 3.6`, `>= 1.2, < 2`, `5.8.1`"


def read_package(source: str) -> PackageFile | Refused:
    """`git+https://host/repo.git//aws/net.nimbus@v1.2.0`, taken apart."""
    transport, colon, rest = source.removeprefix(PINNED).partition("://")
    if not colon or transport not in TRANSPORTS:
        known = ", ".join(f"`{PINNED}{one}://`" for one in TRANSPORTS)
        return Refused(f"A repository is reached by {known}")
    if _CONTROL.search(rest):
        return Refused("It holds a blank, a backslash or a control character")
    where, slashes, tail = rest.partition("//")
    if not slashes or not where.strip("/"):
        return Refused(f"It does not say which file of the repository: `{SPELLING}`")
    match = _FILE.fullmatch(tail)
    if match is None:
        return Refused(f"It does not say which version of the file: `{SPELLING}`")
    path, version = match.groups()
    why = (
        _bad_place(transport, where)
        or _bad_path(path)
        or ("" if _is_version(version) else f"`{version}` can be no tag, branch or commit")
    )
    return Refused(why) if why else PackageFile(f"{transport}://{where}", path, version)


def _bad_place(transport: str, where: str) -> str:
    if "?" in where or "#" in where:
        return f"The version stands at the end, after `@`: `{SPELLING}`"
    if transport == "file":
        return "" if where.startswith("/") else "A path after `git+file://` begins with `/`"
    host, slash, _ = where.partition("/")
    user, at, host = host.rpartition("@")
    if at and (transport == "https" or ":" in user):
        return "It holds credentials, and specs are no place for them: give them to git's credential helper"
    if not slash or not host or host.startswith("-") or user.startswith("-"):
        return "It names no host and repository"
    return ""


def _bad_path(path: str) -> str:
    steps = path.split("/")
    if steps[-1].startswith(".") or any(step in ("", ".", "..") for step in steps):
        return f"`{path}` is not a path from the top of the repository"
    return ""


def _is_version(text: str) -> bool:
    wrong = ".." in text or "//" in text or "@{" in text or text.endswith(("/", ".", ".lock"))
    return _VERSION.fullmatch(text) is not None and not wrong


def _hint(source: str) -> str:
    """What a text that is neither may have meant."""
    if source.startswith(("git::", "git@", "https://", "http://", "ssh://", "github.com/")):
        return f"A file of a git repository is written `{SPELLING}`"
    return (
        f'A package is a `.nimbus` file named by a relative path (`"./lib.nimbus"`), or `"{SPELLING}"`; a `.yaml` file is '
        f'read for its custom resource definitions, a Helm chart is a folder (`"./charts/web"`) or `"{CHART_SPELLING}"`'
    )
