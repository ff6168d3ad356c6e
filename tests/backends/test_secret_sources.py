"""Two secrets are two, wherever they are kept: told apart by every argument of their source."""

from __future__ import annotations

import pytest

from nimbus_lang.compiler import compile_sources
from nimbus_lang.source.source_file import SourceFile, SourceSet

TWO = (
    ('env.secret("J", key = "user")', 'env.secret("J", key = "pass")'),
    ('file.secret("a/j.json", key = "user")', 'file.secret("a/j.json", key = "pass")'),
    ('file.secret("a/j.json")', 'file.secret("b/j.json")'),
    ('env.secret("J")', 'file.secret("J")'),
    ('generate.secret("g", length = 10)', 'generate.secret("g", length = 20)'),
    ('k8s.secret("j", "user")', 'k8s.secret("j", "pass")'),
    ('k8s.secret("j", "user")', 'k8s.secret("j", "user", namespace = "b")'),
    ('aws.secret("j", key = "user")', 'aws.secret("j", key = "pass")'),
    ('aws.secret("j")', 'aws.secret("k")'),
)


def written(one: str, other: str) -> list[str]:
    """What two parameters take, as Terraform and Kubernetes are told."""
    kept = "".join(
        f'resource r{n}: aws.ssm_parameter {{ name = "{n}", type = "SecureString", value = {source} }}\n'
        for n, source in enumerate((one, other))
    )
    text = f"stack s\n{kept}resource k: k8s.core.v1.Secret {{ stringData = {{ a = {one}, b = {other} }} }}\n"
    sources = SourceSet.of(SourceFile("main.nimbus", text))
    made = compile_sources(sources, "main.nimbus")
    assert made.artifacts is not None, made.diagnostics
    lines = (made.artifacts.files["terraform/main.tf"].text).splitlines()
    terraform = [line.split("=")[1].strip() for line in lines if "value_wo " in line]
    data = made.artifacts.files["kubernetes/k.yaml"].text.split("stringData:\n")[1]
    return [*terraform, *(line.split(": ")[1] for line in data.splitlines())]


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_secrets_are_two(one: str, other: str) -> None:
    terraform, another, kubernetes, last = written(one, other)
    assert terraform != another
    assert kubernetes != last


@pytest.mark.parametrize("one", [one for one, _ in TWO])
def test_one_secret_is_one(one: str) -> None:
    terraform, another, kubernetes, last = written(one, one)
    assert terraform == another
    assert kubernetes == last
