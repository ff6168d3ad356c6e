"""Exchanging secrets: the number beside a write-only argument, and what a generated secret is made of."""

from __future__ import annotations

from nimbus_lang.compiler import Compiled, compile_sources
from nimbus_lang.source.source_file import SourceFile, SourceSet


def compiled(text: str) -> Compiled:
    return compile_sources(SourceSet.of(SourceFile("main.nimbus", text)), "main.nimbus")


def version(secret: str) -> int:
    """The number that Terraform gets for a secret."""
    result = compiled(
        f'stack s\nresource p: aws.ssm_parameter {{ name = "/p" type = "SecureString" value = {secret} }}\n'
    )
    assert result.artifacts is not None, [one.detail for one in result.diagnostics]
    text = result.artifacts.files["terraform/main.tf"].text
    return int(text.split("value_wo_version = ")[1].split()[0])


def test_the_first_is_one() -> None:
    assert version('env.secret("A")') == 1
    assert version('generate.secret("a", version = 1)') == 1


def test_it_is_the_version_of_the_source() -> None:
    assert version('generate.secret("a", version = 4)') == 4
    assert version('aws.secret("a", key = "b", version = 2)') == 2
    assert version('upper(env.secret("A", version = 3))') == 3


def test_it_grows_with_each_source() -> None:
    def both(first: int, second: int) -> int:
        a = f'env.secret("A", version = {first})'
        return version(f'"${{{a}}}-${{generate.secret("b", version = {second})}}"')

    assert (both(1, 1), both(2, 1), both(1, 2), both(2, 2)) == (1, 2, 2, 3)


def test_the_same_source_twice_counts_once() -> None:
    assert version('"${env.secret("A", version = 2)}${env.secret("A", version = 2)}"') == 2


def test_it_goes_through_components() -> None:
    result = compiled(
        "stack s\nresource net: std.aws.network {}\n"
        "resource db: std.aws.postgres { network = net, password_version = 7 }\n"
    )
    assert result.artifacts is not None
    assert any(
        "password_wo_version" in f.text and "= 7" in f.text for f in result.artifacts.files.values()
    )


def test_a_manifest_says_which() -> None:
    text = 'stack s\nresource p: k8s.core.v1.Secret { stringData = { a = generate.secret("a", version = 2) } }\n'
    result = compiled(text)
    assert result.artifacts is not None
    assert 'generate.secret("a", version = 2)' in result.artifacts.files["kubernetes/p.yaml"].text


def test_what_is_wrong() -> None:
    def codes(secret: str) -> list[str]:
        text = f"component c {{ param p: secret<string> = {secret}\noutput o: secret<string> = p }}\nresource x: c {{}}\n"
        return [one.code for one in compiled("stack s\n" + text).diagnostics]

    assert codes('generate.secret("a", version = 0)') == ["NB3001"]
    assert codes('generate.secret("a", version = "x")') == ["NB2101"]
    assert codes('generate.secret("a", length = 7)') == ["NB3001"]
    assert codes("generate.secret()") == ["NB2105"]


def test_what_is_just_right() -> None:
    for secret in (
        'generate.secret("a", length = 8)',
        'generate.secret("a", length = 4096)',
        'file.secret("./a/../..b")',
        'env.secret("_A1", key = "b")',
    ):
        text = f'stack s\nresource p: aws.ssm_parameter {{ name = "/p", type = "SecureString", value = {secret} }}\n'
        assert compiled(text).artifacts is not None, secret


def test_a_nameless_one_can_be_mended() -> None:
    text = "let a = generate.secret()\noutput o: secret<string> = a\n"
    said = next(one for one in compiled(text).diagnostics if one.code == "NB2105")
    (edit,) = said.fixes[0].edits
    assert text[: edit.span.start] + edit.text + text[edit.span.end :] == (
        'let a = generate.secret("secret")\noutput o: secret<string> = a\n'
    )
