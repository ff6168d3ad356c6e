"""From an intent to the text of a spec, in the one layout of the formatter. Knows the syntax of Nimbus, and no English."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from decimal import Decimal

from nimbus_lang.llm.offline.amounts import Size, Span, Time
from nimbus_lang.llm.offline.intent import Cpu, Intent, Network, Part, Ref, Value, Written
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.print import format_source

_DOC_WIDTH = 96
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_EXPRESSION_WORDS = frozenset(
    ["if", "then", "else", "and", "or", "not", "in", "true", "false", "null", "for"]
)


def write(intent: Intent, sentence: str) -> str:
    """The spec. The sentence becomes the stack's comment, on lines of its own, whatever it holds."""
    text = "\n".join(_blocks(intent, sentence)) + "\n"
    formatted, _ = format_source(SourceFile(f"{intent.stack}.nimbus", text))
    return formatted


def _blocks(intent: Intent, sentence: str) -> Iterator[str]:
    yield "\n".join(f"## {line}".rstrip() for line in _doc(sentence))
    yield f"stack {intent.stack}\n"
    uses = list(_uses(intent))
    if uses:
        yield "\n".join(uses) + "\n"
    for part in intent.parts:
        yield _part(part)


def _doc(sentence: str) -> list[str]:
    printable = "".join(c if c.isprintable() else " " for c in sentence)
    return textwrap.wrap(" ".join(printable.split()), _DOC_WIDTH, break_on_hyphens=False) or [""]


def _uses(intent: Intent) -> Iterator[str]:
    if intent.region is not None:
        tags = ", ".join(f"{_key(key)} = {text(value)}" for key, value in intent.tags)
        more = f", default_tags = [{{ tags = {{ {tags} }} }}]" if tags else ""
        yield f"use aws {{ region = {text(intent.region)}{more} }}"
    if intent.cluster is not None:
        yield f"use k8s {{ cluster = {intent.cluster} }}"


def _part(part: Part) -> str:
    head = "@protect\n" if part.protect else ""
    fields = _nested(part.fields)
    if not fields:
        return f"{head}resource {part.name}: {part.type} {{}}\n"
    body = "\n".join(f"  {_key(key)} = {expression(value)}" for key, value in fields.items())
    return f"{head}resource {part.name}: {part.type} {{\n{body}\n}}\n"


def _nested(fields: Mapping[str, Value]) -> dict[str, Value]:
    """Dotted fields as objects: `nodes.count` -> `nodes = { count = ... }`."""
    out: dict[str, Value] = {}
    for name, value in fields.items():
        top, dot, inner = name.partition(".")
        if not dot:
            out[name] = value
            continue
        before = out.get(top, {})
        assert isinstance(before, Mapping)
        out[top] = {**before, inner: value}
    return out


def expression(value: Value) -> str:
    """A value as an expression of the language."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return text(value)
        case Size(number, unit) | Time(number, unit):
            return f"{_plain(number)}{unit}"
        case Cpu(millis):
            return f"{_plain(millis)}m"
        case Span(low, high):
            return f"{low}..{high}"
        case Network(addresses) | Written(addresses):
            return addresses
        case Ref(part, output):
            return _reference(part, output)
        case tuple():
            return f"[{', '.join(expression(item) for item in value)}]"
        case _:
            inner = ", ".join(f"{_key(key)} = {expression(item)}" for key, item in value.items())
            return f"{{ {inner} }}"


def _reference(part: str, output: str) -> str:
    if output.endswith("/*"):
        return f'"${{{part}.{output.removesuffix("/*")}}}/*"'
    return f"{part}.{output}" if output else part


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _key(key: str) -> str:
    plain = _WORD.fullmatch(key) and key not in _EXPRESSION_WORDS
    return key if plain else text(key)


def text(value: str) -> str:
    """A string literal; nothing in it is read as an escape or an interpolation."""
    return json.dumps(value, ensure_ascii=False).replace("${", "$${")
