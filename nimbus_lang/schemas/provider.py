"""The types of one Terraform provider out of its pack: resources, data sources, ephemeral resources, its configuration.

The same for the bundled provider and for a locked one. What is laid over the raw schema is given, but for one rule: a
resource's `id` is read, never written. Knows no namespace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from nimbus_lang.schemas.blocks import Blocks
from nimbus_lang.schemas.build_provider import CONFIGURATION
from nimbus_lang.schemas.decode import DEPRECATED, Document
from nimbus_lang.schemas.fields import Entry
from nimbus_lang.schemas.pack import Pack
from nimbus_lang.schemas.refine import Refinement
from nimbus_lang.source.record import dataclass
from nimbus_lang.types.model import RecordT

Refinements = Callable[[str, str], Mapping[str, Refinement]]
"""What is laid over a type (by name and section), by path below it."""


def no_refinements(name: str, section: str) -> Mapping[str, Refinement]:
    """Nobody has looked closer at this provider."""
    return {}


@dataclass(frozen=True, eq=False)
class ProviderTypes:
    """A provider's pack, opened. `refinements` say more than the schema does."""

    pack: Pack
    refinements: Refinements = field(default=no_refinements)

    @property
    def source(self) -> str:
        """`hashicorp/random`."""
        return str(self.pack.meta["source"])

    @property
    def version(self) -> str:
        """`3.6.3`."""
        return str(self.pack.meta["version"])

    @property
    def word(self) -> str:
        """What Terraform's names of its types begin with: `random` of `random_password`."""
        return str(self.pack.meta.get("word", ""))

    def load(self, name: str, section: str, path: str) -> RecordT | None:
        """The type of this name in a section, called `path` in messages; None when there is none."""
        lines = self.pack.lines(section, name)
        if lines is None:
            return None
        changes = {"id": _read_only} if section == "resource" else {}
        return Document(Blocks(lines[1:], changes), self.refinements(name, section)).root(path)

    def configuration(self, path: str) -> RecordT | None:
        """What the provider's own block takes."""
        return self.load(CONFIGURATION, CONFIGURATION, path)

    def names(self, section: str) -> Sequence[str]:
        """Names in a section, sorted."""
        return self.pack.names(section)

    def has(self, name: str, section: str) -> bool:
        """Whether the section holds the type; reads the index only."""
        return self.pack.has(section, name)

    def deprecation(self, name: str, section: str) -> str | None:
        """Why not to use the whole type any more, or None."""
        said = self.refinements(name, section).get("", {}).get("deprecated")
        raw = self.pack.read(section, name)
        return str(said) if said else DEPRECATED if raw and raw[0].get("d") else None

    def native(self, name: str) -> str:
        """Terraform's name of a type: `random_password` of `password`, but `http` of `http`."""
        return name if name in self.pack.meta.get("whole", ()) else f"{self.word}_{name}"


def _read_only(entry: Entry) -> Entry:
    """An id that the provider calls optional and computed is there to be read."""
    return ["c", *entry[1:]] if set(entry[0]) == {"o", "c"} else entry
