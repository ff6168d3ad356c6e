"""The address of a Helm chart as a `use` writes it: `./charts/web`, `./charts/web-1.2.0.tgz`, `oci://host/charts/web@1.2`.

Takes it apart and nothing else: no file is read, no registry asked.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace

from nimbus_lang.source.record import dataclass
from nimbus_lang.source.version import Constraint, Version, read_constraint

OCI = "oci://"
LOCAL = "chart:"
"""What the names of charts on this disk begin with in a source set; the path follows."""
ARCHIVES = (".tgz", ".tar.gz")
SPELLING = "oci://ghcr.io/acme/charts/web@1.2"
_ADDRESS = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+"
)


@dataclass(frozen=True, slots=True)
class ChartAddress:
    """A chart in a registry. `address` is as Helm has it, without a version; `wanted` the versions that will do."""

    address: str
    wanted: Constraint

    @property
    def text(self) -> str:
        """As it was written."""
        return f"{self.address}@{self.wanted.text}"


@dataclass(frozen=True, slots=True)
class NoChart:
    """Why a text that begins like a chart's address is none."""

    why: str


def is_chart(name: str) -> bool:
    """Whether a name is that of a chart, in a registry or on this disk."""
    return name.startswith((OCI, LOCAL))


def is_registered(name: str) -> bool:
    """Whether a chart is in a registry, so that nimbus.lock pins it."""
    return name.startswith(OCI)


def is_local_chart(name: str) -> bool:
    """Whether a chart is a folder or an archive on this disk."""
    return name.startswith(LOCAL)


def local_chart(base: str, source: str) -> str:
    """The name of the chart that the file `base` uses by a relative path."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), source))
    return f"{LOCAL}{path}"


def read_chart(source: str) -> ChartAddress | NoChart:
    """`oci://host/charts/web@1.2`, taken apart."""
    address, at, version = source.removeprefix(OCI).partition("@")
    if "@" in version or (at and _ADDRESS.fullmatch(version) and "/" in version):
        why = "It holds credentials, and specs are no place for them: `helm registry login` keeps them"
        return NoChart(why)
    if _ADDRESS.fullmatch(address) is None:
        return NoChart(f"It names no host and chart: `{SPELLING}`")
    wanted = read_constraint(version)
    if wanted is None or not wanted.clauses:
        return NoChart(f"It does not say which version: `{SPELLING}`")
    return ChartAddress(f"{OCI}{address}", _widened(wanted))


def helm_constraint(wanted: Constraint) -> str:
    """The same as Helm has it, in signs that mean the same to both."""
    parts: list[str] = []
    for sign, version in wanted.clauses:
        parts.append(f"{'>=' if sign == '~>' else sign} {_text(version)}")
        if sign == "~>":
            parts.append(f"< {_text(_after(version))}")
    return ", ".join(parts)


def _widened(wanted: Constraint) -> Constraint:
    """`1.2` means every `1.2.x`, as people write chart versions; `1.2.0` itself alone."""
    match wanted.clauses:
        case (("=", Version(numbers, "") as version),) if len(numbers) < 3:
            longer = Version((*version.numbers, 0))
            return replace(wanted, clauses=(("~>", longer),))
        case _:
            return wanted


def _after(version: Version) -> Version:
    """The first version that `~>` does not admit."""
    fixed = version.numbers[:-1] or version.numbers
    return Version((*fixed[:-1], fixed[-1] + 1))


def _text(version: Version) -> str:
    numbers = (*version.numbers, 0, 0)[: max(3, len(version.numbers))]
    return ".".join(map(str, numbers)) + (f"-{version.early}" if version.early else "")
