"""Walking through values, whatever they hold."""

from __future__ import annotations

from hypothesis import given

from nimbus_lang.types.model import STRING
from nimbus_lang.values.model import Apply, Deferred, Ref, SecretSource, Template, Value
from nimbus_lang.values.show import show
from nimbus_lang.values.walk import (
    dotted,
    every,
    has_secret,
    is_deferred,
    leaves,
    map_values,
    references,
    secret_paths,
    secrets,
)
from tests.values.strategies import anything, ref, value

SOURCE = SecretSource("env", {"name": ref("names", "db")})
TREE = value(
    {
        "url": value(Deferred(Template(("x", ref("db", "endpoint"))), STRING)),
        "list": value((value(1), ref("web", "id"))),
        "password": value(Deferred(SOURCE, STRING), secret=True),
        "none": value(()),
    }
)


def test_references_are_found_at_any_depth() -> None:
    assert [str(found.address) for found in references(TREE)] == ["db", "web", "names"]


def test_secrets_are_found_with_their_paths() -> None:
    assert list(secrets(TREE)) == [SOURCE]
    assert [dotted(path) for path in secret_paths(TREE)] == ["password"]
    assert has_secret(TREE) and is_deferred(TREE)


def test_leaves_have_dotted_paths() -> None:
    paths = [dotted(path) for path, _ in leaves(TREE)]
    assert paths == ["url", "list[0]", "list[1]", "password", "none"]


def test_a_change_reaches_the_operands_of_residuals() -> None:
    def rename(part: Value) -> Value:
        return (
            value(7)
            if isinstance(part.data, Deferred) and isinstance(part.data.residual, Ref)
            else part
        )

    changed = map_values(value(Deferred(Apply("+", (ref("a", "b"), value(1))), STRING)), rename)
    assert isinstance(changed.data, Deferred)
    assert changed.data.residual == Apply("+", (value(7), value(1)))


@given(anything)
def test_changing_nothing_copies_nothing(original: Value) -> None:
    assert map_values(original, lambda part: part) is original


@given(anything)
def test_every_part_can_be_shown(original: Value) -> None:
    for _, part in every(original):
        assert "\n" not in show(part)
