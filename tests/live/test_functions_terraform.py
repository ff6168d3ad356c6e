"""Functions that carry a Terraform name do what Terraform does: the same results, and refusals in the same places."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from nimbus_lang.tools.terraform.terraform import open_terraform
from nimbus_lang.types.model import BOOL, CIDR, INT, NUMBER, STRING, ListT, MapT, Type
from nimbus_lang.values.call import call
from nimbus_lang.values.function import FunctionError
from nimbus_lang.values.functions import FUNCTIONS
from nimbus_lang.values.functions.encoding import json_text
from nimbus_lang.values.plain import Plain, from_plain, plain
from nimbus_lang.values.type_of import type_of
from tests.values.strategies import HERE, value

pytestmark = pytest.mark.live

REFUSED = "(refused)"
Make = Callable[[Random], Plain]


def text(random: Random) -> str:
    return "".join(random.choice("ab-A., é/xß1") for _ in range(random.randrange(6)))


def word(random: Random) -> str:
    return random.choice(["", "a", "b", "ab", "-", ","])


def small(random: Random) -> int:
    return random.randrange(-3, 6)


def count(random: Random) -> int:
    return random.randrange(5)


def number(random: Random) -> Plain:
    return random.choice([0, 1, -2, 7, 0.5, -2.25, 10**12])


def flag(random: Random) -> bool:
    return random.random() < 0.5


def network(random: Random) -> str:
    prefix = random.choice([0, 8, 16, 20, 24, 30, 31, 32])
    bits = random.getrandbits(32) >> (32 - prefix) << (32 - prefix) if prefix else 0
    return ".".join(str(bits >> shift & 255) for shift in (24, 16, 8, 0)) + f"/{prefix}"


def part(random: Random) -> str:
    """Not one that starts with 0: Terraform's `cidrsubnets` cannot divide those."""
    return random.choice(["10.0.0.0/8", "10.20.0.0/16", "192.168.3.0/24", "10.1.2.3/32"])


def network6(random: Random) -> str:
    return random.choice(["fd00::/8", "2001:db8::/32", "2001:db8:0:7::/64", "::1/128"])


def some(make: Make) -> Make:
    return lambda random: [make(random) for _ in range(random.randrange(5))]


def table(make: Make) -> Make:
    return lambda random: {random.choice("abcd"): make(random) for _ in range(random.randrange(4))}


def document(random: Random) -> Plain:
    return random.choice([text, number, flag, some(text), table(number), table(some(flag))])(random)


def pattern(random: Random) -> str:
    return random.choice(["%s", "<%5s>", "%-4s|", "%q", "%s%%", "%v", "%s %s", "no"])


CALLS: dict[str, list[tuple[Type, Make]]] = {
    "length": [(ListT(STRING), some(text))],
    "concat": [(ListT(STRING), some(text)), (ListT(STRING), some(text))],
    "flatten": [(ListT(ListT(STRING)), some(some(text)))],
    "distinct": [(ListT(STRING), some(word))],
    "sort": [(ListT(STRING), some(text))],
    "reverse": [(ListT(INT), some(small))],
    "slice": [(ListT(INT), some(small)), (INT, small), (INT, small)],
    "element": [(ListT(INT), some(small)), (INT, count)],
    "index": [(ListT(STRING), some(word)), (STRING, word)],
    "one": [(ListT(INT), some(small))],
    "compact": [(ListT(STRING), some(word))],
    "chunklist": [(ListT(INT), some(small)), (INT, lambda random: random.randrange(1, 4))],
    "range": [(INT, small), (INT, small), (INT, small)],
    "alltrue": [(ListT(BOOL), some(flag))],
    "anytrue": [(ListT(BOOL), some(flag))],
    "coalescelist": [(ListT(INT), some(small)), (ListT(INT), some(small))],
    "keys": [(MapT(INT), table(small))],
    "values": [(MapT(INT), table(small))],
    "merge": [(MapT(INT), table(small)), (MapT(INT), table(small))],
    "lookup": [
        (MapT(INT), table(small)),
        (STRING, lambda random: random.choice("abcd")),
        (INT, small),
    ],
    "zipmap": [(ListT(STRING), some(word)), (ListT(INT), some(small))],
    "coalesce": [(STRING, word), (STRING, word)],
    "toset": [(ListT(STRING), some(word))],
    "setunion": [(ListT(STRING), some(word)), (ListT(STRING), some(word))],
    "setintersection": [(ListT(STRING), some(word)), (ListT(STRING), some(word))],
    "setsubtract": [(ListT(STRING), some(word)), (ListT(STRING), some(word))],
    "setproduct": [(ListT(STRING), some(word)), (ListT(INT), some(small))],
    "lower": [(STRING, text)],
    "upper": [(STRING, text)],
    "title": [(STRING, text)],
    "trimspace": [(STRING, text)],
    "chomp": [(STRING, lambda random: text(random) + random.choice(["", "\n", "\r\n", "\n\n"]))],
    "strrev": [(STRING, text)],
    "join": [(STRING, word), (ListT(STRING), some(text))],
    "split": [(STRING, word), (STRING, text)],
    "trim": [(STRING, text), (STRING, word)],
    "trimprefix": [(STRING, text), (STRING, word)],
    "trimsuffix": [(STRING, text), (STRING, word)],
    "replace": [(STRING, text), (STRING, word), (STRING, word)],
    "startswith": [(STRING, text), (STRING, word)],
    "endswith": [(STRING, text), (STRING, word)],
    "strcontains": [(STRING, text), (STRING, word)],
    "substr": [(STRING, text), (INT, small), (INT, small)],
    "indent": [(INT, count), (STRING, lambda random: f"{text(random)}\n{text(random)}")],
    "tostring": [(INT, small)],
    "tobool": [(STRING, lambda random: random.choice(["true", "false", "yes"]))],
    "format": [(STRING, pattern), (STRING, text)],
    "min": [(NUMBER, number), (NUMBER, number)],
    "max": [(NUMBER, number), (NUMBER, number)],
    "sum": [(ListT(NUMBER), some(number))],
    "abs": [(NUMBER, number)],
    "ceil": [(NUMBER, number)],
    "floor": [(NUMBER, number)],
    "pow": [(NUMBER, small), (INT, count)],
    "signum": [(INT, small)],
    "tonumber": [(STRING, lambda random: random.choice(["1", "-2.50", "x", "", "007"]))],
    "parseint": [
        (STRING, lambda random: random.choice(["ff", "-11", "zz", "", "8"])),
        (INT, lambda random: random.choice([2, 16, 36])),
    ],
    "cidrsubnet": [(CIDR, network), (INT, count), (INT, count)],
    "cidrsubnets": [(CIDR, part), (INT, count), (INT, count)],
    "cidrhost": [(CIDR, network), (INT, small)],
    "cidrnetmask": [(CIDR, network)],
    "contains": [(ListT(STRING), some(word)), (STRING, word)],
    "jsonencode": [(MapT(STRING), document)],
    "jsondecode": [
        (STRING, lambda random: random.choice(['{"a":[1,2.5,null]}', "{", "true", '"x"', "[] x"]))
    ],
    "base64encode": [(STRING, text)],
    "base64decode": [(STRING, lambda random: random.choice(["YQ==", "w7w=", "!", "/w==", ""]))],
    "urlencode": [(STRING, lambda random: text(random) + random.choice(["~", "*", "&=", "+", ""]))],
    "md5": [(STRING, text)],
    "sha1": [(STRING, text)],
    "sha256": [(STRING, text)],
    "sha512": [(STRING, text)],
    "base64sha256": [(STRING, text)],
    "uuidv5": [(STRING, lambda random: random.choice(["dns", "url", "nope"])), (STRING, text)],
}
ALIASES = {
    "len": "length",
    "string": "tostring",
    "number": "tonumber",
    "subnet": "cidrsubnet",
    "host": "cidrhost",
    "netmask": "cidrnetmask",
}
OTHERWISE_TESTED = {"tolist", "yamlencode"}
"""`tolist` changes nothing that JSON shows; YAML has many spellings of one document."""
SIXES: dict[str, list[tuple[Type, Make]]] = {
    "cidrsubnet": [(CIDR, network6), (INT, count), (INT, count)],
    "cidrhost": [(CIDR, network6), (INT, small)],
    "cidrsubnets": [(CIDR, network6), (INT, count), (INT, count)],
}


EDGES: list[tuple[str, list[Plain]]] = [
    *(("length", [text]) for text in ["", "é", "e\u0301", "👩‍👩‍👧", "\r\n"]),
    *(("strrev", [text]) for text in ["e\u0301a", "👩‍👩‍👧x", "a\r\nb"]),
    *(("upper", [text]) for text in ["ß", "ŉ", "ǆ", "ı"]),
    *(("lower", [text]) for text in ["İ", "ΑΣ", "Ǆ"]),
    *(("title", [text]) for text in ["hello-world foo", "o'neil's", "éa_b c1d", "a\tb"]),
    *(
        ("substr", ["hello", at, length])
        for at in (-6, -5, -3, 0, 4, 5, 6)
        for length in (-1, 0, 2, 9)
    ),
    ("substr", ["e\u0301ab", 1, 1]),
    *(
        ("replace", args)
        for args in [
            ["hello", "/l+/", "L"],
            ["hello", "", "x"],
            ["a.b", ".", "/"],
            ["a/b", "/", ""],
        ]
    ),
    *(
        ("replace", args)
        for args in [["hello", "/(l)(l)/", "$2-$1"], ["", "", "x"], ["aaa", "aa", "b"]]
    ),
    *(("split", args) for args in [["", "abc"], [",", ""], [",", ",a,,"], ["", ""]]),
    *(("trim", args) for args in [["xxaxx", "x"], ["abcba", "ab"], ["a", ""], [" a ", " "]]),
    *(("indent", [spaces, text]) for spaces in (0, 2) for text in ("", "a", "a\n\nb\n")),
    *(("chomp", [text]) for text in ["a\r\n\r\n", "\n", "a\r", "a\n "]),
    *(("tostring", [number]) for number in [10**21, 2**53 + 1, 10**60, -(10**30)]),
    *(("tostring", [flag]) for flag in (True, False)),
    *(
        ("tonumber", [text])
        for text in ["1e3", "0x10", " 1", "1_000", "+1", "1.", ".5", "-0", "Infinity", "1,5", "٣"]
    ),
    *(
        ("parseint", [text, base])
        for text, base in [("9223372036854775808", 10), ("-0", 10), ("FF", 16), ("z", 36)]
    ),
    *(
        ("parseint", [text, base])
        for text, base in [("1 ", 10), ("+1", 10), ("1", 1), ("1", 63), ("0x1", 16), ("_1", 10)]
    ),
    *(
        ("format", args)
        for args in [
            ["%d", 2**53 + 1],
            ["%05d", -3],
            ["%+d", 3],
            ["%x", 255],
            ["%X", 255],
            ["%o", 8],
            ["%b", 5],
        ]
    ),
    *(
        ("format", args)
        for args in [["%.2f", 2.675], ["%8.3f|", 2.5], ["%e", 1234.5], ["%g", 0.00001], ["%f", 3]]
    ),
    *(
        ("format", args)
        for args in [
            ["%t", True],
            ["%s", 1.5],
            ["%s", True],
            ["%v", 3],
            ["%q", 'a"b'],
            ["%#v", "a"],
            ["%s"],
            ["a%"],
            ["%z", 1],
        ]
    ),
    *(
        ("format", args)
        for args in [
            ["%[2]s %[1]s", "a", "b"],
            ["%*d", 5, 3],
            ["%5s|%-5s|", "é", "é"],
            ["x", "y"],
            ["%d", 1.5],
            ["%d", "7"],
        ]
    ),
    *(
        ("jsonencode", [data])
        for data in [
            "<&>",
            "\u2028",
            "é",
            10**25,
            0.1,
            {"b": 1, "a": [None, True]},
            [],
            {},
            "\u0000\t",
        ]
    ),
    *(
        ("jsondecode", [text])
        for text in [
            "1.0",
            "[1,]",
            '{"a":1,"a":2}',
            '"\\u00e9"',
            "1e3",
            " null ",
            "",
            "01",
            "[1] [2]",
        ]
    ),
    *(("element", [[1, 2, 3], at]) for at in (0, 3, 7, -1, -4)),
    ("element", [[], 0]),
    *(
        ("range", args)
        for args in [
            [3],
            [0],
            [-2],
            [1, 4],
            [4, 1],
            [10, 0, -3],
            [0, 1, 0.25],
            [0, 10, 0],
            [1, 1],
            [0, 3, -1],
        ]
    ),
    *(("chunklist", [[1, 2, 3], size]) for size in (0, 2, 5)),
    *(("slice", [[1, 2, 3], low, high]) for low, high in [(0, 0), (3, 3), (2, 1), (0, 4), (-1, 2)]),
    *(("ceil", [number]) for number in (-0.5, 0.5, 1.0000000001, -3)),
    *(("floor", [number]) for number in (-0.5, 0.5, 0.9999999999, -3)),
    *(("abs", [number]) for number in (-0.25, 0, 10**30)),
    *(
        ("pow", [base, exponent])
        for base, exponent in [(0, 0), (2, 100), (-2, 3), (0.5, 2), (2, -2), (10, 20)]
    ),
    *(("min", args) for args in [[1], [1, 1.0], [-1, -2, 3], [10**30, 1]]),
    *(("sum", [items]) for items in [[0.1, 0.2], [10**20, 1], [-1, 1]]),
    *(("cidrhost", ["10.0.0.0/24", at]) for at in (0, 255, 256, -1, -256, -257)),
    *(
        ("cidrhost", [net, at])
        for net, at in [
            ("10.0.0.0/31", 1),
            ("10.0.0.1/32", 0),
            ("fd00::/64", -1),
            ("0.0.0.0/0", 2**32 - 1),
        ]
    ),
    *(
        ("cidrsubnet", [net, bits, at])
        for net, bits, at in [
            ("10.0.0.0/8", 0, 0),
            ("10.0.0.0/8", 24, 2**24 - 1),
            ("10.0.0.0/8", 25, 0),
        ]
    ),
    *(
        ("cidrsubnet", [net, bits, at])
        for net, bits, at in [
            ("10.1.2.3/8", 8, 1),
            ("fd00::/56", 8, 255),
            ("10.0.0.0", 8, 1),
            ("10.0.0.0/8", -1, 0),
        ]
    ),
    *(("cidrnetmask", [net]) for net in ["10.0.0.0/0", "10.0.0.0/32", "fd00::/8", "x"]),
    *(("merge", args) for args in [[{"a": 1}, {}, {"a": 2}], [{}]]),
    *(("keys", [table]) for table in [{}, {"é": 1, "z": 2, "B": 3, "a": 4, "10": 5, "9": 6}]),
    *(("values", [table]) for table in [{"b": 1, "a": 2, "B": 3}]),
    *(("zipmap", args) for args in [[["a"], [1, 2]], [["a", "a"], [1, 2]]]),
    *(("coalesce", args) for args in [["", "a"], ["", ""], ["a"]]),
    *(("coalescelist", args) for args in [[[], []], [[], [1]]]),
    *(("compact", [items]) for items in [["", "a", ""], []]),
    *(("flatten", [items]) for items in [[[1], [[2], []]], [[[]]], []]),
    *(("distinct", [items]) for items in [[1, 1.0, 2], ["a", "A", "a"], []]),
    *(("sort", [items]) for items in [["b", "B", "é", "z", "10", "9"], []]),
    *(("reverse", [items]) for items in [[], [[1], [2]]]),
    *(("alltrue", [items]) for items in [[], [True, False]]),
    *(("anytrue", [items]) for items in [[], [False]]),
    *(("one", [items]) for items in [[], [1], [1, 2]]),
    *(("setproduct", args) for args in [[["a"], []], [["a", "b"], [1, 2], [True]]]),
    *(("setsubtract", args) for args in [[["b", "a"], ["a"]], [[], ["a"]]]),
    *(("index", args) for args in [[["a", "b", "a"], "a"], [["a"], "b"], [[], "a"]]),
    *(("join", args) for args in [[",", []], [",", [""]], ["", ["a", "b"]]]),
    *(("urlencode", [text]) for text in ["a b/ü~*'()", "", "%", "\n"]),
    *(("base64decode", [text]) for text in ["YQ", "YQ==\n", "====", "-_==", "6Q=="]),
    *(("md5", [text]) for text in ["", "é", "\u0000"]),
    *(("startswith", args) for args in [["", ""], ["a", "ab"]]),
    *(("tobool", [text]) for text in ["TRUE", "1", "", "false"]),
    *(("trimspace", [text]) for text in ["\u00a0a\u2003", "\t\n a \r"]),
]
"""Calls where implementations tend to differ."""
OTHERWISE: list[tuple[str, list[Plain], str]] = [
    (
        "replace",
        ["hello", "/l+/", "L"],
        "a text is a text; what Terraform reads as a pattern is refused",
    ),
    ("replace", ["hello", "/(l)(l)/", "$2-$1"], "likewise"),
    ("format", ["%.2f", 2.675], "numbers are exact"),
    ("format", ["%e", 1234.5], "there is no exponent notation"),
    ("format", ["%g", 0.00001], "likewise"),
    ("format", ["%#v", "a"], "a notation of Go"),
    ("format", ["%[2]s %[1]s", "a", "b"], "a notation of Go"),
    ("format", ["%d", "7"], "a text is no number"),
    ("pow", [2, 100], "numbers are exact"),
    ("cidrsubnet", ["10.0.0.0/8", -1, 0], "a part is never larger than the whole"),
]
"""Where Nimbus differs on purpose, and why."""
ON_PURPOSE = [(name, args) for name, args, _ in OTHERWISE]


def hcl(data: Plain) -> str:
    """Plain data as an HCL expression."""
    match data:
        case list():
            return "[" + ", ".join(map(hcl, data)) + "]"
        case dict():
            return (
                "{"
                + ", ".join(f"{json.dumps(key)} = {hcl(item)}" for key, item in data.items())
                + "}"
            )
        case str():
            return json.dumps(data, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
        case _:
            return json.dumps(data)


def cases() -> list[tuple[str, str, list[Plain]]]:
    """(name here, name in Terraform, arguments): the same in every run."""
    random = Random(20)
    found = []
    for name, params in (*CALLS.items(), *SIXES.items()):
        terraform = FUNCTIONS[name].terraform_for([type for type, _ in params])
        assert terraform is not None, name
        seen: set[str] = set()
        for _ in range(25):
            args = [make(random) for _, make in params]
            if json.dumps(args) not in seen:
                seen.add(json.dumps(args))
                found.append((name, terraform, args))
    for name, args in EDGES:
        types = [type_of(from_plain(arg, HERE)) for arg in args]
        found.append((name, FUNCTIONS[name].terraform_for(types) or name, args))
    return found


def ours(name: str, args: list[Plain]) -> object:
    try:
        result = call(name, [from_plain(arg, HERE) for arg in args])
    except FunctionError:
        return REFUSED
    return normal(json.loads(json_text(plain(value(result)))))


def normal(data: object) -> object:
    match data:
        case str():
            return unicodedata.normalize("NFC", data)
        case float():
            return Decimal(repr(data))
        case list():
            return [normal(item) for item in data]
        case dict():
            return {normal(key): normal(item) for key, item in data.items()}
        case _:
            return data


def test_every_shared_function_is_compared() -> None:
    shared = {name for name, function in FUNCTIONS.items() if function.terraform}
    assert shared == CALLS.keys() | ALIASES.keys() | OTHERWISE_TESTED
    for name, twin in ALIASES.items():
        assert FUNCTIONS[name].terraform == FUNCTIONS[twin].terraform
        assert FUNCTIONS[name].params == FUNCTIONS[twin].params


def test_terraform_agrees(tmp_path: Path) -> None:
    all_cases = cases()
    lines = [
        f'output "o{at}" {{\n  value = try(jsonencode({terraform}({", ".join(map(hcl, args))})), "{REFUSED}")\n}}\n'
        for at, (_, terraform, args) in enumerate(all_cases)
    ]
    (tmp_path / "main.tf").write_text("".join(lines), encoding="utf-8")
    terraform = open_terraform(tmp_path, {})
    terraform.init()
    terraform.apply(terraform.plan())
    outputs = terraform.outputs()
    wrong, other = [], []
    for at, (name, _, args) in enumerate(all_cases):
        raw = outputs[f"o{at}"]
        theirs = raw if raw == REFUSED else normal(json.loads(raw))
        if theirs != ours(name, args) and (name, args) in ON_PURPOSE:
            other.append((name, args))
        elif theirs != ours(name, args):
            wrong.append((name, args, "terraform:", theirs, "nimbus:", ours(name, args)))
    assert not wrong, "\n".join(map(str, wrong))
    assert [case for case in ON_PURPOSE if case not in other] == []
