"""The product of static checking: every name resolved, every declaration typed, each component once.

Made by `check_program`, read by the evaluator, the editor and the importers. A `Scope` is one file or one component
body; it is filled while checking and only read afterwards. Holds no values: a component's body is typed here once,
whatever number of instances the evaluator makes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

from nimbus_lang.check.stacks import NoStack, NoStacks, StackHead, Stacks, stack_name
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.schemas.foreign import Namespace, Schemas
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import Absence
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import (
    ComponentDecl,
    Decl,
    LetDecl,
    Module,
    OutputDecl,
    OverlayDecl,
    ParamDecl,
    PolicyDecl,
    ResourceDecl,
    StackDecl,
    TestDecl,
    TypeDecl,
    UseDecl,
)
from nimbus_lang.syntax.expressions import Expr
from nimbus_lang.syntax.names import Path
from nimbus_lang.types.model import ComponentT, ErrorT, RecordT, ResourceT, Type

ValueDecl = ParamDecl | LetDecl | ResourceDecl | OutputDecl
"""What a name used as a value can lead to."""

LoadModule = Callable[[str], tuple[Module, tuple[Diagnostic, ...]] | Absence | None]
"""A file by its path (`lib/net.nimbus`, or `std/aws/network.nimbus` for the bundled library), parsed; None: no such file."""

LoadForeign = Callable[[str], tuple[Namespace | None, tuple[Diagnostic, ...]] | Absence | None]
"""The types of a foreign source by its name (`lib/crds.yaml`), and what is wrong with it; None: there is none of that name."""


@dataclass(frozen=True, slots=True)
class ProviderUse:
    """A namespace of raw types: `name` as written (`aws_us`), `kind` what it configures (`aws`, `k8s`, `helm`).

    `decl` is the `use` that configures it; None for a built-in namespace nobody configured. `source` is the name of the
    foreign source whose types it holds, "" where they are the bundled ones; `borrowed`: its resources are made with the
    configuration of the built-in namespace of their kind.
    """

    name: str
    kind: str
    decl: UseDecl | None = None
    source: str = ""
    borrowed: bool = False

    @property
    def configuration(self) -> str:
        """The name of the configuration that its resources are made with."""
        return self.kind if self.borrowed else self.name


@dataclass(frozen=True, eq=False)
class PackageUse:
    """`use net from "./net.nimbus"`: the file's scope, of which components and types are reached as `net.x`."""

    name: str
    decl: UseDecl
    scope: Scope


Use = ProviderUse | PackageUse


@dataclass(eq=False)
class Scope:
    """One file (`component` is None) or one component's body (then `parent` is its file).

    `names` are params, lets, resources, lookups by name; `outputs` apart, since an output may be called like the
    resource it shows. A component's body sees its own `names` and, of its file, the types, components, uses and
    `constants`: the lets that read no param and no resource, directly or through others.
    `resource_types` are of one instance; `value_types` of the name as a value (`T?` under `when`, `InstancesT` with keys).
    `providers` give the namespace each raw resource was written with.
    """

    module: Module
    component: ComponentDecl | None = None
    parent: Scope | None = None
    stack: StackDecl | None = None
    names: dict[str, ParamDecl | LetDecl | ResourceDecl] = field(default_factory=dict)
    outputs: dict[str, OutputDecl] = field(default_factory=dict)
    types: dict[str, TypeDecl] = field(default_factory=dict)
    components: dict[str, ComponentDef] = field(default_factory=dict)
    uses: dict[str, Use] = field(default_factory=dict)
    overlays: dict[str, OverlayDecl] = field(default_factory=dict)
    policies: list[PolicyDecl] = field(default_factory=list)
    tests: list[TestDecl] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    constants: set[str] = field(default_factory=set)
    param_types: dict[str, Type] = field(default_factory=dict)
    let_types: dict[str, Type] = field(default_factory=dict)
    resource_types: dict[str, ResourceT | ComponentT | ErrorT] = field(default_factory=dict)
    output_types: dict[str, Type] = field(default_factory=dict)
    type_types: dict[str, Type] = field(default_factory=dict)
    value_types: dict[str, Type] = field(default_factory=dict)
    providers: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> Scope:
        """The scope of the whole file."""
        return self if self.parent is None else self.parent.file

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.module.path

    def may_hide(self, name: str, near: bool) -> bool:
        """Whether `name` may be declared where the file could not be read; `near`: but something like it is known."""
        nameless = any(broken.name is None for broken in self.module.broken)
        return name in self.broken or (nameless and not near)

    def is_guess(self, place: Span) -> bool:
        """Whether the text at a place, or next to it, has a fault, so that nobody is to be judged by what was made of it."""
        return any(
            place.start <= fault.end + 1 and fault.start <= place.end + 1
            for fault in self.module.faults
        )

    @property
    def decls(self) -> tuple[Decl, ...]:
        """The declarations in the order of the source."""
        return self.module.decls if self.component is None else self.component.body

    def find(self, name: str) -> tuple[Scope, ValueDecl] | None:
        """The declaration a bare name leads to and the scope that owns it; None for no such name.

        Own params, lets and resources come first, then own outputs, then the file's constants.
        """
        own = self.names.get(name) or self.outputs.get(name)
        if own is not None:
            return self, own
        if self.parent is not None and name in self.parent.constants:
            return self.parent, self.parent.names[name]
        return None


@dataclass(eq=False)
class ComponentDef:
    """A component: `id` is `<file>::<name>`, `name` how people write it (`std.aws.network`, or its own name in a stack).

    `parameters` is what an instance's braces accept; `members` what may be read of an instance (params and outputs).
    """

    id: str
    name: str
    decl: ComponentDecl
    scope: Scope
    parameters: RecordT = field(default_factory=RecordT)
    members: dict[str, Type] = field(default_factory=dict)

    @property
    def type(self) -> ComponentT:
        """The type of an instance."""
        return ComponentT(self.id, self.name)


@dataclass(frozen=True, eq=False)
class CheckedProgram:
    """A whole program, typed. `components` are all that were reached, by id; `modules` all files, by path.

    `types` holds the type of every expression by `id(node)`: ask `type_of`. `wrong` are the spans of
    expressions that already have an error, so that a later phase does not say it again. `expected` are the
    errors in the overrides of tests that these tests themselves ask for with `rejects`. `stacks` is the workspace,
    `heads` the other stacks that lookups read.
    """

    main: Scope
    components: Mapping[str, ComponentDef]
    modules: Mapping[str, Scope]
    types: Mapping[int, Type]
    wrong: frozenset[Span]
    resolve: Callable[[Scope, Path], ResourceT | ComponentT | ErrorT]
    fields: Callable[[Type], RecordT | None]
    provider_config: Callable[[str], RecordT | None]
    schemas: Schemas = field(default_factory=Schemas)
    expected: tuple[Diagnostic, ...] = ()
    stacks: Stacks = field(default_factory=NoStacks)
    heads: Mapping[str, StackHead | NoStack] = field(default_factory=dict)

    def type_of(self, expr: Expr) -> Type | None:
        """The type found for an expression of this program."""
        return self.types.get(id(expr))

    def stack(self, type: Type) -> StackHead | None:
        """The stack that a lookup of this type reads; None for a lookup of anything else."""
        name = stack_name(type.path) if isinstance(type, ResourceT) else None
        found = self.heads.get(name) if name is not None else None
        return found if isinstance(found, StackHead) else None

    def resources(self) -> Iterator[ResourceDecl]:
        """Every resource and lookup, of all files and components."""
        scopes = (*self.modules.values(), *(one.scope for one in self.components.values()))
        for scope in scopes:
            yield from (decl for decl in scope.decls if isinstance(decl, ResourceDecl))

    def component(self, instance: ComponentT) -> ComponentDef:
        """The definition of a component's instance."""
        return self.components[instance.id]
