"""A stack and its outside together: what is known of its values so far, and with which adapters each stage works.

Planning and carrying out use the same one, so that what is shown is made in the way in which it is done.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from nimbus_lang.backends.crossings import Crossing, Via, crossings
from nimbus_lang.ir.graph import Provider
from nimbus_lang.plan import errors
from nimbus_lang.plan.secrets import Secrets
from nimbus_lang.plan.stack import Stack
from nimbus_lang.plan.variables import wanted_variables
from nimbus_lang.plan.world import World
from nimbus_lang.source.span import Span
from nimbus_lang.tools.aws.access import AwsAccess
from nimbus_lang.tools.aws.eks import eks_connection, eks_token
from nimbus_lang.tools.kubernetes.client import Kubernetes
from nimbus_lang.tools.kubernetes.connection import Connection
from nimbus_lang.tools.kubernetes.kubeconfig import connect
from nimbus_lang.tools.kubernetes.objects import ObjectRef
from nimbus_lang.tools.terraform.terraform import Terraform
from nimbus_lang.tools.tool import ToolError
from nimbus_lang.values.model import Deferred, Ref, SecretSource, Value

FOLDER = "terraform/"


@dataclass(frozen=True, slots=True)
class Waits:
    """A cluster cannot be reached yet: these resources must exist first."""

    addresses: tuple[str, ...]


@dataclass
class Deployment:
    """`outputs` are the Terraform outputs that are known by now; whoever learns more replaces them."""

    stack: Stack
    world: World
    outputs: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def crossings(self) -> tuple[Crossing, ...]:
        """Every value on its way from one tool to another."""
        return crossings(self.stack.graph)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the crossings."""
        return frozenset(crossing.name for crossing in self.crossings)

    @cached_property
    def region(self) -> str:
        """The region of the default AWS configuration; empty if the spec says none."""
        provider = (self.stack.graph.providers or {}).get("aws")
        value = provider.config.get("region") if provider else None
        return value.data if value is not None and isinstance(value.data, str) else ""

    @cached_property
    def aws(self) -> AwsAccess:
        """The cloud, by boto3."""
        return AwsAccess(self.world.aws_environment(self.region), self.region)

    @cached_property
    def secrets(self) -> Secrets:
        """The secrets of this run."""
        root, folder = self.world.root, self.world.place.folder
        return Secrets(root, folder, self._aws_secret, self._cluster_secret)

    @property
    def has_terraform(self) -> bool:
        """Whether there is anything for Terraform."""
        return bool(self.stack.texts(FOLDER))

    def terraform(self) -> Terraform:
        """Terraform with its secret variables. Raises ToolError."""
        code = self.stack.texts(FOLDER)
        wanted = wanted_variables(self.stack.graph, code)
        given = {name: self.secrets.read(w.source, w.span) for name, w in wanted.items()}
        return self.world.terraform(self.region, given)

    def value(self, crossing: Crossing) -> Any:
        """The value of a crossing; raises KeyError while there is none, ToolError where a secret cannot be read."""
        data = crossing.value.data
        match crossing.via, data:
            case Via.OUTPUT, _:
                return self.outputs[crossing.name]
            case Via.SECRET, Deferred(SecretSource() as source):
                return self.secrets.read(source, crossing.value.span)
            case Via.OBJECT, Deferred(Ref() as ref):
                return self._object_value(ref)
            case _:
                raise KeyError(crossing.name)

    def values(self, names: frozenset[str] | None = None) -> dict[str, Any]:
        """Every crossing's value that is known now, of these names or of all."""
        known = {}
        for crossing in self.crossings:
            if names is None or crossing.name in names:
                try:
                    known[crossing.name] = self.value(crossing)
                except KeyError:
                    continue
        return known

    def waited_for(self, names: frozenset[str]) -> tuple[str, ...]:
        """The addresses of what gives these crossings."""
        found = [c.value.data for c in self.crossings if c.name in names]
        refs = [d.residual for d in found if isinstance(d, Deferred)]
        return tuple(dict.fromkeys(str(r.address) for r in refs if isinstance(r, Ref)))

    def connection(self, provider: str) -> Connection | Waits:
        """How to reach the cluster of a configuration. Raises ToolError where nothing says which."""
        if self.world.sandbox is not None:
            inside = self.world.sandbox_cluster()
            if inside is None:
                raise ToolError(errors.no_sandbox_cluster(self.world.sandbox.absent or "none runs"))
            space = self.namespace(provider)
            return replace(inside, namespace=space) if space else inside
        found = (self.stack.graph.providers or {}).get(provider)
        reached = _connect(self, found) if found else connect()
        space = self.namespace(provider)
        if isinstance(reached, Connection) and space:
            return replace(reached, namespace=space)
        return reached

    def namespace(self, provider: str) -> str:
        """The namespace of whatever names none, as far as the spec says so."""
        found = (self.stack.graph.providers or {}).get(provider)
        value = found.config.get("namespace") if found else None
        return value.data if value is not None and isinstance(value.data, str) else ""

    def client(self, provider: str) -> Kubernetes | Waits:
        """A client of that cluster."""
        found = self.connection(provider)
        return found if isinstance(found, Waits) else Kubernetes(found)

    def setting(self, provider: str, path: str, value: Value | None) -> Any:
        """What a configuration says at a dotted path; raises KeyError while it waits."""
        if value is None:
            return None
        if not isinstance(value.data, Deferred):
            return value.data
        for crossing in self.crossings:
            if any((u.consumer, u.field) == (f"provider.{provider}", path) for u in crossing.uses):
                return self.value(crossing)
        raise KeyError(path)

    def _object_value(self, ref: Ref) -> Any:
        resource = self.stack.graph.resources[str(ref.address)]
        named = object_ref(self, str(ref.address))
        client = self.client(resource.provider)
        live = client.get(named) if named and isinstance(client, Kubernetes) else None
        found: Any = live
        for step in ref.path:
            found = found[step]
        if found is None:
            raise KeyError(str(ref.address))
        return found

    def _aws_secret(self, name: str) -> str:
        answer = self.aws.call("secretsmanager", "get_secret_value", SecretId=name)
        if answer is None or "SecretString" not in answer:
            raise ToolError(errors.no_secret("aws", name, "there is no such secret", None))
        return str(answer["SecretString"])

    def _cluster_secret(self, namespace: str, name: str, key: str) -> str:
        client = self.client("k8s")
        space = namespace or (client.connection.namespace if isinstance(client, Kubernetes) else "")
        live = (
            client.get(ObjectRef("v1", "Secret", space, name))
            if isinstance(client, Kubernetes)
            else None
        )
        try:
            return base64.b64decode((live or {})["data"][key]).decode()
        except (KeyError, TypeError, binascii.Error, UnicodeDecodeError):
            why = f"there is no key `{key}` of that secret in namespace `{space}`"
            raise ToolError(errors.no_secret("k8s", name, why, None)) from None


def object_ref(deployment: Deployment, address: str) -> ObjectRef | None:
    """The name of a Kubernetes object of the spec, where all of it is known."""
    from nimbus_lang.schemas.index import kubernetes_identity

    resource = deployment.stack.graph.resources[address]
    identity = kubernetes_identity(resource.type)
    meta = resource.fields.get("metadata")
    if identity is None or meta is None or not isinstance(meta.data, Mapping):
        return None
    name, space = (meta.data.get(key) for key in ("name", "namespace"))
    if name is None or not isinstance(name.data, str):
        return None
    namespace = space.data if space is not None and isinstance(space.data, str) else ""
    return ObjectRef(identity.api_version, identity.kind, namespace, name.data)


def _connect(deployment: Deployment, provider: Provider) -> Connection | Waits:
    config = provider.config
    cluster = config.get("cluster")
    if cluster is None:
        return _by_context(deployment, provider)
    if isinstance(cluster.data, str):
        return eks_connection(deployment.aws, cluster.data)
    if not isinstance(cluster.data, Mapping):
        raise ToolError(errors.no_cluster(provider.name, "`cluster` is no cluster", provider.span))
    try:
        facts = {
            key: str(deployment.setting(provider.name, f"cluster.{key}", cluster.data.get(key)))
            for key in ("name", "endpoint", "certificate_authority")
        }
    except KeyError:
        return Waits(_waits_for(cluster.data.values()))
    return Connection(
        facts["endpoint"],
        ca=_certificate(facts["certificate_authority"], provider.name, provider.span),
        token=eks_token(deployment.aws, facts["name"]),
    )


def _by_context(deployment: Deployment, provider: Provider) -> Connection | Waits:
    try:
        context, path = (
            deployment.setting(provider.name, key, provider.config.get(key))
            for key in ("context", "kubeconfig")
        )
    except KeyError:
        return Waits(_waits_for(provider.config.values()))
    return connect(context or "", (deployment.world.root / path,) if path else None)


def _waits_for(values: Any) -> tuple[str, ...]:
    refs = [v.data.residual for v in values if isinstance(v.data, Deferred)]
    return tuple(dict.fromkeys(str(r.address) for r in refs if isinstance(r, Ref)))


def _certificate(encoded: str, provider: str, span: Span | None) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        why = "its certificate authority is no certificate"
        raise ToolError(errors.no_cluster(provider, why, span)) from None
