"""The built-in functions: their documented examples, their types, their refusals, and laws against other implementations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from ipaddress import IPv4Interface, IPv6Interface, ip_address, ip_interface

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nimbus_lang.compiler import check_sources
from nimbus_lang.ir.graph import Output
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.types.assignable import assignable
from nimbus_lang.types.model import (
    ANY,
    BOOL,
    CIDR,
    INT,
    NUMBER,
    SIZE,
    STRING,
    Field,
    ListT,
    LiteralT,
    MapT,
    RangeT,
    RecordT,
    SetT,
    Type,
)
from nimbus_lang.types.show import show as show_type
from nimbus_lang.values.call import call
from nimbus_lang.values.function import FunctionError
from nimbus_lang.values.functions import FUNCTIONS
from nimbus_lang.values.functions.encoding import json_text
from nimbus_lang.values.model import Data, Range, Value
from nimbus_lang.values.plain import from_plain, plain
from nimbus_lang.values.quantity import quantity_of
from nimbus_lang.values.show import show
from tests.values.strategies import HERE, known, networks4, networks6, value


def do(name: str, *args: Data) -> Data:
    return call(name, [value(arg) for arg in args])


def listed(*items: Data) -> Data:
    return tuple(value(item) for item in items)


# --- the documented examples, run by the compiler --------------------------------------------------------------


@pytest.fixture(scope="module")
def outputs() -> dict[str, Output]:
    lines = [f"output x_{f.name} = {f.example[0]}" for f in FUNCTIONS.values()]
    sources = SourceSet.of(SourceFile("main.nimbus", "stack s\n" + "\n".join(lines) + "\n"))
    checked = check_sources(sources, "main.nimbus")
    assert checked.diagnostics == ()
    return {output.name: output for output in checked.graph.outputs}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_documented_example_holds(name: str, outputs: dict[str, Output]) -> None:
    assert show(outputs[f"x_{name}"].value) == FUNCTIONS[name].example[1]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_documented(name: str) -> None:
    function = FUNCTIONS[name]
    assert function.doc.endswith((".", "...")) and name in function.example[0]
    assert 0 <= function.receiver < len(function.params)


# --- networks, against the standard library --------------------------------------------------------------------


@given(st.one_of(networks4, networks6), st.integers(0, 12), st.data())
def test_a_subnet_is_the_one_the_standard_library_counts(
    network: IPv4Interface | IPv6Interface, bits: int, data: st.DataObject
) -> None:
    net = network.network
    assume(net.prefixlen + bits <= net.max_prefixlen)
    number = data.draw(st.integers(0, 2**bits - 1))
    made = do("subnet", network, bits, number)
    assert isinstance(made, IPv4Interface | IPv6Interface)
    assert list(net.subnets(prefixlen_diff=bits))[number] == made.network
    assert do("contains", network, made) is True


@given(st.one_of(networks4, networks6), st.data())
def test_hosts_lie_in_their_network(network: IPv4Interface, data: st.DataObject) -> None:
    count = network.network.num_addresses
    assert do("size", network) == count
    number = data.draw(st.integers(-min(count, 2**64), min(count, 2**64) - 1))
    host = do("host", network, number)
    assert host in network.network
    assert do("contains", network, str(host)) is True


@given(networks4, networks4)
def test_overlaps_is_symmetric_and_agrees(a: IPv4Interface, b: IPv4Interface) -> None:
    assert do("overlaps", a, b) is do("overlaps", b, a) is a.network.overlaps(b.network)


@given(networks4, st.lists(st.integers(0, 6), min_size=1, max_size=5))
def test_parts_of_a_network_never_overlap(network: IPv4Interface, bits: list[int]) -> None:
    try:
        made = do("cidrsubnets", network, *bits)
    except FunctionError:
        return
    assert isinstance(made, tuple)
    nets = [part.data.network for part in made]  # type: ignore[union-attr]
    assert all(net.subnet_of(network.network) for net in nets)
    assert not any(a.overlaps(b) for i, a in enumerate(nets) for b in nets[:i])


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        (
            "subnet",
            ("10.20.0.0/30", 2, 4),
            "10.20.0.0/30 has room for 4 networks of /32, numbered 0 to 3: there is no number 4",
        ),
        ("subnet", ("10.20.0.0/30", 8, 0), "/30 and 8 make /38, and the longest prefix is /32"),
        ("subnet", ("10.20.0.0/30", -1, 0), "longer prefix"),
        ("subnet", ("10.20.0.0", 1, 0), "a network, such as 10.20.0.0/16 is needed"),
        ("host", ("10.0.0.0/30", 4), "has 4 addresses, numbered 0 to 3: there is no number 4"),
        ("netmask", ("fd00::/8",), "version 6"),
        (
            "cidrsubnets",
            ("10.0.0.0/30", 1, 1, 1),
            "no room left for a network of /31 after 2 others",
        ),
        ("contains", ("10.0.0.0/30", "x"), "an address"),
    ],
)
def test_networks_that_do_not_fit_say_so(name: str, args: tuple[Data, ...], words: str) -> None:
    with pytest.raises(FunctionError) as caught:
        do(name, *args)
    assert words in str(caught.value)


# --- values ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("length", ("añb",), 3),
        ("length", (Range(2, 6),), 5),
        ("length", ({"a": value(1)},), 1),
        ("flatten", (listed(listed(), listed(1, listed(2))),), [1, 2]),
        ("distinct", (listed(1, Decimal("1.0"), True, "1"),), [1, True, "1"]),
        ("sort", (listed(10, 9, Decimal("9.5")),), [9, 9.5, 10]),
        ("sort", (listed("b", "B", "a"),), ["B", "a", "b"]),
        ("slice", (listed(1, 2, 3), 1), [2, 3]),
        ("element", (listed("a", "b"), 3), "b"),
        ("compact", (listed("a", None, "", "b"),), ["a", "b"]),
        ("one", ((),), None),
        ("range", (1, 4), [1, 2, 3]),
        ("range", (4, 1), [4, 3, 2]),
        ("range", (0, 1, Decimal("0.5")), [0, 0.5]),
        ("alltrue", ((),), True),
        ("anytrue", ((),), False),
        ("index", (listed("a", "b"), "b"), 1),
        ("keys", ({"b": value(1), "a": value(2)},), ["a", "b"]),
        ("values", ({"b": value(1), "a": value(2)},), [2, 1]),
        ("merge", ({"a": value(1)}, None, {"a": value(2)}), {"a": 2}),
        ("lookup", ({"a": value(1)}, "a", 0), 1),
        ("lookup", ({"a": value(1)}, "b", 0), 0),
        ("get", ({"a": value(1)}, "b"), None),
        ("coalesce", (None, "", "x"), "x"),
        ("toset", (listed(3, 1, 3),), [1, 3]),
        ("setsubtract", (listed("a", "b"), listed("b")), ["a"]),
        ("setintersection", (listed("a", "b"), listed("b", "c")), ["b"]),
        ("contains", (listed(1, 2), 2), True),
        ("join", (", ", listed("a", 1, True)), "a, 1, true"),
        ("split", (",", "a,,b"), ["a", "", "b"]),
        ("split", ("", "abc"), ["a", "b", "c"]),
        ("title", ("hello big-world 2x it's",), "Hello Big-World 2x It'S"),
        ("upper", ("straße",), "STRAßE"),
        ("trim", ("  a ",), "a"),
        ("substr", ("hello", -2, -1), "lo"),
        ("substr", ("hello", 10, 2), ""),
        (
            "format",
            ("%s=%d (%5.2f|%-4s|%04d|%q|%x|%t|%%)", "a", 3, Decimal("2.5"), "b", 7, "c", 255, True),
            'a=3 ( 2.50|b   |0007|"c"|ff|true|%)',
        ),
        ("format", ("%v", listed(1, "a")), '[1,"a"]'),
        ("matches", ("^a+$", "aaa"), True),
        ("min", (quantity_of(Decimal(1), "Gi"), quantity_of(Decimal(1), "GB")), "1GB"),
        ("max", (listed(1, 5, 3),), 5),
        ("sum", (listed(quantity_of(Decimal(1), "Gi"), quantity_of(Decimal(1), "Gi")),), "2Gi"),
        ("abs", (Decimal("-2.5"),), 2.5),
        ("ceil", (Decimal("-1.5"),), -1),
        ("floor", (Decimal("-1.5"),), -2),
        ("round", (Decimal("2.5"),), 3),
        ("round", (Decimal("-2.5"),), -3),
        ("pow", (2, -1), 0.5),
        ("tonumber", ("1.50",), 1.5),
        ("int", (Decimal("3.0"),), 3),
        ("parseint", ("-ff", 16), -255),
        ("in_unit", (quantity_of(Decimal(90), "min"), "hours"), 1.5),
        ("tostring", (Decimal("1.50"),), "1.5"),
        ("jsondecode", ('{"a": [1, 2.5, null]}',), {"a": [1, 2.5, None]}),
        ("yamlencode", ({"b": value("x: y"), "a": value(1)},), "a: 1\nb: 'x: y'\n"),
        ("yamlencode", ("a",), "a\n"),
        ("urlencode", ("a b/ü~",), "a+b%2F%C3%BC~"),
        ("base64decode", ("w7w=",), "ü"),
        ("jsonencode", ("<a&b>",), '"\\u003ca\\u0026b\\u003e"'),
        ("jsonencode", (quantity_of(Decimal(5), "Gi"),), '"5Gi"'),
    ],
)
def test_results(name: str, args: tuple[Data, ...], expected: object) -> None:
    assert plain(value(do(name, *args))) == expected


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("length", (3,), "a list, a map or a text is needed, and this is 3"),
        ("first", ((),), "empty"),
        ("element", ((), 0), "empty"),
        ("element", (listed("a"), -1), "count from 0"),
        ("slice", (listed(1), 0, 5), "does not lie within a list of 1"),
        ("index", (listed(1), 2), "2 is not in the list"),
        ("one", (listed(1, 2),), "has 2"),
        ("range", (10**9,), "more than the 100,000"),
        ("range", (0, 10, 0), "step"),
        ("setproduct", (tuple(value(n) for n in range(1000)),) * 3, "1,000,000,000 items"),
        ("lookup", ({}, "a"), 'no key "a"'),
        ("zipmap", (listed("a"), ()), "1 keys and 0 values"),
        ("sort", (listed("a", 1),), "a number is needed"),
        ("sum", (listed(1, quantity_of(Decimal(1), "Gi")),), "plain number"),
        ("sum", ((),), "no sum"),
        ("min", (), "nothing to choose"),
        (
            "max",
            (quantity_of(Decimal(1), "Gi"), quantity_of(Decimal(1), "d")),
            "do not go together",
        ),
        ("pow", (10, 400), "more than 150 digits"),
        ("pow", (0, -1), "divided by zero"),
        ("int", (Decimal("1.5"),), "a whole number"),
        ("int", ("x",), "spells a number"),
        ("tonumber", ("9" * 400,), "spells a number"),
        ("parseint", ("zz", 16), "base 16"),
        ("in_unit", (quantity_of(Decimal(1), "Gi"), "days"), "measured in bytes"),
        ("repeat", ("ab", 10**9), "characters, more than"),
        ("replace", ("a", "/x/", "y"), "plain text"),
        ("replace", ("a" * 10_000, "a", "b" * 10_000), "characters, more than"),
        ("format", ("%s",), "more values"),
        ("format", ("x", 1), "asks for 0 values, and 1 are given"),
        ("format", ("%d", "a"), "a whole number is needed"),
        ("format", ("%9999s", "a"), "at most 1000"),
        ("format", ("%y", 1), "no verb %y"),
        ("format", ("100%",), "%%"),
        ("jsondecode", ("{",), "no JSON (line 1"),
        ("jsondecode", ("[" * 100_000,), "nested"),
        ("jsondecode", ("NaN",), "no JSON"),
        ("base64decode", ("!",), "base64"),
        ("base64decode", ("/w==",), "no UTF-8"),
        ("uuidv5", ("nope", "x"), "a namespace"),
        ("matches", ("(", "x"), "no pattern"),
        ("tobool", ("yes",), "true or false"),
        ("coalesce", (None, ""), "null or empty"),
    ],
)
def test_refusals(name: str, args: tuple[Data, ...], words: str) -> None:
    with pytest.raises(FunctionError) as caught:
        do(name, *args)
    assert words in str(caught.value)


SECRET = "hunter2-hunter2"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_refusal_repeats_a_secret(name: str) -> None:
    """Every function, given secrets of every sort in every place."""
    kinds: list[Data] = [SECRET, listed(SECRET), {SECRET: value(SECRET)}, SECRET + "/8"]
    for kind in kinds:
        args = [Value(kind, HERE, True) for _ in range(3)]
        for count in range(1, 4):
            try:
                call(name, args[:count])
            except FunctionError as error:
                assert SECRET not in str(error), name
            except IndexError:
                pytest.fail(f"{name} with {count} arguments")


@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(known, max_size=4))
def test_whatever_it_is_given_a_function_answers_or_refuses(name: str, args: list[Value]) -> None:
    try:
        call(name, args)
    except FunctionError as error:
        assert str(error)


# --- laws ------------------------------------------------------------------------------------------------------

texts = st.text(max_size=20)
lists = st.lists(st.integers(0, 5), max_size=6).map(lambda found: listed(*found))


@given(st.text(min_size=1, max_size=2), texts)
def test_join_undoes_split(separator: str, text: str) -> None:
    assert do("join", separator, do("split", separator, text)) == text


@given(lists)
def test_lists(found: tuple[Value, ...]) -> None:
    assert do("reverse", do("reverse", found)) == found
    assert do("distinct", do("distinct", found)) == do("distinct", found)
    assert do("length", do("concat", found, found)) == 2 * len(found)
    assert do("sort", do("toset", found)) == do("toset", found)
    assert do("flatten", do("chunklist", found, 2)) == found


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_encodings_undo_each_other(text: str) -> None:
    assert do("base64decode", do("base64encode", text)) == text
    assert do("jsondecode", do("jsonencode", text)) == text


@given(known)
def test_json_is_json(original: Value) -> None:
    document = plain(original)
    assert json.loads(json_text(document)) == document
    assert plain(from_plain(document, HERE)) == document


# --- types -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "types", "expected"),
    [
        ("length", [ListT(STRING)], "int"),
        ("concat", [ListT(STRING), ListT(STRING)], "list<string>"),
        ("concat", [ListT(ANY, maximum=0), ListT(INT)], "list<int>"),
        ("first", [ListT(LiteralT("a"))], '"a"'),
        ("one", [ListT(STRING)], "string?"),
        ("sort", [SetT(STRING)], "list<string>"),
        ("toset", [ListT(INT)], "set<int>"),
        ("tolist", [RangeT()], "list<int>"),
        ("flatten", [ListT(ListT(ListT(INT)))], "list<int>"),
        ("values", [MapT(SIZE)], "list<size>"),
        (
            "values",
            [RecordT({"a": Field(INT, True), "b": Field(STRING, True)})],
            "list<int | string>",
        ),
        ("lookup", [MapT(INT), STRING, LiteralT(0)], "int"),
        ("get", [MapT(INT), STRING], "int?"),
        ("zipmap", [ListT(STRING), ListT(CIDR)], "map<cidr>"),
        (
            "merge",
            [RecordT({"a": Field(INT, True)}), RecordT({"b": Field(BOOL, True)})],
            "{ a: int  b: bool }",
        ),
        ("merge", [MapT(INT), RecordT({"b": Field(BOOL, True)})], "map<int | bool>"),
        ("max", [SIZE, SIZE], "size"),
        ("max", [ListT(INT)], "int"),
        ("sum", [ListT(NUMBER)], "number"),
        ("round", [NUMBER], "int"),
        ("round", [NUMBER, INT], "number"),
        ("coalesce", [STRING, LiteralT("x")], "string"),
        ("subnet", [CIDR, INT, INT], "cidr"),
        ("split", [STRING, STRING], "list<string>"),
    ],
)
def test_result_types(name: str, types: Sequence[Type | None], expected: str) -> None:
    assert show_type(FUNCTIONS[name].result(types)) == expected


@pytest.mark.parametrize(
    ("name", "types", "expected"),
    [
        ("sort", [ListT(STRING)], "sort"),
        ("sort", [ListT(INT)], None),
        ("contains", [ListT(STRING), STRING], "contains"),
        ("contains", [CIDR, STRING], None),
        ("max", [INT, INT], "max"),
        ("max", [ListT(INT)], None),
        ("tostring", [SIZE], None),
        ("tostring", [INT], "tostring"),
        ("subnet", [CIDR, INT, INT], "cidrsubnet"),
        ("trim", [STRING, None], None),
        ("round", [NUMBER], None),
    ],
)
def test_what_terraform_can_do_as_well(
    name: str, types: list[Type | None], expected: str | None
) -> None:
    assert FUNCTIONS[name].terraform_for(types) == expected


def test_results_have_the_promised_types() -> None:
    """Every example's value fits the type that the table promises for it."""
    samples: dict[str, tuple[list[Data], list[Type]]] = {
        "length": ([listed(1)], [ListT(INT)]),
        "subnet": ([ip_interface("10.0.0.0/8"), 8, 1], [CIDR, INT, INT]),
        "host": ([ip_interface("10.0.0.0/8"), 1], [CIDR, INT]),
        "join": ([",", listed("a")], [STRING, ListT(STRING)]),
        "round": ([Decimal("1.5")], [NUMBER]),
    }
    for name, (args, types) in samples.items():
        result = do(name, *args)
        promised = FUNCTIONS[name].result(types)
        assert assignable(_type_of(result), promised) is None, name


def _type_of(data: Data) -> Type:
    match data:
        case int():
            return INT
        case str():
            return STRING
        case IPv4Interface():
            return CIDR
        case _:
            assert data == ip_address("10.0.0.1")
            from nimbus_lang.types.model import IP

            return IP


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("abc", 3),
        ("e\u0301", 1),
        ("👩‍👩‍👧", 1),
        ("👍🏽!", 2),
        ("🇩🇪🇫🇷", 2),
        ("a\r\nb", 3),
        ("\n\u0301", 2),
    ],
)
def test_characters_are_what_people_count(text: str, count: int) -> None:
    assert do("length", text) == count
    assert do("strrev", do("strrev", text)) == text
    assert do("substr", text, 0, count) == text
    assert do("substr", text, count, 1) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1e3", 1000),
        ("+1", 1),
        (".5", Decimal("0.5")),
        ("1.", 1),
        ("-2.50", Decimal("-2.5")),
        ("007", 7),
    ],
)
def test_numbers_that_texts_spell(text: str, number: int | Decimal) -> None:
    assert do("tonumber", text) == number


@pytest.mark.parametrize(
    "text", ["", ".", "e3", "1e", "1e999", "1e-999", "0x1", "1_0", " 1", "٣", "Infinity"]
)
def test_texts_that_spell_none(text: str) -> None:
    with pytest.raises(FunctionError):
        do("tonumber", text)
