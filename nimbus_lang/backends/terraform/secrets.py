"""Where Terraform gets secrets: which ephemeral blocks, data sources and sensitive variables the sources need.

Gathers while expressions are written; afterwards `blocks` and `variables` say what must stand beside them. A source read
only by write-only arguments never reaches the state. A generated secret is a variable as well: whoever applies derives it, so that
it is the same in every run and for every target.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from nimbus_lang.backends.lines import Origin
from nimbus_lang.backends.sources import argument_text, source_identity, variable_name
from nimbus_lang.backends.terraform.hcl import (
    TRUE,
    Argument,
    Attr,
    Block,
    Call,
    Expr,
    Index,
    Path,
    quote,
)
from nimbus_lang.source.span import Span
from nimbus_lang.values.model import SecretSource

_VERSION = "aws_secretsmanager_secret_version"


class Variable(NamedTuple):
    """Where a variable's value comes from, and where the spec asks for it."""

    source: SecretSource
    span: Span


@dataclass(slots=True)
class _Source:
    kind: str
    name: str
    label: str
    span: Span
    source: SecretSource
    write_only: bool = False
    kept: bool = False


@dataclass(slots=True)
class SecretBook:
    """The sources in the order of their first use. Labels are the sources' names, told apart by a number."""

    sources: dict[tuple[str, str], _Source] = field(default_factory=dict)

    def read(self, source: SecretSource, span: Span, write_only: bool) -> Expr:
        """The expression for a secret; `write_only` when the argument keeps nothing."""
        entry = self._entry(source, span)
        entry.write_only |= write_only
        entry.kept |= not write_only
        match source.kind:
            case "aws":
                root = f"{'ephemeral' if write_only else 'data'}.{_VERSION}.{entry.label}"
                text = Path(root, (Attr("secret_string"),))
                key = argument_text(source, "key")
                return Path(Call("jsondecode", (text,)), (Index(quote(key)),)) if key else text
            case _:
                return Path(f"var.{entry.label}")

    def blocks(self) -> list[Block]:
        """Ephemeral and data blocks."""
        blocks = []
        for entry in self.sources.values():
            if entry.kind == "aws":
                origin = Origin(entry.span)
                body = (Argument("secret_id", quote(entry.name), origin),)
                kinds = [("ephemeral", entry.write_only), ("data", entry.kept)]
                blocks += [
                    Block(k, (_VERSION, entry.label), body, origin) for k, used in kinds if used
                ]
        return blocks

    def variables(self) -> list[Block]:
        """Sensitive variables, ephemeral where nothing keeps them."""
        return [_variable(entry) for entry in self.sources.values() if entry.kind != "aws"]

    def variable_sources(self) -> dict[str, Variable]:
        """What to give each variable."""
        return {
            entry.label: Variable(entry.source, entry.span)
            for entry in self.sources.values()
            if entry.kind != "aws"
        }

    def _entry(self, source: SecretSource, span: Span) -> _Source:
        identity = source_identity(source, span)
        if identity not in self.sources:
            label = self._free_label(variable_name(source), source.kind)
            name = argument_text(source, "name") or label
            self.sources[identity] = _Source(source.kind, name, label, span, source)
        return self.sources[identity]

    def _free_label(self, wanted: str, kind: str) -> str:
        aws = kind == "aws"
        taken = {e.label for e in self.sources.values() if (e.kind == "aws") is aws}
        label, number = wanted, 1
        while label in taken:
            number += 1
            label = f"{wanted}_{number}"
        return label


def _variable(entry: _Source) -> Block:
    origin = Origin(entry.span)
    body = [
        Argument("type", Path("string"), origin),
        Argument("sensitive", TRUE, origin),
    ]
    if entry.write_only and not entry.kept:
        body.append(Argument("ephemeral", TRUE, origin))
    return Block("variable", (entry.label,), tuple(body), origin)
