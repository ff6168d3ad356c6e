"""The graph: every instance of every resource of all three targets, with its fields evaluated and its origin kept.

It is what the safety pass judges, what the backends write and what the executor stages. Instances are fully
expanded; a backend that has loops of its own rolls instances of one `label` up again.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from nimbus_lang.schemas.foreign import Schemas
from nimbus_lang.schemas.module_space import KIND as MODULE
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.types.model import Type
from nimbus_lang.values.model import Address, Value


class Target(Enum):
    """Who makes it."""

    TERRAFORM = "terraform"
    KUBERNETES = "kubernetes"
    HELM = "helm"


class Repeat(Enum):
    """How the instances of one label came to be: one, by key, by number, or by `when`."""

    ONE = "one"
    KEYS = "keys"
    COUNT = "count"
    WHEN = "when"


@dataclass(frozen=True, slots=True)
class Waiver:
    """`@waive(code, reason, until)`: `until` is an ISO date or None; `callers` as a resource has them."""

    code: str
    reason: str
    until: str | None
    span: Span
    callers: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """What annotations say about changing a resource. Paths of fields are dotted as written.

    `moved_at`: where each former name is written, then the uses that lead there.
    """

    protect: bool = False
    create_before_destroy: bool = False
    ignore_changes: tuple[str, ...] = ()
    replace_when: tuple[Value, ...] = ()
    after: tuple[Address, ...] = ()
    moved_from: tuple[str, ...] = ()
    moved_at: tuple[tuple[Span, ...], ...] = ()
    adopt_id: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A check that waits for an apply, with its message. `own`: it reads the resource itself, so it is judged afterwards."""

    condition: Value
    message: Value
    span: Span
    own: bool = False


@dataclass(frozen=True)
class Resource:
    """One instance.

    `type` is the Nimbus path (`aws.db_instance`, `k8s.apps.v1.Deployment`, `helm.release`) of the bundled schema, whatever the
    namespace it was written with; `provider` is the configuration's name (`aws`, `aws_us`, `k8s`). `lookup`: read, not made.
    `source` is the name of the foreign source that gave the type (`crds.yaml`), "" for a bundled one; `native` what the target
    calls such a type, where that is not its path.
    `fields` hold only what is written (nulls are gone), units already converted to what the schema wants.
    `span` is the declaration's name, `body` the whole declaration, `callers` the component uses that lead here, innermost first.
    """

    address: Address
    target: Target
    type: str
    provider: str
    fields: Mapping[str, Value]
    span: Span
    body: Span
    lookup: bool = False
    repeat: Repeat = Repeat.ONE
    lifecycle: Lifecycle = Lifecycle()
    waivers: tuple[Waiver, ...] = ()
    callers: tuple[Span, ...] = ()
    checks: tuple[Check, ...] = ()
    doc: str = ""
    source: str = ""
    native: str = ""

    @property
    def terraform_type(self) -> str:
        """`aws.db_instance` -> `aws_db_instance`; `module` for an instance of a module."""
        return self.native or self.type.replace(".", "_", 1)

    @property
    def gives_back(self) -> bool:
        """Whether its arguments can be read of it. A module gives outputs, perhaps of the same names."""
        return self.native != MODULE


@dataclass(frozen=True, slots=True)
class Edge:
    """`source` needs `target` first; `field` is the dotted path that says so ("" for `@after`)."""

    source: Address
    target: Address
    field: str
    span: Span


@dataclass(frozen=True, slots=True)
class Provider:
    """A configured namespace: `name` is its own (`aws`, `aws_us`, `k8s`), `kind` what it configures (`aws`, `k8s`, `helm`).

    `source` is what a `use` says after `from`; `leads`: it is the default configuration of its kind under another name.
    """

    name: str
    kind: str
    config: Mapping[str, Value]
    span: Span | None
    source: str | None = None
    leads: bool = False

    @property
    def alias(self) -> str:
        """What Terraform calls the configuration, "" for the default one."""
        return "" if self.leads or self.name == self.kind else self.name

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True, slots=True)
class Output:
    """A stack's output."""

    name: str
    value: Value
    type: Type
    span: Span
    doc: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a rule of a policy says of one instance, of a resource or of a component.

    `kind` is deny or warn; `unsure` holds why nobody can judge it before an apply, and is empty where the rule holds.
    `rule` is its place, `span` the instance's name; `waivers` are those that stand on the instance or lead to it.
    """

    kind: str
    policy: str
    message: str
    unsure: str
    address: Address
    rule: Span
    span: Span
    body: Span
    callers: tuple[Span, ...] = ()
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
class StackRead:
    """What a lookup reads of another stack's state: `outputs` by name, each with its value where that stack's spec says it, and their `types`.

    `file` is that stack's spec, `overlay` empty for the stack without one. `address` is the lookup's, `span` its name.
    """

    address: Address
    stack: str
    file: str
    overlay: str
    outputs: Mapping[str, Value | None]
    types: Mapping[str, Type]
    span: Span

    def __hash__(self) -> int:
        return hash(self.address)


@dataclass(frozen=True)
class InfraGraph:
    """A stack, whole. `resources` are by `str(address)`, in the order of the source; edges in the order found.

    `settings` are what `stack NAME { ... }` holds: `required_version`, `backend = { s3 = { ... } }`. `policies` are the
    titles of all policies that looked at it, `verdicts` what they found, `reads` what it asks of other stacks;
    `schemas` are the types of its resources.
    """

    stack: str
    resources: Mapping[str, Resource]
    edges: tuple[Edge, ...] = ()
    outputs: tuple[Output, ...] = ()
    providers: Mapping[str, Provider] | None = None
    span: Span | None = None
    doc: str = ""
    settings: Mapping[str, Value] | None = None
    policies: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    schemas: Schemas = Schemas()
    reads: tuple[StackRead, ...] = ()
