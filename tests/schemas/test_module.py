"""Terraform modules read from their source: variables with their constraints, outputs with what their expressions show."""

from __future__ import annotations

import pytest

from nimbus_lang.schemas.build_module import Unreadable, build_module, describe_module
from nimbus_lang.schemas.module import load_module
from nimbus_lang.schemas.pack import Pack
from nimbus_lang.types.model import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Field,
    ListT,
    MapT,
    RecordT,
    SetT,
    Type,
)


def module(text: str) -> RecordT:
    """The type of a module of one file."""
    return load_module(Pack(build_module(describe_module({"main.tf": text}), {})), "net.module")


def variable(constraint: str, rest: str = "") -> Field:
    """A variable with a type constraint."""
    return module(f'variable "x" {{\n  type = {constraint}\n  {rest}\n}}').fields["x"]


def output(value: str, around: str = "") -> Type:
    """The type of an output."""
    reads = module(f'{around}\noutput "x" {{\n  value = {value}\n}}').reads
    assert reads is not None
    return reads["x"].type


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("string", STRING),
        ('"string"', STRING),
        ("number", NUMBER),
        ("bool", BOOL),
        ("any", ANY),
        ("list(string)", ListT(STRING)),
        ("set(number)", SetT(NUMBER)),
        ("map(list(bool))", MapT(ListT(BOOL))),
        ("list(any)", ListT(ANY)),
        ("list", ListT(ANY)),
        ("tuple([string, number])", ANY),
    ],
)
def test_constraints(constraint: str, expected: Type) -> None:
    assert variable(constraint).type == expected


def test_objects_with_optional_attributes() -> None:
    kind = variable(
        'object({\n name = string\n size = optional(number, 3)\n tags = optional(map(string), { a = "}" })\n  on = bool })'
    ).type
    assert isinstance(kind, RecordT)
    assert {name: (f.type, f.required) for name, f in kind.fields.items()} == {
        "name": (STRING, True),
        "size": (NUMBER, False),
        "tags": (MapT(STRING), False),
        "on": (BOOL, True),
    }


def test_objects_inside_collections() -> None:
    kind = variable("map(object({ rules = list(object({ port = number })) }))").type
    assert isinstance(kind, MapT) and isinstance(kind.value, RecordT)
    rules = kind.value.fields["rules"].type
    assert isinstance(rules, ListT) and isinstance(rules.item, RecordT)
    assert rules.item.fields["port"].type == NUMBER


def test_a_default_makes_a_variable_optional_and_sensitive_a_secret() -> None:
    assert variable("string").required
    field = variable("string", 'default = "a"\n  sensitive = true\n  description = "Who."')
    assert not field.required and field.sensitive and field.doc == "Who."
    assert variable("string", "ephemeral = true").write_only


def test_a_variable_without_a_constraint_takes_anything() -> None:
    assert module('variable "x" {}').fields["x"].type == ANY


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"${var.name}-x"', STRING),
        ("true", BOOL),
        ("3", NUMBER),
        ("var.sizes", ListT(NUMBER)),
        ("local.x", ANY),
        ("aws_vpc.main.id", STRING),
        ("aws_vpc.main.enable_dns_support", BOOL),
        ("aws_subnet.many[*].id", ListT(STRING)),
        ("aws_subnet.many[0].id", STRING),
        ("try(aws_subnet.many[0].arn, null)", STRING),
        ("aws_subnet.many.id", ANY),
        ("aws_vpc.other.id", ANY),
        ("concat(var.sizes, [1])", ANY),
        ('join(",", var.sizes)', STRING),
    ],
)
def test_outputs(value: str, expected: Type) -> None:
    around = (
        'variable "sizes" {\n  type = list(number)\n}\nresource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\n'
        'resource "aws_subnet" "many" {\n  count = 2\n}\n'
    )
    assert output(value, around) == expected


def test_what_is_read_is_not_what_is_written() -> None:
    found = module(
        'variable "azs" {\n  type = list(string)\n}\noutput "azs" {\n  value = local.azs\n  sensitive = true\n}'
    )
    assert found.fields["azs"].settable
    assert found.readable["azs"].type == ANY and found.readable["azs"].sensitive


def test_a_module_nobody_could_read_takes_and_gives_anything() -> None:
    found = load_module(Pack(build_module({}, {})), "net.module")
    assert found.open and not found.fields


def test_broken_files_say_where() -> None:
    with pytest.raises(Unreadable, match=r"`bad.tf` cannot be read as HCL"):
        describe_module({"bad.tf": "variable {"})


def test_a_module_with_variables_in_json_is_not_half_read() -> None:
    with pytest.raises(Unreadable, match=r"`more.tf.json` is Terraform's JSON"):
        describe_module({"main.tf": "", "more.tf.json": "{}"})


def test_only_terraform_files_are_read() -> None:
    found = load_module(
        Pack(build_module(describe_module({"README.md": "variable {", "a.tf": ""}), {})), "m.module"
    )
    assert not found.fields
