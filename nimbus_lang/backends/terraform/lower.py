"""The Terraform backend: from a cleared graph to `terraform/*.tf`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from nimbus_lang.backends.backend import ArtifactSet
from nimbus_lang.backends.crossings import crossings
from nimbus_lang.backends.lines import Line, artifact
from nimbus_lang.backends.terraform.blocks import resource_block
from nimbus_lang.backends.terraform.expression import Translator
from nimbus_lang.backends.terraform.grouping import Group, group_resources, places
from nimbus_lang.backends.terraform.hcl import Argument, Block
from nimbus_lang.backends.terraform.layout import distinct, file_of, is_large
from nimbus_lang.backends.terraform.modules import module_files
from nimbus_lang.backends.terraform.rollup import RolledUp, roll_up
from nimbus_lang.backends.terraform.secrets import Variable
from nimbus_lang.backends.terraform.settings import (
    moved_blocks,
    output_blocks,
    provider_blocks,
    versions,
)
from nimbus_lang.backends.terraform.write import write_blocks
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.safety.report import ClearedGraph
from nimbus_lang.schemas import index
from nimbus_lang.source.record import dataclass

FOLDER = "terraform"


@dataclass(frozen=True, slots=True)
class TerraformBackend:
    """HCL below `terraform/`."""

    name: str = FOLDER

    def lower(self, cleared: ClearedGraph) -> tuple[ArtifactSet, tuple[Diagnostic, ...]]:
        """The files, none when the graph has nothing for Terraform."""
        graph = cleared.graph
        groups, rolled, translator = translate(graph)
        if not groups:
            return ArtifactSet(), ()
        files = _resource_files(groups, rolled)
        around = _files_around(translator, groups)
        named = {**around, **distinct(files)}
        made = [
            artifact(f"{FOLDER}/{name}", lines) for name, lines in sorted(named.items()) if lines
        ]
        made += module_files(graph, FOLDER)
        return ArtifactSet({file.path: file for file in made}), tuple(
            dict.fromkeys(translator.problems)
        )


def terraform_addresses(graph: InfraGraph) -> dict[str, str]:
    """Terraform's address of each instance, by its Nimbus address."""
    groups, _, translator = translate(graph)
    return (
        {address: place.address for address, place in translator.places.items()} if groups else {}
    )


def terraform_variables(graph: InfraGraph) -> dict[str, Variable]:
    """Where the value of each variable comes from; to be passed as `TF_VAR_<name>`."""
    _, _, translator = translate(graph)
    list(provider_blocks(translator))
    return translator.secrets.variable_sources()


def translate(graph: InfraGraph) -> tuple[tuple[Group, ...], list[RolledUp], Translator]:
    """The blocks of a graph. What cannot be rolled up is set apart, and everything that refers to it is written anew."""
    apart: frozenset[str] = frozenset()
    while True:
        groups = group_resources(graph, apart)
        translator = Translator(graph, places(groups))
        names = _LocalNames()
        rolled: list[RolledUp] = []
        failed = set()
        for group in groups:
            blocks = [resource_block(translator, group, member) for member in group.members]
            made = roll_up(group, blocks, names.free)
            if made is None:
                failed.add(group.root)
            else:
                rolled.append(made)
        if not failed:
            return groups, rolled, translator
        apart |= failed


@dataclass(slots=True)
class _LocalNames:
    taken: set[str] = field(default_factory=set)

    def free(self, wanted: str) -> str:
        name, number = wanted, 1
        while name in self.taken:
            number += 1
            name = f"{wanted}_{number}"
        self.taken.add(name)
        return name


def _resource_files(groups: Sequence[Group], rolled: Sequence[RolledUp]) -> dict[str, list[Line]]:
    written = [write_blocks(_with_locals(made)) for made in rolled]
    large = is_large(len(lines) + 1 for lines in written)
    files: dict[str, list[Line]] = {}
    for group, lines in zip(groups, written, strict=True):
        steps = group.members[0].address.steps
        file = files.setdefault(file_of(steps[0].name, len(steps) > 1, large), [])
        if file:
            file.append(Line(""))
        file += lines
    return files


def _with_locals(made: RolledUp) -> list[Block]:
    if made.local is None:
        return [made.block]
    body: tuple[Argument, ...] = (made.local,)
    return [Block("locals", (), body, made.local.origin), made.block]


def _files_around(translator: Translator, groups: Sequence[Group]) -> dict[str, list[Line]]:
    graph = translator.graph
    providers = list(provider_blocks(translator))
    outputs = list(output_blocks(translator, crossings(graph)))
    moved = list(moved_blocks(graph, translator.places))
    version = versions(translator, groups, index.bundled_versions())
    return {
        "versions.tf": write_blocks([version] if version else []),
        "providers.tf": write_blocks(providers),
        "variables.tf": write_blocks(translator.secrets.variables()),
        "secrets.tf": write_blocks(translator.secrets.blocks()),
        "outputs.tf": write_blocks(outputs),
        "moved.tf": write_blocks([block for block in moved if block.kind == "moved"]),
        "imports.tf": write_blocks([block for block in moved if block.kind == "import"]),
    }
