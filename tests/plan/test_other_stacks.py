"""What is written beside the generated code where a stack reads another one's state."""

from __future__ import annotations

import json
from typing import Any

from nimbus_lang.compiler import compile_sources
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.plan.other_stacks import OVERRIDE, override_files
from nimbus_lang.source.source_file import SourceFile, SourceSet

NETWORK = """stack network
resource main: aws.vpc { cidr_block = 10.0.0.0/16 }
output vpc_id = main.id
output names = ["a"]
overlay one {}
overlay two {}
"""
ONE = 'lookup base: stack.network { overlay = "one" }\noutput id = base.vpc_id\noutput names = base.names\n'
EACH = 'lookup base[o in ["one", "two"]]: stack.network { overlay = o }\noutput id = base["one"].vpc_id\n'
COUNTED = 'lookup base[i in 0..1]: stack.network { overlay = ["one", "two"][i] }\noutput id = base[0].vpc_id\n'


def graph(body: str) -> InfraGraph:
    """A stack beside the network's."""
    files = (
        SourceFile("network.nimbus", NETWORK),
        SourceFile("main.nimbus", f"stack shop\n{body}"),
    )
    return compile_sources(SourceSet.of(*files), "main.nimbus").checked.graph


def override(body: str, **options: bool) -> Any:
    """The block of the lookup `base`."""
    chosen = {"sandbox": False, "removing": False} | options
    files = override_files(graph(body), **chosen)
    return json.loads(files[OVERRIDE])["data"]["terraform_remote_state"]["base"] if files else None


def path(overlay: str) -> str:
    """Where the sandbox keeps the network's state."""
    return f"../../../network/sandbox-{overlay}/terraform/terraform.tfstate"


def test_nothing_is_overridden_in_the_world() -> None:
    assert override(ONE) is None


def test_the_sandbox_reads_the_sandbox() -> None:
    assert override(ONE, sandbox=True) == {"backend": "local", "config": {"path": path("one")}}


def test_each_instance_reads_its_own() -> None:
    rows = f'"one" = "{path("one")}", "two" = "{path("two")}"'
    assert override(EACH, sandbox=True)["config"]["path"] == f"${{{{ {rows} }}[each.key]}}"


def test_also_by_number() -> None:
    rows = f'"0" = "{path("one")}", "1" = "{path("two")}"'
    found = override(COUNTED, sandbox=True)["config"]["path"]
    assert found == f"${{{{ {rows} }}[tostring(count.index)]}}"


def test_what_is_gone_stops_no_removal() -> None:
    assert override(ONE, removing=True) == {"defaults": {"vpc_id": "gone", "names": ["a"]}}
