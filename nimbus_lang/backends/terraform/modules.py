"""Terraform modules that a stack calls: what their blocks say of where they are, and the files of those that go with the code.

A module of this disk becomes a folder below `modules`, as it was read; any other is Terraform's to fetch.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from nimbus_lang.backends.backend import Artifact, LineOrigin
from nimbus_lang.backends.lines import Origin
from nimbus_lang.backends.terraform.hcl import Argument, Entry, Object, Path, quote
from nimbus_lang.ir.graph import InfraGraph, Resource
from nimbus_lang.schemas.module_space import KIND, ModuleSpace
from nimbus_lang.source.terraform_module import PREFIX

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
    passed = _passed(graph, resource)
    if passed.entries:
        yield Argument("providers", passed, origin, group)


def _passed(graph: InfraGraph, resource: Resource) -> Object:
    """Which configuration the module takes for each provider it names."""
    providers = graph.providers or {}
    use = providers.get(resource.provider)
    entries: list[Entry] = []
    for name, value in use.config.items() if use is not None and use.kind == KIND else ():
        taken = providers[str(value.data)]
        place = f"{taken.kind}.{taken.alias}" if taken.alias else taken.kind
        entries.append(Entry(name, Path(place), Origin(value.span, str(resource.address))))
    return Object(tuple(entries))


def module_folders(graph: InfraGraph) -> dict[str, str]:
    """Where the files of each module go that goes with the code, below Terraform's folder, by the name of its source.

    Modules lie to each other as they do on the disk, so that one that several call is there once.
    """
    found: dict[str, ModuleSpace] = {}
    for resource in graph.resources.values():
        space = graph.schemas.foreign.get(resource.source)
        if isinstance(space, ModuleSpace) and space.is_carried:
            found.setdefault(resource.source, space)
    if not found:
        return {}
    places = _from_one_top([name.removeprefix(PREFIX) for name in found])
    roots = {
        name: posixpath.normpath(posixpath.join(place, posixpath.relpath(".", space.source)))
        for (name, space), place in zip(found.items(), places, strict=True)
    }
    common = posixpath.commonpath(
        [
            root if roots[n] != p else posixpath.dirname(root)
            for (n, root), p in zip(roots.items(), places, strict=True)
        ]
    )
    return {
        name: posixpath.normpath(posixpath.join(FOLDER, posixpath.relpath(root, common)))
        for name, root in roots.items()
    }


def _from_one_top(paths: Sequence[str]) -> list[str]:
    """Relative paths, some of which may lead up, as absolute ones of a tree that is high enough."""
    high = max(path.count("../") + 1 for path in paths)
    top = "/here" * high
    return [posixpath.normpath(posixpath.join(top, path)) for path in paths]


def module_files(graph: InfraGraph, below: str) -> Iterator[Artifact]:
    """The texts of the modules that go with the code, below a folder of the output; each is there for the first that calls it."""
    for source, folder in module_folders(graph).items():
        space = graph.schemas.foreign[source]
        assert isinstance(space, ModuleSpace)
        caller = next(one for one in graph.resources.values() if one.source == source)
        for path, text in space.carried.items():
            lines = range(1, len(text.splitlines()) + 1)
            origins = tuple(LineOrigin(n, caller.span, str(caller.address)) for n in lines)
            yield Artifact(f"{below}/{folder}/{path}", text, origins)
