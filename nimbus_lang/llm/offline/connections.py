"""What it means in a spec that one part uses another: variables, permissions of a function, and its trigger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from nimbus_lang.llm.offline.amounts import Time
from nimbus_lang.llm.offline.groups import Group, Link, Reading
from nimbus_lang.llm.offline.intent import Part, Ref, Value
from nimbus_lang.llm.offline.links import Mode

_VARIABLES = {
    "postgres": ("DATABASE_URL", "url"),
    "queue": ("QUEUE_URL", "url"),
    "bucket": ("BUCKET", "id"),
    "web": ("SERVICE_URL", "url"),
}
"""Kind -> the variable that holds its address, and the output it is taken from."""
_ACTIONS: Mapping[tuple[str, Mode], tuple[str, ...]] = {
    ("queue", Mode.READS): ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    ("queue", Mode.WRITES): ("sqs:SendMessage",),
    ("queue", Mode.USES): (
        "sqs:SendMessage",
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
    ),
    ("bucket", Mode.READS): ("s3:GetObject", "s3:ListBucket"),
    ("bucket", Mode.WRITES): ("s3:PutObject",),
    ("bucket", Mode.USES): ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"),
}
_VISIBILITY = 6
"""AWS advises that a queue hide a message for six times as long as its function may take."""


def connect(reading: Reading) -> tuple[Part, ...]:
    """Add fields for every link; the parts that links need of their own (triggers of functions)."""
    triggers: list[Part] = []
    for group in reading.groups:
        for link in group.links:
            if group.kind is not None and group.kind.id == "function":
                triggers += _function(reading, group, link)
            else:
                _variables(reading, group, link)
    _tell(reading)
    return tuple(triggers)


def _variables(reading: Reading, group: Group, link: Link) -> None:
    assert link.target.kind is not None
    same = [one for one in group.links if one.target.kind is link.target.kind]
    several = sum(len(one.target.resources) for one in same) > 1
    variable, output = _VARIABLES[link.target.kind.id]
    for name in link.target.resources:
        plain = variable if link.target.kind.id != "web" else f"{name.upper()}_URL"
        called = f"{name.upper()}_{variable}" if several and link.target.kind.id != "web" else plain
        reading.set(group, f"env.{called}", Ref(name, output), link.item)


def _function(reading: Reading, group: Group, link: Link) -> Iterator[Part]:
    target = link.target.kind
    assert target is not None
    triggered = target.id == "queue" and link.mode is Mode.READS
    if not triggered:
        _variables(reading, group, link)
    _allow(reading, group, link)
    if triggered:
        _hide_long_enough(reading, group, link.target)
        for name in group.resources:
            for queue in link.target.resources:
                suffix = f"_{queue}" if len(link.target.resources) > 1 else ""
                fields: dict[str, Value] = {
                    "event_source_arn": Ref(queue, "arn"),
                    "function_name": Ref(name, "arn"),
                    "batch_size": 10,
                }
                yield Part(f"{name}_trigger{suffix}", "aws.lambda_event_source_mapping", fields)


def _allow(reading: Reading, group: Group, link: Link) -> None:
    assert link.target.kind is not None
    actions = _ACTIONS[link.target.kind.id, link.mode]
    resources: list[Value] = []
    for name in link.target.resources:
        resources.append(Ref(name, "arn"))
        if link.target.kind.id == "bucket":
            resources.append(Ref(name, "arn/*"))
    statement: dict[str, Value] = {"actions": actions, "resources": tuple(resources)}
    before = group.fields.get("allow", ((), None))[0]
    assert isinstance(before, tuple)
    group.fields["allow"] = ((*before, statement), None)


def _hide_long_enough(reading: Reading, group: Group, queue: Group) -> None:
    timeout = group.fields.get("timeout", (None, None))[0]
    if not isinstance(timeout, Time) or "visibility" in queue.fields or seconds(timeout) <= 30:
        return
    hidden = Time(Decimal(seconds(timeout) * _VISIBILITY), "s")
    reading.set(queue, "visibility", hidden, None)
    reading.assumed.append(
        (queue, f"messages stay hidden for six times the function's timeout, {hidden.number:f}s")
    )


def _tell_tags(reading: Reading) -> None:
    """Tags after the last of several nouns are of that one alone."""
    taking = [group for group in reading.groups if group.kind and "tags" in group.kind.takes]
    tagged = [group for group in taking if any(name.startswith("tags.") for name in group.fields)]
    if tagged and any(group.item is not None and group not in tagged for group in taking):
        names = " and ".join(f"`{name}`" for group in tagged for name in group.resources)
        text = f"the tags are of {names} alone; say `everything tagged ...` for all"
        reading.assumed.append((None, text))


def seconds(time: Time) -> int:
    """A span of time in seconds."""
    return int(time.number * {"s": 1, "min": 60, "h": 3600, "d": 86400}[time.unit])


def _tell(reading: Reading) -> None:
    """What a reader might expect of the connections and tags and will not find."""
    _tell_tags(reading)
    data = [g for g in reading.groups if g.kind and g.kind.id in ("postgres", "queue", "bucket")]
    runs = [g for g in reading.groups if g.kind and g.kind.workload]
    linked = {id(link.target) for group in runs for link in group.links}
    for group in data:
        if runs and group.kind and id(group) not in linked:
            name = " and ".join(f"`{name}`" for name in group.resources)
            text = f"nothing is told where {name} is; say `that uses the {group.kind.name}` to connect it"
            reading.assumed.append((None, text))
    for group in runs:
        cloud = any(
            link.target.kind and link.target.kind.id in ("queue", "bucket") for link in group.links
        )
        if group.kind and not group.kind.cloud and cloud:
            text = f"the pods of `{group.resources[0]}` are given the address alone; which AWS role they have is your cluster's matter"
            reading.assumed.append((None, text))
