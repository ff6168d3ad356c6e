"""Custom resource definitions as types: one for each version that is served, in the groups they define.

A type is called as built-in kinds are, `certs.cert_manager.v1.Certificate`: the group by its first label, or by its whole name
with `_` where that label is a built-in group's or two groups of the file share it. Knows the file's text only, no cluster.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import lru_cache
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.schemas import errors, kubernetes
from nimbus_lang.schemas.json_schema import Reader
from nimbus_lang.schemas.yaml_documents import Document, YamlError, read_documents
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import Absence, SourceFile
from nimbus_lang.source.span import Span
from nimbus_lang.types.model import ANY, STRING, Field, RecordT

DEFINITION = "CustomResourceDefinition"
API = "apiextensions.k8s.io/"
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_GROUP = re.compile(r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class CustomKind:
    """One version of a kind. `schema` is None where the definition has none; `warning` is why not to use it."""

    group: str
    version: str
    kind: str
    namespaced: bool
    schema: Mapping[str, Any] | None
    warning: str | None = None

    @property
    def api_version(self) -> str:
        """As a manifest says it."""
        return f"{self.group}/{self.version}"


@dataclass(frozen=True, eq=False)
class CustomResources:
    """The kinds that a file defines, by their paths (`k8s.cert_manager.v1.Certificate`)."""

    path: str
    kinds: Mapping[str, CustomKind]
    kind: str = "k8s"
    borrows: bool = True
    _records: dict[tuple[str, bool], RecordT] = field(default_factory=dict)

    @property
    def files(self) -> Sequence[str]:
        """The file alone."""
        return (self.path,)

    def load(self, path: str, lookup: bool) -> RecordT | None:
        """The type of a kind; None when the file has none of that path."""
        found = self.kinds.get(path)
        if found is None:
            return None
        if (path, lookup) not in self._records:
            record = _record(path, found)
            self._records[path, lookup] = kubernetes.as_lookup(record) if lookup else record
        return self._records[path, lookup]

    def names(self, lookup: bool) -> Sequence[str]:
        """Every path, sorted."""
        return sorted(self.kinds)

    def deprecation(self, path: str, lookup: bool) -> str | None:
        """What the definition says against a version."""
        found = self.kinds.get(path)
        return found.warning if found is not None else None

    def configuration(self) -> RecordT | None:
        """What `use k8s` takes."""
        return kubernetes.CONFIGURATION

    def fixed(self, path: str, lookup: bool) -> Mapping[str, str]:
        """Where the kind lives in the API."""
        found = self.kinds.get(path)
        return {"apiVersion": found.api_version, "kind": found.kind} if found is not None else {}


Found = tuple[CustomResources | None, tuple[Diagnostic, ...]]


def read_crds(
    name: str, read: Callable[[str], SourceFile | Absence | None]
) -> Found | Absence | None:
    """The kinds that the file of this name defines; why it is not here."""
    file = read(name)
    return _read(file) if isinstance(file, SourceFile) else file


@lru_cache(maxsize=32)
def _read(file: SourceFile) -> Found:
    try:
        documents = list(_objects(read_documents(file.text)))
    except YamlError as bad:
        return None, (errors.not_yaml(_span(file, bad.at), file.path, str(bad)),)
    wanted = [one for one in documents if _is_definition(one.data)]
    if not wanted:
        return None, (errors.no_definitions(_span(file, 0), file.path, _listed(documents)),)
    kinds: list[CustomKind] = []
    problems: list[Diagnostic] = []
    for one in wanted:
        span = _span(file, one.start)
        try:
            kinds += _kinds(one.data)
        except _Incomplete as why:
            problems.append(errors.bad_definition(span, file.path, _name(one.data), str(why)))
    words = _words([kind.group for kind in kinds])
    paths = {f"k8s.{words[k.group]}.{k.version}.{k.kind}": k for k in kinds}
    first = _span(file, wanted[0].start)
    problems += [errors.no_schema(first, path) for path, k in paths.items() if k.schema is None]
    return CustomResources(file.path, paths), tuple(problems)


def _objects(documents: Sequence[Document]) -> Iterator[Document]:
    """Every object: documents, and what lists hold."""
    for one in documents:
        items = one.data.get("items") if isinstance(one.data, dict) else one.data
        if isinstance(items, list):
            yield from (Document(item, one.start) for item in items)
        else:
            yield one


def _is_definition(data: Any) -> bool:
    return (
        isinstance(data, dict)
        and data.get("kind") == DEFINITION
        and str(data.get("apiVersion")).startswith(API)
    )


def _listed(documents: Sequence[Document]) -> str:
    kinds = {
        str(one.data.get("kind"))
        for one in documents
        if isinstance(one.data, dict) and one.data.get("kind")
    }
    shown = ", ".join(sorted(kinds)[:5])
    return f"objects of other kinds ({shown})" if shown else "no Kubernetes object"


def _name(data: Mapping[str, Any]) -> str:
    metadata = data.get("metadata")
    return str(metadata.get("name", "?")) if isinstance(metadata, dict) else "?"


class _Incomplete(Exception):
    """A definition lacks what every one must have; the message goes on after its name."""


def _kinds(data: Mapping[str, Any]) -> Iterator[CustomKind]:
    """The versions of a definition that the API server serves."""
    if data["apiVersion"] != f"{API}v1":
        raise _Incomplete(f"is of `{data['apiVersion']}`, which no cluster takes any more")
    spec = _part(data, "spec", dict)
    group, names = _part(spec, "group", str), _part(spec, "names", dict)
    kind = _part(names, "kind", str)
    if not _GROUP.fullmatch(group) or not _WORD.fullmatch(kind):
        raise _Incomplete(f"is of a group `{group}` and a kind `{kind}` that no API can have")
    for one in _part(spec, "versions", list):
        if not isinstance(one, dict):
            raise _Incomplete("has a version that is no object")
        version = _part(one, "name", str)
        if not _WORD.fullmatch(version):
            raise _Incomplete(f"has a version `{version}`, which is no name of one")
        if one.get("served") is not False:
            schema = _part(one, "schema", dict, {}).get("openAPIV3Schema")
            if isinstance(schema, dict):
                _part(schema, "properties", dict, {})
            shown = schema if isinstance(schema, dict) and _says_something(schema) else None
            scope = spec.get("scope") != "Cluster"
            yield CustomKind(group, version, kind, scope, shown, _warning(one))


def _says_something(schema: Mapping[str, Any]) -> bool:
    return bool(schema.get("properties"))


def _warning(version: Mapping[str, Any]) -> str | None:
    if version.get("deprecated") is not True:
        return None
    said = version.get("deprecationWarning")
    return said if isinstance(said, str) else "its definition marks this version as deprecated"


def _part(data: Mapping[str, Any], name: str, wanted: type, otherwise: Any = None) -> Any:
    found = data.get(name, otherwise)
    if not isinstance(found, wanted):
        raise _Incomplete(
            f"has no `{name}`" if found is None else f"has a `{name}` of the wrong sort"
        )
    return found


def _words(groups: Sequence[str]) -> dict[str, str]:
    """What each group is called in paths."""
    built_in = kubernetes.kubernetes_groups()
    short = {group: _word(group.split(".", 1)[0]) for group in groups}
    taken = [*built_in, *short.values()]
    return {
        group: word if taken.count(word) == 1 else _word(group) for group, word in short.items()
    }


def _word(label: str) -> str:
    word = re.sub(r"[-.]", "_", label)
    return word if word[:1].isalpha() else f"g_{word}"


def _record(path: str, kind: CustomKind) -> RecordT:
    """The object: as its schema says, with the metadata that every object has."""
    if kind.schema is None:
        fields = _common(path, kind)
        return RecordT({**fields, "spec": Field(ANY)}, path, open=True)
    made = Reader(kind.schema, strict=True).record(kind.schema, path)
    own = {
        name: one
        for name, one in made.fields.items()
        if name not in ("apiVersion", "kind", "metadata", "status")
    }
    status = kind.schema["properties"].get("status")
    fields = {**_common(path, kind), **own}
    if status is not None:
        read = Reader(kind.schema, strict=True).type(status, f"{path}.status", read_only=True)
        fields["status"] = Field(
            read, settable=False, computed=True, doc="What the controller says of it."
        )
    return RecordT(fields, path, open=made.open)


def _common(path: str, kind: CustomKind) -> dict[str, Field]:
    plain = kubernetes.load_kubernetes("core.v1.ConfigMap")
    assert plain is not None and isinstance(plain.fields["metadata"].type, RecordT)
    metadata = plain.fields["metadata"].type.fields
    kept = {name: one for name, one in metadata.items() if kind.namespaced or name != "namespace"}
    return {
        "apiVersion": Field(STRING, settable=False, computed=True),
        "kind": Field(STRING, settable=False, computed=True),
        "metadata": replace(plain.fields["metadata"], type=RecordT(kept, f"{path}.metadata")),
    }


def _span(file: SourceFile, start: int) -> Span:
    """The rest of the line at an offset."""
    end = file.text.find("\n", start)
    return Span(file.path, start, len(file.text) if end < 0 else max(end, start))
