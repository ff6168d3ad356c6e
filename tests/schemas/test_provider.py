"""Any provider's schema as a plain pack: the real one of hashicorp/time, and small ones for what it does not have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nimbus_lang.schemas.build_provider import build_provider, first_word
from nimbus_lang.schemas.decode import DEPRECATED
from nimbus_lang.schemas.pack import Pack
from nimbus_lang.schemas.provider import ProviderTypes
from nimbus_lang.types.model import BOOL, STRING

DATA = Path(__file__).parent / "data"


def time_types() -> ProviderTypes:
    """hashicorp/time as terraform describes it."""
    described = json.loads((DATA / "time-0.14.2.json").read_text(encoding="utf-8"))
    return ProviderTypes(Pack(build_provider(described, "hashicorp/time", "0.14.2")))


def types(**sections: dict[str, Any]) -> ProviderTypes:
    """A provider with these sections of schemas."""
    return ProviderTypes(Pack(build_provider(sections, "acme/thing", "1.0.0")))


def schema(deprecated: bool = False, **attributes: dict[str, Any]) -> dict[str, Any]:
    """A type with these attributes."""
    return {"block": {"attributes": attributes, "deprecated": deprecated}}


def test_a_real_provider_has_its_types() -> None:
    found = time_types()
    assert (found.source, found.version, found.word) == ("hashicorp/time", "0.14.2", "time")
    assert found.names("resource") == ["offset", "rotating", "sleep", "static"]
    assert found.names("lookup") == []
    sleep = found.load("sleep", "resource", "time.sleep")
    assert sleep is not None and sleep.name == "time.sleep"
    assert sleep.fields["create_duration"].type == STRING
    assert not sleep.fields["id"].settable
    assert found.native("sleep") == "time_sleep"


def test_the_same_description_gives_the_same_text() -> None:
    described = json.loads((DATA / "time-0.14.2.json").read_text(encoding="utf-8"))
    again = json.loads(json.dumps(described, sort_keys=True))
    made = build_provider(described, "hashicorp/time", "0.14.2")
    assert made == build_provider(again, "hashicorp/time", "0.14.2")
    assert made.isascii()


def test_configuration_is_typed() -> None:
    provider = schema(token={"type": "string", "required": True, "sensitive": True})
    record = types(provider=provider).configuration("thing")
    assert record is not None
    assert record.fields["token"].required and record.fields["token"].sensitive


def test_a_provider_without_configuration_takes_none() -> None:
    record = time_types().configuration("time")
    assert record is not None and not record.fields


def test_a_type_that_begins_with_another_word_keeps_its_name() -> None:
    found = types(
        resource_schemas={"google_sql": schema(), "google_vm": schema()},
        data_source_schemas={"http": schema(on={"type": "bool", "optional": True})},
    )
    assert found.word == "google"
    assert found.native("vm") == "google_vm"
    assert found.native("http") == "http"
    record = found.load("http", "lookup", "x.http")
    assert record is not None and record.fields["on"].type == BOOL


def test_the_word_of_a_provider_whose_types_have_none_is_its_own() -> None:
    assert first_word("hashicorp/http", ["http"]) == "http"


def test_a_deprecated_type_is_told() -> None:
    found = types(resource_schemas={"thing_old": schema(deprecated=True), "thing_new": schema()})
    assert found.deprecation("old", "resource") == DEPRECATED
    assert found.deprecation("new", "resource") is None


def test_a_text_that_is_no_pack_is_refused() -> None:
    with pytest.raises(ValueError, match="not a schema pack"):
        Pack("something else\n")
