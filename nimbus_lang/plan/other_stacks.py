"""What a stack reads of other stacks' states, asked before anything is planned, and again before a plan is carried out.

Terraform is asked, by a few lines of its own in a folder beside the run folder, so that every backend is read in the way in
which the generated code reads it. Nothing is made, and no secret is asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from nimbus_lang.backends.terraform.lower import terraform_addresses
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.graph import InfraGraph, StackRead
from nimbus_lang.plan import errors
from nimbus_lang.plan.deployment import Deployment
from nimbus_lang.tools.terraform.messages import TerraformError
from nimbus_lang.tools.tool import ToolError
from nimbus_lang.types.model import (
    ANY,
    Kind,
    ListT,
    MapT,
    OptionalT,
    RecordT,
    ScalarT,
    SetT,
    Type,
)
from nimbus_lang.values.model import Value
from nimbus_lang.values.plain import plain
from nimbus_lang.workspace.write import write_files

FOLDER = "reads"
CODE = "main.tf.json"
OVERRIDE = "nimbus_stacks_override.tf.json"
_TYPE = "terraform_remote_state"
_NO_STATE = "Unable to find remote state"


def read_stacks(deployment: Deployment, *, judge: bool = True) -> dict[str, str]:
    """The digest (sha256, hex) of what each lookup reads, by its address.

    Raises ToolError where a state cannot be read, and with `judge` where it lacks an output or has another value than the
    spec of its stack says.
    """
    reads = deployment.stack.graph.reads
    if not reads:
        return {}
    found = _ask(deployment, reads)
    wrong = [one for read in reads for one in _differences(read, found[str(read.address)])]
    if wrong and judge:
        raise ToolError(*wrong)
    return {address: _digest(outputs) for address, outputs in found.items()}


def override_files(graph: InfraGraph, *, sandbox: bool, removing: bool) -> dict[str, str]:
    """What to write beside the generated code, by name.

    In the sandbox lookups read the states of the sandbox. While everything is removed, an output that is gone already is
    nothing to stop at: Terraform wants some value for it, and makes nothing with it.
    """
    known = terraform_addresses(graph) if graph.reads else {}
    paths: dict[str, dict[str, str]] = {}
    blocks: dict[str, dict[str, Any]] = {}
    for read in graph.reads:
        root, _, index = known[str(read.address)].partition("[")
        label = root.rpartition(".")[2]
        block = blocks.setdefault(label, {})
        if sandbox:
            path = paths.setdefault(label, {})
            path[index.removesuffix("]")] = _sandbox_path(read)
            block |= {"backend": "local", "config": {"path": _chosen(path)}}
        if removing:
            block["defaults"] = {**block.get("defaults", {}), **_placeholders(read)}
    blocks = {label: block for label, block in blocks.items() if block}
    text = json.dumps({"data": {_TYPE: blocks}}, indent=2) + "\n"
    return {OVERRIDE: text} if blocks else {}


def _placeholders(read: StackRead) -> dict[str, Any]:
    return {
        name: _placeholder(read.types.get(name, ANY)) if value is None else _escaped(plain(value))
        for name, value in read.outputs.items()
    }


def _placeholder(type: Type) -> Any:
    match type:
        case OptionalT(inner):
            return _placeholder(inner)
        case ListT() | SetT():
            return []
        case MapT():
            return {}
        case RecordT(fields):
            return {name: _placeholder(field.type) for name, field in fields.items()}
        case ScalarT(Kind.BOOL):
            return False
        case ScalarT(Kind.INT | Kind.NUMBER):
            return 0
        case _:
            return "gone"


def _chosen(by_index: Mapping[str, str]) -> str:
    """The path, or an expression that picks it by the key of the instance."""
    if "" in by_index:
        return by_index[""]
    counted = all(index.isdigit() for index in by_index)
    rows = ", ".join(f'{_quoted(index)} = "{path}"' for index, path in by_index.items())
    return f"${{{{ {rows} }}[{'tostring(count.index)' if counted else 'each.key'}]}}"


def _quoted(index: str) -> str:
    return index if index.startswith('"') else f'"{index}"'


def _sandbox_path(read: StackRead) -> str:
    return f"../../../{read.stack}/sandbox-{read.overlay or 'default'}/terraform/terraform.tfstate"


def _ask(deployment: Deployment, reads: tuple[StackRead, ...]) -> dict[str, Mapping[str, Any]]:
    folder = deployment.world.place.folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    written, problems = write_files({CODE: _code(deployment, reads)}, folder)
    if written is None:
        raise ToolError(*problems)
    terraform = replace(deployment.world.terraform(deployment.region), folder=folder)
    terraform.init()
    try:
        answer = terraform.plan().outputs
    except TerraformError as refused:
        raise ToolError(*_unread(refused, reads)) from None
    finally:
        terraform.plan_file.unlink(missing_ok=True)
    return {str(read.address): answer.get(f"r{n}") or {} for n, read in enumerate(reads)}


def _code(deployment: Deployment, reads: tuple[StackRead, ...]) -> str:
    sources, outputs = {}, {}
    for number, read in enumerate(reads):
        sources[f"r{number}"] = _source(deployment, read)
        state = f"data.{_TYPE}.r{number}.outputs"
        names = json.dumps(list(read.outputs))
        wanted = f"for name in {names} : name => {state}[name] if contains(keys({state}), name)"
        outputs[f"r{number}"] = {"value": f"${{{{ {wanted} }}}}"}
    return json.dumps({"data": {_TYPE: sources}, "output": outputs}, indent=2) + "\n"


def _source(deployment: Deployment, read: StackRead) -> dict[str, Any]:
    if deployment.world.sandbox is not None:
        return {"backend": "local", "config": {"path": _sandbox_path(read)}}
    fields = deployment.stack.graph.resources[str(read.address)].fields
    return {name: _escaped(plain(value)) for name, value in fields.items()}


def _escaped(data: Any) -> Any:
    """Texts of JSON code are templates to Terraform."""
    match data:
        case str():
            return data.replace("${", "$${").replace("%{", "%%{")
        case dict():
            return {key: _escaped(item) for key, item in data.items()}
        case list():
            return [_escaped(item) for item in data]
        case _:
            return data


def _unread(refused: TerraformError, reads: tuple[StackRead, ...]) -> Iterator[Diagnostic]:
    for message in refused.messages:
        label = message.address.rpartition(".")[2]
        number = int(label[1:]) if label[1:].isdigit() else 0
        read = reads[number]
        if message.summary == _NO_STATE:
            yield errors.not_applied(read)
        else:
            said = " ".join(f"{message.summary}: {message.detail}".split())
            yield errors.state_unread(read, said)


def _differences(read: StackRead, found: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for name, known in read.outputs.items():
        if name not in found:
            yield errors.no_such_output_yet(read, name)
        elif known is not None and _as_read(known) != found[name]:
            yield errors.other_output(read, name, _as_read(known), found[name])


def _as_read(value: Value) -> Any:
    return json.loads(json.dumps(plain(value)))


def _digest(outputs: Mapping[str, Any]) -> str:
    text = json.dumps(outputs, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
