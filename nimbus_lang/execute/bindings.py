"""Is everything still as it was when the plan was made: spec, files, tools' plans, provider lock, account, cluster?

Each check names what is different, in words for whoever has to decide whether that matters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from nimbus_lang.plan.build_plan import PLAN_FILE
from nimbus_lang.plan.deployment import Deployment
from nimbus_lang.plan.identities import identities
from nimbus_lang.plan.model import Plan, Stage
from nimbus_lang.plan.other_stacks import read_stacks
from nimbus_lang.plan.plan_file import SavedPlan
from nimbus_lang.plan.stack import Stack, digest
from nimbus_lang.tools.terraform.terraform import Terraform


def changed_spec(plan: Plan, stack: Stack) -> list[str]:
    """What differs in the spec and in what it compiles to. Touches no tool."""
    said = list(_differences(plan.sources, stack.digests, "the spec"))
    now = {path: digest(text) for path, text in stack.texts().items()}
    if not said:
        said += _differences(plan.artifacts, now, "the generated file")
    if (plan.stack, plan.overlay) != (stack.name, stack.overlay):
        said.append("the stack or its overlay is another one")
    return said


def changed_tools(saved: SavedPlan) -> list[str]:
    """Whether the plans of the tools are those that the plan names."""
    wanted = [s.digest for s in saved.plan.stages if s.target == "terraform"]
    data = saved.tools.get(PLAN_FILE)
    if not wanted:
        return []
    found = hashlib.sha256(data).hexdigest() if data is not None else ""
    return [] if found == wanted[0] else ["Terraform's own plan is another one"]


def changed_lock(plan: Plan, terraform: Terraform) -> list[str]:
    """Whether the providers are those that planned."""
    if not plan.lock or terraform.lock_digest() == plan.lock:
        return []
    return ["the provider lock file (.terraform.lock.hcl) is another one"]


def changed_reads(plan: Plan, deployment: Deployment) -> list[str]:
    """What is read of other stacks and is not as it was. Raises ToolError where it cannot be read any more."""
    now = read_stacks(deployment, judge=False)
    named = {str(read.address): read.stack for read in deployment.stack.graph.reads}
    return [
        f"what `{address}` reads of the stack `{named.get(address, '')}` is something else now"
        for address in sorted(plan.reads.keys() | now.keys())
        if plan.reads.get(address) != now.get(address)
    ]


def changed_cloud(plan: Plan, deployment: Deployment) -> list[str]:
    """Whether we would talk to the same account and region. Raises ToolError where nobody answers."""
    return _changed_identity(plan, deployment, [s for s in plan.stages if s.target == "terraform"])


def changed_clusters(plan: Plan, deployment: Deployment) -> list[str]:
    """Whether we would talk to the same clusters; asked once Terraform's outputs are known. Raises ToolError."""
    return _changed_identity(plan, deployment, [s for s in plan.stages if s.target != "terraform"])


def _changed_identity(plan: Plan, deployment: Deployment, stages: list[Stage]) -> list[str]:
    now = {(i.target, i.provider): i.facts for i in identities(deployment, stages)}
    mine = {("aws", "") if s.target == "terraform" else ("cluster", s.provider) for s in stages}
    said = []
    for planned in plan.identities:
        if (planned.target, planned.provider) not in mine:
            continue
        found = now.get((planned.target, planned.provider), {})
        for key, value in planned.facts.items():
            if found.get(key) != value:
                what = _name(planned.target, planned.provider, key)
                said.append(f"{what} is `{found.get(key, '')}` and was `{value}`")
    return said


def shown_changes(saved: SavedPlan, terraform: Terraform, deployment: Deployment) -> list[str]:
    """Whether what was shown is what Terraform's plan does."""
    stage = next(s for s in saved.plan.stages if s.target == "terraform")
    deployment.tell("terraform: reading the plan that was reviewed")
    plan = terraform.saved_plan(destroy=stage.removes)
    deployment.outputs = plan.outputs
    shown = {(c.identity, c.action) for c in saved.plan.changes if c.stage == stage.number}
    found = {(c.address, c.action) for c in plan.changes}
    return [f"what was shown of `{identity}`" for identity, _ in sorted(shown ^ found, key=str)]


def _differences(before: Mapping[str, str], now: Mapping[str, str], what: str) -> Iterator[str]:
    for path in sorted(before.keys() | now.keys()):
        if path not in now:
            yield f"{what} `{path}` is gone"
        elif path not in before:
            yield f"{what} `{path}` is new"
        elif before[path] != now[path]:
            yield f"{what} `{path}` was changed"


def _name(target: str, provider: str, key: str) -> str:
    whose = "AWS" if target == "aws" else f"`{provider}`"
    names = {"identity": "address or certificate authority"}
    return f"the {names.get(key, key)} of {whose}"
