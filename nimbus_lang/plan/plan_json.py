"""A plan as JSON and back: what `plan --json` prints and what a saved plan holds. The id is the digest of the rest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from nimbus_lang.plan.model import (
    FORM,
    FieldChange,
    Identity,
    Kind,
    Plan,
    PlannedChange,
    Risk,
    Stage,
)
from nimbus_lang.source.span import Span
from nimbus_lang.tools.tool import Action


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """A JSON document; `form` says how to read it."""
    document: dict[str, Any] = {"form": FORM, **_plain(plan)}
    return document


def plan_from_json(document: Mapping[str, Any]) -> Plan:
    """The plan. Raises KeyError, TypeError or ValueError where the document is none."""
    facts = {field.name: document[field.name] for field in fields(Plan)}
    facts["kind"] = Kind(facts["kind"])
    facts["identities"] = tuple(Identity(**identity) for identity in facts["identities"])
    facts["stages"] = tuple(_stage(stage) for stage in facts["stages"])
    facts["changes"] = tuple(_change(change) for change in facts["changes"])
    return Plan(**facts)


def sealed(plan: Plan) -> Plan:
    """The plan with its id: the sha256 (hex) of everything else in it."""
    return replace(plan, id=digest(plan))


def digest(plan: Plan) -> str:
    """What the id of this plan must be."""
    text = json.dumps(_plain(replace(plan, id="")), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case Span():
            return list(value)
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _ if is_dataclass(value):
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value


def _stage(facts: dict[str, Any]) -> Stage:
    lists = {key: tuple(facts[key]) for key in ("addresses", "waits_for")}
    return Stage(**{**facts, **lists})


def _change(facts: dict[str, Any]) -> PlannedChange:
    read = {
        "action": Action(facts["action"]),
        "risk": Risk(facts["risk"]),
        "fields": tuple(FieldChange(**field) for field in facts["fields"]),
        "reasons": tuple(facts["reasons"]),
        "waits_for": tuple(facts["waits_for"]),
        "span": Span(*facts["span"]) if facts["span"] else None,
    }
    return PlannedChange(**{**facts, **read})
