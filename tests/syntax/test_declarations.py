"""Declarations: every kind, with every optional part, and contextual words as names."""

from __future__ import annotations

from typing import Any

from nimbus_lang.syntax.type_expressions import (
    GenericTypeExpr,
    OptionalTypeExpr,
    RefinedTypeExpr,
    UnionTypeExpr,
)
from tests.syntax.example import SHOP, bare, tree


def only(text: str) -> Any:
    decls = tree(text).decls
    assert len(decls) == 1
    return decls[0]


def test_the_example_has_all_its_declarations() -> None:
    kinds = [type(decl).__name__ for decl in tree(SHOP).decls]
    assert kinds == [
        "StackDecl",
        *["UseDecl"] * 2,
        *["ParamDecl"] * 5,
        "LetDecl",
        *["ResourceDecl"] * 6,
        "OutputDecl",
        "OverlayDecl",
        "PolicyDecl",
        *["TestDecl"] * 2,
    ]


def test_doc_and_annotations() -> None:
    decl = only('## First.\n## Second.\n@protect\n@moved(from = "old")\nresource a: b.c {}\n')
    assert decl.doc.text == "First.\nSecond."
    assert [annotation.name.text for annotation in decl.annotations] == ["protect", "moved"]
    assert decl.annotations[1].args[0].name.text == "from"


def test_use() -> None:
    decl = only('use aws as eu from "hashicorp/aws@~> 5.100" { region = "x" }\n')
    assert (decl.path.text, decl.alias.text, decl.source.plain) == (
        "aws",
        "eu",
        "hashicorp/aws@~> 5.100",
    )
    assert decl.config is not None


def test_param() -> None:
    decl = only('param n: int(1..50) = 3 check n > 1 else "too few" check n < 9\n')
    assert isinstance(decl.type, RefinedTypeExpr)
    assert [check.message and check.message.plain for check in decl.checks] == ["too few", None]


def test_types() -> None:
    decl = only(
        'type t = { a: string, "b c"?: list<("x" | 3)?> = [], ## why\n d: k8s.core.v1.Pod? }\n'
    )
    first, second, third = decl.type.fields
    assert bare(first.type) == ("NamedTypeExpr", ("Path", (("Name", "string"),)))
    assert second.optional and second.key.text == "b c"
    assert isinstance(second.type, GenericTypeExpr)
    assert isinstance(second.type.argument, OptionalTypeExpr)
    assert isinstance(second.type.argument.inner, UnionTypeExpr)
    assert third.doc is not None and third.doc.text == "why"
    assert third.type.inner.path.text == "k8s.core.v1.Pod"


def test_generic_directly_before_its_default() -> None:
    assert only("param a: list<string>= []\n").default is not None


def test_resource_and_lookup() -> None:
    decl = only("resource web[k, v in m]: k8s.apps.v1.Deployment when a and b { type = 1 }\n")
    assert (decl.index.first.text, decl.index.second.text) == ("k", "v")
    assert decl.when is not None and not decl.lookup
    assert only("lookup vpc: aws.vpc { default = true }\n").lookup


def test_component() -> None:
    decl = only(
        "component c {\n  param a: int\n  ## Why.\n  resource b: d.e {}\n  output o = b.id\n}\n"
    )
    assert [type(inner).__name__ for inner in decl.body] == [
        "ParamDecl",
        "ResourceDecl",
        "OutputDecl",
    ]
    assert decl.body[1].doc.text == "Why."


def test_overlay_and_test_take_paths() -> None:
    overlay = only('overlay prod { region = 1, orders.storage = 2  web["a"].size = 3 }\n')
    assert [type(o.target).__name__ for o in overlay.overrides] == [
        "VarExpr",
        "AttrExpr",
        "AttrExpr",
    ]
    test = only('test "t" { a.b = 1 } { assert a else "no"  rejects "NB3012" }\n')
    assert [type(a).__name__ for a in test.assertions] == ["Assert", "Rejects"]
    assert only('test "t" {}\n').overrides == ()
    assert only('test "t" {} {}\n').assertions == ()


def test_policy() -> None:
    decl = only(
        'policy "p" on aws.s3_bucket as b { deny "d ${b.x}" when b.y warn "w" when true }\n'
    )
    assert [rule.kind for rule in decl.rules] == ["deny", "warn"]


def test_words_of_declarations_are_names_elsewhere() -> None:
    text = """
param type: string
let from = type
let check = { stack = from, when = type.param }
resource resource: output.test { let = lookup, on = as }
overlay use { policy = 1 }
"""
    assert [decl.name.text for decl in tree(text).decls] == [
        "type",
        "from",
        "check",
        "resource",
        "use",
    ]  # type: ignore[union-attr]


def test_several_declarations_on_one_line() -> None:
    assert len(tree('let a = 1 let b = a let c = type test "t" {}\n').decls) == 4


def test_comments_are_kept_beside_the_tree() -> None:
    module = tree("# top\nlet a = 1 # end\nlet b = [ # in\n  1\n]\n## doc of nothing\n")
    assert [c.text for c in module.comments] == ["# top", "# end", "# in", "## doc of nothing"]


def test_windows_line_ends_tabs_and_byte_order_mark() -> None:
    text = '\ufefflet a = 1\r\n\tlet b = {\r\n\tc = "x"\r\n}\r\n'
    assert bare(tree(text).decls) == bare(tree('let a = 1\nlet b = { c = "x" }\n').decls)


def test_nothing_is_a_program() -> None:
    assert tree("").decls == ()
    assert tree("\n# only a comment").decls == ()
