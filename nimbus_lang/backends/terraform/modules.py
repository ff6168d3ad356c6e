"""Terraform modules that a stack calls: what their blocks say of where they are, and the files of those that go with the code.

A module of this disk becomes a folder `modules/<name>`, as it was read; any other is Terraform's to fetch.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from nimbus_lang.backends.backend import Artifact
from nimbus_lang.backends.lines import Origin
from nimbus_lang.backends.terraform.hcl import Argument, quote
from nimbus_lang.ir.graph import InfraGraph, Resource
from nimbus_lang.schemas.module_space import KIND, ModuleSpace

FOLDER = "modules"


def is_module(resource: Resource) -> bool:
    """Whether an instance is one of a module."""
    return resource.terraform_type == KIND and bool(resource.source)


def module_arguments(
    graph: InfraGraph, folders: Mapping[str, str], resource: Resource, group: int
) -> Iterator[Argument]:
    """`source` and `version` of a module's block."""
    space = graph.schemas.foreign[resource.source]
    assert isinstance(space, ModuleSpace)
    origin = Origin(resource.span, str(resource.address))
    folder = folders.get(resource.source)
    place = (
        f"./{posixpath.normpath(posixpath.join(folder, space.source))}" if folder else space.source
    )
    yield Argument("source", quote(place), origin, group)
    if space.wanted:
        yield Argument("version", quote(space.wanted), origin, group)


def module_folders(graph: InfraGraph) -> dict[str, str]:
    """The folder below Terraform's of each module that goes with the code, by the name of its source."""
    folders: dict[str, str] = {}
    for resource in graph.resources.values():
        space = graph.schemas.foreign.get(resource.source)
        if isinstance(space, ModuleSpace) and space.is_carried and resource.source not in folders:
            folders[resource.source] = _free(space.short, set(folders.values()))
    return folders


def _free(word: str, taken: set[str]) -> str:
    folder, number = f"{FOLDER}/{word}", 1
    while folder in taken:
        number += 1
        folder = f"{FOLDER}/{word}_{number}"
    return folder


def module_files(graph: InfraGraph, below: str) -> Iterator[Artifact]:
    """The texts of the modules that go with the code, below a folder of the output."""
    for source, folder in module_folders(graph).items():
        space = graph.schemas.foreign[source]
        assert isinstance(space, ModuleSpace)
        for path, text in space.carried.items():
            yield Artifact(f"{below}/{folder}/{path}", text)
