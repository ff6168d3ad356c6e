"""Names of objects and values of releases, as the tools want them."""

from __future__ import annotations

import pytest

from nimbus_lang.plan.cluster_work import parse_ref
from nimbus_lang.plan.releases import with_secrets
from nimbus_lang.tools.kubernetes.objects import ObjectRef


@pytest.mark.parametrize(
    "ref",
    [
        ObjectRef("v1", "Namespace", "", "shop"),
        ObjectRef("v1", "ConfigMap", "shop", "settings"),
        ObjectRef("apps/v1", "Deployment", "shop", "web"),
        ObjectRef("rbac.authorization.k8s.io/v1", "ClusterRole", "", "reader"),
        ObjectRef("vpa.example.com/v1beta2", "Thing", "v1", "v1"),
    ],
)
def test_an_address_reads_back(ref: ObjectRef) -> None:
    assert parse_ref(ref.address) == ref


def test_secrets_go_to_their_paths_and_nothing_else_changes() -> None:
    values = {"db": {"host": "x"}, "replicas": 2}
    made = with_secrets(values, {"db.password": "s", "token": "t"})
    assert made == {"db": {"host": "x", "password": "s"}, "replicas": 2, "token": "t"}
    assert values == {"db": {"host": "x"}, "replicas": 2}
