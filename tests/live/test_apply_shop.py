"""The stack of the first page, for real: network, cluster, database and web service are made, read back, and all gone
again. Who says so is the cloud and the cluster, not our own records."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nimbus_lang.execute.events import RunEvent, Verified
from nimbus_lang.operations import apply, destroy, plan, verify
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.sandbox.environment import sandbox_connection, sandbox_environment
from nimbus_lang.sandbox.sandbox import SandboxOptions, down, up
from nimbus_lang.sandbox.status import SandboxStatus
from nimbus_lang.tools.aws.access import AwsAccess
from nimbus_lang.tools.kubernetes.client import Kubernetes
from nimbus_lang.tools.kubernetes.objects import ObjectRef

pytestmark = pytest.mark.live

PASSWORD = "correct horse/battery"
SPEC = """\
stack shop

use aws { region = "eu-west-1" }
use k8s { cluster = cluster }

resource network: std.aws.network { cidr = 10.20.0.0/16  zones = 3 }

resource orders: std.aws.postgres {
  network  = network
  storage  = 100Gi
  backups  = 30d
  password = env.secret("SHOP_DB_PASSWORD")
}

resource cluster: std.aws.kubernetes { network = network }

resource web: std.k8s.web_service {
  name  = "web"
  image = "ghcr.io/acme/shop:1.4.2"
  env   = { DATABASE_URL = orders.url }
}
"""

LISTS = (
    ("ec2", "describe_vpcs", "Vpcs"),
    ("ec2", "describe_subnets", "Subnets"),
    ("ec2", "describe_security_groups", "SecurityGroups"),
    ("ec2", "describe_route_tables", "RouteTables"),
    ("ec2", "describe_internet_gateways", "InternetGateways"),
    ("ec2", "describe_addresses", "Addresses"),
    ("eks", "list_clusters", "clusters"),
    ("rds", "describe_db_instances", "DBInstances"),
    ("rds", "describe_db_subnet_groups", "DBSubnetGroups"),
    ("iam", "list_roles", "Roles"),
)
KINDS = (
    ("v1", "Secret", "web-env"),
    ("v1", "ServiceAccount", "web"),
    ("apps/v1", "Deployment", "web"),
    ("v1", "Service", "web"),
    ("autoscaling/v2", "HorizontalPodAutoscaler", "web"),
    ("policy/v1", "PodDisruptionBudget", "web"),
)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxStatus]:
    folder = tmp_path_factory.mktemp("sandbox")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NIMBUS_SANDBOX_DIR", str(folder))
        patch.setenv("SHOP_DB_PASSWORD", PASSWORD)
        try:
            yield up(SandboxOptions(folder=folder))
        finally:
            down(folder)


def inventory(cloud: AwsAccess) -> dict[str, int]:
    """How much there is of everything."""
    return {
        operation: len((cloud.call(service, operation) or {}).get(field, []))
        for service, operation, field in LISTS
    }


def test_the_shop(sandbox: SandboxStatus, tmp_path: Path) -> None:
    cloud = AwsAccess(sandbox_environment(sandbox, "eu-west-1"), "eu-west-1")
    cluster = Kubernetes(sandbox_connection(sandbox))
    empty = inventory(cloud)
    spec, saved = tmp_path / "shop.nimbus", tmp_path / "shop.plan"
    spec.write_text(SPEC)

    planned = plan.plan(plan.Options(spec, saved, sandbox=True))
    assert planned.outcome is Outcome.OK, planned.diagnostics
    assert inventory(cloud) == empty

    events: list[RunEvent] = []
    options = apply.Options(saved, yes=True, sandbox=True, emit=events.append)
    applied = apply.apply(options)
    assert applied.outcome is Outcome.OK, applied.diagnostics
    assert applied.changed == len(planned.plan.acts() if planned.plan else ())
    read_back = {e.address for e in events if isinstance(e, Verified) and e.ok}
    assert {"network.vpc", "cluster.control_plane", "orders.db", "web.deployment"} <= read_back
    in_the_cloud(cloud)
    in_the_cluster(cloud, cluster)

    again = verify.verify(verify.Options(spec, sandbox=True, deep=True))
    assert again.outcome is Outcome.OK, again.diagnostics
    assert again.unread == ()
    assert all(PASSWORD.encode() not in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())

    gone = destroy.destroy(destroy.Options(spec, yes=True, sandbox=True))
    assert gone.outcome is Outcome.OK, gone.diagnostics
    assert inventory(cloud) == empty
    assert [k for v, k, n in KINDS if cluster.get(ObjectRef(v, k, "default", n))] == []


def in_the_cloud(cloud: AwsAccess) -> None:
    """The network, the cluster and the database, as the sentence wants them."""
    vpcs = {v["CidrBlock"]: v for v in ask(cloud, "ec2", "describe_vpcs")["Vpcs"]}
    vpc = vpcs["10.20.0.0/16"]["VpcId"]
    subnets = [s for s in ask(cloud, "ec2", "describe_subnets")["Subnets"] if s["VpcId"] == vpc]
    assert len(subnets) == 6
    assert len({s["AvailabilityZone"] for s in subnets}) == 3
    (name,) = ask(cloud, "eks", "list_clusters")["clusters"]
    found = ask(cloud, "eks", "describe_cluster", name=name)["cluster"]
    assert found["status"] == "ACTIVE"
    (database,) = ask(cloud, "rds", "describe_db_instances")["DBInstances"]
    assert database["DBInstanceStatus"] == "available"
    assert (database["AllocatedStorage"], database["BackupRetentionPeriod"]) == (100, 30)
    assert (database["PubliclyAccessible"], database["StorageEncrypted"]) == (False, True)


def in_the_cluster(cloud: AwsAccess, cluster: Kubernetes) -> None:
    """The web service; the database's address, which AWS chose, has reached its Secret."""
    found = {kind: cluster.get(ObjectRef(v, kind, "default", name)) for v, kind, name in KINDS}
    assert all(found.values())
    (database,) = ask(cloud, "rds", "describe_db_instances")["DBInstances"]
    host = database["Endpoint"]["Address"]
    secret = found["Secret"] or {}
    url = base64.b64decode(secret["data"]["DATABASE_URL"]).decode()
    assert url.startswith("postgresql://app:correct%20horse%2Fbattery@") or "correct+horse" in url
    assert host in url
    deployment = found["Deployment"] or {}
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    assert container["image"] == "ghcr.io/acme/shop:1.4.2"
    (reference,) = [e["valueFrom"]["secretKeyRef"] for e in container["env"]]
    assert reference == {"name": "web-env", "key": "DATABASE_URL"}


def ask(cloud: AwsAccess, service: str, operation: str, **arguments: Any) -> Any:
    return cloud.call(service, operation, **arguments) or {}
