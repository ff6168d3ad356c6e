"""Which Terraform file a block goes to: what a person would do with a stack of this size.

A small stack is one `main.tf`. A large one gives each top-level component its own file; single resources stay together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from nimbus_lang.backends.lines import Line

SMALL = 150
"""Lines up to which everything is in one file."""

RESERVED = frozenset(
    {
        "main",
        "versions",
        "providers",
        "variables",
        "outputs",
        "locals",
        "secrets",
        "moved",
        "imports",
        "override",
    }
)


def file_of(name: str, component: bool, large: bool) -> str:
    """The file, without folder, for what belongs to a top-level declaration."""
    if not large or not component:
        return "main.tf"
    if name.lower() in RESERVED or name.lower().endswith("_override"):
        return f"{name}_component.tf"
    return f"{name}.tf"


def is_large(sizes: Iterable[int]) -> bool:
    """Whether blocks of so many lines are too much for one file."""
    return sum(sizes) > SMALL


def distinct(files: Mapping[str, Sequence[Line]]) -> dict[str, list[Line]]:
    """Files whose names differ only in case, put together: some disks cannot tell them apart."""
    names: dict[str, str] = {}
    joined: dict[str, list[Line]] = {}
    for name, lines in files.items():
        first = names.setdefault(name.lower(), name)
        known = joined.setdefault(first, [])
        known += [Line("")] if known else []
        known += lines
    return joined
