"""Writes questions for the AWS provider: configurations wrong in every argument, whose complaints tell what is right.

    python -m nimbus_lang.schemas.build_probe SCHEMA.json FOLDER

SCHEMA.json is `terraform providers schema -json`. Each folder FOLDER/<round> is a Terraform configuration; run there
`terraform init` and `terraform validate -json > answer.json`. A second call, once the first answers are there, adds the
rounds that need them: arguments alone that exclude each other, and accepted words in the wrong case. Runs no process.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from nimbus_lang.schemas.build_aws import SOURCE, VERSION
from nimbus_lang.schemas.probe_answers import read_round

NUMBER, LARGE = -987654321, 987654321
WORD = "nimbus probe!"
_LONGEST = 3000
_RESERVED = frozenset(
    ("count", "for_each", "provider", "depends_on", "lifecycle", "provisioner", "connection")
)
_EXCLUSION = re.compile(
    r"conflicts with|only one of|one of .* must be specified|cannot be specified when|must be configured"
    r"|all of `.*` must be specified"
)
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")


class Bad(NamedTuple):
    """The values of one round: what every text, and what every number, is set to."""

    text: str
    number: float


ROUNDS: Mapping[str, Bad] = {
    "words": Bad(WORD, NUMBER),
    "empty": Bad("", LARGE),
    "long": Bad("x" * 1_100, 0.5),
}


class Line(NamedTuple):
    """A line of a configuration and the argument it holds: its path below the resource, "" for none."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Question:
    """How one instance is filled: its values, how deep, which of the optional top-level entries, exact values by path."""

    bad: Bad
    depth: int
    only: str | None = None
    exact: Mapping[str, str] | None = None


def instance(block: Mapping[str, Any], question: Question) -> list[Line]:
    """The body of one instance, an argument or nested block a line."""
    return list(_object(block, question, "", 0))


def _object(
    block: Mapping[str, Any], question: Question, prefix: str, depth: int
) -> Iterator[Line]:
    entries: list[list[Line]] = []
    for name, attribute in sorted(block.get("attributes", {}).items()):
        if _asked(name, attribute, question, depth):
            entries.append(_argument(name, attribute["type"], question, prefix + name, depth))
    for name, nested in sorted(block.get("block_types", {}).items()):
        least = nested.get("min_items", 0)
        wanted = question.only in (None, name) if depth == 0 else depth < question.depth
        if least or wanted:
            inner = list(_object(nested["block"], question, f"{prefix}{name}.", depth + 1))
            entries.append(_block(name, nested, inner, prefix + name, max(1, least)))
    yield Line("{", prefix.rstrip("."))
    for position, entry in enumerate(entries):
        yield from entry[:-1]
        text, path = entry[-1]
        yield Line(text + "," if position < len(entries) - 1 else text, path)
    yield Line("}", prefix.rstrip("."))


def _asked(name: str, attribute: Mapping[str, Any], question: Question, depth: int) -> bool:
    if name in _RESERVED or (name == "id" and not attribute.get("required")):
        return False
    if attribute.get("required"):
        return True
    return bool(attribute.get("optional")) and (depth > 0 or question.only in (None, name))


def _argument(name: str, kind: Any, question: Question, path: str, depth: int) -> list[Line]:
    if isinstance(kind, list) and kind[0] in ("list", "set") and kind[1][0] == "object":
        members = {key: {"type": inner, "optional": True} for key, inner in kind[1][1].items()}
        inner = list(_object({"attributes": members}, question, f"{path}.", depth + 1))
        return _block(name, {"nesting_mode": "list"}, inner, path, 1)
    return [Line(f"{json.dumps(name)}: {json.dumps(_value(kind, question, path))}", path)]


def _block(
    name: str, nested: Mapping[str, Any], inner: list[Line], path: str, copies: int
) -> list[Line]:
    if nested["nesting_mode"] == "single":
        return [Line(f"{json.dumps(name)}: {inner[0].text}", path), *inner[1:]]
    lines = [Line(f"{json.dumps(name)}: [", path)]
    for position in range(copies):
        lines += inner[:-1]
        lines.append(Line("}," if position < copies - 1 else "}", path))
    return [*lines, Line("]", path)]


def _value(kind: Any, question: Question, path: str) -> Any:
    match kind:
        case "string":
            return (question.exact or {}).get(path, question.bad.text)
        case "number":
            return question.bad.number
        case "bool":
            return True
        case "dynamic":
            return {}
        case ["list" | "set", inner]:
            return [_value(inner, question, path)]
        case ["map", inner]:
            return {"key": _value(inner, question, path)}
        case [_, members]:
            return {key: _value(inner, question, f"{path}.{key}") for key, inner in members.items()}
    raise ValueError(f"no such type: {kind!r}")


def fitted(block: Mapping[str, Any], question: Question) -> list[Line]:
    """The deepest instance of at most a few thousand lines."""
    for depth in range(question.depth, 0, -1):
        body = instance(block, Question(question.bad, depth, question.only, question.exact))
        if len(body) <= _LONGEST:
            break
    return body


def exclusive_entries(answer: Mapping[str, Any]) -> dict[str, set[str]]:
    """By address of a resource type: its top-level entries that were refused for standing beside others."""
    found: dict[str, set[str]] = {}
    for diagnostic in answer["diagnostics"]:
        text = f"{diagnostic['summary']} {diagnostic['detail']}"
        if diagnostic.get("address") and _EXCLUSION.search(text):
            names = {name.split(".")[0] for name in _NAME.findall(diagnostic["detail"])}
            found.setdefault(diagnostic["address"].rsplit(".", 1)[0], set()).update(names)
    return found


def write_round(folder: Path, bodies: Mapping[tuple[str, str, str], list[Line]]) -> None:
    """Write a round: `bodies` by ("resource" or "data", type, instance name); `paths.json` says what each line holds."""
    folder.mkdir(parents=True, exist_ok=True)
    provider = {"aws": {"source": SOURCE, "version": VERSION}}
    main = {"terraform": {"required_providers": provider}}
    (folder / "main.tf.json").write_text(json.dumps(main))
    paths: dict[str, list[str]] = {}
    for (kind, name, label), body in bodies.items():
        file = f"{kind}-{name}-{label}.tf.json"
        head = "{" + f'"{kind}": {{"{name}": {{"{label}":'
        text = "\n".join([head, *(line.text for line in body), "}}}"])
        (folder / file).write_text(text)
        paths[file] = ["", *(line.path for line in body)]
    (folder / "paths.json").write_text(json.dumps(paths))


def _schemas(description: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    provider = description["provider_schemas"][f"registry.terraform.io/{SOURCE}"]
    for kind, section in (("resource", "resource_schemas"), ("data", "data_source_schemas")):
        for name, schema in provider[section].items():
            yield kind, name, schema["block"]


def write_first(description: Mapping[str, Any], folder: Path) -> None:
    """Write the rounds that need no answer."""
    for name, bad in ROUNDS.items():
        bodies = {
            (kind, type_name, "all"): fitted(block, Question(bad, 6))
            for kind, type_name, block in _schemas(description)
        }
        write_round(folder / name, bodies)


def write_second(
    description: Mapping[str, Any],
    folder: Path,
    words: Mapping[tuple[str, str], Mapping[str, list[str]]],
) -> None:
    """Write the rounds that need the first answers: each exclusive entry alone, and `words` (enums) in the wrong case."""
    exclusive = exclusive_entries(json.loads((folder / "words" / "answer.json").read_text()))
    alone: dict[str, dict[tuple[str, str, str], list[Line]]] = {name: {} for name in ROUNDS}
    case: dict[tuple[str, str, str], list[Line]] = {}
    for kind, name, block in _schemas(description):
        address = name if kind == "resource" else f"data.{name}"
        entries = {**block.get("attributes", {}), **block.get("block_types", {})}
        for entry in sorted(exclusive.get(address, set()) & set(entries)):
            for round_name, bad in ROUNDS.items():
                body = fitted(block, Question(bad, 6, only=entry))
                alone[round_name][kind, name, entry] = body
        if enums := words.get((kind, name)):
            exact = {path: _other_case(values[0]) for path, values in enums.items()}
            case[kind, name, "case"] = fitted(block, Question(ROUNDS["words"], 6, exact=exact))
    for round_name, bodies in alone.items():
        write_round(folder / f"{round_name}-alone", bodies)
    write_round(folder / "case", case)


def _other_case(text: str) -> str:
    swapped = text.swapcase()
    return swapped if swapped != text else text + "?"


def main() -> None:
    """Write the first rounds, or the second ones where the first are answered."""
    description, folder = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])
    if not (folder / "words" / "answer.json").exists():
        write_first(description, folder)
        return
    words: dict[tuple[str, str], dict[str, list[str]]] = {}
    for found in read_round(folder / "words"):
        if found.lesson.rule == "enum":
            words.setdefault((found.kind, found.type), {})[found.path] = found.lesson.facts[
                "values"
            ]
    write_second(description, folder, words)


if __name__ == "__main__":
    main()
