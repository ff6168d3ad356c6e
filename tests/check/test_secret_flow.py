"""A secret stays one through everything that can carry a value: tried through every construct, one by one and in pairs."""

from __future__ import annotations

from itertools import product

import pytest

from tests.check.programs import check

BEFORE = """
param on: bool = true
component box {
  param given: secret<string>
  output shown = given
}
component typed {
  param given: secret<string>
  output shown: secret<string> = given
}
"""

CARRIERS = {
    "itself": "{}",
    "parentheses": "({})",
    "interpolation": '"a ${{{}}} b"',
    "condition, yes": 'if on then {} else "x"',
    "condition, no": 'if on then "x" else {}',
    "fallback, left": '{} ?? "x"',
    "fallback, right": "null ?? {}",
    "list item": '["x", {}][1]',
    "field": "{{ a = {} }}.a",
    "field by text": '{{ a = {} }}["a"]',
    "spread": "{{ ...{{ a = {} }} }}.a",
    "list comprehension": "[x for x in [{}]][0]",
    "map comprehension": '{{ k = {} for k in ["a"] }}["a"]',
    "splat": "[{{ a = {} }}][*].a[0]",
    "function": "upper({})",
    "method": "{}.upper()",
    "second argument": 'join({}, ["a", "b"])',
    "in a list argument": 'join(",", [{}])',
    "document": "jsonencode({{ a = {} }})",
    "merged": "merge({{ a = {} }}, {{ b = 1 }}).a",
    "merged with nothing": 'merge({{ k = {} for k in ["a"] }}, {{}})["a"]',
    "beside anything": '[{}, jsondecode("1")][0]',
    "or anything": 'if on then jsondecode("1") else {}',
    "concatenated": "concat([{}], [])[0]",
}


def leaks(expression: str, before: str = BEFORE) -> bool:
    """Whether putting the expression into a plain output is refused, and nothing else is wrong with it."""
    result = check(f"{before}\nlet _value = {expression}\noutput plain = _value\n")
    codes = {error.split(" ", 1)[0] for error in result.errors}
    assert codes <= {"NB2121"}, result.errors
    return bool(codes)


@pytest.mark.parametrize("carrier", CARRIERS, ids=str)
def test_what_is_made_from_a_secret_is_one(carrier: str) -> None:
    assert leaks(CARRIERS[carrier].format('env.secret("A")'))


@pytest.mark.parametrize("carrier", CARRIERS, ids=str)
def test_the_same_without_a_secret_is_plain(carrier: str) -> None:
    assert not leaks(CARRIERS[carrier].format('lower("A")'))


@pytest.mark.parametrize(("outer", "inner"), [*product(CARRIERS, CARRIERS)])
def test_carriers_may_be_nested(outer: str, inner: str) -> None:
    expression = CARRIERS[inner].format('env.secret("A")')
    assert leaks(CARRIERS[outer].format("_inner"), f"{BEFORE}\nlet _inner = {expression}\n")


@pytest.mark.parametrize(
    "declarations",
    [
        "param copy: secret<string> = {}",
        "let copy = {}",
        "let copy: secret<string> = {}",
        "resource b: box {{ given = {} }}\nlet copy = b.shown",
        "resource b: typed {{ given = {} }}\nlet copy = b.shown",
        'resource b[k in ["x"]]: box {{ given = {} }}\nlet copy = b["x"].shown',
        'resource b[k in ["x"]]: box {{ given = {} }}\nlet copy = b[*].shown',
        "resource b: box when on {{ given = {} }}\nlet copy = b.shown",
    ],
)
def test_a_secret_crosses_declarations(declarations: str) -> None:
    source = declarations.format('aws.secret("a", key = "b")')
    assert leaks("copy", BEFORE + source)


PLACES = {
    "an output": "output o = {}",
    "a plain output type": "output o: string = {}",
    "a tag": 'resource r: aws.vpc {{ cidr_block = "10.0.0.0/16", tags = {{ a = {} }} }}',
    "a plain argument": "resource r: aws.sns_topic {{ name = {} }}",
    "a nested argument": "resource r: aws.lb {{ access_logs = {{ bucket = {} }} }}",
    "a config map": "resource r: k8s.core.v1.ConfigMap {{ data = {{ a = {} }} }}",
    "values of a chart": 'resource r: helm.release {{ chart = "oci://a/b", values = {{ a = {} }} }}',
    "a plain param": "component c {{\n param p: string\n output o = p\n}}\nresource r: c {{ p = {} }}",
    "an open param": "component c {{\n param p: any\n output o = p\n}}\nresource r: c {{ p = {} }}",
    "a plain let": "let _p: string = {}",
    "a provider": "use aws {{ region = {} }}",
}


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_places_that_keep_no_secrets_refuse_them(place: str) -> None:
    result = check(PLACES[place].format('env.secret("A")'))
    assert [error.split()[0] for error in result.errors] == ["NB2121"]


KEEPERS = {
    "a password": """resource r: aws.db_instance {{
      instance_class = "db.t3.micro"
      password       = {}
    }}""",
    "a secret's value": 'resource r: aws.secretsmanager_secret_version {{ secret_id = "a", secret_string = {} }}',
    "a kubernetes secret": "resource r: k8s.core.v1.Secret {{ stringData = {{ a = {} }} }}",
    "an output that says so": "output o: secret<string> = {}",
    "a list that says so": "output o: list<secret<string>> = [{}]",
    "a secret list": "output o: secret<list<string>> = [{}]",
    "a union": "component c {{\n param p: map<string | secret<string>>\n output o = p\n}}\nresource r: c {{ p = {{ a = {} }} }}",
}


@pytest.mark.parametrize("place", KEEPERS, ids=str)
def test_places_that_keep_secrets_take_them(place: str) -> None:
    assert check(KEEPERS[place].format('env.secret("A")')).errors == []


DECIDERS = {
    "a condition": 'output o = if {} == "x" then 1 else 2',
    "when": 'resource r: aws.vpc when {} == "x" {{ cidr_block = "10.0.0.0/16" }}',
    "keys": 'resource r[k in [{}]]: aws.vpc {{ cidr_block = "10.0.0.0/16" }}',
    "a map's keys": "output o = {{ k = 1 for k in [{}] }}",
    "a filter": 'output o = [1 for x in [1] if {} == "x"]',
    "an index": "output o = {{ a = 1 }}[{}]",
    "a check": 'param p: int = 1 check {} == "x"\noutput o = p',
    "an assertion": 'test "t" {{ }} {{ assert {} == "x" }}',
    "a policy": 'policy "p" on aws.vpc as v {{ deny "x" when {} == "x" }}',
}


@pytest.mark.parametrize("place", DECIDERS, ids=str)
def test_a_secret_decides_nothing(place: str) -> None:
    result = check(DECIDERS[place].format('env.secret("A")'))
    assert [error.split()[0] for error in result.errors] == ["NB3017"]


def test_whether_a_secret_is_there_is_no_secret() -> None:
    result = check(
        """
        param token: secret<string>? = null
        resource r: aws.vpc when token != null { cidr_block = "10.0.0.0/16" }
        """
    )
    assert result.errors == []


def test_the_number_of_secrets_and_their_names_are_none() -> None:
    result = check(
        """
        let tokens = { a = env.secret("A"), b = env.secret("B") }
        output count = tokens.length()
        output names = tokens.keys()
        """
    )
    assert result.errors == []


def test_a_sensitive_attribute_is_read_as_a_secret() -> None:
    result = check(
        """
        resource k: aws.iam_access_key { user = "a" }
        output o = k.secret
        """
    )
    assert result.errors == ["NB2121 k.secret"]


def test_the_innermost_carrier_is_named() -> None:
    result = check('output o = { a = ["x", "y${env.secret("A")}"] }\n')
    assert result.errors == ['NB2121 env.secret("A")']


@pytest.mark.parametrize("space", ["env", "file", "generate"])
def test_a_name_may_be_that_of_its_source(space: str) -> None:
    assert check(f'let {space} = {space}.secret("x")\n').errors == []
