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
    wrong = []
    for at, (name, _, args) in enumerate(all_cases):
        raw = outputs[f"o{at}"]
        theirs = raw if raw == REFUSED else normal(json.loads(raw))
        if theirs != ours(name, args):
            wrong.append((name, args, "terraform:", theirs, "nimbus:", ours(name, args)))
    assert not wrong, "\n".join(map(str, wrong))
