"""The carriers and sinks are the whole language: what is added to it is missed here until the tests of flow can build it."""

from __future__ import annotations

from typing import get_args

from nimbus_lang.check.secret_sources import SOURCES
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.declarations import LetDecl
from nimbus_lang.syntax.expressions import CallExpr, Expr, VarExpr
from nimbus_lang.syntax.parse import parse
from nimbus_lang.syntax.walk import walk
from nimbus_lang.types.model import Kind
from nimbus_lang.values.functions import FUNCTIONS
from nimbus_lang.values.operators import OPERATORS
from tests.flow.carriers import HOLE, SAMPLES, carriers, filled, kinds, slots
from tests.flow.sinks import SINKS
from tests.flow.sources import SECRETS

NO_VALUE_STANDS_THERE = {("CallExpr", "function"), ("Override", "target")}
"""The name of a function and the path that an overlay sets: names, not values."""


def test_every_place_for_an_expression_has_a_carrier_or_a_sink() -> None:
    found = {slot for one in carriers() for slot in filled(f"let x = {one.text}\n")}
    found |= {slot for sink in SINKS.values() for slot in filled(sink.text)}
    assert slots() - found == NO_VALUE_STANDS_THERE


def test_the_tree_was_read_off_its_classes() -> None:
    assert set(get_args(Expr)) <= kinds()
    assert len(slots()) >= 30


def test_every_kind_of_scalar_has_a_sample() -> None:
    assert set(SAMPLES) == set(Kind)


def test_every_operator_has_a_carrier_on_each_side() -> None:
    texts = {one.text for one in carriers()}
    for op in OPERATORS:
        sign = {"neg": "-", "not": "not "}.get(op)
        if sign is not None:
            assert f"{sign}{HOLE}" in texts
            continue
        assert any(text.startswith(f"{HOLE} {op} ") for text in texts), op
        assert any(text.endswith(f" {op} {HOLE}") for text in texts), op


def test_every_parameter_of_every_function_has_a_carrier() -> None:
    reached = {slot for one in carriers() for slot in _parameters(one.text)}
    wanted = {(f.name, param.name) for f in FUNCTIONS.values() for param in f.params}
    assert wanted - reached == set()


def _parameters(text: str) -> set[tuple[str, str]]:
    """The parameters that the hole, or something around it, is the argument of."""
    module, _ = parse(SourceFile("main.nimbus", f"let x = {text}\n"))
    (decl,) = module.decls
    assert isinstance(decl, LetDecl)
    found: set[tuple[str, str]] = set()
    for call in walk(decl.value):
        if not isinstance(call, CallExpr):
            continue
        method = not isinstance(call.function, VarExpr)
        name = call.function.name.text if method else call.function.name  # type: ignore[union-attr]
        function = FUNCTIONS[name]
        values = [arg.value for arg in call.args]
        if method:
            values.insert(function.receiver, call.function.base)  # type: ignore[union-attr]
        for position, value in enumerate(values):
            if any(isinstance(one, VarExpr) and one.name == HOLE for one in walk(value)):
                found.add((name, function.params[min(position, len(function.params) - 1)].name))
    return found


def test_every_keeper_of_secrets_is_a_source() -> None:
    assert set(SOURCES) <= set(SECRETS)
