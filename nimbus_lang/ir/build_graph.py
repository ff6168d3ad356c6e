"""A checked program to its graph: every instance of every resource, in the order of the source, with its edges.

Evaluation happens on the way, so this phase also says what is wrong with values. It judges no safety.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nimbus_lang.check.checked import CheckedProgram, ProviderUse
from nimbus_lang.check.coerce import coerce
from nimbus_lang.check.coercion import Coercion
from nimbus_lang.check.deferral import known, waits_for
from nimbus_lang.check.errors_values import known_too_late
from nimbus_lang.check.evaluate import ProgramEvaluator
from nimbus_lang.check.evaluate_context import Frame, Made, Override
from nimbus_lang.check.module_providers import module_providers
from nimbus_lang.check.stack_instances import StackOutputs
from nimbus_lang.check.stacks import REMOTE_STATE, stack_name
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.errors import label_collision
from nimbus_lang.ir.graph import (
    Check,
    Edge,
    InfraGraph,
    Output,
    Provider,
    Repeat,
    Resource,
    StackRead,
    Target,
)
from nimbus_lang.ir.lifecycle import lifecycle_of, waivers_of
from nimbus_lang.ir.passes.moves import check_moves
from nimbus_lang.ir.passes.networks import check_networks
from nimbus_lang.ir.policies import policies_of, verdicts_of
from nimbus_lang.ir.references import expand, field_references, references_of
from nimbus_lang.schemas.module_space import KIND as MODULE
from nimbus_lang.schemas.module_space import ModuleSpace
from nimbus_lang.syntax.declarations import OutputDecl, ResourceDecl, StackDecl
from nimbus_lang.types.model import ERROR, STRING, ResourceT
from nimbus_lang.values.model import Address, Deferred, Instance, Poison, Ref, Value

_READ_FIRST = {
    "backend": "decides where the state is kept",
    "required_version": "decides which Terraform runs",
}
_KINDS = {"k8s": Target.KUBERNETES, "helm": Target.HELM}


@dataclass(frozen=True)
class Built:
    """The graph and the evaluator that made it (for tests, policies and `why`)."""

    graph: InfraGraph
    evaluator: ProgramEvaluator
    made: tuple[Made, ...] = field(default=())


def build_graph(
    program: CheckedProgram,
    overrides: Sequence[Override] = (),
    evaluator: type[ProgramEvaluator] = ProgramEvaluator,
) -> tuple[Built, tuple[Diagnostic, ...]]:
    """Evaluate the stack and gather its instances. `evaluator` may be a kind that watches what is evaluated."""
    ev = evaluator(program, overrides)
    _touch_params(ev)
    made = tuple(_walk(ev, ev.root))
    outputs = tuple(_outputs(ev))
    resources, collisions = _resources(ev, made)
    providers = _providers(ev, resources)
    edges = tuple(_edges(resources, providers))
    stack = program.main.stack
    graph = InfraGraph(
        stack=stack.name.text if stack else "",
        resources=resources,
        edges=edges,
        outputs=outputs,
        providers=providers,
        span=stack.name.span if stack else None,
        doc=stack.doc.text if stack and stack.doc else "",
        settings=_settings(ev, stack),
        policies=policies_of(program),
        verdicts=verdicts_of(ev, made),
        schemas=program.schemas,
        reads=tuple(_reads(made)),
    )
    found = (*ev.diagnostics, *collisions, *check_networks(graph), *check_moves(graph))
    return Built(graph, ev, made), found


def _settings(ev: ProgramEvaluator, stack: StackDecl | None) -> Mapping[str, Value]:
    """What the stack says about itself, by name. Terraform reads all but tags before it knows any value."""
    if stack is None or stack.settings is None:
        return {}
    body = ev.eval(stack.settings, ev.root.env()).data
    settings = body if isinstance(body, Mapping) else {}
    for name, decides in _READ_FIRST.items():
        value = settings.get(name)
        if value is not None and known(value) is None:
            ev.report(known_too_late(value.span, (), f"`{name}`", waits_for(value), decides))
    return settings


def _touch_params(ev: ProgramEvaluator) -> None:
    """Every name of the file is evaluated, also one that nothing uses: a wrong default is wrong."""
    for decl in ev.root.scope.names.values():
        ev.declared(ev.root, decl)


def _walk(ev: ProgramEvaluator, frame: Frame) -> Iterator[Made]:
    for decl in frame.scope.decls:
        if not isinstance(decl, ResourceDecl):
            continue
        if frame.scope.names.get(decl.name.text) is not decl:
            continue
        for made in ev.made(frame, decl):
            yield made
            if made.frame is not None:
                yield from _inside(ev, made.frame)


def _inside(ev: ProgramEvaluator, frame: Frame) -> Iterator[Made]:
    """What is in a component's instance. Its outputs are evaluated, also those that nobody reads: a wrong one is wrong."""
    for decl in frame.scope.names.values():
        ev.declared(frame, decl)
    yield from _walk(ev, frame)
    for output in frame.scope.outputs.values():
        ev.output(frame, output)


def _resources(
    ev: ProgramEvaluator, made: Sequence[Made]
) -> tuple[dict[str, Resource], list[Diagnostic]]:
    resources: dict[str, Resource] = {}
    owners: dict[tuple[str, str, bool], Made] = {}
    collisions: list[Diagnostic] = []
    for one in made:
        if not isinstance(one.type, ResourceT) or isinstance(one.value.data, Poison):
            continue
        if stack_name(one.type.path) is not None:
            continue
        identity = (one.type.path, one.address.label, one.type.lookup)
        owner = owners.setdefault(identity, one)
        if _names(owner.address) != _names(one.address):
            other = str(owner.address)
            collisions.append(
                label_collision(
                    one.decl.name.span,
                    one.owner.callers,
                    one.address.label,
                    other,
                    owner.decl.name.span,
                )
            )
            continue
        resources[str(one.address)] = _resource(ev, one, one.type)
    return _with_after(resources), collisions


def _names(address: Address) -> tuple[str, ...]:
    return tuple(step.name for step in address.steps)


def _resource(ev: ProgramEvaluator, made: Made, type: ResourceT) -> Resource:
    return Resource(
        address=made.address,
        target=_KINDS.get(type.path.split(".", 1)[0], Target.TERRAFORM),
        type=_shown(ev, type),
        provider=made.provider or type.path.split(".", 1)[0],
        fields=made.fields,
        span=made.decl.name.span,
        body=made.decl.span,
        lookup=type.lookup,
        repeat=_repeat(made.address),
        lifecycle=lifecycle_of(ev, made),
        waivers=waivers_of(ev, made),
        callers=made.owner.callers,
        checks=tuple(Check(k.condition, k.message, k.span, k.own) for k in made.checks),
        doc=made.decl.doc.text if made.decl.doc else "",
        source=type.source,
        native=ev.program.schemas.native(type),
    )


def _shown(ev: ProgramEvaluator, type: ResourceT) -> str:
    """The path of a type; of a module's, which are all spelt alike, with the module's own name."""
    space = ev.program.schemas.foreign.get(type.source)
    return f"{MODULE}.{space.short}" if isinstance(space, ModuleSpace) else type.path


def _reads(made: Sequence[Made]) -> Iterator[StackRead]:
    """What is asked of other stacks' states; whoever asked has asked by now."""
    for one in made:
        data = one.value.data
        found = data.members if isinstance(data, Instance) else None
        if isinstance(found, StackOutputs) and one.type == REMOTE_STATE:
            overlay = str(found.overlay.data or "")
            known = found.laid.known
            outputs = {name: known.get(name) for name in sorted(found.read)}
            span = one.decl.name.span
            head = found.head
            place = (one.address, head.name, head.span.path, overlay)
            yield StackRead(*place, outputs, head.outputs, span)


def _repeat(address: Address) -> Repeat:
    keys = [step.key for step in address.steps if step.key is not None]
    if not keys:
        return Repeat.ONE
    return Repeat.COUNT if len(keys) == 1 and isinstance(keys[0], int) else Repeat.KEYS


def _with_after(resources: dict[str, Resource]) -> dict[str, Resource]:
    """`@after(component)` means after every part of it."""
    waiting = {key for key, resource in resources.items() if resource.lifecycle.after}
    if not waiting:
        return resources
    return {
        key: expand(resource, resources) if key in waiting else resource
        for key, resource in resources.items()
    }


def _edges(resources: Mapping[str, Resource], providers: Mapping[str, Provider]) -> Iterator[Edge]:
    """An edge for each resource another one reads, or waits for; each pair and field once."""
    for resource in resources.values():
        seen: set[tuple[str, str]] = set()
        for path, ref, span in references_of(resource):
            target = str(ref.address)
            if target in resources and (target, path) not in seen:
                seen.add((target, path))
                yield Edge(resource.address, ref.address, path, span)
        provider = providers.get(resource.provider)
        for path, ref, span in field_references(provider.config if provider else {}):
            if str(ref.address) in resources and resource.target is not Target.TERRAFORM:
                yield Edge(resource.address, ref.address, f"provider.{path}", span)
        for address in resource.lifecycle.after:
            yield Edge(resource.address, address, "", resource.span)


def _outputs(ev: ProgramEvaluator) -> Iterator[Output]:
    scope = ev.root.scope
    for decl in scope.decls:
        if isinstance(decl, OutputDecl) and scope.outputs.get(decl.name.text) is decl:
            value = ev.output(ev.root, decl)
            if not isinstance(value.data, Poison):
                type = scope.output_types.get(decl.name.text, ERROR)
                doc = decl.doc.text if decl.doc else ""
                yield Output(decl.name.text, value, type, decl.name.span, doc)


def _providers(ev: ProgramEvaluator, resources: Mapping[str, Resource]) -> dict[str, Provider]:
    providers: dict[str, Provider] = {}
    for use in ev.root.scope.uses.values():
        if isinstance(use, ProviderUse) and use.decl is not None and not use.borrowed:
            config = _config(ev, use)
            if use.kind == MODULE:
                config = dict(_passed(ev, use, providers))
            source = use.decl.source.plain if use.decl.source else use.source or None
            leads = use.decl.alias is None and not any(
                one.kind == use.kind and not one.alias for one in providers.values()
            )
            providers[use.name] = Provider(
                use.name, use.kind, config, use.decl.span, source, bool(use.source) and leads
            )
    for resource in resources.values():
        kind = resource.type.split(".", 1)[0]
        if kind not in ("helm", MODULE) and resource.provider not in providers:
            source = resource.source if resource.target is Target.TERRAFORM else None
            providers[resource.provider] = Provider(resource.provider, kind, {}, None, source)
        if kind == "helm":
            providers.setdefault("helm", providers.get("k8s", Provider("helm", "helm", {}, None)))
    return providers


def _shaped(ev: ProgramEvaluator, use: ProviderUse, body: Value) -> Value:
    record = ev.program.provider_config(use.kind)
    return body if record is None else coerce(body, record, Coercion(ev, ev.root.env(), ""))


def _passed(
    ev: ProgramEvaluator, use: ProviderUse, providers: dict[str, Provider]
) -> Iterator[tuple[str, Value]]:
    """The configurations that a module takes, each there whether a resource needs it or not."""
    for name, taken, span in module_providers(ev.root.scope, use):
        wanted = taken.configuration
        plain = Provider(wanted, taken.kind, {}, None, taken.source or None)
        if taken.decl is None or taken.borrowed:
            providers.setdefault(wanted, plain)
        yield name, Value(wanted, span)


def _config(ev: ProgramEvaluator, use: ProviderUse) -> dict[str, Value]:
    if use.decl is None or use.decl.config is None or use.kind == MODULE:
        return {}
    body = _shaped(ev, use, ev.eval(use.decl.config, ev.root.env()))
    if not isinstance(body.data, Mapping):
        return {}
    config = {name: value for name, value in body.data.items() if value.data is not None}
    cluster = config.get("cluster")
    if cluster is not None and isinstance(cluster.data, Instance):
        config["cluster"] = _cluster(ev, cluster, cluster.data)
    return config


def _cluster(ev: ProgramEvaluator, value: Value, instance: Instance) -> Value:
    """What a connection needs of a cluster: its name, endpoint and certificate authority, as references."""
    if not instance.raw:
        wanted = ("name", "endpoint", "certificate_authority")
        members = {name: instance.members[name] for name in wanted if name in instance.members}
        return Value(members, value.span)
    from_schema = {
        "name": ("name",),
        "endpoint": ("endpoint",),
        "certificate_authority": ("certificate_authority", 0, "data"),
    }
    return Value(
        {name: _field_of(instance, path, value) for name, path in from_schema.items()}, value.span
    )


def _field_of(instance: Instance, path: tuple[str | int, ...], value: Value) -> Value:
    return Value(Deferred(Ref(instance.address, path), STRING), value.span)
