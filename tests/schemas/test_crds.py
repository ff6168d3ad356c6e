"""Custom resource definitions as types: paths, scope, versions, and what is wrong with a file."""

from __future__ import annotations

from typing import Any

import pytest

from nimbus_lang.schemas.crds import CustomResources, read_crds
from nimbus_lang.source.source_file import Absence, SourceFile
from nimbus_lang.types.model import AnyT, RecordT


def definition(group: str = "example.org", kind: str = "Gauge", **spec: Any) -> str:
    import json

    schema = {
        "type": "object",
        "properties": {"spec": {"type": "object", "properties": {"a": {"type": "string"}}}},
    }
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    whole = {
        "group": group,
        "scope": "Namespaced",
        "names": {"kind": kind},
        "versions": [version],
        **spec,
    }
    return json.dumps(
        {
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": f"{kind.lower()}s.{group}"},
            "spec": whole,
        }
    )


BROKEN = {"openAPIV3Schema": {"type": "object", "properties": ["a"]}}


def read(*documents: str) -> tuple[CustomResources | None, list[str]]:
    text = "\n---\n".join(documents)
    found = read_crds("crds.yaml", lambda name: SourceFile(name, text))
    assert isinstance(found, tuple)
    return found[0], [one.code for one in found[1]]


def kinds(*documents: str) -> CustomResources:
    found, problems = read(*documents)
    assert problems == []
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        (["cert-manager.io"], ["cert_manager"]),
        (["a.example.org", "b.example.org"], ["a", "b"]),
        (["a.example.org", "a.example.com"], ["a_example_com", "a_example_org"]),
        (["networking.example.org"], ["networking_example_org"]),
        (["3scale.net"], ["g_3scale"]),
    ],
)
def test_groups_are_called_by_their_first_label_where_that_tells_them_apart(
    groups: list[str], words: list[str]
) -> None:
    found = kinds(*(definition(group) for group in groups))
    assert list(found.names(False)) == [f"k8s.{word}.v1.Gauge" for word in words]


def test_where_a_kind_lives_in_the_api() -> None:
    fixed = kinds(definition("cert-manager.io")).fixed("k8s.cert_manager.v1.Gauge", False)
    assert fixed == {"apiVersion": "cert-manager.io/v1", "kind": "Gauge"}


@pytest.mark.parametrize(("scope", "has"), [("Namespaced", True), ("Cluster", False)])
def test_only_what_lives_in_a_namespace_has_one(scope: str, has: bool) -> None:
    for lookup in (False, True):
        record = kinds(definition(scope=scope)).load("k8s.example.v1.Gauge", lookup)
        assert record is not None
        metadata = record.fields["metadata"].type
        assert isinstance(metadata, RecordT)
        assert ("namespace" in metadata.fields) is has


def test_versions_that_are_not_served_are_no_types() -> None:
    versions = [
        {"name": "v1", "served": True, "schema": {"openAPIV3Schema": {"properties": {"spec": {}}}}},
        {"name": "v1beta1", "served": False},
        {
            "name": "v1beta2",
            "served": True,
            "deprecated": True,
            "schema": {"openAPIV3Schema": {"properties": {"spec": {}}}},
        },
    ]
    found = kinds(definition(versions=versions))
    assert list(found.names(False)) == ["k8s.example.v1.Gauge", "k8s.example.v1beta2.Gauge"]
    assert found.deprecation("k8s.example.v1.Gauge", False) is None
    assert found.deprecation("k8s.example.v1beta2.Gauge", False) is not None


def test_one_without_a_schema_takes_anything_and_it_is_said() -> None:
    found, problems = read(definition(versions=[{"name": "v1"}]))
    assert problems == ["NB4104"]
    assert found is not None
    record = found.load("k8s.example.v1.Gauge", False)
    assert record is not None and record.open and isinstance(record.fields["spec"].type, AnyT)


def test_what_is_wrong_with_one_definition_leaves_the_others() -> None:
    found, problems = read(definition(names={}), definition(kind="Scale"))
    assert problems == ["NB4103"]
    assert found is not None and list(found.names(False)) == ["k8s.example.v1.Scale"]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("", "NB4102"),
        ("kind: Pod\n", "NB4102"),
        ("- 3\n", "NB4102"),
        ("a: [", "NB4101"),
        (definition(group="Not A Group"), "NB4103"),
        (definition(versions="v1"), "NB4103"),
        (definition(versions=[3]), "NB4103"),
        (definition().replace("k8s.io/v1", "k8s.io/v1beta1"), "NB4103"),
        (definition(versions=[{"name": "v1", "schema": BROKEN}]), "NB4103"),
    ],
)
def test_what_is_wrong_with_a_file(document: str, code: str) -> None:
    assert read(document)[1] == [code]


def test_a_file_that_is_not_here() -> None:
    assert read_crds("crds.yaml", lambda name: None) is None
    assert read_crds("crds.yaml", lambda name: Absence.NOT_LOCKED) is Absence.NOT_LOCKED
