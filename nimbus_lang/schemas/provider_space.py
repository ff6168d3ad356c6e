"""A locked Terraform provider as a namespace of types: `random.password` of `use random from "hashicorp/random@~> 3.6"`.

The text is the provider's plain pack, under the very name that the `use` says. Another version of the bundled provider keeps
what is known beyond its schema.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.schemas.aws import aws_meta, aws_refinements
from nimbus_lang.schemas.pack import Pack
from nimbus_lang.schemas.provider import ProviderTypes, no_refinements
from nimbus_lang.source.provider import read_provider
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import Absence, SourceFile
from nimbus_lang.types.model import RecordT


@dataclass(frozen=True, eq=False)
class ProviderSpace:
    """The types of one provider. `kind` is what the generated code calls it."""

    name: str
    types: ProviderTypes
    _made: dict[tuple[str, bool], RecordT | None] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """`google-beta` of `hashicorp/google-beta`."""
        address = read_provider(self.name)
        assert address is not None
        return address.kind

    @property
    def files(self) -> Sequence[str]:
        """The pack."""
        return (self.name,)

    @property
    def borrows(self) -> bool:
        """A `use` without braces is the provider's default configuration."""
        return True

    def load(self, path: str, lookup: bool) -> RecordT | None:
        """A type; None when there is none of that path."""
        key = (path, lookup)
        if key not in self._made:
            self._made[key] = self.types.load(_name(path), _section(lookup), path)
        return self._made[key]

    def names(self, lookup: bool) -> Sequence[str]:
        """Every path, sorted."""
        return [f"{self.kind}.{name}" for name in self.types.names(_section(lookup))]

    def deprecation(self, path: str, lookup: bool) -> str | None:
        """Why a whole type should not be used any more, or None."""
        return self.types.deprecation(_name(path), _section(lookup))

    def configuration(self) -> RecordT | None:
        """What the provider's own block takes."""
        return self.types.configuration(self.kind)

    def fixed(self, path: str, lookup: bool) -> Mapping[str, str]:
        """Nothing is written but what the spec says."""
        return {}

    def native(self, path: str) -> str:
        """Terraform's name of a type."""
        return self.types.native(_name(path))


def read_provider_space(
    name: str, read: Callable[[str], SourceFile | Absence | None]
) -> tuple[ProviderSpace | None, tuple[Diagnostic, ...]] | Absence | None:
    """The types of the locked provider that a `use` calls so; why its description is not here."""
    file = read(name)
    if not isinstance(file, SourceFile):
        return file or Absence.NOT_LOCKED
    try:
        pack = Pack(file.text)
    except (ValueError, KeyError):
        return Absence.CHANGED
    bundled = pack.meta.get("source") == aws_meta()["source"]
    types = ProviderTypes(pack, aws_refinements if bundled else no_refinements)
    return ProviderSpace(name, types), ()


def is_bundled(source: str) -> bool:
    """Whether a `from` asks for a provider in a version that Nimbus has in it, so that nothing needs to be locked."""
    address = read_provider(source)
    meta = aws_meta() if address is not None else {}
    return (
        address is not None
        and address.source == meta["source"]
        and address.wanted.admits(str(meta["version"]))
    )


def _name(path: str) -> str:
    return path.partition(".")[2]


def _section(lookup: bool) -> str:
    return "lookup" if lookup else "resource"
