"""Makes the Kubernetes schema pack from the API description that a Kubernetes release carries.

    python -m nimbus_lang.schemas.build_kubernetes FOLDER

FOLDER is the source of the Go module `k8s.io/kubernetes`: `api/openapi-spec/swagger.json` gives kinds and fields,
`pkg/generated/openapi/zz_generated.openapi.go` the enums that the published description leaves out. Starts no server.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nimbus_lang.schemas.kubernetes import PACK, VERSION
from nimbus_lang.schemas.pack import DATA, common_text, write_pack

CURATED = Path(__file__).parent / "refinements" / "kubernetes.toml"

_SCALARS = {"string": "s", "integer": "i", "number": "n", "boolean": "b"}
_ANYTHING = (
    "JSON",
    "JSONSchemaPropsOrArray",
    "JSONSchemaPropsOrBool",
    "JSONSchemaPropsOrStringArray",
    "FieldsV1",
    "RawExtension",
)
_SET_BY_SERVER = ("apiVersion", "kind", "status")
_DEFAULTED = re.compile(r"[Dd]efaults? to|[Dd]efaulted|[Pp]opulated by the system|[Rr]ead-only")
_DEPRECATED = re.compile(r"(?:Deprecated|DEPRECATED)[:.] ?(.+?\.)(?:\s|$)", re.DOTALL)
_PERCENT = re.compile(r"percent|[0-9]%|pods .* are unavailable after the eviction")
_UNITS = {
    "Seconds": {"unit": "seconds"},
    "Milliseconds": {"unit": "milliseconds"},
}
_GO_FUNCTION = re.compile(r"^func schema_(\w+)\(")
_GO_NAME = re.compile(r'^\t\t"([\w./-]+)": +schema_(\w+)\(')
_GO_PROPERTY = re.compile(r'^\t{5}"([\w$-]+)": \{')
_GO_ENUM = re.compile(r"^\t+Enum: +\[\]interface\{\}\{(.*)\},$")


def build(swagger: Mapping[str, Any], generated: str, curated: Mapping[str, Any]) -> bytes:
    """The pack for a release, from its swagger document, its generated Go code and the table of refinements."""
    definitions = swagger["definitions"]
    _check(curated, definitions)
    kinds = dict(_kinds(swagger))
    top = {kind["definition"] for kind in kinds.values()}
    enums = go_enums(generated)
    encoded = {
        name: _definition(name, schema, enums.get(name, {}), curated, top=name in top)
        for name, schema in definitions.items()
        if "properties" in schema
    }
    used = {name: encoded[name] for name in sorted(_reachable(encoded, top))}
    sections = {"kind": kinds, "definition": used}
    meta = {"source": "kubernetes", "version": VERSION, "groups": _groups(kinds)}
    return write_pack(sections, meta, common_text(list(used.values())))


def _check(curated: Mapping[str, Any], definitions: Mapping[str, Any]) -> None:
    known = {
        f"{name.rsplit('.', 1)[1]}.{key}"
        for name, schema in definitions.items()
        for key in schema.get("properties", ())
    }
    wrong = {f"{name}.{key}" for name, fields in curated.items() for key in fields} - known
    if wrong:
        raise ValueError(f"no such field: {', '.join(sorted(wrong))}")


def _kinds(swagger: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every kind that is stored: one that can be created in a collection and read back by name."""
    for path, operations in swagger["paths"].items():
        create, read = (
            operations.get("post"),
            swagger["paths"].get(f"{path}/{{name}}", {}).get("get"),
        )
        if not create or not read or create.get("x-kubernetes-action") != "post":
            continue
        identity = create["x-kubernetes-group-version-kind"]
        body = next(item for item in create["parameters"] if item["in"] == "body")
        group, version, kind = identity["group"], identity["version"], identity["kind"]
        definition = body["schema"]["$ref"].removeprefix("#/definitions/")
        document = {
            "definition": definition,
            "group": group,
            "apiVersion": f"{group}/{version}" if group else version,
            "kind": kind,
            "plural": path.rsplit("/", 1)[1],
            "namespaced": "{namespace}" in path,
        }
        if text := _deprecation(swagger["definitions"][definition].get("description", "")):
            document["deprecated"] = text
        yield f"{short_group(group)}.{version}.{kind}", document


def short_group(group: str) -> str:
    """How a group is written in a path: its first label, `core` for the group without a name."""
    return group.split(".", 1)[0] or "core"


def _groups(kinds: Mapping[str, Any]) -> dict[str, str]:
    groups = {short_group(kind["group"]): kind["group"] for kind in kinds.values()}
    if len(groups) != len({kind["group"] for kind in kinds.values()}):
        raise ValueError("two API groups share their first label")
    return dict(sorted(groups.items()))


def _definition(
    name: str,
    schema: Mapping[str, Any],
    enums: Mapping[str, list[str]],
    curated: Mapping[str, Any],
    *,
    top: bool,
) -> dict[str, Any]:
    short = name.rsplit(".", 1)[1]
    required = set(schema.get("required", ()))
    entries: dict[str, Any] = {}
    refinements: dict[str, Any] = {}
    for key, value in sorted(schema["properties"].items()):
        description = value.get("description", "")
        flags = "r" if key in required else "oc" if _DEFAULTED.search(description) else "o"
        if top:
            flags = "c" if key in _SET_BY_SERVER else flags.replace("oc", "o").replace("o", "oc")
        entries[key] = [flags, _type(value), description] if description else [flags, _type(value)]
        refinement = _refinement(key, value, enums.get(key, []))
        refinement |= curated.get(short, {}).get(key, {})
        if refinement:
            refinements[key] = refinement
    return {"b": [entries], "r": refinements} if refinements else {"b": [entries]}


def _refinement(key: str, value: Mapping[str, Any], enum: list[str]) -> dict[str, Any]:
    refinement: dict[str, Any] = {}
    if enum:
        refinement |= {"enum": enum, "source": "kubernetes"}
    if text := _deprecation(value.get("description", "")):
        refinement |= {"deprecated": text}
    for suffix, unit in _UNITS.items():
        if key.endswith(suffix) and value.get("type") == "integer":
            refinement |= unit
    return refinement


def _deprecation(description: str) -> str | None:
    found = _DEPRECATED.search(description)
    return " ".join(found[1].split()) if found else None


def _type(schema: Mapping[str, Any]) -> Any:
    if reference := schema.get("$ref"):
        return _reference(reference.removeprefix("#/definitions/"), schema.get("description", ""))
    match schema.get("type"):
        case "array":
            return ["L", _type(schema["items"])]
        case "object" if "additionalProperties" in schema:
            return ["M", _type(schema["additionalProperties"])]
        case "object" | None:
            return "*"
        case scalar:
            return _SCALARS[scalar]


def _reference(name: str, description: str) -> Any:
    short = name.rsplit(".", 1)[1]
    if short in _ANYTHING:
        return "*"
    match short:
        case "Quantity":
            return "quantity"
        case "IntOrString":
            return "int_or_percent" if _PERCENT.search(description) else "int_or_string"
        case "Time" | "MicroTime":
            return "s"
        case "StorageVersionSpec" | "CustomResourceSubresourceStatus":
            return "*"
        case _:
            return ["D", name]


def _reachable(encoded: Mapping[str, Any], roots: set[str]) -> set[str]:
    seen: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += [
                target for entry in encoded[name]["b"][0].values() for target in _targets(entry[1])
            ]
    return seen


def _targets(kind: Any) -> Iterator[str]:
    match kind:
        case ["D", name]:
            yield name
        case [_, inner, *_]:
            yield from _targets(inner)


def go_enums(generated: str) -> dict[str, dict[str, list[str]]]:
    """Enums by definition and property, read from the generated Go description."""
    names: dict[str, str] = {}
    enums: dict[str, dict[str, list[str]]] = {}
    function = prop = ""
    for line in generated.splitlines():
        if found := _GO_NAME.match(line):
            names[found[2]] = _openapi_name(found[1])
        elif found := _GO_FUNCTION.match(line):
            function = found[1]
        elif found := _GO_PROPERTY.match(line):
            prop = found[1]
        elif found := _GO_ENUM.match(line):
            values = json.loads(f"[{found[1]}]")
            enums.setdefault(names[function], {})[prop] = values
    return enums


def _openapi_name(go_name: str) -> str:
    """`k8s.io/api/core/v1.Pod` -> `io.k8s.api.core.v1.Pod`."""
    host, _, rest = go_name.partition("/")
    return ".".join([*reversed(host.split(".")), rest.replace("/", ".")])


def main() -> None:
    """Write the pack from the folder named as the only argument."""
    folder = Path(sys.argv[1])
    swagger = json.loads((folder / "api/openapi-spec/swagger.json").read_text())
    generated = (folder / "pkg/generated/openapi/zz_generated.openapi.go").read_text()
    (DATA / PACK).write_bytes(build(swagger, generated, tomllib.loads(CURATED.read_text())))


if __name__ == "__main__":
    main()
