"""`@moved` on a component: what each part was called, with and without keys, and from a module of Terraform."""

from __future__ import annotations

import re

import pytest

from nimbus_lang.compiler import compile_sources
from nimbus_lang.source.source_file import SourceFile, SourceSet

BOX = """stack shop
component box {
  resource a: aws.sqs_queue { name = "${self.name}-a" }
  resource b[k in ["x", "y"]]: aws.sqs_queue { name = "${self.name}-${k}" }
  resource n[i in 0..1]: aws.sqs_queue { name = "${self.name}-${i}" }
  resource c: k8s.core.v1.ConfigMap { data = {} }
}
component outer { resource inner: box {} }
"""


def moves(body: str) -> dict[str, str]:
    """From where to where, without the type before the labels."""
    sources = SourceSet.of(SourceFile("main.nimbus", BOX + body))
    result = compile_sources(sources, "main.nimbus")
    assert result.artifacts is not None, [one.detail for one in result.diagnostics]
    text = result.artifacts.files["terraform/moved.tf"].text
    pairs = re.findall(r"from = (\S+)\n  to   = aws_sqs_queue\.(\S+)", text)
    return {was.removeprefix("aws_sqs_queue."): now for was, now in pairs}


def test_each_part_that_terraform_makes() -> None:
    assert moves('@moved(from = "old")\nresource new: box {}\n') == {
        "old_a": "new_a",
        "old_b": "new_b",
        "old_n": "new_n",
    }


def test_with_all_its_keys() -> None:
    found = moves('@moved(from = "old")\nresource new[k in ["p", "q"]]: box {}\n')
    assert found["old_a"] == "new_a"
    assert found["old_b"] == "new_b"


def test_each_instance_by_its_own_name() -> None:
    found = moves('@moved(from = "old_${k}")\nresource new[k in ["p", "q"]]: box {}\n')
    assert found["old_p_a"] == 'new_a["p"]'
    assert found['old_q_b["x"]'] == 'new_b["q/x"]'
    assert found["old_q_n[1]"] == 'new_n["q/1"]'


def test_one_of_several() -> None:
    found = moves('@moved(from = "old[\\"k\\"]")\nresource new: box {}\n')
    assert found['old_a["k"]'] == "new_a"
    assert found['old_b["k/x"]'] == 'new_b["x"]'
    assert found['old_n["k/1"]'] == "new_n[1]"


@pytest.mark.parametrize("former", ["outer_old", "older"])
def test_parts_of_parts(former: str) -> None:
    found = moves(f'@moved(from = "{former}")\nresource new: outer {{}}\n')
    assert found[f"{former}_inner_a"] == "new_inner_a"


def test_out_of_a_module() -> None:
    found = moves('@moved(from = "module.old")\nresource new: box {}\n')
    assert found["module.old.aws_sqs_queue.a"] == "new_a"


def test_twice() -> None:
    found = moves('@moved(from = "old")\n@moved(from = "older")\nresource new: box {}\n')
    assert (found["old_a"], found["older_a"]) == ("new_a", "new_a")


QUEUE = ': aws.sqs_queue { name = "q" }\n'


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            '@moved(from = if k == "x" then "q" else "")\nresource q[k in ["x", "y"]]' + QUEUE,
            {"q": 'q["x"]'},
        ),
        (
            '@moved(from = "q[${if k == "x" then 0 else 1}]")\nresource q[k in ["x", "y"]]' + QUEUE,
            {"q[0]": 'q["x"]', "q[1]": 'q["y"]'},
        ),
        ('@moved(from = "q[\\"a\\"]")\nresource q' + QUEUE, {'q["a"]': "q"}),
        ('@moved(from = "aws_sqs_queue.old")\nresource q' + QUEUE, {"old": "q"}),
        (
            '@moved(from = "module.m[\\"a/b\\"].aws_sqs_queue.this[0]")\nresource q' + QUEUE,
            {'module.m["a/b"].aws_sqs_queue.this[0]': "q"},
        ),
    ],
)
def test_names_that_come_back(body: str, found: dict[str, str]) -> None:
    assert moves(body) == found
