"""A stack that reads another one's outputs: types, what is known, what becomes of it in the files, and what is refused."""

from __future__ import annotations

from nimbus_lang.compiler import Compiled, CompileOptions, compile_sources
from nimbus_lang.diagnostics.model import Severity
from nimbus_lang.source.source_file import SourceFile, SourceSet

NETWORK = """stack network
param cidr: cidr = 10.0.0.0/16
param keep: duration = 4d
param token: secret<string> = env.secret("TOKEN")
resource main: aws.vpc { cidr_block = cidr }
resource shown: k8s.core.v1.Service { spec = { ports = [{ port = 80 }] } }
output vpc_id = main.id
output cidr = cidr
output names = ["a", "b"]
output keep = keep
output token: secret<string> = token
output cluster_ip = shown.spec.clusterIP
overlay prod { cidr = 10.1.0.0/16 }
"""


def compiled(text: str, overlay: str | None = None, **others: str) -> Compiled:
    """`text` as a stack beside the network's (and others by file name)."""
    files = {"network": NETWORK, **others, "main": text}
    sources = SourceSet.of(*(SourceFile(f"{name}.nimbus", one) for name, one in files.items()))
    return compile_sources(sources, "main.nimbus", CompileOptions(overlay))


def errors(result: Compiled) -> list[str]:
    """`CODE text` of every error."""
    found = [d for d in result.diagnostics if d.severity is Severity.ERROR]
    texts = result.checked.sources
    return [f"{d.code} {texts[d.span.path].slice(d.span)}" for d in found if d.span is not None]


def files(result: Compiled) -> str:
    """All generated text."""
    assert result.artifacts is not None, [d.detail for d in result.diagnostics]
    return "\n".join(artifact.text for artifact in result.artifacts.files.values())


def stack(body: str, arguments: str = "{}") -> Compiled:
    """A stack that looks the network up as `base`."""
    return compiled(f"stack shop\nlookup base: stack.network {arguments}\n{body}\n")


def test_what_an_apply_makes_is_a_reference_into_the_state() -> None:
    text = files(
        stack('resource a: aws.subnet { vpc_id = base.vpc_id, cidr_block = "10.0.0.0/24" }')
    )
    assert 'data "terraform_remote_state" "base" {\n  backend = "local"' in text
    assert 'path = "../../../network/default/terraform/terraform.tfstate"' in text
    assert "vpc_id     = data.terraform_remote_state.base.outputs.vpc_id" in text
    assert "hashicorp/terraform" not in text


def test_what_the_spec_says_decides_what_exists() -> None:
    body = "resource jobs[name in base.names]: aws.sqs_queue { name = name }"
    assert {"jobs", "base"} == {
        resource.address.label for resource in stack(body).checked.graph.resources.values()
    }


def test_it_is_read_under_the_overlay_that_is_named() -> None:
    result = stack(
        'output inner = base.cidr.subnet(8, 1)\ntest "t" { assert base.cidr == 10.1.0.0/16 }',
        '{ overlay = "prod" }',
    )
    assert errors(result) == []
    assert "../../../network/prod/terraform/terraform.tfstate" in files(result)
    assert str(result.checked.graph.outputs[0].value.data.known) == "10.1.1.0/24"  # type: ignore[union-attr]


def test_the_overlay_may_be_computed() -> None:
    text = """stack shop
param env: string? = null
lookup base: stack.network { overlay = env }
output id = base.vpc_id
overlay live { env = "prod" }
"""
    assert "network/default/" in files(compiled(text))
    assert "network/prod/" in files(compiled(text, "live"))


def test_one_lookup_for_several_overlays() -> None:
    text = files(
        compiled(
            """stack shop
lookup base[env in ["prod", "test"]]: stack.network { overlay = env }
output ids = { env = base[env].vpc_id for env in ["prod", "test"] }
""",
            network=NETWORK + "overlay test { cidr = 10.2.0.0/16 }\n",
        )
    )
    assert 'for_each = toset(["prod", "test"])' in text
    assert 'path = "../../../network/${each.key}/terraform/terraform.tfstate"' in text


def test_a_quantity_is_what_the_spec_says() -> None:
    text = files(
        stack('resource a: aws.sqs_queue { name = "a", message_retention_seconds = base.keep }')
    )
    assert "message_retention_seconds = 345600" in text


def test_its_own_backend_is_read() -> None:
    backend = """stack network {
  backend = { s3 = { bucket = "states", key = "${level}.tfstate", region = "eu-west-1" } }
}
param level: string = "low"
resource main: aws.vpc { cidr_block = 10.0.0.0/16 }
output vpc_id = main.id
overlay prod { level = "high" }
"""
    text = files(
        compiled(
            'stack shop\nlookup base: stack.network { overlay = "prod" }\noutput id = base.vpc_id\n',
            network=backend,
        )
    )
    assert 'backend = "s3"' in text
    assert 'key    = "high.tfstate"' in text


def test_a_stack_without_terraform_gives_what_its_spec_says() -> None:
    other = "stack cluster\nresource s: k8s.core.v1.Namespace {}\noutput space = s.metadata.name\n"
    result = compiled(
        "stack shop\nlookup base: stack.cluster {}\noutput space = base.space\n"
        "resource web: k8s.core.v1.ConfigMap { metadata = { namespace = base.space } }\n",
        cluster=other,
    )
    assert "namespace: s" in files(result)
    assert "terraform_remote_state" not in files(result)


def test_it_crosses_to_kubernetes_as_any_value_of_terraform() -> None:
    text = files(stack("resource web: k8s.core.v1.ConfigMap { data = { vpc = base.vpc_id } }"))
    assert "value = data.terraform_remote_state.base.outputs.vpc_id" in text
    assert 'vpc: "${base_vpc_id}"' in text


def test_a_param_that_only_its_apply_is_given() -> None:
    other = 'stack late\nparam size: int\nresource a: aws.sqs_queue { name = "a", delay_seconds = size }\noutput size = size\n'
    result = compiled(
        "stack shop\nlookup base: stack.late {}\noutput size = base.size\n", late=other
    )
    assert "data.terraform_remote_state.base.outputs.size" in files(result)


def test_names_are_suggested() -> None:
    assert errors(stack("output o = base.vpc_idd")) == ["NB2005 vpc_idd"]
    assert errors(stack("output o = base.vpc_id", '{ overlay = "prd" }')) == ['NB6020 "prd"']
    assert errors(stack("output o = base.vpc_id", "{ overlai = 1 }")) == ["NB4001 overlai"]
    result = compiled("stack shop\nlookup base: stack.netwrk {}\noutput o = base.vpc_id\n")
    assert errors(result) == ["NB2040 netwrk"]
    assert result.diagnostics[0].fixes[0].edits[0].text == "network"


def test_types_are_held_to() -> None:
    body = 'resource a: aws.sqs_queue { name = "a", delay_seconds = base.vpc_id }'
    assert errors(stack(body)) == ["NB2101 base.vpc_id"]


def test_the_overlay_must_be_known() -> None:
    body = "resource v: aws.vpc { cidr_block = 10.0.0.0/16 }\noutput o = base.vpc_id"
    assert errors(stack(body, "{ overlay = v.id }")) == ["NB3015 v.id"]


def test_a_secret_stays_where_it_is() -> None:
    assert errors(stack("output t: secret<string> = base.token")) == ["NB2044 token"]


def test_what_comes_from_kubernetes_is_in_no_state() -> None:
    assert errors(stack("output ip = base.cluster_ip")) == ["NB3025 base"]


def test_two_stacks_of_one_name() -> None:
    result = compiled(
        "stack shop\nlookup base: stack.network {}\noutput o = base.vpc_id\n", again=NETWORK
    )
    assert errors(result) == ["NB2041 network"]
    assert "`network.nimbus` and `again.nimbus`" in result.diagnostics[0].detail


def test_stacks_that_read_each_other() -> None:
    ring = {
        "b": "stack b\nlookup c: stack.c {}\noutput o = c.o\n",
        "c": "stack c\nlookup shop: stack.shop {}\noutput o = shop.o\n",
    }
    result = compiled("stack shop\nlookup b: stack.b {}\noutput o = b.o\n", **ring)
    assert errors(result) == ["NB2042 b"]
    assert "`shop` -> `b` -> `c` -> `shop`" in result.diagnostics[0].detail


def test_a_ring_elsewhere_ends() -> None:
    ring = {
        "b": "stack b\nlookup c: stack.c {}\noutput o = c.o\n",
        "c": "stack c\nlookup b: stack.b {}\noutput o = b.o\n",
    }
    result = compiled("stack shop\nlookup b: stack.b {}\noutput o = b.o\n", **ring)
    assert errors(result) == ["NB2043 b"]
    assert "NB2042" in result.diagnostics[0].detail


def test_a_stack_with_errors() -> None:
    result = compiled(
        "stack shop\nlookup base: stack.bad {}\noutput o = base.x\n",
        bad="stack bad\noutput x = nope\n",
    )
    assert errors(result) == ["NB2043 bad"]
    assert "NB2001" in result.diagnostics[0].detail


def test_what_was_read_is_remembered() -> None:
    result = stack(
        'resource a: aws.sqs_queue { name = "a-${base.vpc_id}", tags = { C = base.cidr } }'
    )
    (read,) = result.checked.graph.reads
    assert (read.stack, read.overlay) == ("network", "")
    assert {name: value is None for name, value in read.outputs.items()} == {
        "vpc_id": True,
        "cidr": False,
    }
    assert "network.nimbus" in result.checked.program.stacks.read
