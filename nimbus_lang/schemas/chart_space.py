"""A Helm chart as a namespace with one type: `web.release` of `use web from "./charts/web"`, a `helm.release` of that chart.

Its `values` are typed by the chart's `values.schema.json`; what the chart's own `values.yaml` says already need not be written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.schemas import errors, helm, kubernetes
from nimbus_lang.schemas.fields import Entry, LazyFields
from nimbus_lang.schemas.json_schema import Reader
from nimbus_lang.source.chart import is_registered
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import Absence, SourceFile
from nimbus_lang.types.model import ANY, Field, RecordT, Type

KIND = "helm"
RELEASE = "helm.release"
_FIXED = ("chart", "version", "repository", "repository_username", "repository_password")
_KEYS = ("chart", "name", "version", "schema", "values")


@dataclass(frozen=True, eq=False)
class ChartSpace:
    """One chart, from its description. `name` is that of its text."""

    name: str
    about: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """`helm`."""
        return KIND

    @property
    def files(self) -> Sequence[str]:
        """The description, which holds a digest of all of the chart's files."""
        return (self.name,)

    @property
    def borrows(self) -> bool:
        """Releases go to the cluster that `use helm` or `use k8s` names."""
        return True

    def load(self, path: str, lookup: bool) -> RecordT | None:
        """The type of a release."""
        if path != RELEASE:
            return None
        return helm.RELEASE_LOOKUP if lookup else _release(self.name, json.dumps(dict(self.about)))

    def names(self, lookup: bool) -> Sequence[str]:
        """The one path."""
        return (RELEASE,)

    def deprecation(self, path: str, lookup: bool) -> str | None:
        """What the chart says against itself."""
        return "its owner marks the chart as deprecated" if self.about.get("deprecated") else None

    def configuration(self) -> RecordT | None:
        """What `use helm` takes."""
        return kubernetes.CONFIGURATION

    def fixed(self, path: str, lookup: bool) -> Mapping[str, str]:
        """Which chart, in which version."""
        known = {name: str(self.about[name]) for name in ("chart", "version") if self.about[name]}
        return {} if lookup else known


def read_chart_space(
    name: str, read: Callable[[str], SourceFile | Absence | None]
) -> tuple[ChartSpace | None, tuple[Diagnostic, ...]] | Absence | None:
    """The chart that a `use` calls so; why its description is not here; None where there is no such chart."""
    file = read(name)
    if not isinstance(file, SourceFile):
        return file or (Absence.NOT_LOCKED if is_registered(name) else None)
    if not file.text:
        return None, ()  # what is wrong with the chart was said where it was read
    try:
        about = json.loads(file.text)
    except ValueError:
        return Absence.CHANGED
    if not isinstance(about, dict) or any(key not in about for key in _KEYS):
        return Absence.CHANGED
    space = ChartSpace(name, about)
    return space, () if about["schema"] else (errors.untyped_chart(str(about["name"])),)


def with_secrets_apart(release: RecordT) -> RecordT:
    """The type of a release that has `set_secret`: what its values lack may come from there, so Helm judges that."""
    values = release.fields["values"]
    lenient = replace(values, type=_undemanding(values.type), required=False)
    return replace(release, fields={**release.fields, "values": lenient})


def _undemanding(kind: Type) -> Type:
    """The same with nothing required in it."""
    if not isinstance(kind, RecordT):
        return kind

    def make(name: str, _: Entry) -> Field:
        one = kind.fields[name]
        return replace(one, type=_undemanding(one.type), required=False)

    entries: dict[str, Entry] = {name: [kind.name, name] for name in kind.fields}
    return replace(kind, fields=LazyFields(entries, make))


@lru_cache(maxsize=32)
def _release(name: str, about_text: str) -> RecordT:
    about = json.loads(about_text)
    fields = {
        key: replace(one, settable=False, required=False, computed=True) if key in _FIXED else one
        for key, one in helm.RELEASE.fields.items()
    }
    return RecordT({**fields, "values": _values(about)}, RELEASE)


def _values(about: Mapping[str, Any]) -> Field:
    doc = helm.RELEASE.fields["values"].doc
    schema = about["schema"]
    if not isinstance(schema, dict):
        return Field(ANY, doc=doc)
    record = Reader(schema).record(schema, f"{about['name']}.values", about["values"])
    if not record.fields:
        return Field(ANY, doc=doc)
    return Field(record, required=any(one.required for one in record.fields.values()), doc=doc)
