"""What goes wrong in a library is told where the author of the spec can change it."""

from __future__ import annotations

from nimbus_lang.compiler import check_sources
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.source_file import SourceFile, SourceSet


def told(text: str, code: str, **others: str) -> tuple[Diagnostic, str]:
    """The one diagnostic of a code, and the text it points at."""
    files = [SourceFile("main.nimbus", text)]
    files += [SourceFile(f"{name}.nimbus", other) for name, other in others.items()]
    found = check_sources(SourceSet.of(*files), "main.nimbus").diagnostics
    [one] = [one for one in found if one.code == code]
    assert one.span is not None
    return one, {file.path: file for file in files}[one.span.path].slice(one.span)


def test_an_argument_is_to_blame() -> None:
    one, text = told("stack s\nresource net: std.aws.network { cidr = 10.0.0.0/30 }", "NB3012")
    assert text == "10.0.0.0/30"
    assert one.labels[0].span.path == "std/aws/network.nimbus"
    assert len(one.callers) == 1


def test_a_default_is_to_blame_and_its_parameter_is_named() -> None:
    spec = (
        "stack s\nresource net: std.aws.network {}\nresource db: std.aws.postgres { network = net }"
    )
    one, text = told(spec, "NB5110")
    assert text == "db"
    assert not one.callers
    assert one.notes == (
        "The parameter `protected` of `db` decides it: write it between its braces.",
    )


def test_through_a_component_of_the_author() -> None:
    spec = """stack s
component shop {
  param range: cidr
  resource net: std.aws.network { cidr = range }
}
resource ours: shop { range = 10.0.0.0/30 }
"""
    one, text = told(spec, "NB3012")
    assert text == "10.0.0.0/30"
    assert len(one.callers) == 2


def test_a_component_of_the_author_keeps_its_own_place() -> None:
    spec = 'stack s\nuse lib from "./lib.nimbus"\nresource a: lib.box { days = 30 }'
    lib = (
        "component box {\n  param days: int\n"
        "  resource q: aws.sqs_queue { message_retention_seconds = days * 1d }\n}"
    )
    _, text = told(spec, "NB3001", lib=lib)
    assert text == "days * 1d"
