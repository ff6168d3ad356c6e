"""Makes the pack of a Terraform module from the texts of its files: what it takes (variables) and what it gives (outputs).

Reads HCL with python-hcl2, which is imported only here and may be missing. Evaluates nothing: a default says only that there
is one, and an output has a type where its expression shows one. What the module makes is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nimbus_lang.schemas.encode import Table
from nimbus_lang.schemas.module_output import Outputs, text_of
from nimbus_lang.schemas.module_type import ANYTHING, encode_constraint
from nimbus_lang.schemas.pack import write_plain

SECTION, FILES = "module", "files"
VARIABLES, OUTPUTS = "variables", "outputs"
SUFFIX, JSON_SUFFIX = ".tf", ".tf.json"


class Unreadable(Exception):
    """Why a module's files say nothing about it, as the end of a sentence."""


Documents = dict[str, Any]
"""What a module takes and gives, as documents of a pack, by `VARIABLES` and `OUTPUTS`."""


class NoReader(Unreadable):
    """What reads HCL is not installed."""


def describe_module(texts: Mapping[str, str]) -> Documents:
    """The documents for the files of one folder by name; of them `.tf` files are read. Raises Unreadable."""
    in_json = next((name for name in sorted(texts) if name.endswith(JSON_SUFFIX)), None)
    if in_json is not None:
        raise Unreadable(f"`{in_json}` is Terraform's JSON, of which nothing is read here")
    blocks = [block for name, text in sorted(texts.items()) for block in _read(name, text)]
    variables = {name: body for kind, name, body in blocks if kind == "variable"}
    table = Table()
    takes = {name: _variable(table, body) for name, body in sorted(variables.items())}
    known = Outputs({name: entry[1] for name, entry in takes.items()}, _resources(blocks))
    gives = {
        name: _output(known, body)
        for name, body in sorted((n, b) for kind, n, b in blocks if kind == "output")
    }
    return {VARIABLES: [{}, *table.blocks, takes], OUTPUTS: [{}, *table.blocks, gives]}


def build_module(
    documents: Documents, meta: Mapping[str, Any], carried: Mapping[str, str] | None = None
) -> str:
    """The pack. `carried` are texts by path that go with the generated code.

    `meta` has `source` and `short`; without documents it says why under `untyped`.
    """
    found = enumerate(sorted((carried or {}).items()))
    files = {f"{number:04}": {"path": path, "text": text} for number, (path, text) in found}
    return write_plain({SECTION: documents, FILES: files}, meta)


_Found = tuple[str, str, Mapping[str, Any]]


def _read(name: str, text: str) -> Iterator[_Found]:
    """The blocks of a file with their labels, those of resources joined by a dot."""
    if not name.endswith(SUFFIX):
        return
    try:
        import hcl2
    except ImportError:
        raise NoReader("python-hcl2 is not installed (`pip install 'nimbus-lang[hcl]'`)") from None
    try:
        found = hcl2.loads(text)
    except Exception as problem:  # the parser's own, of several kinds
        said = (str(problem).splitlines() or [type(problem).__name__])[0].rstrip(".")
        raise Unreadable(f"`{name}` cannot be read as HCL: {said}") from None
    for kind, entries in found.items():
        for entry in entries if isinstance(entries, list) else ():
            yield from _labelled(kind, entry)


def _labelled(kind: str, entry: Mapping[str, Any]) -> Iterator[_Found]:
    for label, inner in entry.items():
        if not isinstance(inner, dict):
            continue
        if inner.get("__is_block__"):
            yield kind, label.strip('"'), inner
        else:
            for _, name, body in _labelled(kind, inner):
                yield kind, f"{label.strip(chr(34))}.{name}", body


def _resources(blocks: Iterable[_Found]) -> dict[str, bool]:
    """Whether each resource is there once, or several times."""
    return {
        name: "count" in body or "for_each" in body
        for kind, name, body in blocks
        if kind == "resource"
    }


def _variable(table: Table, body: Mapping[str, Any]) -> list[Any]:
    flags = "o" if "default" in body else "r"
    flags += "s" if body.get("sensitive") is True else ""
    flags += "w" if body.get("ephemeral") is True else ""
    constraint = body.get("type")
    kind = encode_constraint(table, _bare(constraint)) if isinstance(constraint, str) else ANYTHING
    doc = text_of(body.get("description"))
    return [flags, kind, doc] if doc else [flags, kind]


def _output(known: Outputs, body: Mapping[str, Any]) -> list[Any]:
    flags = "cs" if body.get("sensitive") is True else "c"
    doc = text_of(body.get("description"))
    kind = known.type(body.get("value"))
    return [flags, kind, doc] if doc else [flags, kind]


def _bare(expression: str) -> str:
    """An expression out of the `${}` in which the parser hands it over."""
    return expression[2:-1] if expression.startswith("${") else expression
