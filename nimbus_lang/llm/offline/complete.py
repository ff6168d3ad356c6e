"""From a reading to an intent: what every part needs and nobody said is taken from the library, and told.

Nothing without a default is made up: it is a problem that names what has to be said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nimbus_lang.llm.library import default, signatures
from nimbus_lang.llm.offline.connections import connect
from nimbus_lang.llm.offline.groups import Group, Problem, Reading
from nimbus_lang.llm.offline.intent import Intent, Part, Ref, Value, Written
from nimbus_lang.llm.offline.kind import Kind
from nimbus_lang.llm.offline.names import RESERVED, identifier, name_parts
from nimbus_lang.llm.offline.phrases import KINDS
from nimbus_lang.llm.offline.regions import name_of
from nimbus_lang.llm.offline.runs import AT, EVERY, schedule

REGION = "eu-west-1"
"""Where AWS resources go when no region is said."""


@dataclass(frozen=True, slots=True)
class Completed:
    """An intent with what was assumed for it; fields that were not said are in `defaults` (part, field)."""

    intent: Intent
    assumed: tuple[str, ...]


def complete(reading: Reading, stack: str) -> Completed:
    """The whole intent; problems that only show now are added to the reading."""
    told: list[str] = []
    _network(reading, told)
    given = name_parts(reading)
    triggers = connect(reading)
    _images(reading)
    parts = [part for kind in KINDS.values() for part in _parts(reading, kind, stack, given, told)]
    cluster = next((g.resources[0] for g in reading.of_kind("cluster")), None)
    told += _where(reading, cluster)
    told += [_about(group, text) for group, text in reading.assumed]
    tags = tuple(
        (name.removeprefix("tags."), str(value))
        for name, (value, _) in reading.stack.fields.items()
    )
    cloud = any(_is_cloud(part.type) for part in parts)
    region = reading.region[0] if reading.region else REGION
    intent = Intent(
        stack,
        region if cloud else None,
        cluster if _uses_cluster(parts) else None,
        tags,
        (*parts, *triggers),
    )
    return Completed(intent, tuple(dict.fromkeys(told)))


def stack_name(reading: Reading, fallback: str) -> str:
    """The stack's name: as it was called, else the fallback made into an identifier, else `shop`."""
    called = reading.stack.names[0] if reading.stack.names else fallback
    name = identifier(called) or "shop"
    return f"{name}_stack" if name in RESERVED else name


def _is_cloud(type: str) -> bool:
    return type.startswith(("std.aws.", "aws."))


def _uses_cluster(parts: list[Part]) -> bool:
    return any(not _is_cloud(part.type) for part in parts)


def _network(reading: Reading, told: list[str]) -> None:
    """Tell of a network that nobody mentioned."""
    needing = [g.kind.called for g in reading.groups if g.kind is not None and g.kind.in_network]
    if needing and not any(group.item for group in reading.of_kind("network")):
        told.append(f"a network, since {' and '.join(dict.fromkeys(needing))} must lie in one")


def _images(reading: Reading) -> None:
    """An image must say which version of itself it is."""
    for group in reading.groups:
        image, item = group.fields.get("image", (None, None))
        if isinstance(image, str) and item is not None:
            last = image.rsplit("/", 1)[-1]
            if "@" not in image and (":" not in last or last.endswith(":latest")):
                detail = f"Which version of `{image}`: an image needs a tag other than `latest`, such as `{last.partition(':')[0]}:1.0`, or a digest."
                reading.problems.append(Problem("missing", item, detail))


def _parts(
    reading: Reading, kind: Kind, stack: str, given: Mapping[str, str], told: list[str]
) -> list[Part]:
    made: list[Part] = []
    for group in reading.of_kind(kind.id):
        _schedule(reading, group)
        _needs(reading, group)
        said = {name: value for name, (value, _) in group.fields.items()}
        for resource in group.resources:
            fields = dict(said)
            _named(kind, stack, resource, given.get(resource, ""), fields, told)
            if kind.in_network:
                fields["network"] = Ref(reading.of_kind("network")[0].resources[0])
            _defaults(kind, resource, fields, told)
            made.append(Part(resource, kind.component, _ordered(kind, fields), group.protect))
    return made


def _schedule(reading: Reading, group: Group) -> None:
    fields = {name: value for name, (value, _) in group.fields.items()}
    if EVERY not in fields and AT not in fields:
        return
    line, assumed, wrong = schedule(fields)
    item = group.fields.get(AT, group.fields.get(EVERY, (None, None)))[1]
    for name in (EVERY, AT):
        group.fields.pop(name, None)
    if wrong:
        reading.problems.append(
            Problem("contradiction", item, f"`{item.text if item else ''}`: {wrong}.")
        )
    if line is not None:
        reading.set(group, "schedule", line, item)
        if assumed:
            reading.assumed.append(
                (group, f"it runs {assumed}" if "24" not in assumed else assumed)
            )


def _needs(reading: Reading, group: Group) -> None:
    assert group.kind is not None
    for name, what in group.kind.needs.items():
        if name not in group.fields:
            detail = f"{group.kind.called[:1].upper()}{group.kind.called[1:]} needs {what}."
            reading.problems.append(Problem("missing", group.item, detail))


def _named(
    kind: Kind, stack: str, resource: str, given: str, fields: dict[str, Value], told: list[str]
) -> None:
    """The name that the thing itself has, where it differs from the name in the spec."""
    own = resource.strip("_").replace("_", "-")
    if kind.id == "bucket":
        fields["name"] = given or f"{stack.replace('_', '-')}-{own}"
        if not given:
            told.append(
                f'`{resource}.name = "{fields["name"]}"`; bucket names are unique in all of AWS, so it may be taken'
            )
    elif given and given != own and kind.takes_name:
        fields["name"] = given
    elif given and given != own:
        told.append(f"`{given}` is called `{own}`")
    if kind.id == "function" and "package" not in fields:
        fields["package"] = f"{own}.zip"
        told.append(
            f'`{resource}.package = "{own}.zip"`, a zip file with the code, beside the spec'
        )


def _defaults(kind: Kind, resource: str, fields: dict[str, Value], told: list[str]) -> None:
    """Defaults that matter are written out, so that whoever reviews the spec sees them."""
    for name in kind.shown:
        if name in fields:
            continue
        written = default(kind.component, name)
        if written is not None:
            fields[name] = Written(written)
            told.append(f"`{resource}.{name} = {written}`")


def _ordered(kind: Kind, fields: Mapping[str, Value]) -> dict[str, Value]:
    """Fields in the order in which the library declares its parameters."""
    signature = signatures().get(kind.component)
    order = list(signature.parameters) if signature else ["chart", "version", "repository", "name"]

    def place(name: str) -> tuple[int, int]:
        top, _, inner = name.partition(".")
        inside = list(signature.parameters[top].inner) if signature and top in order else []
        return (
            order.index(top) if top in order else len(order),
            inside.index(inner) if inner in inside else 0,
        )

    return {name: fields[name] for name in sorted(fields, key=place)}


def _where(reading: Reading, cluster: str | None) -> list[str]:
    told: list[str] = []
    cloud = [group for group in reading.groups if group.kind and group.kind.cloud]
    if cloud and reading.region is None:
        told.append(f"the region {REGION} ({name_of(REGION)})")
    if not cloud and reading.region is not None:
        detail = f"`{reading.region[1].text}`: nothing in the sentence is made in AWS"
        reading.problems.append(Problem("unknown", reading.region[1], detail))
    others = [group for group in reading.groups if group.kind and not group.kind.cloud]
    if others and cluster is None:
        told.append(
            "what runs on Kubernetes goes to the cluster of your current context; say `an EKS cluster` to have one made"
        )
    return told


def _about(group: Group | None, text: str) -> str:
    if group is None or not group.resources:
        return text
    return f"{' and '.join(f'`{name}`' for name in group.resources)}: {text}"
