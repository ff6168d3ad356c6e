"""The signatures of the standard library, read from its own source: parameters with type, default and words, outputs.

What a person is told and a model is shown therefore never differs from what the compiler checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from nimbus_lang.source.bundled import stdlib_paths, stdlib_text
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.declarations import ComponentDecl, OutputDecl, ParamDecl
from nimbus_lang.syntax.names import Doc
from nimbus_lang.syntax.parse import parse
from nimbus_lang.syntax.type_expressions import RecordTypeExpr


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `type` and `default` are source text; `default` None: it must be given. `inner` are the defaults of a record's fields."""

    name: str
    type: str
    default: str | None
    doc: str
    inner: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Signature:
    """A component by the path that a spec uses: `std.aws.network`. Outputs are (name, type, words)."""

    path: str
    doc: str
    parameters: Mapping[str, Parameter]
    outputs: tuple[tuple[str, str, str], ...]


@cache
def signatures() -> Mapping[str, Signature]:
    """Every component of the standard library, by path."""
    found = (_read(path) for path in stdlib_paths())
    return {signature.path: signature for signature in found if signature is not None}


def default(path: str, field: str) -> str | None:
    """The default of a parameter or, dotted, of a field of a record parameter, as source text."""
    signature = signatures().get(path)
    name, _, inner = field.partition(".")
    parameter = signature.parameters.get(name) if signature else None
    if parameter is None:
        return None
    return parameter.inner.get(inner) if inner else parameter.default


def _read(path: str) -> Signature | None:
    file = SourceFile(path, stdlib_text(path) or "")
    module, _ = parse(file)
    component = next((decl for decl in module.decls if isinstance(decl, ComponentDecl)), None)
    if component is None:
        return None
    parameters = {
        decl.name.text: _parameter(file, decl)
        for decl in component.body
        if isinstance(decl, ParamDecl)
    }
    outputs = tuple(
        (decl.name.text, file.slice(decl.type.span) if decl.type else "", _words(decl.doc))
        for decl in component.body
        if isinstance(decl, OutputDecl)
    )
    dotted = "std." + path.removesuffix(".nimbus").replace("/", ".")
    return Signature(dotted, _words(component.doc), parameters, outputs)


def _parameter(file: SourceFile, decl: ParamDecl) -> Parameter:
    fields = decl.type.fields if isinstance(decl.type, RecordTypeExpr) else ()
    inner = {
        field.key.text: file.slice(field.default.span)
        for field in fields
        if field.default is not None
    }
    written = file.slice(decl.default.span) if decl.default is not None else None
    return Parameter(decl.name.text, file.slice(decl.type.span), written, _words(decl.doc), inner)


def _words(doc: Doc | None) -> str:
    return " ".join(doc.text.split()) if doc is not None else ""
