"""Building packs from small descriptions: what is encoded comes back as types, and nothing is stored twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nimbus_lang.schemas.build_aws import SOURCE, build
from nimbus_lang.schemas.build_kubernetes import build as build_kubernetes
from nimbus_lang.schemas.build_kubernetes import go_enums, short_group
from nimbus_lang.schemas.decode import DEPRECATED, Document
from nimbus_lang.schemas.encode import encode_type
from nimbus_lang.schemas.pack import Pack
from nimbus_lang.types.model import (
    ANY,
    INT,
    NUMBER,
    STRING,
    Field,
    ListT,
    MapT,
    Nesting,
    RecordT,
    SetT,
)

INNER = {"attributes": {"zone": {"type": "string", "required": True}}}
SCHEMA: dict[str, Any] = {
    "block": {
        "attributes": {
            "name": {"type": "string", "required": True, "description": "What it is called."},
            "old": {"type": "number", "optional": True, "deprecated": True},
            "secret": {"type": "string", "optional": True, "sensitive": True, "write_only": True},
            "made": {"type": ["list", ["object", {"port": "number"}]], "computed": True},
            "rules": {
                "type": ["set", ["object", {"port": "number"}]],
                "optional": True,
                "computed": True,
            },
            "free": {"type": "dynamic", "optional": True},
            "labels": {"type": ["map", ["list", "string"]], "optional": True},
            "nested": {
                "nested_type": {"nesting_mode": "set", "attributes": INNER["attributes"]},
                "optional": True,
            },
        },
        "block_types": {
            "first": {"nesting_mode": "list", "min_items": 1, "max_items": 3, "block": INNER},
            "second": {
                "nesting_mode": "set",
                "max_items": 1,
                "block": {**INNER, "deprecated": True},
            },
            "third": {"nesting_mode": "single", "block": INNER},
            "fourth": {"nesting_mode": "map", "block": INNER},
        },
        "deprecated": True,
    }
}


@pytest.fixture
def record() -> RecordT:
    """The schema above, encoded and decoded."""
    facts, *blocks = encode_type(SCHEMA)
    assert facts == {"d": 1}
    return Document(blocks).root("aws.thing")


def test_flags_and_description(record: RecordT) -> None:
    assert record.fields["name"] == Field(STRING, required=True, doc="What it is called.")
    assert record.fields["old"] == Field(NUMBER, deprecated=DEPRECATED)
    assert record.fields["secret"] == Field(STRING, sensitive=True, write_only=True)
    assert record.fields["free"] == Field(ANY)
    assert record.fields["labels"] == Field(MapT(ListT(STRING)))


def test_objects_take_the_flags_of_their_argument(record: RecordT) -> None:
    made, rules = record.fields["made"], record.fields["rules"]
    assert isinstance(made.type, ListT) and isinstance(made.type.item, RecordT)
    assert made.type.item.fields["port"] == Field(NUMBER, settable=False, computed=True)
    assert made.block is None
    assert isinstance(rules.type, SetT) and isinstance(rules.type.item, RecordT)
    assert rules.type.item.fields["port"] == Field(NUMBER, computed=True)
    assert rules.block is Nesting.SET


def test_nesting(record: RecordT) -> None:
    first, second = record.fields["first"], record.fields["second"]
    third, fourth, nested = (record.fields[name] for name in ("third", "fourth", "nested"))
    assert isinstance(first.type, ListT)
    assert (first.required, first.block) == (True, Nesting.LIST)
    assert (first.type.minimum, first.type.maximum) == (1, 3)
    assert isinstance(second.type, SetT)
    assert (second.type.minimum, second.type.maximum, second.deprecated) == (0, 1, DEPRECATED)
    assert isinstance(third.type, RecordT) and third.block is Nesting.SINGLE
    assert isinstance(fourth.type, MapT) and fourth.block is Nesting.MAP
    assert isinstance(nested.type, SetT) and nested.block is None


def test_a_block_is_stored_once() -> None:
    assert len(encode_type(SCHEMA)) == 1 + 4


def test_another_provider_is_refused() -> None:
    with pytest.raises(KeyError):
        build({"provider_schemas": {"registry.terraform.io/hashicorp/random": {}}})


def test_the_whole_provider(tmp_path: Path) -> None:
    provider = {
        "provider": {"block": INNER},
        "resource_schemas": {"aws_thing": SCHEMA},
        "data_source_schemas": {"aws_thing": {"block": INNER}},
        "ephemeral_resource_schemas": {},
    }
    data = build({"provider_schemas": {f"registry.terraform.io/{SOURCE}": provider}})
    path = tmp_path / "pack.bin"
    path.write_bytes(data)
    pack = Pack(path)
    assert pack.names("resource") == ["thing"]
    assert pack.read("lookup", "thing") == [{}, {"zone": ["r", "s"]}]
    assert pack.names("ephemeral") == []


GO = """
\t\t"k8s.io/api/core/v1.Thing":   schema_k8sio_api_core_v1_Thing(ref),
func schema_k8sio_api_core_v1_Thing(ref common.ReferenceCallback) common.OpenAPIDefinition {
\t\t\t\t\t"mode": {
\t\t\t\t\t\tSchemaProps: spec.SchemaProps{
\t\t\t\t\t\t\tEnum:        []interface{}{"Off", "On"},
"""
SWAGGER: dict[str, Any] = {
    "paths": {
        "/api/v1/namespaces/{namespace}/things": {
            "post": {
                "x-kubernetes-action": "post",
                "x-kubernetes-group-version-kind": {"group": "", "version": "v1", "kind": "Thing"},
                "parameters": [
                    {"in": "body", "schema": {"$ref": "#/definitions/io.k8s.api.core.v1.Thing"}}
                ],
            }
        },
        "/api/v1/namespaces/{namespace}/things/{name}": {"get": {"operationId": "readThing"}},
        "/api/v1/reviews": {"post": {"x-kubernetes-action": "post"}},
    },
    "definitions": {
        "io.k8s.api.core.v1.Thing": {
            "properties": {
                "kind": {"type": "string"},
                "mode": {"type": "string"},
                "waitSeconds": {"type": "integer", "description": "Deprecated: use  mode."},
                "self": {"$ref": "#/definitions/io.k8s.api.core.v1.Thing"},
            },
            "required": ["mode"],
        },
        "io.k8s.api.core.v1.Unused": {"properties": {}},
    },
}


def test_enums_from_the_generated_code() -> None:
    assert go_enums(GO) == {"io.k8s.api.core.v1.Thing": {"mode": ["Off", "On"]}}


def test_kinds_and_their_definitions(tmp_path: Path) -> None:
    path = tmp_path / "pack.bin"
    path.write_bytes(build_kubernetes(SWAGGER, GO, {"Thing": {"mode": {"sensitive": True}}}))
    pack = Pack(path)
    assert pack.names("kind") == ["core.v1.Thing"]
    assert pack.read("kind", "core.v1.Thing")["plural"] == "things"
    assert pack.names("definition") == ["io.k8s.api.core.v1.Thing"]
    raw = pack.read("definition", "io.k8s.api.core.v1.Thing")
    assert raw["b"][0]["kind"] == ["c", "s"]
    assert raw["b"][0]["waitSeconds"][:2] == ["oc", "i"]
    assert raw["r"]["mode"] == {"enum": ["Off", "On"], "source": "kubernetes", "sensitive": True}
    assert raw["r"]["waitSeconds"] == {"deprecated": "use mode.", "unit": "seconds"}


def test_a_refinement_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Thing\.moed"):
        build_kubernetes(SWAGGER, GO, {"Thing": {"moed": {"sensitive": True}}})


def test_groups_are_called_by_their_first_label() -> None:
    assert [short_group(group) for group in ("", "apps", "rbac.authorization.k8s.io")] == [
        "core",
        "apps",
        "rbac",
    ]


def test_whole_numbers_of_the_description_are_ints() -> None:
    assert Document([{"a": ["o", "i"]}]).root("x").fields["a"] == Field(INT)
