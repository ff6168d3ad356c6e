"""A lookup of another stack to its instance: the overlay decided, its outputs readable, its state named for Terraform.

What the other spec decides is known here too and may decide what exists; what its apply makes is a reference into its
state. Which outputs were read is remembered, so that a plan can be bound to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface

from nimbus_lang.check import errors_stacks, errors_values
from nimbus_lang.check.deferral import known, waits_for
from nimbus_lang.check.evaluate_context import Evaluator, Made
from nimbus_lang.check.stacks import REMOTE_STATE, Laid, StackHead
from nimbus_lang.source.span import Span
from nimbus_lang.values.model import (
    POISON,
    UNKNOWN,
    Address,
    Data,
    Deferred,
    Instance,
    Poison,
    Quantity,
    Range,
    Ref,
    Value,
)

OUTPUTS = "outputs"


@dataclass(eq=False)
class StackOutputs(Mapping[str, Value]):
    """The outputs of another stack, and the overlay that was chosen. `read` are those that something asked for."""

    ev: Evaluator
    head: StackHead
    laid: Laid
    address: Address
    overlay: Value
    callers: tuple[Span, ...]
    read: dict[str, None] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Value:
        if name == "overlay":
            return self.overlay
        span = self.overlay.span
        sure = self.laid.known.get(name)
        if sure is not None and (name not in self.laid.kept or not _is_plain(sure.data)):
            return moved(sure, span)
        if name not in self.laid.kept:
            return self.ev.report(
                errors_stacks.kept_nowhere(span, self.callers, name, self.head.name)
            )
        self.read[name] = None
        reference = Ref(self.address, (OUTPUTS, name))
        data = UNKNOWN if sure is None else moved(sure, span).data
        return Value(Deferred(reference, self.head.outputs[name], data), span)

    def __iter__(self) -> Iterator[str]:
        return iter({**self.head.outputs, "overlay": None})

    def __len__(self) -> int:
        return len({*self.head.outputs, "overlay"})


def fill_lookup(ev: Evaluator, made: Made, head: StackHead, given: Mapping[str, Value]) -> None:
    """Complete the instance: its value, and the arguments of Terraform's data source where a state is read."""
    span = made.decl.name.span
    overlay = given.get("overlay", Value(None, span))
    chosen = _chosen(ev, made, head, overlay)
    if isinstance(chosen, Poison):
        return
    laid = ev.program.stacks.laid(head.name, chosen)
    outputs = StackOutputs(*(ev, head, laid, made.address, Value(chosen, span), made.owner.callers))
    made.value = Value(Instance(made.address, made.type, outputs, raw=False, span=span), span)
    if laid.kept:
        made.type, made.provider = REMOTE_STATE, "terraform"
        made.fields = _arguments(head.name, chosen, laid, span)


def _chosen(ev: Evaluator, made: Made, head: StackHead, overlay: Value) -> str | Poison | None:
    if isinstance(overlay.data, Poison):
        return POISON
    sure = known(overlay)
    if sure is None or overlay.secret:
        where, waits = "The overlay of another stack", waits_for(overlay)
        ev.report(errors_values.known_too_late(overlay.span, made.owner.callers, where, waits))
        return POISON
    if sure.data is None:
        return None
    if sure.data not in head.overlays:
        callers = made.owner.callers
        ev.report(errors_stacks.no_such_overlay(overlay.span, callers, head, str(sure.data)))
        return POISON
    return str(sure.data)


def _arguments(stack: str, overlay: str | None, laid: Laid, span: Span) -> dict[str, Value]:
    """`backend` and `config` of the data source, relative to the folder in which Nimbus runs Terraform."""
    home = f"../../../{stack}/{overlay or 'default'}/terraform"
    kind, settings = laid.backend or ("local", {})
    config = {name: moved(value, span) for name, value in settings.items()}
    if kind == "local":
        path = settings["path"].data if "path" in settings else "terraform.tfstate"
        config["path"] = Value(path if str(path).startswith("/") else f"{home}/{path}", span)
    return {"backend": Value(kind, span), "config": Value(config, span)}


def moved(value: Value, span: Span) -> Value:
    """A known value of another program, as if it were written at `span`."""
    match value.data:
        case tuple() as items:
            return Value(tuple(moved(item, span) for item in items), span)
        case Mapping() as entries:
            return Value({key: moved(item, span) for key, item in entries.items()}, span)
        case data:
            return Value(data, span)


def _is_plain(data: Data) -> bool:
    """Whether Terraform's state holds the value as it is here: quantities and ranges are written there as something else."""
    match data:
        case Quantity() | Range() | None:
            return False
        case tuple() as items:
            return all(_is_plain(item.data) for item in items)
        case Mapping() as entries:
            return all(_is_plain(item.data) for item in entries.values())
        case IPv4Address() | IPv6Address() | IPv4Interface() | IPv6Interface():
            return True
        case _:
            return True
