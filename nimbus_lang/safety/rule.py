"""What a rule is: one module under `rules/` with a code, a level, a title, a reason, types, and a `check`.

A rule reads one resource at a time and may look around it through the index. It makes findings, which are facts;
`review` makes diagnostics of them. A rule knows neither waivers nor severities.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from nimbus_lang.diagnostics.model import Label
from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.source.record import dataclass
from nimbus_lang.values.model import Value


@dataclass(frozen=True, slots=True)
class Put:
    """A change that mends: write `field = text` into the declaration, or replace the blamed value by `text`."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule does not like.

    `what` is a sentence with the names in it, `mend` one that says what to do. `blame` is the value to underline
    (None: the resource's name). `level` replaces the rule's own where this case is milder or worse. `about` are
    other resources that it is about as much: a waiver on any of them counts. `also` are codes whose waiver covers this
    too: who lets a bucket be public need not waive its missing lock as well. `conceals`: what is blamed is not to be shown.
    """

    what: str
    mend: str
    blame: Value | None = None
    level: Level | None = None
    about: tuple[Resource, ...] = ()
    put: Put | None = None
    also: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    conceals: bool = False


class Rule(Protocol):
    """The shape of a module under `rules/`.

    `TYPES` names what it looks at: `aws.db_instance`, `k8s.*.Pod` (a kind of any group and version),
    `lookup aws.vpc`, or `*` for everything. `WHY` is one sentence: why this is bad.
    """

    CODE: str
    LEVEL: Level
    TITLE: str
    WHY: str
    TYPES: tuple[str, ...]

    def check(self, resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
        """What this rule finds in one resource."""
        ...
