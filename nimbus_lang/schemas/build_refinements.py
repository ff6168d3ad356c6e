"""Makes the table of AWS refinements: what the provider answered to a probe, rules by name, and a table kept by hand.

    python -m nimbus_lang.schemas.build_refinements            # the hand-kept tables anew, the provider's answers as they are
    python -m nimbus_lang.schemas.build_refinements FOLDER     # all, from an answered probe (see build_probe)

A provider's complaint is taken only where it cannot be one of several alternatives; later sources win, field by field.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from nimbus_lang.schemas.aws import PACK as SCHEMA_PACK
from nimbus_lang.schemas.aws import REFINEMENTS as PACK
from nimbus_lang.schemas.build_aws import VERSION
from nimbus_lang.schemas.build_probe import ROUNDS
from nimbus_lang.schemas.pack import DATA, Pack, common_text, write_pack
from nimbus_lang.schemas.probe_answers import Observation, read_round
from nimbus_lang.schemas.probe_evidence import Evidence, decide, gather, proofs

CURATED = Path(__file__).parent / "refinements" / "aws.toml"
SECTIONS = {"resource": "resource", "data": "lookup", "provider": "provider"}
PROVIDER, NAME, HAND = "provider", "name", "hand"

Table = dict[str, dict[str, dict[str, Any]]]
"""Refinements by section, then by type and path (`db_instance.timeouts.create`), then by key."""


def observations(folder: Path) -> Iterator[tuple[str, Observation]]:
    """Everything the provider answered, with the name of the round; both ways of asking count as one round."""
    for name in ROUNDS:
        for part in (name, f"{name}-alone"):
            for found in read_round(folder / part):
                yield name, found
    for found in read_round(folder / "case"):
        yield "case", found


def from_provider(answers: Iterable[tuple[str, Observation]]) -> dict[str, dict[str, Any]]:
    """Refinements by section, type and path, all joined by a dot, from the provider's answers."""
    types: dict[tuple[str, str], dict[str, Evidence]] = defaultdict(dict)
    for (kind, name, path), found in gather(answers).items():
        types[kind, name][path] = found
    decided: dict[str, dict[str, Any]] = {}
    for (kind, name), evidence in types.items():
        known = proofs(evidence.values())
        for path, found in evidence.items():
            if refinement := decide(path, found, known):
                decided[f"{SECTIONS[kind]}.{name.removeprefix('aws_')}.{path}"] = refinement
    return decided


def from_names(
    pack: Pack, rules: Iterable[Mapping[str, Any]], known: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Refinements by name: every argument of the schema whose own name, type and flags a rule describes."""
    compiled = [(re.compile(rule["match"]), rule) for rule in rules]
    found: dict[str, dict[str, Any]] = {}
    for key, entry in arguments(pack):
        heart = _heart(entry[1])
        settable = "c" if set(entry[0]) <= set("cs") else "o"
        for pattern, rule in compiled:
            path = key.split(".", 2)[2]
            if heart not in rule["of"] or settable not in rule.get("flags", "oc"):
                continue
            if pattern.search(path) and not known.get(key, {}).keys() & set(rule.get("unless", ())):
                found.setdefault(key, {}).update(rule["set"])
    return found


def arguments(pack: Pack) -> Iterator[tuple[str, list[Any]]]:
    """Every argument of resources and data sources that is a scalar or a collection: `section.type.path` and its entry."""
    for section in SECTIONS.values():
        for name in pack.names(section):
            blocks = pack.read(section, name)[1:]
            yield from _below(blocks, len(blocks) - 1, f"{section}.{name}.")


def _below(blocks: Any, index: int, prefix: str) -> Iterator[tuple[str, list[Any]]]:
    for name, entry in blocks[index].items():
        record = _record(entry[1])
        if record is not None:
            yield from _below(blocks, record, f"{prefix}{name}.")
        else:
            yield prefix + name, entry


def _record(kind: Any) -> int | None:
    match kind:
        case ["O", int(index)]:
            return index
        case [_, inner, *_]:
            return _record(inner)
    return None


def _heart(kind: Any) -> str:
    while isinstance(kind, list):
        kind = kind[1]
    return str(kind)


def from_hand(table: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The hand-kept refinements, by `section.type.path`."""
    return {
        f"{section}.{name}.{path}": dict(refinement)
        for section in SECTIONS.values()
        for name, arguments_of in table.get(section, {}).items()
        for path, refinement in arguments_of.items()
    }


def build(sources: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> bytes:
    """The pack of refinements: one document a type, `{source: {path: refinement}}`."""
    sections: dict[str, dict[str, Any]] = {
        section: defaultdict(dict) for section in SECTIONS.values()
    }
    for source, refinements in sources.items():
        for key, refinement in sorted(refinements.items()):
            section, name, path = key.split(".", 2)
            sections[section][name].setdefault(source, {})[path] = refinement
    documents = [document for section in sections.values() for document in section.values()]
    meta = {"source": "hashicorp/aws", "version": VERSION}
    return write_pack(sections, meta, common_text(documents))


def kept(path: Path) -> dict[str, dict[str, Any]]:
    """The provider's answers in an existing pack."""
    pack = Pack(path)
    return {
        f"{section}.{name}.{argument}": refinement
        for section in SECTIONS.values()
        for name in pack.names(section)
        for argument, refinement in pack.read(section, name).get(PROVIDER, {}).items()
    }


def _fitting(
    provider: Mapping[str, Mapping[str, Any]], entries: Mapping[str, list[Any]]
) -> dict[str, dict[str, Any]]:
    """What fits the argument it is about: of maps the provider may have judged the keys, of blocks how often they come."""
    sure: dict[str, dict[str, Any]] = {}
    for key, refinement in provider.items():
        kind = entries[key][1] if key in entries else None
        kept = dict(refinement)
        if "pattern" in kept:
            kept["pattern"] = _linear(kept["pattern"])
        if kind is None or kind[0] == "M":
            kept = {name: value for name, value in refinement.items() if name == "deprecated"}
        elif kept.get("type") == "int" and _heart(kind) != "n":
            kept = {}
        if kept:
            sure[key] = kept
    return sure


_SOMEWHERE = re.compile(r"\(\?=\[\\s\\S\]\*\?(\(\?:.*\))\)\[\\s\\S\]\*", re.DOTALL)


def _linear(pattern: str) -> str:
    """The pattern without a look ahead, where all that it says is that something occurs somewhere."""
    found = _SOMEWHERE.fullmatch(pattern)
    plain = found is not None and "(?=" not in found[1]
    return rf"[\s\S]*{found[1]}[\s\S]*" if found is not None and plain else pattern


def rebuild(provider: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The pack from the provider's answers and the tables in the repository."""
    table = tomllib.loads(CURATED.read_text(encoding="utf-8"))
    schema = Pack(DATA / SCHEMA_PACK)
    sure = _fitting(provider, dict(arguments(schema)))
    named = from_names(schema, table.get("rule", ()), sure)
    return build({PROVIDER: sure, NAME: named, HAND: from_hand(table)})


def main() -> None:
    """Write the pack."""
    if len(sys.argv) > 1:
        provider = from_provider(observations(Path(sys.argv[1])))
    else:
        provider = kept(DATA / PACK)
    (DATA / PACK).write_bytes(rebuild(provider))


if __name__ == "__main__":
    main()
