"""Which type fits which, and what the answer knows when one does not."""

from __future__ import annotations

import pytest
from hypothesis import given

from nimbus_lang.types.assignable import Mismatch, Reason, accepts, assignable, join
from nimbus_lang.types.builtin import NAMED
from nimbus_lang.types.codec import dump_type, load_type
from nimbus_lang.types.model import (
    ANY,
    BOOL,
    CIDR,
    CPU,
    DURATION,
    ERROR,
    INT,
    IP,
    NULL,
    NUMBER,
    SIZE,
    STRING,
    ComponentT,
    Field,
    InstancesT,
    Kind,
    ListT,
    LiteralT,
    MapT,
    OptionalT,
    RangeT,
    RecordT,
    ResourceT,
    ScalarT,
    SecretT,
    SetT,
    Type,
    UnionT,
)
from nimbus_lang.types.shape import (
    is_secret,
    literal_widen,
    optional,
    secret,
    strip_optional,
    strip_secret,
    union,
)
from tests.types.strategies import types

DEV_PROD = UnionT((LiteralT("dev"), LiteralT("prod")))
GIB = ScalarT(Kind.NUMBER, unit="GiB")
K8S = ScalarT(Kind.STRING, unit="kubernetes")
VPC = ResourceT("aws.vpc")


def record(**fields: Type) -> RecordT:
    return RecordT({name: Field(type, required=True) for name, type in fields.items()})


FITS: list[tuple[Type, Type]] = [
    (ANY, STRING),
    (STRING, ANY),
    (ERROR, INT),
    (INT, ERROR),
    (LiteralT("dev"), DEV_PROD),
    (LiteralT("dev"), STRING),
    (LiteralT(3), INT),
    (LiteralT(3), NUMBER),
    (INT, NUMBER),
    (STRING, DEV_PROD),
    (STRING, CIDR),
    (STRING, IP),
    (STRING, NAMED["aws.region"]),
    (CIDR, STRING),
    (SIZE, GIB),
    (INT, GIB),
    (INT, CPU),
    (SIZE, K8S),
    (CPU, K8S),
    (INT, K8S),
    (STRING, K8S),
    (ListT(STRING), SetT(STRING)),
    (RangeT(), ListT(INT)),
    (RangeT(), RangeT()),
    (STRING, OptionalT(STRING)),
    (NULL, OptionalT(STRING)),
    (OptionalT(LiteralT("dev")), OptionalT(DEV_PROD)),
    (STRING, SecretT(STRING)),
    (SecretT(STRING), SecretT(STRING)),
    (record(a=INT, b=INT), MapT(NUMBER)),
    (record(a=INT), ListT(record(a=NUMBER), maximum=1)),
    (record(a=INT), RecordT({"a": Field(INT, True), "b": Field(STRING)})),
    (record(a=INT, z=INT), RecordT({"a": Field(INT)}, open=True)),
    (VPC, ResourceT("aws.vpc", lookup=True)),
    (ComponentT("f::n", "n"), ComponentT("f::n", "other name")),
    (InstancesT(VPC), MapT(VPC)),
    (InstancesT(VPC, counted=True), ListT(VPC)),
    (DEV_PROD, STRING),
]


@pytest.mark.parametrize(("source", "target"), FITS)
def test_fits(source: Type, target: Type) -> None:
    assert assignable(source, target) is None


MISFITS: list[tuple[Type, Type, Reason, str]] = [
    (LiteralT("dve"), DEV_PROD, Reason.LITERAL, ""),
    (LiteralT("gp4"), ScalarT(Kind.STRING, enum=("gp2", "gp3")), Reason.LITERAL, ""),
    (UnionT((LiteralT("dev"), LiteralT("test"))), DEV_PROD, Reason.LITERAL, ""),
    (LiteralT(True), LiteralT(1), Reason.LITERAL, ""),
    (LiteralT(8080), STRING, Reason.NOT_TEXT, ""),
    (BOOL, STRING, Reason.NOT_TEXT, ""),
    (INT, MapT(STRING), Reason.KIND, ""),
    (record(a=INT), MapT(STRING), Reason.NOT_TEXT, "a"),
    (NUMBER, INT, Reason.NOT_WHOLE, ""),
    (INT, SIZE, Reason.NEEDS_UNIT, ""),
    (SIZE, NUMBER, Reason.NO_UNIT, ""),
    (DURATION, GIB, Reason.DIMENSION, ""),
    (SIZE, DURATION, Reason.DIMENSION, ""),
    (SIZE, STRING, Reason.NOT_TEXT, ""),
    (OptionalT(STRING), STRING, Reason.NULL, ""),
    (NULL, STRING, Reason.NULL, ""),
    (SecretT(STRING), STRING, Reason.SECRET_LEAK, ""),
    (ListT(SecretT(STRING)), ListT(STRING), Reason.SECRET_LEAK, "[*]"),
    (record(a=record(b=SecretT(STRING))), record(a=record(b=STRING)), Reason.SECRET_LEAK, "a.b"),
    (record(), record(a=INT), Reason.MISSING_FIELD, "a"),
    (record(a=INT, b=INT), record(a=INT), Reason.UNKNOWN_FIELD, "b"),
    (ListT(record(port=STRING)), ListT(record(port=INT)), Reason.KIND, "[*].port"),
    (VPC, STRING, Reason.NOMINAL, ""),
    (VPC, ResourceT("aws.subnet"), Reason.NOMINAL, ""),
    (InstancesT(VPC), VPC, Reason.NOMINAL, ""),
    (STRING, ListT(STRING), Reason.KIND, ""),
    (IP, CIDR, Reason.KIND, ""),
    (CIDR, IP, Reason.KIND, ""),
    (STRING, BOOL, Reason.KIND, ""),
]


@pytest.mark.parametrize(("source", "target", "reason", "where"), MISFITS)
def test_misfits(source: Type, target: Type, reason: Reason, where: str) -> None:
    mismatch = assignable(source, target)
    assert mismatch is not None
    assert (mismatch.reason, mismatch.where) == (reason, where)
    assert mismatch.why and not mismatch.why.endswith(".")


def only(source: Type, target: Type) -> Mismatch:
    mismatch = assignable(source, target)
    assert mismatch is not None
    return mismatch


def test_a_literal_outside_a_union_carries_the_candidates() -> None:
    assert only(LiteralT("dve"), DEV_PROD).candidates == ("dev", "prod")


def test_an_unknown_field_carries_the_fields_there_are() -> None:
    target = RecordT({"name": Field(STRING), "id": Field(STRING, settable=False, computed=True)})
    assert only(record(nmae=STRING), target).candidates == ("name",)


@pytest.mark.parametrize(
    ("source", "target", "advice"),
    [
        (LiteralT(100), SIZE, "write 100Gi, 100Mi or 100GB"),
        (LiteralT(8080), STRING, 'write "8080"'),
        (LiteralT(True), STRING, 'write "true"'),
        (LiteralT("50Gi"), SIZE, "write 50Gi, without quotes"),
        (LiteralT("true"), BOOL, "write true, without quotes"),
        (LiteralT("3"), INT, "write 3, without quotes"),
        (SIZE, NUMBER, "write a plain number"),
        (VPC, STRING, "take a field of it, such as .id"),
        (STRING, ListT(STRING), "put it into a list: [ … ]"),
    ],
)
def test_advice(source: Type, target: Type, advice: str) -> None:
    assert only(source, target).advice == advice


def test_a_providers_flags_decide_about_one_field() -> None:
    assert accepts(Field(STRING), NULL) is None
    assert accepts(Field(STRING, sensitive=True), SecretT(STRING)) is None
    assert accepts(Field(STRING, json=True), record(a=ListT(INT))) is None
    read_only = accepts(Field(STRING, settable=False, computed=True), STRING)
    assert read_only is not None and read_only.reason is Reason.READ_ONLY
    leak = accepts(Field(STRING, json=True), record(a=SecretT(STRING)))
    assert leak is not None and leak.reason is Reason.SECRET_LEAK


@given(types)
def test_every_type_fits_itself(type: Type) -> None:
    assert assignable(type, type) is None


@given(types)
def test_every_type_fits_its_optional_and_its_secret(type: Type) -> None:
    assert assignable(type, optional(type)) is None
    assert assignable(type, secret(type)) is None


@given(types)
def test_every_type_fits_its_widened_self(type: Type) -> None:
    assert assignable(type, literal_widen(type)) is None


@given(types, types)
def test_both_fit_their_join(a: Type, b: Type) -> None:
    assert assignable(a, join([a, b])) is None
    assert assignable(b, join([a, b])) is None


@given(types, types)
def test_no_secret_is_lost_on_the_way(a: Type, b: Type) -> None:
    if is_secret(a) and not is_secret(b):
        assert assignable(a, b) is not None
    assert is_secret(join([a, b])) is (is_secret(a) or is_secret(b))


@given(types)
def test_types_survive_being_written_down(type: Type) -> None:
    assert load_type(dump_type(type)) == type


def test_join() -> None:
    assert join([]) == ANY
    assert join([LiteralT("a"), LiteralT("a")]) == LiteralT("a")
    assert join([LiteralT("a"), LiteralT("b")]) == UnionT((LiteralT("a"), LiteralT("b")))
    assert join([LiteralT(1), NUMBER]) == NUMBER
    assert join([STRING, NULL]) == OptionalT(STRING)
    assert join([STRING, SecretT(STRING)]) == SecretT(STRING)
    assert join([ListT(ANY, maximum=0), ListT(STRING)]) == ListT(STRING)
    assert join([CIDR, STRING]) == STRING
    assert join([STRING, INT]) == UnionT((STRING, INT))
    assert join([ERROR, STRING]) == ERROR
    both = join([record(a=INT), record(a=INT, b=STRING)])
    assert isinstance(both, RecordT) and both.fields["a"].required and not both.fields["b"].required


def test_wrappers_come_off_and_never_stack() -> None:
    assert optional(optional(STRING)) == OptionalT(STRING)
    assert secret(secret(STRING)) == SecretT(STRING)
    assert strip_optional(OptionalT(STRING)) == STRING
    assert strip_secret(OptionalT(SecretT(STRING))) == OptionalT(STRING)
    assert union([DEV_PROD, LiteralT("dev"), NULL]) == OptionalT(DEV_PROD)
    assert union([LiteralT(1), LiteralT(True)]) == UnionT((LiteralT(1), LiteralT(True)))
