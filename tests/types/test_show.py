"""Types as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nimbus_lang.types.builtin import NAMED
from nimbus_lang.types.model import (
    INT,
    STRING,
    ComponentT,
    Field,
    InstancesT,
    Kind,
    ListT,
    LiteralT,
    MapT,
    OptionalT,
    RecordT,
    ResourceT,
    ScalarT,
    SecretT,
    SetT,
    Type,
    UnionT,
)
from nimbus_lang.types.show import show

DEV_PROD = UnionT((LiteralT("dev"), LiteralT("prod")))


@pytest.mark.parametrize("name", sorted(NAMED))
def test_named_types_show_their_name(name: str) -> None:
    assert show(NAMED[name]) == name


@pytest.mark.parametrize(
    ("type", "expected"),
    [
        (ListT(STRING), "list<string>"),
        (SetT(INT), "set<int>"),
        (MapT(OptionalT(STRING)), "map<string?>"),
        (DEV_PROD, '"dev" | "prod"'),
        (OptionalT(DEV_PROD), '("dev" | "prod")?'),
        (SecretT(STRING), "secret<string>"),
        (ScalarT(Kind.INT, minimum=Decimal(1), maximum=Decimal(50)), "int(1..50)"),
        (ScalarT(Kind.SIZE, minimum=Decimal(2**30)), "size(min = 1Gi)"),
        (
            ScalarT(Kind.STRING, pattern="[a-z]+", max_length=63),
            'string(pattern = "[a-z]+", max = 63)',
        ),
        (ScalarT(Kind.INT, unit="GiB"), "int in GiB"),
        (ResourceT("aws.db_instance"), "aws.db_instance"),
        (ComponentT("x::network", "std.aws.network"), "std.aws.network"),
        (InstancesT(ResourceT("aws.s3_bucket")), "aws.s3_bucket[*]"),
        (LiteralT(True), "true"),
        (LiteralT(3), "3"),
        (RecordT({"id": Field(STRING)}, "aws.vpc"), "aws.vpc"),
        (RecordT({}), "{ }"),
        (
            RecordT(
                {
                    "name": Field(STRING, True),
                    "note": Field(OptionalT(STRING)),
                    "port": Field(NAMED["port"], has_default=True),
                }
            ),
            "{ name: string  note?: string  port: port = … }",
        ),
    ],
)
def test_types_show_as_written(type: Type, expected: str) -> None:
    assert show(type) == expected


def test_long_unions_and_records_say_what_is_left_out() -> None:
    union = UnionT(tuple(LiteralT(f"o{n}") for n in range(12)))
    assert show(union).endswith('"o7" | … (12 in all)')
    record = RecordT({f"f{n}": Field(INT, True) for n in range(9)})
    assert show(record).endswith("… 3 more }")
