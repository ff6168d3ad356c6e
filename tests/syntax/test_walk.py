"""Going through trees."""

from __future__ import annotations

from nimbus_lang.syntax.walk import children, nodes_at, walk
from tests.syntax.example import SHOP, tree


def test_children_come_in_the_order_of_the_text() -> None:
    decl = tree("param a: int = 1 check a > 0\n").decls[0]
    assert [type(child).__name__ for child in children(decl)] == [
        "Name",
        "NamedTypeExpr",
        "NumberExpr",
        "Check",
    ]


def test_walk_reaches_everything_parents_first() -> None:
    found = list(walk(tree(SHOP)))
    kinds = {type(node).__name__ for node in found}
    assert {"Module", "QuantityExpr", "ForClause", "FieldTypeExpr", "StringExpr"} <= kinds
    seen: set[int] = set()
    for node in found:
        assert all(id(child) not in seen for child in children(node))
        seen.add(id(node))


def test_every_child_lies_inside_its_parent() -> None:
    for node in walk(tree(SHOP)):
        for child in children(node):
            assert node.span.start <= child.span.start <= child.span.end <= node.span.end


def test_nodes_at_a_place() -> None:
    text = 'resource a: b.c { d = "x ${e.f} y" }\n'
    path = [type(node).__name__ for node in nodes_at(tree(text), text.index("f}"))]
    assert path == [
        "Module",
        "ResourceDecl",
        "ObjectExpr",
        "Entry",
        "StringExpr",
        "AttrExpr",
        "Name",
    ]


def test_nodes_at_the_end_of_a_name() -> None:
    text = "let a = b.cd\n"
    path = nodes_at(tree(text), text.index("cd") + 2)
    assert type(path[-1]).__name__ == "Name"


def test_nowhere_is_the_module() -> None:
    text = "let a = 1\n\n\nlet b = 2\n"
    assert [type(node).__name__ for node in nodes_at(tree(text), 11)] == ["Module"]
