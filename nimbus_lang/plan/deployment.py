"""A stack and its outside together: what is known of its values so far, and with which adapters each stage works.

Planning and carrying out use the same one, so that what is shown is made in the way in which it is done.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from nimbus_lang.backends.crossings import Crossing, Crossings, Via, find_crossings, resolved
from nimbus_lang.backends.kubernetes.manifests import manifest
from nimbus_lang.backends.terraform.secrets import Variable
from nimbus_lang.ir.graph import Provider, Resource
from nimbus_lang.plan import errors
from nimbus_lang.plan.attributes import Attributes
from nimbus_lang.plan.clusters import Waits, chosen_connection, sandbox_connection
from nimbus_lang.plan.filled import Filled, NotYet, fill
from nimbus_lang.plan.secrets import Secrets
from nimbus_lang.plan.stack import Stack
from nimbus_lang.plan.variables import wanted_variables
from nimbus_lang.plan.world import World
from nimbus_lang.tools.aws.access import AwsAccess
from nimbus_lang.tools.kubernetes.client import Kubernetes
from nimbus_lang.tools.kubernetes.connection import Connection
from nimbus_lang.tools.kubernetes.kubeconfig import connect
from nimbus_lang.tools.kubernetes.objects import ObjectRef
from nimbus_lang.tools.terraform.terraform import Terraform
from nimbus_lang.tools.tool import ToolError
from nimbus_lang.values.model import Data, Deferred, Ref, SecretSource, Value
from nimbus_lang.values.plain import from_plain

FOLDER = "terraform/"
PLACEHOLDER = "unreadable-secret"
"""Stands for a secret while everything is removed; Terraform wants a value for every variable."""


@dataclass
class Deployment:
    """`outputs` are the Terraform outputs that are known by now; whoever learns more replaces them.

    `initialised`: Terraform's run folder has its code and providers. `removing`: a secret that cannot be read any more
    does not stop the work, since nothing is made with it. `tell` hears what begins that takes a while.
    `wait`: the seconds that workloads have to become ready after they were applied; 0 does not wait.
    """

    stack: Stack
    world: World
    outputs: Mapping[str, Any] = field(default_factory=dict)
    initialised: bool = False
    removing: bool = False
    wait: float = 300.0
    tell: Callable[[str], None] = lambda _: None
    _clients: dict[str, Kubernetes] = field(default_factory=dict, repr=False)

    @cached_property
    def crossings(self) -> Crossings:
        """Every value on its way from one tool to another."""
        return find_crossings(self.stack.graph)

    @cached_property
    def region(self) -> str:
        """The region of the default AWS configuration; empty if the spec says none."""
        value = self._setting("aws", "region")
        return value if isinstance(value, str) else ""

    @cached_property
    def aws(self) -> AwsAccess:
        """The cloud, by boto3."""
        return AwsAccess(self.world.aws_environment(self.region), self.region)

    @cached_property
    def secrets(self) -> Secrets:
        """The secrets of this run."""
        root, folder = self.world.root, self.world.place.folder
        return Secrets(root, folder, self._aws_secret, self._cluster_secret)

    @cached_property
    def attributes(self) -> Attributes:
        """What Terraform's state says of single resources."""
        return Attributes(self.stack.graph)

    @cached_property
    def secret_arguments(self) -> bool:
        """Whether a secret is asked for by a name that only Terraform's state knows."""
        found = (c.value.data for c in self.crossings.found.values() if c.via is Via.SECRET)
        sources = (d.residual for d in found if isinstance(d, Deferred))
        return any(
            isinstance(arg.data, Deferred)
            for source in sources
            if isinstance(source, SecretSource)
            for arg in source.args.values()
        )

    @property
    def has_terraform(self) -> bool:
        """Whether there is anything for Terraform."""
        return bool(self.stack.texts(FOLDER))

    def provider(self, name: str) -> Provider | None:
        """A configuration of the spec."""
        return (self.stack.graph.providers or {}).get(name)

    def namespace(self, provider: str) -> str:
        """The namespace of whatever names none."""
        value = self._setting(provider, "namespace")
        return value if isinstance(value, str) else "default"

    @cached_property
    def terraform(self) -> Terraform:
        """Terraform with its secret variables, over a run folder that may not be prepared. Raises ToolError."""
        code = self.stack.texts(FOLDER)
        wanted = wanted_variables(self.stack.graph, code)
        given = {name: self._variable(w) for name, w in wanted.items()}
        return self.world.terraform(self.region, given)

    def _variable(self, wanted: Variable) -> str:
        try:
            return self.secrets.read(wanted.source, wanted.span)
        except ToolError:
            if not self.removing:
                raise
            return PLACEHOLDER

    def filled(self, fields: Mapping[str, Value], consumer: str) -> Filled:
        """Fields with the values that are known now. Raises ToolError where a secret cannot be read."""
        return fill(self.crossings, fields, consumer, self.give)

    def give(self, crossing: Crossing) -> Data:
        """The value of a crossing. Raises NotYet, or ToolError where a secret cannot be read."""
        match crossing.via, crossing.value.data:
            case Via.OUTPUT, _ if crossing.name in self.outputs:
                found = self.outputs[crossing.name]
            case Via.SECRET, Deferred(SecretSource() as source):
                found = self.secrets.read(self._asked(source, crossing), crossing.value.span)
            case Via.OBJECT, Deferred(Ref() as ref):
                found = self._live(ref)
            case _:
                found = None
        if found is None:
            raise NotYet(crossing)
        return from_plain(found, crossing.value.span, crossing.secret).data

    def object_ref(self, resource: Resource) -> ObjectRef:
        """What a Kubernetes object of the spec is called, with the configuration's namespace where it has none."""
        made = manifest(resource)
        plain = self.filled({"metadata": made.fields["metadata"]}, str(resource.address)).data
        meta = plain.get("metadata", {})
        return ObjectRef(
            made.api_version, made.kind, str(meta.get("namespace") or ""), str(meta.get("name", ""))
        )

    def connection(self, provider: str) -> Connection | Waits:
        """The cluster of a configuration. Raises ToolError where nothing says which."""
        found: Connection | Waits | None = sandbox_connection(self.world)
        chosen = self.provider(provider)
        if found is None and chosen is not None:
            config = self.filled(chosen.config, f"provider.{chosen.name}")
            found = chosen_connection(self.world, self.aws, chosen, config)
        if found is None:
            found = connect()
        if isinstance(found, Waits):
            return found
        return replace(found, namespace=self.namespace(provider))

    def client(self, provider: str) -> Kubernetes | Waits:
        """A client of that cluster, the same for the whole run."""
        if provider not in self._clients:
            found = self.connection(provider)
            if isinstance(found, Waits):
                return found
            self._clients[provider] = Kubernetes(found)
        return self._clients[provider]

    def _asked(self, source: SecretSource, crossing: Crossing) -> SecretSource:
        """A source whose arguments (the name of a secret that Terraform makes) are known. Raises NotYet."""
        args = {}
        for name, value in source.args.items():
            found = self._argument(value)
            if found is None:
                raise NotYet(crossing)
            args[name] = replace(value, data=found)
        return replace(source, args=args)

    def _argument(self, value: Value) -> Data:
        match resolved(self.stack.graph, value).data:
            case Deferred(Ref() as ref):
                found = self.attributes.get(ref)
                return None if found is None else from_plain(found, value.span).data
            case Deferred():
                return None
            case known:
                return known

    def _live(self, ref: Ref) -> Any:
        """A field of a live object; None while it is not there."""
        resource = self.stack.graph.resources[str(ref.address)]
        client = self.client(resource.provider)
        if isinstance(client, Waits):
            return None
        made = manifest(resource)
        found: Any = client.get(
            client.named(_head(made.api_version, made.kind, self.object_ref(resource)))
        )
        for step in ref.path:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return None
        return found

    def _setting(self, provider: str, name: str) -> Any:
        found = self.provider(provider)
        value = found.config.get(name) if found is not None else None
        return value.data if value is not None else None

    def _aws_secret(self, name: str) -> str:
        answer = self.aws.call("secretsmanager", "get_secret_value", SecretId=name)
        if answer is None or "SecretString" not in answer:
            raise ToolError(errors.no_secret("aws", name, "there is no such secret", None))
        return str(answer["SecretString"])

    def _cluster_secret(self, namespace: str, name: str, key: str) -> str:
        client = self.client("k8s")
        space = namespace or self.namespace("k8s")
        named = ObjectRef("v1", "Secret", space, name)
        live = None if isinstance(client, Waits) else client.get(named)
        try:
            return base64.b64decode((live or {})["data"][key]).decode()
        except (KeyError, TypeError, binascii.Error, UnicodeDecodeError):
            why = f"namespace `{space}` has no secret of that name with a key `{key}`"
            raise ToolError(errors.no_secret("k8s", name, why, None)) from None


def _head(api_version: str, kind: str, named: ObjectRef) -> dict[str, Any]:
    meta = {"name": named.name, **({"namespace": named.namespace} if named.namespace else {})}
    return {"apiVersion": api_version, "kind": kind, "metadata": meta}
