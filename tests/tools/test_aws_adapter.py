"""The readers of AWS, checked against the service models that boto3 itself goes by; and where keys come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nimbus_lang.schemas.index import load
from nimbus_lang.tools.aws.access import AwsAccess
from nimbus_lang.tools.aws.read_back import _item, filled, read_back
from nimbus_lang.tools.aws.readers import READERS, Reader
from nimbus_lang.tools.tool import ToolError

CHECKOUT = Path(__file__).resolve().parents[2]
NOWHERE = {
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "AWS_ACCESS_KEY_ID": "a",
    "AWS_SECRET_ACCESS_KEY": "b",
    "AWS_REGION": "eu-west-1",
}


@cache
def model(service: str) -> Any:
    return AwsAccess(NOWHERE).client(service).meta


def operation(reader: Reader) -> Any:
    meta = model(reader.service)
    return meta.service_model.operation_model(meta.method_to_api_mapping[reader.operation])


@pytest.mark.parametrize("kind", READERS)
def test_the_call_exists_and_takes_these_arguments(kind: str) -> None:
    reader = READERS[kind]
    shape = operation(reader).input_shape
    assert set(reader.arguments) <= set(shape.members)
    assert set(shape.required_members) <= set(reader.arguments)


@pytest.mark.parametrize("kind", READERS)
def test_the_thing_and_its_status_are_in_the_answer(kind: str) -> None:
    reader = READERS[kind]
    shape = walk(operation(reader).output_shape, reader.thing)
    assert set(reader.where) <= set(getattr(shape, "members", ()))
    if reader.status:
        assert walk(shape, reader.status) is not None


def walk(shape: Any, path: str) -> Any:
    """The shape at a JMESPath of names and first elements."""
    for name in re.findall(r"[A-Za-z]+", path):
        shape = shape.members[name] if shape.type_name == "structure" else shape.value
        shape = shape.member if shape.type_name == "list" else shape
    return shape


def references(arguments: Any) -> Iterator[str]:
    match arguments:
        case str() if arguments.startswith("@"):
            yield arguments[1:]
        case dict():
            for value in arguments.values():
                yield from references(value)
        case list():
            for value in arguments:
                yield from references(value)


@pytest.mark.parametrize("kind", READERS)
def test_every_reader_asks_for_one_thing_by_its_name(kind: str) -> None:
    assert list(references(READERS[kind].arguments))


@pytest.mark.parametrize("kind", READERS)
def test_every_attribute_is_one_that_terraform_knows(kind: str) -> None:
    found = load("aws." + kind.removeprefix("aws_"))
    assert found is not None
    known = {*found.fields, "id"}
    asked = {*references(READERS[kind].arguments), *references(dict(READERS[kind].where))}
    assert asked <= known


def test_of_a_list_the_item_with_these_members_is_meant() -> None:
    routes = [{"Cidr": "10.0.0.0/8"}, {"Cidr": "0.0.0.0/0", "State": "active"}]
    assert _item(routes, {"Cidr": "0.0.0.0/0", "Six": None}) == routes[1]
    assert _item(routes, {"Cidr": "10.0.0.0/16"}) is None
    assert _item(routes, {"Cidr": "", "Six": None}) is None


def test_the_library_makes_nothing_that_cannot_be_read_back() -> None:
    made = {
        match[1]
        for file in (CHECKOUT / "stdlib").rglob("*.nimbus")
        for match in re.finditer(r"^\s*resource\s[^:]*:\s*aws\.(\w+)", file.read_text(), re.M)
    }
    assert {f"aws_{kind}" for kind in made} - set(READERS) == set()


def test_arguments_are_filled_from_attributes() -> None:
    arguments: Mapping[str, Any] = {"Ids": ["@id"], "Name": "@name", "Fixed": "x"}
    assert filled(arguments, {"id": "1", "name": "n"}) == {"Ids": ["1"], "Name": "n", "Fixed": "x"}


def test_a_type_that_nobody_wrote_down_is_not_asked_for() -> None:
    assert read_back(AwsAccess(NOWHERE), "aws_something_rare", {}) is None


def test_nobody_answers() -> None:
    with pytest.raises(ToolError) as problem:
        AwsAccess(NOWHERE).account()
    assert problem.value.diagnostics[0].code == "NB7241"


def test_with_an_endpoint_nothing_of_the_users_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of-the-user")
    client = AwsAccess(NOWHERE).client("sts")
    assert client.meta.endpoint_url == "http://127.0.0.1:9"
    assert client._request_signer._credentials.access_key == "a"


def test_without_an_endpoint_a_profile_that_is_not_there_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    with pytest.raises(ToolError) as problem:
        AwsAccess(region="eu-west-1").client("sts")
    assert problem.value.diagnostics[0].code == "NB7240"
