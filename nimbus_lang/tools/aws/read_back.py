"""Asks AWS itself, by boto3 and not by terraform, whether what terraform's state says is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nimbus_lang.tools.aws.access import AwsAccess
from nimbus_lang.tools.aws.readers import GONE, READERS, Reader


@dataclass(frozen=True, slots=True)
class Seen:
    """What AWS says of one thing. `ready` is false for one that is there but not finished."""

    exists: bool
    ready: bool = False
    status: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def read_back(access: AwsAccess, kind: str, attributes: Mapping[str, Any]) -> Seen | None:
    """Whether a resource of terraform type `kind` with these attributes is there.

    None if nobody wrote down how to ask for this type. Raises ToolError as `AwsAccess.call` does.
    """
    reader = READERS.get(kind)
    if reader is None:
        return None
    answer = access.call(reader.service, reader.operation, **filled(reader.arguments, attributes))
    return Seen(False) if answer is None else _seen(reader, answer, attributes)


def stays(kind: str) -> bool:
    """Whether things of a terraform type are there before they are made and after they are removed."""
    reader = READERS.get(kind)
    return reader is not None and reader.stays


def filled(arguments: Any, attributes: Mapping[str, Any]) -> Any:
    """The arguments with every `@name` replaced by that attribute."""
    match arguments:
        case str() if arguments.startswith("@"):
            return attributes.get(arguments[1:])
        case dict():
            return {key: filled(value, attributes) for key, value in arguments.items()}
        case list():
            return [filled(value, attributes) for value in arguments]
        case _:
            return arguments


def _seen(reader: Reader, answer: Mapping[str, Any], attributes: Mapping[str, Any]) -> Seen:
    import jmespath  # type: ignore[import-untyped]

    thing = jmespath.search(reader.thing, answer)
    if reader.where:
        thing = _item(thing or (), filled(dict(reader.where), attributes))
    if not thing:
        return Seen(False)
    status = str(jmespath.search(reader.status, thing) or "") if reader.status else ""
    if status in GONE:
        return Seen(False, status=status)
    ready = not reader.ready or status in reader.ready
    return Seen(True, ready, status, thing if isinstance(thing, dict) else {"value": thing})


def _item(
    items: Iterable[Mapping[str, Any]], members: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """The item with these members; empty ones do not matter, but one must be there."""
    wanted = {name: value for name, value in members.items() if value}
    matching = (i for i in items if all(i.get(n) == v for n, v in wanted.items()))
    return next(matching, None) if wanted else None
