"""Terraform's part of a plan: its run folder filled, its own plan made, its words brought back to the spec."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from nimbus_lang.backends.backend import ArtifactSet
from nimbus_lang.backends.terraform.lower import terraform_addresses
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.plan import errors
from nimbus_lang.plan.deployment import FOLDER, Deployment
from nimbus_lang.plan.other_stacks import override_files
from nimbus_lang.source.span import Span
from nimbus_lang.tools.terraform.messages import Message, TerraformError
from nimbus_lang.tools.terraform.terraform import Terraform
from nimbus_lang.tools.tool import ToolError, ToolPlan
from nimbus_lang.workspace.write import write_files

STATE_FILE = "terraform.tfstate"
PROTECTED = "Instance cannot be destroyed"
MODULE = "module."


def has_work(deployment: Deployment) -> bool:
    """Whether Terraform has anything to make, or anything left from earlier to remove."""
    return deployment.has_terraform or bool(_kept(deployment))


def holds_anything(deployment: Deployment) -> bool:
    """Whether Terraform's state may hold something: not, if it is on this machine and empty."""
    here = deployment.world.place.terraform / STATE_FILE
    return not here.exists() or bool(_kept(deployment))


def prepared(deployment: Deployment) -> Terraform:
    """Terraform over a run folder that holds the code and its providers. Raises ToolError."""
    if deployment.initialised:
        return deployment.terraform
    files = deployment.world.terraform_files(deployment.stack.texts(FOLDER))
    sandbox = deployment.world.sandbox is not None
    files |= override_files(deployment.stack.graph, sandbox=sandbox, removing=deployment.removing)
    folder = deployment.world.place.terraform
    written, problems = write_files(files, folder, force=True)
    if written is None:
        raise ToolError(*problems)
    deployment.tell("terraform: getting its providers ready")
    deployment.terraform.init()
    deployment.initialised = True
    return deployment.terraform


def plan_terraform(deployment: Deployment, *, destroy: bool = False) -> tuple[Terraform, ToolPlan]:
    """Terraform's plan; what it knows of the outputs is noted in the deployment. Raises ToolError."""
    terraform = prepared(deployment)
    deployment.tell("terraform: planning" if not destroy else "terraform: planning the removal")
    try:
        plan = terraform.plan(destroy=destroy)
    except TerraformError as refused:
        raise ToolError(*located(refused, deployment)) from None
    deployment.outputs = plan.outputs
    if deployment.secret_arguments:
        changing = [change.address for change in plan.acts()]
        deployment.attributes.learn(terraform.state_pull(), changing)
    return terraform, plan


def learn(deployment: Deployment) -> None:
    """Note what Terraform's state says now: its outputs, and attributes where a secret's name is one. Raises ToolError."""
    terraform = prepared(deployment)
    deployment.tell("terraform: reading its state")
    deployment.outputs = terraform.outputs()
    if deployment.secret_arguments:
        deployment.attributes.learn(terraform.state_pull())


def addresses(graph: InfraGraph) -> dict[str, str]:
    """The spec's address of each instance by Terraform's."""
    return {made: address for address, made in terraform_addresses(graph).items()}


def owner(known: Mapping[str, str], identity: str) -> str:
    """The spec's address of what Terraform calls so, of something in a module the module's instance; else the identity itself."""
    found = known.get(identity)
    if found is None and identity.startswith(MODULE):
        inside = (a for made, a in known.items() if is_within(identity, made))
        found = next(inside, None)
    return found or identity


def is_within(identity: str, module: str) -> bool:
    """Whether something of Terraform's is in an instance of a module."""
    return module.startswith(MODULE) and identity.startswith(f"{module}.")


def located(refused: TerraformError, deployment: Deployment) -> tuple[Diagnostic, ...]:
    """What Terraform said, each at the line of the spec that led to it."""
    known = addresses(deployment.stack.graph)
    found = (_located(message, deployment, known) for message in refused.messages)
    return tuple(dict.fromkeys(found))


def _located(message: Message, deployment: Deployment, known: Mapping[str, str]) -> Diagnostic:
    stack = deployment.stack
    span = _span(stack.artifacts, message)
    address = owner(known, message.address)
    if address not in stack.graph.resources:
        address = _named_in(message.detail, known)
    if span is None and address in stack.graph.resources:
        span = stack.graph.resources[address].span
    if message.summary == PROTECTED:
        return errors.protected(address or message.address, "destroy or replace", span)
    return replace(message.diagnostic(), span=span)


def _named_in(text: str, known: Mapping[str, str]) -> str:
    words = text.replace("\n", " ").split()
    return next((known[w] for w in words if w in known), "")


def _span(artifacts: ArtifactSet, message: Message) -> Span | None:
    """The nearest line at or above the one that is blamed."""
    artifact = artifacts.files.get(FOLDER + message.path)
    if artifact is None or not message.line:
        return None
    above = [o for o in artifact.origins if o.line <= message.line]
    return max(above, key=lambda o: o.line).span if above else None


def _kept(deployment: Deployment) -> Iterable[object]:
    """What the state on this machine holds. A state kept elsewhere is only asked while there is code."""
    try:
        text = (deployment.world.place.terraform / STATE_FILE).read_text(encoding="utf-8")
        found = json.loads(text).get("resources")
    except (OSError, ValueError, AttributeError):
        return ()
    return found if isinstance(found, list) else ()
