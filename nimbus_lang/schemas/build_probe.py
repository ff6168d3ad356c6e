"""Writes questions for the AWS provider: configurations wrong in every argument, whose complaints tell what is right.

    python -m nimbus_lang.schemas.build_probe SCHEMA.json FOLDER

SCHEMA.json is `terraform providers schema -json`. Each folder FOLDER/<round> is a Terraform configuration; run there
`terraform init` and `terraform validate -json > answer.json`. Call it again once those answers are there, and once more:
it adds arguments that exclude each other, each alone, and then accepted words in the wrong case. Runs no process.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from nimbus_lang.schemas.build_aws import SOURCE, VERSION
from nimbus_lang.schemas.probe_answers import HIGH, LOW, read_round

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
    """The values of one round: texts and numbers made from the argument's position, by which a complaint is placed."""

    text: Callable[[int], str]
    number: Callable[[int], float]


ROUNDS: Mapping[str, Bad] = {
    "words": Bad(lambda at: f"nimbus {at}!", lambda at: LOW - at),
    "empty": Bad(lambda at: "", lambda at: HIGH + at),
    "long": Bad(lambda at: f"nimbus{at}".ljust(1_100, "x"), lambda at: HIGH + at),
    "fraction": Bad(lambda at: f"nimbus {at}!", lambda at: at + 0.5),
}


class Line(NamedTuple):
    """A line of a configuration and the argument it holds: its path below the resource, "" for none."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Question:
    """How one instance is filled: its values, how deep, which of the optional top-level entries, exact values by path."""

    bad: Bad
    depth: int = 6
    only: str | None = None
    exact: Mapping[str, str] = field(default_factory=dict)


class Instance:
    """The body of one instance: its lines, and the path of each value by its position."""

    def __init__(self, block: Mapping[str, Any], question: Question) -> None:
        self.marks: list[str] = []
        self._question = question
        self.lines = list(self._object(block, "", 0))

    def _object(self, block: Mapping[str, Any], prefix: str, depth: int) -> Iterator[Line]:
        entries: list[list[Line]] = []
        for name, attribute in sorted(block.get("attributes", {}).items()):
            if self._asked(name, attribute, depth):
                entries.append(self._argument(name, attribute["type"], prefix + name, depth))
        for name, nested in sorted(block.get("block_types", {}).items()):
            least = nested.get("min_items", 0)
            if least or self._entered(name, depth):
                path = prefix + name
                inner = list(self._object(nested["block"], f"{path}.", depth + 1))
                entries.append(_block(name, nested["nesting_mode"], inner, path, max(1, least)))
        yield Line("{", prefix.rstrip("."))
        for position, entry in enumerate(entries):
            yield from entry[:-1]
            text, path = entry[-1]
            yield Line(text + "," if position < len(entries) - 1 else text, path)
        yield Line("}", prefix.rstrip("."))

    def _asked(self, name: str, attribute: Mapping[str, Any], depth: int) -> bool:
        if name in _RESERVED or (name == "id" and not attribute.get("required")):
            return False
        if attribute.get("required"):
            return True
        return bool(attribute.get("optional")) and (
            depth > 0 or self._question.only in (None, name)
        )

    def _entered(self, name: str, depth: int) -> bool:
        return self._question.only in (None, name) if depth == 0 else depth < self._question.depth

    def _argument(self, name: str, kind: Any, path: str, depth: int) -> list[Line]:
        if isinstance(kind, list) and kind[0] in ("list", "set") and kind[1][0] == "object":
            members = {key: {"type": inner, "optional": True} for key, inner in kind[1][1].items()}
            inner = list(self._object({"attributes": members}, f"{path}.", depth + 1))
            return _block(name, "list", inner, path, 1)
        return [Line(f"{json.dumps(name)}: {json.dumps(self._value(kind, path))}", path)]

    def _value(self, kind: Any, path: str) -> Any:
        match kind:
            case "string" | "number":
                self.marks.append(path)
                at = len(self.marks) - 1
                if kind == "number":
                    return self._question.bad.number(at)
                return self._question.exact.get(path, self._question.bad.text(at))
            case "bool":
                return True
            case "dynamic":
                return {}
            case ["list" | "set", inner]:
                return [self._value(inner, path)]
            case ["map", inner]:
                return {"key": self._value(inner, path)}
            case [_, members]:
                return {key: self._value(part, f"{path}.{key}") for key, part in members.items()}
        raise ValueError(f"no such type: {kind!r}")


def _block(name: str, nesting: str, inner: list[Line], path: str, copies: int) -> list[Line]:
    if nesting == "single":
        return [Line(f"{json.dumps(name)}: {inner[0].text}", path), *inner[1:]]
    lines = [Line(f"{json.dumps(name)}: [", path)]
    for position in range(copies):
        lines += inner[:-1]
        lines.append(Line("}," if position < copies - 1 else "}", path))
    return [*lines, Line("]", path)]


def fitted(block: Mapping[str, Any], question: Question) -> Instance:
    """The deepest instance of at most a few thousand lines."""
    for depth in range(question.depth, 0, -1):
        body = Instance(block, replace(question, depth=depth))
        if len(body.lines) <= _LONGEST:
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


def write_round(folder: Path, bodies: Mapping[tuple[str, str, str], Instance]) -> None:
    """Write a round: `bodies` by ("resource" or "data", type, instance name).

    `paths.json` says by file what each line holds (`lines`), and each value by its position (`marks`).
    """
    folder.mkdir(parents=True, exist_ok=True)
    provider = {"aws": {"source": SOURCE, "version": VERSION}}
    main = {"terraform": {"required_providers": provider}}
    (folder / "main.tf.json").write_text(json.dumps(main))
    paths: dict[str, dict[str, list[str]]] = {}
    for (kind, name, label), body in bodies.items():
        file = f"{kind}-{name}-{label}.tf.json"
        head = "{" + f'"{kind}": {{"{name}": {{"{label}":'
        text = "\n".join([head, *(line.text for line in body.lines), "}}}"])
        (folder / file).write_text(text)
        paths[file] = {"lines": ["", *(line.path for line in body.lines)], "marks": body.marks}
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
            (kind, type_name, "all"): fitted(block, Question(bad))
            for kind, type_name, block in _schemas(description)
        }
        write_round(folder / name, bodies)


def write_alone(description: Mapping[str, Any], folder: Path) -> None:
    """Write the rounds in which each entry that excludes others stands alone."""
    exclusive = exclusive_entries(json.loads((folder / "words" / "answer.json").read_text()))
    alone: dict[str, dict[tuple[str, str, str], Instance]] = {name: {} for name in ROUNDS}
    for kind, name, block in _schemas(description):
        address = name if kind == "resource" else f"data.{name}"
        entries = {**block.get("attributes", {}), **block.get("block_types", {})}
        for entry in sorted(exclusive.get(address, set()) & set(entries)):
            for round_name, bad in ROUNDS.items():
                body = fitted(block, Question(bad, only=entry))
                alone[round_name][kind, name, entry] = body
    for round_name, bodies in alone.items():
        write_round(folder / f"{round_name}-alone", bodies)


def write_case(description: Mapping[str, Any], folder: Path) -> None:
    """Write the round in which every accepted word is in the wrong case, alone where the word was learnt alone."""
    bodies: dict[tuple[str, str, str], Instance] = {}
    together, alone = _words(folder / "words"), _words(folder / "words-alone")
    for kind, name, block in _schemas(description):
        enums = together.get((kind, name), {})
        if enums:
            bodies[kind, name, "case"] = _in_other_case(block, enums, None)
        rest = {
            path: word for path, word in alone.get((kind, name), {}).items() if path not in enums
        }
        for entry in sorted({path.split(".")[0] for path in rest}):
            bodies[kind, name, entry] = _in_other_case(block, rest, entry)
    write_round(folder / "case", bodies)


def _in_other_case(
    block: Mapping[str, Any], words: Mapping[str, str], only: str | None
) -> Instance:
    exact = {path: _other_case(word) for path, word in words.items()}
    return fitted(block, Question(ROUNDS["words"], only=only, exact=exact))


def _words(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    """By type: one accepted word of each argument that takes only certain words."""
    words: dict[tuple[str, str], dict[str, str]] = {}
    for found in read_round(folder):
        if found.lesson.rule == "enum":
            values = found.lesson.facts["values"]
            words.setdefault((found.kind, found.type), {})[found.path] = values[0]
    return words


def _other_case(text: str) -> str:
    swapped = text.swapcase()
    return swapped if swapped != text else text + "?"


def main() -> None:
    """Write the rounds for which the answers they need are there: first, alone, case."""
    description, folder = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])
    if not (folder / "words" / "answer.json").exists():
        write_first(description, folder)
    elif not (folder / "words-alone" / "answer.json").exists():
        write_alone(description, folder)
    else:
        write_case(description, folder)


if __name__ == "__main__":
    main()
