"""Where Terraform gets secrets: which ephemeral blocks, data sources and sensitive variables the sources need.

Gathers while expressions are written; afterwards `blocks` and `variables` say what must stand beside them. A source read
only by write-only arguments never reaches the state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    Literal,
    Path,
    quote,
)
from nimbus_lang.source.span import Span
from nimbus_lang.values.model import SecretSource, Value

_VERSION = "aws_secretsmanager_secret_version"
_RANDOM = "aws_secretsmanager_random_password"
_RANDOM_ARGUMENTS = {
    "length": "password_length",
    "exclude": "exclude_characters",
    "symbols": "exclude_punctuation",
}


@dataclass(slots=True)
class _Source:
    kind: str
    name: str
    label: str
    span: Span
    args: Mapping[str, Value]
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
            case "generate":
                return Path(f"ephemeral.{_RANDOM}.{entry.label}", (Attr("random_password"),))
            case _:
                return Path(f"var.{entry.label}")

    def blocks(self) -> list[Block]:
        """Ephemeral and data blocks."""
        blocks = []
        for entry in self.sources.values():
            origin = Origin(entry.span)
            if entry.kind == "generate":
                blocks.append(Block("ephemeral", (_RANDOM, entry.label), _random(entry), origin))
            elif entry.kind == "aws":
                body = (Argument("secret_id", quote(entry.name), origin),)
                kinds = [("ephemeral", entry.write_only), ("data", entry.kept)]
                blocks += [
                    Block(k, (_VERSION, entry.label), body, origin) for k, used in kinds if used
                ]
        return blocks

    def variables(self) -> list[Block]:
        """Sensitive variables, ephemeral where nothing keeps them."""
        return [
            _variable(entry)
            for entry in self.sources.values()
            if entry.kind not in ("aws", "generate")
        ]

    def _entry(self, source: SecretSource, span: Span) -> _Source:
        identity = source_identity(source, span)
        if identity not in self.sources:
            label = self._free_label(variable_name(source), source.kind)
            name = argument_text(source, "name") or label
            self.sources[identity] = _Source(source.kind, name, label, span, source.args)
        return self.sources[identity]

    def _free_label(self, wanted: str, kind: str) -> str:
        space = {"aws": 0, "generate": 1}
        taken = {
            entry.label
            for entry in self.sources.values()
            if space.get(entry.kind, 2) == space.get(kind, 2)
        }
        label, number = wanted, 1
        while label in taken:
            number += 1
            label = f"{wanted}_{number}"
        return label


def _random(entry: _Source) -> tuple[Argument, ...]:
    arguments = []
    for name, value in entry.args.items():
        if name not in _RANDOM_ARGUMENTS:
            continue
        match value.data:
            case bool(flag):
                expr: Expr = Literal("false" if flag else "true")
            case str(text):
                expr = quote(text)
            case other:
                expr = Literal(str(other))
        arguments.append(Argument(_RANDOM_ARGUMENTS[name], expr, Origin(value.span)))
    return tuple(arguments)


def _variable(entry: _Source) -> Block:
    origin = Origin(entry.span)
    body = [
        Argument("type", Path("string"), origin),
        Argument("sensitive", TRUE, origin),
    ]
    if entry.write_only and not entry.kept:
        body.append(Argument("ephemeral", TRUE, origin))
    return Block("variable", (entry.label,), tuple(body), origin)
