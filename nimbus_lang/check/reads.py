"""Who reads whom in one scope: the edges from which order, cycles, constants and unused names follow.

Nodes are names as they are declared; outputs and uses have a prefix, since they may be called like a resource.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nimbus_lang.check.checked import ProviderUse, Scope, ValueDecl
from nimbus_lang.check.free_names import Reads, free_names, free_names_of_type
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import (
    Annotation,
    Check,
    LetDecl,
    OutputDecl,
    ParamDecl,
    ResourceDecl,
)
from nimbus_lang.syntax.expressions import Expr
from nimbus_lang.types.model import ComponentT, ResourceT

OUTPUT = "output "
USE = "use "


@dataclass(frozen=True, slots=True)
class Edges:
    """`edges[node][other]` is where `node` first reads `other`; all nodes are keys."""

    edges: Mapping[str, Mapping[str, Span]]

    def label(self, node: str) -> str:
        """A node as a person would call it."""
        return node.removeprefix(OUTPUT)


def edges_of(scope: Scope, providers: Mapping[str, frozenset[str]]) -> Edges:
    """The edges of a scope. `providers` are the kinds of provider each component needs, by its id."""
    edges: dict[str, dict[str, Span]] = {}
    for name, decl in scope.names.items():
        edges[name] = _known(scope, reads_of(decl))
        _need_provider(scope, name, decl, providers, edges[name])
    for name, output in scope.outputs.items():
        edges[OUTPUT + name] = _known(scope, reads_of(output))
    for name, use in scope.uses.items():
        if use.decl is not None:
            edges[USE + name] = _known(scope, free_names(use.decl.config))
    return Edges(edges)


def _known(scope: Scope, reads: Reads) -> dict[str, Span]:
    """Reads that lead to a declaration of this scope."""
    found: dict[str, Span] = {}
    for name, span in reads.items():
        if name in scope.names:
            found[name] = span
        elif name in scope.outputs:
            found[OUTPUT + name] = span
    return found


def reads_of(decl: ValueDecl) -> Reads:
    """All names that a declaration reads."""
    match decl:
        case ParamDecl():
            return _param_reads(decl)
        case LetDecl() | OutputDecl():
            return free_names_of_type(decl.type) | free_names(decl.value)
        case ResourceDecl():
            return _resource_reads(decl)


def _param_reads(decl: ParamDecl) -> Reads:
    """A check reads its own param, which is no ring; a default that does is one."""
    reads = free_names_of_type(decl.type) | free_names(decl.default)
    for name, span in _check_reads(decl.checks, frozenset([decl.name.text])).items():
        reads.setdefault(name, span)
    return reads


def _check_reads(checks: Iterable[Check], bound: frozenset[str]) -> Reads:
    reads: Reads = {}
    for check in checks:
        for name, span in (
            free_names(check.condition, bound) | free_names(check.message, bound)
        ).items():
            reads.setdefault(name, span)
    return reads


def _resource_reads(decl: ResourceDecl) -> Reads:
    reads: Reads = {}
    bound: frozenset[str] = frozenset()
    if decl.index is not None:
        reads |= free_names(decl.index.source)
        names = [decl.index.first, *([decl.index.second] if decl.index.second else [])]
        bound = frozenset(name.text for name in names)
    for name, span in (free_names(decl.when, bound) | free_names(decl.body, bound)).items():
        reads.setdefault(name, span)
    for name, span in _annotation_reads(decl.annotations, bound).items():
        reads.setdefault(name, span)
    for name, span in _check_reads(decl.checks, bound | {decl.name.text}).items():
        reads.setdefault(name, span)
    return reads


def _annotation_reads(annotations: tuple[Annotation, ...], bound: frozenset[str]) -> Reads:
    reads: Reads = {}
    for annotation in annotations:
        if annotation.name.text != "ignore_changes":
            for arg in annotation.args:
                reads |= free_names(arg.value, bound)
    return reads


def _need_provider(
    scope: Scope,
    name: str,
    decl: ValueDecl,
    providers: Mapping[str, frozenset[str]],
    found: dict[str, Span],
) -> None:
    """A resource also waits for whatever its provider's configuration reads."""
    kind = scope.resource_types.get(name)
    if not isinstance(decl, ResourceDecl):
        return
    if isinstance(kind, ResourceT):
        needed = {scope.providers.get(name, "")}
        if kind.path.startswith("helm.") and "helm" not in scope.uses:
            needed.add("k8s")
    elif isinstance(kind, ComponentT):
        needed = set(providers.get(kind.id, ()))
    else:
        return
    for one in needed:
        use = scope.uses.get(one)
        if isinstance(use, ProviderUse) and use.decl is not None and use.decl.config is not None:
            found.setdefault(USE + one, decl.type.span)


def providers_of(scope: Scope, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The kinds of provider that a component's resources need, directly or through other components."""
    needed: set[str] = set()
    for kind in scope.resource_types.values():
        if isinstance(kind, ResourceT):
            space = kind.path.split(".", 1)[0]
            needed.update((space, "k8s") if space == "helm" else (space,))
        elif isinstance(kind, ComponentT):
            needed.update(known.get(kind.id, ()))
    return frozenset(needed)


def constants_of(scope: Scope, order: list[list[str]], edges: Edges) -> set[str]:
    """The lets of a file that read no param, resource or output, directly or through other lets."""
    constants: set[str] = set()
    for group in order:
        name = group[0]
        reads = edges.edges[name]
        alone = len(group) == 1 and name not in reads
        if alone and isinstance(scope.names.get(name), LetDecl) and constants.issuperset(reads):
            constants.add(name)
    return constants


def names_read(expressions: Iterable[Expr | None]) -> frozenset[str]:
    """All names that some expressions read."""
    return frozenset(name for expr in expressions for name in free_names(expr))
