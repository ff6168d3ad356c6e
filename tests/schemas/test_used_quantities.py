"""Every number that the library, the examples and the corpus write to a provider has a unit, a range or a list of values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from nimbus_lang.schemas.index import load
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.declarations import ComponentDecl, Decl, ResourceDecl
from nimbus_lang.syntax.expressions import (
    ConditionalExpr,
    Expr,
    ListCompExpr,
    ListExpr,
    MapCompExpr,
    ObjectExpr,
    Spread,
)
from nimbus_lang.syntax.parse import parse
from nimbus_lang.types.model import (
    Kind,
    ListT,
    MapT,
    OptionalT,
    RecordT,
    ScalarT,
    SecretT,
    SetT,
    Type,
    UnionT,
)
from nimbus_lang.types.show import show

ROOT = Path(__file__).parents[2]
FOLDERS = ("stdlib", "examples", "tests/corpus", "docs")
PLAIN = {
    "livenessProbe.httpGet.port": "a port by number or by its name",
    "readinessProbe.httpGet.port": "a port by number or by its name",
    "k8s.core.v1.Service.spec.ports.targetPort": "a port by number or by its name",
}
"""What is written as it is, by the end of its path, and why."""


def texts() -> Iterator[str]:
    """The text of every spec there is."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.nimbus")):
            yield path.read_text(encoding="utf-8")
        for path in sorted((ROOT / folder).rglob("*.md")):
            text = path.read_text(encoding="utf-8")
            yield from re.findall(r"```nimbus[^\n]*\n(.*?)```", text, re.DOTALL)


def resources(decls: tuple[Decl, ...]) -> Iterator[ResourceDecl]:
    """Every resource and lookup, those of components too."""
    for decl in decls:
        if isinstance(decl, ComponentDecl):
            yield from resources(decl.body)
        elif isinstance(decl, ResourceDecl):
            yield decl


def objects(expr: Expr) -> Iterator[ObjectExpr]:
    """The objects that a value is made of."""
    match expr:
        case ObjectExpr():
            yield expr
        case ListExpr(items=items):
            for item in items:
                yield from objects(item)
        case ListCompExpr(item=item):
            yield from objects(item)
        case MapCompExpr(value=value):
            yield from objects(value)
        case ConditionalExpr(yes=yes, no=no):
            yield from objects(yes)
            yield from objects(no)


def heart(kind: Type) -> Type:
    """What a collection holds."""
    match kind:
        case ListT(item) | SetT(item) | OptionalT(item) | SecretT(item) | MapT(item):
            return heart(item)
        case _:
            return kind


def written(body: ObjectExpr, record: RecordT, path: str) -> Iterator[tuple[str, Type]]:
    """Every field that is written, by its path, with its type."""
    for entry in body.entries:
        if isinstance(entry, Spread):
            for inner in objects(entry.value):
                yield from written(inner, record, path)
            continue
        field = record.fields.get(entry.key.text)
        if field is None:
            continue
        here, kind = f"{path}.{entry.key.text}", heart(field.type)
        if isinstance(kind, RecordT):
            for inner in objects(entry.value):
                yield from written(inner, kind, here)
        else:
            yield here, kind


def used() -> Mapping[str, Type]:
    """The type of every raw field that any spec writes."""
    found: dict[str, Type] = {}
    for text in texts():
        module, _ = parse(SourceFile("x.nimbus", text))
        for decl in resources(module.decls):
            record = load(decl.type.text, decl.lookup)
            if record is not None:
                found.update(written(decl.body, record, decl.type.text))
    return found


USED = used()


def numbers(kind: Type) -> list[ScalarT]:
    """The scalars of a type that are numbers."""
    options = kind.options if isinstance(kind, UnionT) else (kind,)
    found = [option for option in options if isinstance(option, ScalarT)]
    return [scalar for scalar in found if scalar.kind in (Kind.INT, Kind.NUMBER)]


def judged(scalar: ScalarT) -> bool:
    """Whether anything is known of the number."""
    bounds = scalar.minimum, scalar.maximum
    return bool(scalar.unit or scalar.enum or bounds != (None, None))


NUMBERS = {path: kind for path, kind in USED.items() if numbers(kind)}


def test_there_are_many() -> None:
    assert len(USED) > 300
    assert len(NUMBERS) > 40


@pytest.mark.parametrize("path", sorted(NUMBERS))
def test_every_number_is_known(path: str) -> None:
    if any(path.endswith(end) for end in PLAIN):
        return
    assert all(map(judged, numbers(NUMBERS[path]))), show(NUMBERS[path])


TIMES = re.compile(
    r"(seconds|timeout|_days|_hours|_minutes|interval|ttl|period|Seconds|retention\w*)$"
)
SIZES = re.compile(r"(_size|storage|memory|memory_size|_bytes)$")
COUNTS = re.compile(r"(batch|min|max|desired|pool|sample)_size$")


@pytest.mark.parametrize("path", sorted(NUMBERS))
def test_times_and_sizes_have_units(path: str) -> None:
    name = path.rsplit(".", 1)[1]
    if TIMES.search(name) or (SIZES.search(name) and not COUNTS.search(name)):
        assert all(scalar.unit for scalar in numbers(NUMBERS[path])), show(NUMBERS[path])


def test_quantities_of_kubernetes_are_texts_with_a_notation() -> None:
    for path, kind in USED.items():
        if path.endswith(("resources.requests", "resources.limits")):
            assert isinstance(kind, ScalarT)
            assert kind.unit == "kubernetes"
        if path.endswith(("maxUnavailable", "maxSurge", "minAvailable")):
            assert isinstance(kind, ScalarT)
            assert kind.unit == "int_or_percent"
