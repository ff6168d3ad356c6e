"""What a checked program tells those who evaluate it, and that one mistake is one diagnostic."""

from __future__ import annotations

import pytest

from nimbus_lang.diagnostics.model import Severity
from nimbus_lang.types.model import ComponentT, OptionalT, ResourceT
from nimbus_lang.types.show import show
from tests.check.programs import check

STACK = """
stack shop
param size: int = 2
let double = size * 2
resource net[k in ["a"]]: aws.vpc { cidr_block = "10.0.0.0/16" }
lookup zones: aws.availability_zones { }
component box {
  param width: int
  param depth: int = 1
  let area = width * depth
  output area_text = "${area}"
}
resource b: box when size > 1 { width = size }
output text = b.area_text ?? "none"
"""


def test_the_scope_of_a_stack() -> None:
    main = check(STACK).program.main
    assert main.stack is not None and main.stack.name.text == "shop"
    assert show(main.param_types["size"]) == "int"
    assert show(main.let_types["double"]) == "int"
    assert main.resource_types["net"] == ResourceT("aws.vpc")
    assert main.resource_types["zones"] == ResourceT("aws.availability_zones", lookup=True)
    assert isinstance(main.resource_types["b"], ComponentT)
    assert isinstance(main.value_types["b"], OptionalT)
    assert show(main.output_types["text"]) == "string"
    assert main.providers == {"net": "aws", "zones": "aws", "b": ""}


def test_a_component() -> None:
    box = check(STACK).program.components["main.nimbus::box"]
    assert box.name == "box"
    assert box.parameters.fields["width"].required
    assert box.parameters.fields["depth"].has_default
    assert {name: show(kind) for name, kind in box.members.items()} == {
        "width": "int",
        "depth": "int",
        "area_text": "string",
    }


def test_constants_are_what_components_may_read() -> None:
    result = check(
        """
        let base = "x"
        let full = "${base}-y"
        param p: string = "z"
        let late = p
        component c { output o = full }
        output o = late
        """
    )
    assert result.errors == []
    assert result.program.main.constants == {"base", "full"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("let a = nope\nlet b = a + 1\nlet c = b.x\noutput o = c\n", ["NB2001 nope"]),
        ("resource r: aws.vpz { a = 1 }\noutput o = r.id\n", ["NB4007 aws.vpz"]),
        ("param p: strng\noutput o = p.x\n", ["NB2004 strng"]),
        ('use a from "./a.nimbus"\nresource r: a.b { }\noutput o = r.c\n', ['NB2021 "./a.nimbus"']),
        ("resource r: aws.vpc { cidr_blok = nope.x + 1 }\n", ["NB4001 cidr_blok", "NB2001 nope"]),
        ("let a = { x = 1 }\noutput o = a.y.z.w\n", ["NB2005 y"]),
        ("output o = [nope, 1].length()\n", ["NB2001 nope"]),
        ("output o = upper(nope)\n", ["NB2001 nope"]),
        ('output o = "${nope}-${also}"\n', ["NB2001 nope", "NB2001 also"]),
        ("output o = if nope then 1 else 2\n", ["NB2001 nope"]),
        ("output o = [x.y for x in nope if x.z]\n", ["NB2001 nope"]),
        ("let a = b\nlet b = a\noutput o = a.x + b\n", ["NB2010 a"]),
    ],
)
def test_one_mistake_is_one_diagnostic(text: str, expected: list[str]) -> None:
    assert check(text).errors == expected


def test_a_missing_declaration_is_said_once_and_a_slip_every_time() -> None:
    assert check("output a = nowhere\noutput b = nowhere + 1\n").errors == ["NB2001 nowhere"]
    result = check("let size = 1\noutput a = siez\noutput b = siez + size\n")
    assert result.errors == ["NB2001 siez", "NB2001 siez"]


def test_a_name_on_a_line_that_cannot_be_read_is_not_blamed() -> None:
    result = check('region: string = "x"\noutput o = region\n')
    assert all(code.startswith("NB1") for code in result.codes)


def test_all_missing_arguments_are_one_diagnostic() -> None:
    result = check("resource r: aws.route53_record { }\n")
    assert result.codes == ["NB4002"]
    assert all(f"`{name}`" in result.diagnostics[0].detail for name in ("name", "type", "zone_id"))


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("let size = 1\noutput o = siez\n", "size"),
        ('resource r: aws.vpc { cidr_blok = "10.0.0.0/16" }\n', "cidr_block"),
        ("output o = lenght([1])\n", "length"),
        ("resource r: aws_vpc { }\n", "aws.vpc"),
        ('param e: "dev" | "prod" = "prd"\noutput o = e\n', '"prod"'),
        ('param e: "dev" | "prod" = prod\noutput o = e\n', '"prod"'),
        ('param n: int = "3"\noutput o = n\n', "3"),
        ("@protekt\nresource r: aws.vpc { }\n", "protect"),
        ("resource z: aws.availability_zones { }\n", "lookup"),
    ],
)
def test_a_fix(text: str, fixed: str) -> None:
    error = next(d for d in check(text).diagnostics if d.severity is Severity.ERROR)
    assert error.fixes[0].edits[0].text == fixed


def test_a_fix_for_the_keyword_covers_just_the_keyword() -> None:
    result = check("## Zones.\nresource z: aws.availability_zones { }\n")
    edit = result.diagnostics[0].fixes[0].edits[0]
    assert result.files["main.nimbus"].slice(edit.span) == "resource"


def test_a_block_in_a_list_is_taken_out_of_it() -> None:
    text = 'resource r: aws.lb { access_logs = [{ bucket = "a" }] }\n'
    result = check(text)
    edits = sorted(result.diagnostics[0].fixes[0].edits, key=lambda e: e.span, reverse=True)
    for edit in edits:
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert text == 'resource r: aws.lb { access_logs = { bucket = "a" } }\n'
    assert check(text).errors == []


def test_unused_names_are_warned_of_only_when_nothing_is_wrong() -> None:
    assert check("let spare = 1\noutput o = 2\n").codes == ["NB2016"]
    assert check("let spare = 1\noutput o = spair\n").codes == ["NB2001"]


def test_names_used_only_by_tests_policies_and_overlays_are_used() -> None:
    result = check(
        """
        let a = 1
        let b = 2
        let c = "x"
        param p: int = 1
        output o = p
        overlay prod { p = a }
        test "t" { } { assert b == 2 }
        policy "p" on aws.vpc as v { deny "${c}" when v.id == c }
        """
    )
    assert result.codes == []


def test_the_same_text_gives_the_same_diagnostics() -> None:
    text = "output a = nope\noutput b = also\nresource r: aws.vpz { }\n"
    assert check(text).diagnostics == check(text).diagnostics
