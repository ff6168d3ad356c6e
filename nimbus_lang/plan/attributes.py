"""Reads single attributes of resources out of Terraform's state: for what is asked of a resource but is no output.

Of a resource that is about to change nothing is told: its attributes may be others afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nimbus_lang.backends.terraform.lower import terraform_addresses
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.values.model import Ref


@dataclass(frozen=True, slots=True)
class Instance:
    """One resource of Terraform's state: its address there, type, configuration and attributes (which may be secret)."""

    address: str
    kind: str
    provider: str
    attributes: Mapping[str, Any]


@dataclass
class Attributes:
    """What is known of the resources of a graph."""

    graph: InfraGraph
    _known: dict[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)

    def learn(self, state: Mapping[str, Any], changing: Iterable[str] = ()) -> None:
        """Take over a raw state. `changing` are Terraform's addresses of what is about to change."""
        left_out = set(changing)
        found = {i.address: i.attributes for i in instances(state) if i.address not in left_out}
        made = terraform_addresses(self.graph)
        self._known = {a: found[t] for a, t in made.items() if t in found}

    def get(self, ref: Ref) -> Any:
        """The value at a reference; None where it is not known."""
        found: Any = self._known.get(str(ref.address))
        for step in ref.path:
            if isinstance(found, list) and isinstance(step, str):
                found = found[0] if found else None
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return None
        return found


def instances(state: Mapping[str, Any]) -> Iterator[Instance]:
    """Everything that a raw Terraform state manages."""
    for resource in state.get("resources") or ():
        if resource.get("mode") != "managed":
            continue
        for found in resource.get("instances") or ():
            key = found.get("index_key")
            index = "" if key is None else f"[{key}]" if isinstance(key, int) else f'["{key}"]'
            name = f"{resource['type']}.{resource['name']}"
            module = f"{resource['module']}." if resource.get("module") else ""
            yield Instance(
                *(f"{module}{name}{index}", str(resource["type"])),
                str(resource.get("provider", "")).rpartition("]")[2].lstrip("."),
                found.get("attributes") or {},
            )
