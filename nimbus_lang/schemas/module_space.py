"""A Terraform module as a namespace with one type: `net.module` of `use net from "tf:./modules/net"`.

The text is the module's plain pack: what it takes and gives, and for a module of this disk its files, which go with the code.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.schemas import errors
from nimbus_lang.schemas.build_module import FILES
from nimbus_lang.schemas.module import load_module
from nimbus_lang.schemas.pack import Pack
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import Absence, SourceFile
from nimbus_lang.source.terraform_module import ModuleAddress, is_local, read_module
from nimbus_lang.types.model import RecordT

KIND = "module"
"""What makes instances of a module: Terraform itself, with no provider of that name."""
TYPE = "module"


@dataclass(frozen=True, eq=False)
class ModuleSpace:
    """One module. `name` is that of its text."""

    name: str
    pack: Pack
    _made: list[RecordT] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """`module`, for every module."""
        return KIND

    @property
    def files(self) -> Sequence[str]:
        """The pack, which holds all that is known of the module."""
        return (self.name,)

    @property
    def borrows(self) -> bool:
        """A module has no configuration of its own."""
        return True

    def load(self, path: str, lookup: bool) -> RecordT | None:
        """The type of an instance, by its path or with the module's own name for it."""
        if lookup or path not in (f"{KIND}.{TYPE}", f"{KIND}.{self.short}"):
            return None
        if not self._made:
            self._made.append(load_module(self.pack, f"{self.short}.{TYPE}"))
        return self._made[0]

    def names(self, lookup: bool) -> Sequence[str]:
        """The one path."""
        return () if lookup else (f"{KIND}.{TYPE}",)

    def deprecation(self, path: str, lookup: bool) -> str | None:
        """A module says nothing of that."""
        return None

    def configuration(self) -> RecordT | None:
        """A module takes the configurations of the stack."""
        return RecordT({}, self.short)

    def fixed(self, path: str, lookup: bool) -> Mapping[str, str]:
        """Nothing is written but what the spec says."""
        return {}

    def native(self, path: str) -> str:
        """What addresses of its instances begin with."""
        return KIND

    @property
    def source(self) -> str:
        """What the `module` block says; of a module that goes with the code, the folder in it."""
        return str(self.pack.meta["source"])

    @property
    def wanted(self) -> str:
        """The version that the block asks for, or ""."""
        address = read_module(self.name)
        return address.wanted.text if isinstance(address, ModuleAddress) else ""

    @property
    def untyped(self) -> str:
        """Why nothing is known of what it takes and gives, or ""."""
        return str(self.pack.meta.get("untyped", ""))

    @property
    def short(self) -> str:
        """A word for it: the last part of a folder, `vpc` of `terraform-aws-modules/vpc/aws`."""
        return str(self.pack.meta["short"])

    @property
    def is_carried(self) -> bool:
        """Whether its files go with the code."""
        return bool(self.pack.names(FILES))

    @property
    def carried(self) -> Mapping[str, str]:
        """Texts that go with the code, by path below a folder of the module's own; empty for one that Terraform fetches."""
        found = (self.pack.read(FILES, number) for number in self.pack.names(FILES))
        return {one["path"]: one["text"] for one in found}


def read_module_space(
    name: str, read: Callable[[str], SourceFile | Absence | None]
) -> tuple[ModuleSpace | None, tuple[Diagnostic, ...]] | Absence | None:
    """The module that a `use` calls so; why what is known of it is not here; None where there is no such folder."""
    file = read(name)
    if not isinstance(file, SourceFile):
        return file or (None if is_local(name) else Absence.NOT_LOCKED)
    try:
        space = ModuleSpace(name, Pack(file.text))
    except (ValueError, KeyError):
        return Absence.CHANGED
    return space, (errors.untyped_module(name, space.untyped),) if space.untyped else ()


def short_name(source: str) -> str:
    """A word for a module by Terraform's address of it, fit for a folder."""
    place = source.partition("?")[0].rstrip("/")
    main, _, below = (
        place.removeprefix("git::").partition("://")[2].partition("//")
        if "::" in place
        else place.partition("//")
    )
    parts = posixpath.normpath(main).split("/")
    registry = "::" not in place and not place.startswith(".") and len(parts) in (3, 4)
    last = below.rpartition("/")[2] or (parts[-2] if registry else parts[-1])
    return (
        "".join(c if c.isalnum() or c in "_-" else "_" for c in last.removesuffix(".git")) or TYPE
    )
