"""Kubernetes kinds: their place in the API, what can be set, quantities, enums, secrets, recursion."""

from __future__ import annotations

import pytest

from nimbus_lang.schemas.decode import QUANTITY, SHARE
from nimbus_lang.schemas.index import kubernetes_identity, load
from nimbus_lang.schemas.kubernetes import (
    kubernetes_groups,
    kubernetes_path,
    kubernetes_resource,
)
from nimbus_lang.types.model import (
    ANY,
    INT,
    STRING,
    Field,
    ListT,
    MapT,
    RecordT,
    ScalarT,
    UnionT,
)
from nimbus_lang.types.pattern import fully_matches

POD = "k8s.apps.v1.Deployment.spec.template.spec"


def field(path: str, lookup: bool = False) -> Field:
    """The field behind `k8s.group.version.Kind.field.field`."""
    steps = path.split(".")
    kind: object = load(".".join(steps[:4]), lookup)
    found: Field | None = None
    for step in steps[4:]:
        while isinstance(kind, ListT | MapT):
            kind = kind.item if isinstance(kind, ListT) else kind.value
        assert isinstance(kind, RecordT)
        found = kind.fields[step]
        kind = found.type
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("k8s.apps.v1.Deployment", ("apps/v1", "Deployment", True)),
        ("k8s.core.v1.ConfigMap", ("v1", "ConfigMap", True)),
        ("k8s.core.v1.Namespace", ("v1", "Namespace", False)),
        ("k8s.rbac.v1.ClusterRole", ("rbac.authorization.k8s.io/v1", "ClusterRole", False)),
        ("k8s.networking.v1.Ingress", ("networking.k8s.io/v1", "Ingress", True)),
        (
            "k8s.autoscaling.v2.HorizontalPodAutoscaler",
            ("autoscaling/v2", "HorizontalPodAutoscaler", True),
        ),
    ],
)
def test_identity_and_back(path: str, identity: tuple[str, str, bool]) -> None:
    assert kubernetes_identity(path) == identity
    assert kubernetes_path(identity[0], identity[1]) == path


def test_what_is_no_kind_has_no_identity() -> None:
    assert kubernetes_identity("k8s.apps.v1.Deploymen") is None
    assert kubernetes_path("rbac.example.com/v1", "ClusterRole") is None


def test_groups_have_short_names() -> None:
    groups = kubernetes_groups()
    assert groups["core"] == ""
    assert groups["rbac"] == "rbac.authorization.k8s.io"


def test_the_name_in_requests() -> None:
    resource = kubernetes_resource("k8s.networking.v1.NetworkPolicy")
    assert resource is not None
    assert (resource.group, resource.plural) == ("networking.k8s.io", "networkpolicies")


@pytest.mark.parametrize("name", ["apiVersion", "kind", "status"])
def test_what_the_server_says_cannot_be_set(name: str) -> None:
    found = field(f"k8s.apps.v1.Deployment.{name}")
    assert found.computed and not found.settable


def test_everything_in_the_status_is_only_read() -> None:
    ready = field("k8s.apps.v1.Deployment.status.conditions.type")
    assert ready.computed and not ready.settable and not ready.required


@pytest.mark.parametrize("name", ["uid", "resourceVersion", "creationTimestamp", "managedFields"])
def test_metadata_of_the_server_cannot_be_set(name: str) -> None:
    found = field(f"k8s.core.v1.ConfigMap.metadata.{name}")
    assert found.computed and not found.settable


@pytest.mark.parametrize("name", ["name", "namespace", "labels", "annotations"])
def test_metadata_of_the_author_can_be_set(name: str) -> None:
    assert field(f"k8s.core.v1.ConfigMap.metadata.{name}").settable


def test_required_fields() -> None:
    assert field("k8s.apps.v1.Deployment.spec.selector").required
    assert field("k8s.apps.v1.Deployment.spec.template").required
    assert field(f"{POD}.containers").required
    assert field(f"{POD}.containers.name").required
    assert not field(f"{POD}.containers.image").required


def test_quantities_take_sizes_and_cpus() -> None:
    limits = field(f"{POD}.containers.resources.limits")
    assert limits.type == MapT(QUANTITY)
    good = ["1", "0.5", "500m", "128Mi", "1.5Gi", "1e3", "1G", ".5"]
    bad = ["10GB", "12Zi", "1 Gi", "", "half", "1mi", "1Kb"]
    assert [text for text in (*good, *bad) if fully_matches(QUANTITY.pattern or "", text)] == good


def test_a_number_or_a_name_and_a_number_or_a_share() -> None:
    assert field("k8s.core.v1.Service.spec.ports.targetPort").type == UnionT((INT, STRING))
    surge = field("k8s.apps.v1.Deployment.spec.strategy.rollingUpdate.maxSurge")
    assert surge.type == SHARE


def test_enums_come_from_the_release() -> None:
    policy = field(f"{POD}.containers.imagePullPolicy").type
    assert isinstance(policy, ScalarT)
    assert policy.enum == ("Always", "IfNotPresent", "Never")


def test_seconds_and_ports() -> None:
    grace = field(f"{POD}.terminationGracePeriodSeconds").type
    assert isinstance(grace, ScalarT) and grace.unit == "seconds"
    port = field(f"{POD}.containers.ports.containerPort").type
    assert isinstance(port, ScalarT)
    assert (port.name, port.minimum, port.maximum) == ("port", 1, 65535)


def test_secrets_accept_and_give_secrets() -> None:
    assert field("k8s.core.v1.Secret.data").sensitive
    assert field("k8s.core.v1.Secret.stringData").sensitive
    assert not field("k8s.core.v1.ConfigMap.data").sensitive


def test_references_to_secrets_are_plain_records() -> None:
    assert field(f"{POD}.containers.env.valueFrom.secretKeyRef.key").required


def test_deprecated_fields_say_what_to_use() -> None:
    assert field(f"{POD}.serviceAccount").deprecated == "Use serviceAccountName instead."


def test_a_type_that_contains_itself_has_no_end() -> None:
    path = "k8s.apiextensions.v1.CustomResourceDefinition.spec.versions.schema.openAPIV3Schema"
    deep = field(path + ".properties" * 12)
    assert isinstance(deep.type, MapT)
    assert field(path + ".default").type == ANY


def test_a_lookup_says_which_object_and_reads_the_rest() -> None:
    assert field("k8s.core.v1.ConfigMap.metadata.name", lookup=True).required
    assert field("k8s.core.v1.ConfigMap.metadata.namespace", lookup=True).settable
    assert not field("k8s.core.v1.ConfigMap.metadata.labels", lookup=True).settable
    data = field("k8s.core.v1.ConfigMap.data", lookup=True)
    assert data.computed and not data.settable
