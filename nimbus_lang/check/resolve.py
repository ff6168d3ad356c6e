"""From a dotted path to what it names: a component, a raw resource type, a namespace.

Reports what cannot be found with the nearest candidates. Knows the schema index by name only and types no expressions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nimbus_lang.check import errors_names, errors_packages, errors_schema, errors_stacks
from nimbus_lang.check.checked import PackageUse, ProviderUse, Scope
from nimbus_lang.check.declare import NAMESPACES
from nimbus_lang.check.program import PROVIDERS, Program
from nimbus_lang.check.stacks import NAMESPACE, NoStack, StackHead, Trouble
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.schemas import index
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.names import Path
from nimbus_lang.types.model import ERROR, ComponentT, ErrorT, ResourceT


@dataclass(frozen=True, slots=True)
class Instance:
    """The type of an instance, and the namespace it was written with ("" for a component)."""

    type: ResourceT | ComponentT | ErrorT
    provider: str = ""


UNKNOWN = Instance(ERROR)


def provider_of(scope: Scope, head: str) -> ProviderUse | None:
    """The provider namespace a first word leads to: a configured one or a built-in one."""
    use = scope.file.uses.get(head)
    if isinstance(use, ProviderUse):
        return use
    return ProviderUse(head, head) if head in PROVIDERS and use is None else None


def is_namespace(scope: Scope, head: str) -> bool:
    """Whether a word only leads to others."""
    return head in NAMESPACES or head in scope.file.uses


def find_instance(program: Program, scope: Scope, path: Path, lookup: bool) -> Instance | None:
    """What `path` names as the type of an instance, without a word where there is no such type."""
    parts = [part.text for part in path.parts]
    if len(parts) == 1:
        component = scope.file.components.get(parts[0])
        return Instance(component.type) if component else None
    if parts[0] == "std":
        return _standard(program, path.text)
    if parts[0] == NAMESPACE:
        head = program.stack(parts[1]) if lookup and len(parts) == 2 else None
        return Instance(ResourceT(path.text, lookup)) if isinstance(head, StackHead) else None
    provider = provider_of(scope, parts[0])
    if provider is not None:
        raw = ResourceT(".".join([provider.kind, *parts[1:]]), lookup, program.source_of(provider))
        there = program.schemas.exists(raw)
        return Instance(raw, provider.configuration) if there else None
    use = scope.file.uses.get(parts[0])
    if isinstance(use, PackageUse) and len(parts) == 2:
        component = use.scope.components.get(parts[1])
        return Instance(component.type) if component else None
    return None


def resolve_instance(
    program: Program, scope: Scope, path: Path, lookup: bool, keyword: Span
) -> Instance:
    """The same for the type of a `resource` or `lookup`; what cannot be is reported. `keyword` is that word's span."""
    found = find_instance(program, scope, path, lookup)
    if found is not None:
        _note_deprecated(program, path, found)
        return _refuse_component_lookup(program, path, found, lookup, keyword)
    if _may_be_unread(scope, path.parts[0].text):
        return UNKNOWN
    other = find_instance(program, scope, path, not lookup)
    if other is not None:
        program.sink.report(errors_schema.wrong_keyword(path.span, path.text, not lookup, keyword))
        return other
    _report_unknown(program, scope, path, lookup)
    return UNKNOWN


def _may_be_unread(scope: Scope, head: str) -> bool:
    """Whether a first word may be declared where the file could not be read."""
    if head == "std" or provider_of(scope, head) is not None:
        return False
    return scope.file.may_hide(head, bool(suggest(head, [*scope.file.components, *PROVIDERS])))


def _refuse_component_lookup(
    program: Program, path: Path, found: Instance, lookup: bool, keyword: Span
) -> Instance:
    if lookup and isinstance(found.type, ComponentT):
        program.sink.report(errors_schema.wrong_keyword(path.span, path.text, False, keyword))
    return found


def _note_deprecated(program: Program, path: Path, found: Instance) -> None:
    if isinstance(found.type, ResourceT):
        instead = program.schemas.deprecation(found.type)
        if instead is not None:
            program.sink.report(errors_schema.deprecated_type(path.span, path.text, instead))


def _standard(program: Program, text: str) -> Instance | None:
    scope = program.standard(text)
    if scope is None:
        return None
    component = scope.components.get(text.rsplit(".", 1)[-1])
    return Instance(component.type) if component else None


def _report_unknown(program: Program, scope: Scope, path: Path, lookup: bool) -> None:
    head, text = path.parts[0].text, path.text
    use = scope.file.uses.get(head)
    if head == NAMESPACE and len(path.parts) == 2:
        _report_stack(program, path)
        return
    if isinstance(use, PackageUse):
        names = [*use.scope.components, *use.scope.types]
        last = path.parts[-1]
        program.sink.report(errors_packages.not_a_member(last.span, last.text, head, names))
    elif provider_of(scope, head) is not None:
        candidates = near_raw_types(program, scope, path, lookup)
        program.sink.report(
            errors_schema.unknown_resource_type(path.span, text, candidates, lookup)
        )
    else:
        candidates = [*near_anywhere(program, scope, text, lookup)]
        program.sink.report(errors_names.unknown_type(path.span, text, candidates))


def _report_stack(program: Program, path: Path) -> None:
    name = path.parts[-1]
    found = program.stack(name.text)
    assert isinstance(found, NoStack)
    match found.trouble:
        case Trouble.UNKNOWN:
            said = errors_stacks.unknown_stack(name.span, name.text, found.facts)
        case Trouble.AMBIGUOUS:
            said = errors_stacks.ambiguous_stack(name.span, name.text, found.facts)
        case Trouble.CIRCLE:
            said = errors_stacks.stack_circle(name.span, found.facts)
        case Trouble.BROKEN:
            said = errors_stacks.broken_stack(name.span, name.text, *found.facts)
    program.sink.report(said)


def near_raw_types(program: Program, scope: Scope, path: Path, lookup: bool) -> Sequence[str]:
    """Types of the same namespace that may have been meant, as they would be written here."""
    head = path.parts[0].text
    provider = provider_of(scope, head)
    assert provider is not None
    known = program.schemas.names(provider.kind, program.source_of(provider), lookup)
    raw = ".".join([provider.kind, *(part.text for part in path.parts[1:])])
    last = path.parts[-1].text.lower()
    same_end = [name for name in known if name.rsplit(".", 1)[-1].lower() == last]
    near = same_end or suggest(raw, known)
    return [f"{head}{name.removeprefix(provider.kind)}" for name in near]


def near_anywhere(program: Program, scope: Scope, text: str, lookup: bool) -> Iterable[str]:
    """Whatever may have been meant by a word that leads nowhere: `aws_vpc` -> `aws.vpc`, `Deployment` -> its path."""
    dotted = text.replace("_", ".", 1)
    if index.exists(dotted, lookup):
        return [dotted]
    library = [f"std.{path.removesuffix('.nimbus').replace('/', '.')}" for path in program.library]
    last = text.rsplit(".", 1)[-1]
    same_end = [
        name for name in _raw_types(program, scope, lookup) if name.rsplit(".", 1)[-1] == last
    ]
    if same_end:
        return same_end[:3]
    return [*scope.file.components, *library]


def _raw_types(program: Program, scope: Scope, lookup: bool) -> Iterator[str]:
    """Every raw type that could be named here: those of foreign sources first, as they are written."""
    for name, use in scope.file.uses.items():
        if isinstance(use, ProviderUse) and use.source:
            for path in program.schemas.names(use.kind, use.source, lookup):
                yield f"{name}{path.removeprefix(use.kind)}"
    for namespace in index.namespaces():
        yield from index.names(namespace, lookup)
