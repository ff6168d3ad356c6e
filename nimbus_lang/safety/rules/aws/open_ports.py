"""NB5201: an admin or database port that the whole internet can reach.

Through an inline `ingress` block, a rule of its own, IPv4 or IPv6, a range of ports or all protocols. Reach
machines through a bastion, a VPN or Session Manager, and let databases in from security groups.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.ingress import GROUP_TYPES, Opening, is_the_world, openings
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5201"
LEVEL = Level.BLOCK
TITLE = "An admin or database port is open to the internet"
WHY = "Such ports are scanned within minutes, and one weak password or unpatched flaw behind them is enough."
TYPES = GROUP_TYPES
PORTS = {
    21: "FTP",
    22: "SSH",
    23: "Telnet",
    135: "RPC",
    139: "NetBIOS",
    445: "SMB",
    1433: "SQL Server",
    1521: "Oracle",
    2049: "NFS",
    2375: "Docker",
    2376: "Docker",
    2379: "etcd",
    2380: "etcd",
    3306: "MySQL",
    3389: "RDP",
    5432: "PostgreSQL",
    5439: "Redshift",
    5601: "Kibana",
    5900: "VNC",
    5984: "CouchDB",
    5985: "WinRM",
    5986: "WinRM",
    6379: "Redis",
    6443: "Kubernetes",
    7000: "Cassandra",
    8020: "HDFS",
    8086: "InfluxDB",
    9042: "Cassandra",
    9092: "Kafka",
    9200: "OpenSearch",
    9300: "OpenSearch",
    10250: "kubelet",
    11211: "memcached",
    27017: "MongoDB",
    50070: "HDFS",
}
SHOWN = 3


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Each opening to the world that holds such a port; the same one to IPv4 and IPv6 is two."""
    for opening in openings(resource):
        found = [port for port in PORTS if _lets_in(opening, port)]
        if found and is_the_world(opening.cidr):
            yield Finding(
                f"`{resource.address}` lets `{opening.cidr}` reach {_shown(opening, found)}.",
                "Name the networks or security groups that need it.",
                opening.source,
            )


def _lets_in(opening: Opening, port: int) -> bool:
    return opening.lets_in(port, "tcp") or (port == 11211 and opening.lets_in(port, "udp"))


def _shown(opening: Opening, found: list[int]) -> str:
    names = ", ".join(f"{port} ({PORTS[port]})" for port in found[:SHOWN])
    if opening.low == opening.high:
        return f"port {names}"
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    ports = "all ports" if opening.protocol == "all" else f"ports {opening.low} to {opening.high}"
    return f"{ports}, among them {names}{more}"
