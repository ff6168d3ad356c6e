"""What a model needs to see of the types: the library's signatures, and the provider's resources that a sentence speaks of.

Ranked by the sentence's words and cut at a budget. Reads bundled data alone; the sentence itself is added by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nimbus_lang.llm.library import Signature, signatures
from nimbus_lang.llm.offline.phrases import find
from nimbus_lang.llm.offline.refusals import Refusal
from nimbus_lang.llm.offline.tokens import Shape, stem, tokenize
from nimbus_lang.schemas import index
from nimbus_lang.types.model import Field, ListT, MapT, RecordT, SetT, Type
from nimbus_lang.types.show import show

BUDGET = 24_000
"""Characters, about 6,000 tokens: the whole library and a good handful of raw types."""
MOST_FIELDS = 40
MOST_TYPES = 12
_NOISE = frozenset({"id", "tags_all", "timeouts"})
_WORD = re.compile(r"[A-Za-z0-9]+")
_CAMEL = re.compile(r"[A-Z][a-z0-9]+|[a-z0-9]+")
_COMMON = frozenset({stem(word) for word in ["aws", "resource", "instance", "group", "policy", "service", "data", "default", "version", "attachment", "rule"]})  # fmt: skip


def retrieve(sentence: str, budget: int = BUDGET) -> str:
    """Signatures for a prompt, at most `budget` characters of them, the likeliest first."""
    out: list[str] = []
    left = budget
    for text in _signatures(sentence):
        if len(text) + 1 <= left:
            out.append(text)
            left -= len(text) + 1
    return "\n".join(out)


def _signatures(sentence: str) -> Iterator[str]:
    words = _words(sentence)
    library = signatures().values()
    yield from (component(one) for one in sorted(library, key=lambda one: -_overlap(one, words)))
    for path in relevant_types(sentence):
        record = index.load(path)
        if record is not None:
            yield raw_type(path, record)


def component(signature: Signature) -> str:
    """A component as a model reads it: parameters with types, defaults and words, then outputs."""
    lines = [f"{signature.path}: {signature.doc}"]
    for one in signature.parameters.values():
        default = f" = {one.default}" if one.default is not None else "  (required)"
        words = f"  # {one.doc}" if one.doc else ""
        lines.append(f"  {one.name}: {one.type}{default}{words}")
    lines += [f"  -> {name}: {type}  # {doc}" for name, type, doc in signature.outputs]
    return "\n".join(lines)


def raw_type(path: str, record: RecordT) -> str:
    """A provider's resource: what can be written to it, required arguments first, blocks one level deep; what can be read."""
    settable = {n: f for n, f in record.fields.items() if f.settable and n not in _NOISE}
    order = sorted(settable, key=lambda name: not settable[name].required)
    lines = [path]
    lines += [f"  {_argument(name, settable[name])}" for name in order[:MOST_FIELDS]]
    read = [name for name, field in record.fields.items() if not field.settable][:12]
    if read:
        lines.append(f"  -> {', '.join(read)}")
    return "\n".join(lines)


def _argument(name: str, field: Field) -> str:
    required = "  (required)" if field.required else ""
    json = "  # a JSON document, written as an object" if field.json else ""
    return f"{name}: {_type(field.type)}{required}{json}"


def _type(type: Type, depth: int = 0) -> str:
    """A type with the fields of its blocks named, one level deep."""
    match type:
        case RecordT(fields) if depth == 0:
            settable = [name for name, field in fields.items() if field.settable]
            inner = ", ".join(f"{name}: {_type(fields[name].type, 1)}" for name in settable[:12])
            return f"{{ {inner} }}"
        case RecordT():
            return "{ ... }"
        case ListT(item) | SetT(item):
            return f"list<{_type(item, depth)}>"
        case MapT(value):
            return f"map<{_type(value, depth)}>"
        case _:
            return show(type)


def relevant_types(sentence: str) -> tuple[str, ...]:
    """The provider's types that a sentence speaks of, the likeliest first."""
    named = list(_named(sentence))
    words = _words(sentence)
    scored = [
        (_score(path, words), path) for space in ("aws", "k8s") for path in index.names(space)
    ]
    ranked = [
        path for score, path in sorted(scored, key=lambda one: (-one[0], one[1])) if score > 0
    ]
    return tuple(dict.fromkeys([*named, *ranked]))[:MOST_TYPES]


def _named(sentence: str) -> Iterator[str]:
    """Types by their own name (`aws_sqs_queue`), and those that stand for a thing people name (`a Redis cache`)."""
    for name in re.findall(r"\baws[_.]([a-z0-9_]+)", sentence):
        if index.exists(f"aws.{name}"):
            yield f"aws.{name}"
    tokens = tokenize(sentence)
    for at in range(len(tokens)):
        found = find(tokens, at) if tokens[at].shape is not Shape.MARK else None
        if found is not None and isinstance(found.meaning, Refusal) and found.meaning.raw:
            yield found.meaning.raw


def _words(text: str) -> frozenset[str]:
    found = _WORD.findall(text)
    return frozenset(stem(part) for word in found for part in (word, *_CAMEL.findall(word)))


def _score(path: str, words: frozenset[str]) -> float:
    """How much of a type's name the sentence says: all of it, its rarer words counting most."""
    parts = _parts(path)
    said = [part for part in parts if part in words]
    if not said or all(part in _COMMON for part in said):
        return 0.0
    return len(said) / len(parts) + 0.1 * len(said)


def _parts(path: str) -> list[str]:
    name = path.rpartition(".")[2] if path.startswith("k8s.") else path.partition(".")[2]
    return [stem(part) for part in _CAMEL.findall(name)]


def _overlap(signature: Signature, words: Iterable[str]) -> int:
    return len(_words(f"{signature.path} {signature.doc}") & frozenset(words))
