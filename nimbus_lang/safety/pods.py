"""The pod inside any workload kind, and its containers.

A pod is where a rule looks for what runs; whether a Deployment or a CronJob makes it does not matter to the rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import as_fields, blocks, child, data, hidden, is_true, number, text
from nimbus_lang.safety.index import kind_of
from nimbus_lang.source.record import dataclass
from nimbus_lang.values.model import Unknown, Value

_TEMPLATES = (
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "ReplicationController",
    "Job",
)
WORKLOADS = tuple(f"k8s.*.{kind}" for kind in ("Pod", *_TEMPLATES, "CronJob"))


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod or a pod template: its metadata and its spec (either may be absent or not known)."""

    metadata: Value | None
    spec: Value


@dataclass(frozen=True, slots=True)
class Container:
    """A container of any of the three lists. `name` is for people."""

    name: str
    value: Value
    ephemeral: bool = False


def pod_of(resource: Resource) -> Pod | None:
    """The pod that a workload runs, or None where its template is not known."""
    match kind_of(resource):
        case "Pod":
            metadata, spec = resource.fields.get("metadata"), resource.fields.get("spec")
        case "CronJob":
            template = child(resource.fields, "spec", "jobTemplate", "spec", "template")
            metadata, spec = child(template, "metadata"), child(template, "spec")
        case _:
            template = child(resource.fields, "spec", "template")
            metadata, spec = child(template, "metadata"), child(template, "spec")
    return Pod(metadata, spec) if spec is not None else None


def containers(pod: Pod) -> Iterator[Container]:
    """The containers, the init and the ephemeral ones included."""
    for field in ("initContainers", "containers", "ephemeralContainers"):
        for at, value in enumerate(blocks(child(pod.spec, field))):
            name = text(child(value, "name")) or f"{field}[{at}]"
            yield Container(name, value, field == "ephemeralContainers")


def pod_containers(resource: Resource) -> Iterator[tuple[Pod, Container]]:
    """Every container that a workload runs, each with its pod."""
    pod = pod_of(resource)
    if pod is not None:
        for container in containers(pod):
            yield pod, container


def may_be_root(pod: Pod, container: Container) -> bool:
    """Whether nothing says that a container runs as somebody else than root."""
    if container.ephemeral or text(child(pod.spec, "os", "name")) == "windows":
        return False
    for holder in (container.value, pod.spec):
        for name in ("runAsNonRoot", "runAsUser"):
            if hidden(holder, "securityContext", name):
                return False
    user = number(setting(pod, container, "runAsUser"))
    return not is_true(setting(pod, container, "runAsNonRoot")) and not user


def setting(pod: Pod, container: Container, name: str) -> Value | None:
    """A setting of a container's security context, or else of its pod's."""
    own = child(container.value, "securityContext", name)
    return own if own is not None else child(pod.spec, "securityContext", name)


def labels(metadata: Value | None) -> Mapping[str, str] | None:
    """The labels of an object, or None if any of them is not known."""
    written = child(metadata, "labels")
    if isinstance(data(metadata), Unknown) or isinstance(data(written), Unknown):
        return None
    return plain_texts(written)


def plain_texts(value: Value | None) -> Mapping[str, str] | None:
    """A map of texts, or None if any of them is not known; nothing written is an empty map."""
    if value is None:
        return {}
    found: dict[str, str] = {}
    for key, item in (as_fields(value) or {}).items():
        known = text(item)
        if known is None:
            return None
        found[key] = known
    return found if as_fields(value) is not None else None


def namespace(resource: Resource) -> str | None:
    """The namespace an object is put in, `default` if none is written, None if not known."""
    written = child(resource.fields, "metadata", "namespace")
    return "default" if written is None else text(written)


def object_name(resource: Resource) -> str | None:
    """The name an object has in the cluster, or None if not known. Without one, the address's label counts."""
    written = child(resource.fields, "metadata", "name")
    return resource.address.label.replace("_", "-") if written is None else text(written)
