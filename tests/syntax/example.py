"""The program that shows most of the language, and ways to look at trees in tests."""

from __future__ import annotations

from typing import Any

from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import Module
from nimbus_lang.syntax.parse import parse
from nimbus_lang.syntax.walk import is_node

SHOP = """## The shop: network, cluster, database, web tier, ingress.
stack shop

use aws { region = region }
use k8s { cluster = cluster }            # the cluster made below

param region: aws.region = "eu-west-1"
param env: "dev" | "staging" | "prod" = "dev"
param vpc_cidr: cidr = 10.20.0.0/16
param services: map<{ image: image_ref  port: port = 8080 }> = {
  shop  = { image = "ghcr.io/acme/shop:1.4.2" }
  admin = { image = "ghcr.io/acme/admin:1.1.0" port = 9000 }
}
param db_password: secret<string> = aws.secret("shop/db", key = "password")

let prod = env == "prod"

resource network: std.aws.network { cidr = vpc_cidr  zones = 3  nat = if prod then "per_zone" else "single" }

@protect
resource orders: std.aws.postgres {
  network  = network
  storage  = 100Gi
  backups  = 30d
  multi_az = prod
  password = db_password
}

resource cluster: std.aws.kubernetes { network = network  version = "1.33"  nodes = { type = "m6i.large", count = 2..6 } }

resource web[name, svc in services]: std.k8s.web_service {
  name     = name
  image    = svc.image
  port     = svc.port
  replicas = 2..10
  requests = { cpu = 250m, memory = 256Mi }
  env      = { DATABASE_URL = orders.url }      # a secret, by reference only
}

resource ingress: helm.release {
  chart   = "oci://ghcr.io/nginxinc/charts/nginx-ingress"
  version = "2.2.1"
  values  = { controller = { replicaCount = if prod then 3 else 1 } }
}

@waive("NB5107", reason = "public marketing site", until = "2027-06-30")
resource site: aws.s3_bucket { bucket = "acme-shop-site-${env}" }

output urls: map<string> = { name = web[name].url for name in services.keys() }

overlay prod { region = "us-east-1"  orders.storage = 500Gi }

policy "data stores stay private" on aws.db_instance as d {
  deny "reachable from the internet" when d.publicly_accessible
  warn "no multi-AZ in prod" when prod and not d.multi_az
}

test "prod is highly available" { env = "prod" } {
  assert orders.multi_az
  assert network.nat == "per_zone"
}
test "a network too small for its zones is refused" { vpc_cidr = 10.20.0.0/30 } { rejects "NB3012" }
"""


def tree(text: str) -> Module:
    """The tree of a text that must be well formed."""
    module, diagnostics = parse(SourceFile("main.nimbus", text))
    assert not diagnostics, diagnostics
    return module


def value(expression: str) -> Any:
    """The expression node of `let x = ...`."""
    decl: Any = tree(f"let x = {expression}\n").decls[0]
    return decl.value


def bare(node: Any) -> Any:
    """A tree without its places, for comparing what two texts mean."""
    if isinstance(node, Span):
        return None
    if type(node) is tuple:
        return tuple(bare(part) for part in node)
    if is_node(node):
        fields = [f for f in node.__slots__ if f not in ("span", "op_span")]
        return (type(node).__name__, *(bare(getattr(node, field)) for field in fields))
    return node


def shown(node: Any) -> str:
    """An expression with all its brackets, for tests of precedence."""
    match type(node).__name__:
        case "BinaryExpr":
            return f"({shown(node.left)} {node.op} {shown(node.right)})"
        case "UnaryExpr":
            return f"({node.op} {shown(node.operand)})"
        case "ConditionalExpr":
            return f"(if {shown(node.condition)} then {shown(node.yes)} else {shown(node.no)})"
        case "VarExpr":
            return str(node.name)
        case "NumberExpr":
            return str(node.value)
        case "AttrExpr":
            return f"{shown(node.base)}.{node.name.text}"
        case "CallExpr":
            return f"{shown(node.function)}({', '.join(shown(arg.value) for arg in node.args)})"
        case other:
            return other
