"""Types that a `use` brings in: a foreign source gives a namespace of types, and a program knows them beside the bundled ones.

Nothing here reads a source: who does (`crds`, ...) makes a `Namespace` of its text, and a program keeps it under the source's name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Protocol, runtime_checkable

from nimbus_lang.schemas import index
from nimbus_lang.source.record import dataclass
from nimbus_lang.types.model import RecordT, ResourceT


class Namespace(Protocol):
    """What one foreign source gives. A path is a type's whole path, the kind of its provider first: `k8s.cert_manager.v1.Issuer`."""

    @property
    def kind(self) -> str:
        """The kind of provider that makes its resources (`k8s`, `helm`, a Terraform provider's name)."""

    @property
    def files(self) -> Sequence[str]:
        """The names of all texts of the source set that it was made from: a plan is bound to them."""

    @property
    def borrows(self) -> bool:
        """Whether a `use` without a body takes the configuration of the built-in namespace of its kind."""

    def load(self, path: str, lookup: bool) -> RecordT | None:
        """A type; None when there is none of that path."""

    def names(self, lookup: bool) -> Sequence[str]:
        """Every path, sorted."""

    def deprecation(self, path: str, lookup: bool) -> str | None:
        """Why a whole type should not be used any more, or None."""

    def configuration(self) -> RecordT | None:
        """What the body of its `use` accepts."""

    def fixed(self, path: str, lookup: bool) -> Mapping[str, str]:
        """Arguments that every instance of a type has and nobody writes (a custom resource's `apiVersion` and `kind`)."""


@runtime_checkable
class NativeNames(Protocol):
    """A namespace whose target calls a type otherwise than its path with `_` for the first dot."""

    def native(self, path: str) -> str:
        """The target's name of a type."""


@dataclass(frozen=True, slots=True)
class Schemas:
    """Every type that one program can name: the bundled ones and those of its foreign sources, by the sources' names."""

    foreign: Mapping[str, Namespace] = field(default_factory=dict)

    def load(self, type: ResourceT) -> RecordT | None:
        """The fields of an instance; None when there is no such type."""
        if not type.source:
            return index.load(type.path, type.lookup)
        space = self.foreign.get(type.source)
        return space.load(type.path, type.lookup) if space is not None else None

    def exists(self, type: ResourceT) -> bool:
        """Whether `load` would find it."""
        if not type.source:
            return index.exists(type.path, type.lookup)
        return self.load(type) is not None

    def names(self, kind: str, source: str, lookup: bool) -> Sequence[str]:
        """Every path of a namespace, sorted."""
        if not source:
            return index.names(kind, lookup)
        space = self.foreign.get(source)
        return space.names(lookup) if space is not None else ()

    def deprecation(self, type: ResourceT) -> str | None:
        """Why a whole type should not be used any more, or None."""
        if not type.source:
            return index.deprecation(type.path, type.lookup)
        space = self.foreign.get(type.source)
        return space.deprecation(type.path, type.lookup) if space is not None else None

    def configuration(self, kind: str, source: str) -> RecordT | None:
        """What `use` of a namespace accepts between its braces."""
        space = self.foreign.get(source)
        return space.configuration() if space is not None else index.provider_config(kind)

    def fixed(self, type: ResourceT) -> Mapping[str, str]:
        """Arguments that every instance has and nobody writes."""
        space = self.foreign.get(type.source)
        return space.fixed(type.path, type.lookup) if space is not None else {}

    def native(self, type: ResourceT) -> str:
        """What the target calls a foreign type, where it says so; else ""."""
        space = self.foreign.get(type.source)
        return space.native(type.path) if isinstance(space, NativeNames) else ""

    def files(self) -> frozenset[str]:
        """The names of all texts of the source set that foreign types were made from."""
        return frozenset(file for space in self.foreign.values() for file in space.files)
