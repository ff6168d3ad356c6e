"""`use` of Terraform's providers and modules: their types are held as the bundled ones are, and become what Terraform calls them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nimbus_lang.compiler import Compiled, compile_sources
from nimbus_lang.schemas.build_module import build_module, describe_module
from nimbus_lang.schemas.build_provider import build_provider
from nimbus_lang.source.source_file import Absence, SourceFile, SourceSet

TIME = Path(__file__).parent.parent / "schemas" / "data" / "time-0.14.2.json"
NET = """
variable "name" {
  type = string
}
variable "size" {
  type    = number
  default = 1
}
variable "token" {
  type      = string
  sensitive = true
  default   = ""
}
output "id" {
  value = "x-${var.name}"
}
output "name" {
  value = 3
}
output "token" {
  value     = var.token
  sensitive = true
}
"""


def schema(**attributes: Any) -> dict[str, Any]:
    return {"block": {"attributes": attributes}}


THING = {
    "provider": schema(
        token={"type": "string", "optional": True, "sensitive": True},
        place={"type": "string", "required": True},
    ),
    "resource_schemas": {
        "thing_box": schema(
            id={"type": "string", "computed": True},
            size={"type": "number", "required": True},
            key={"type": "string", "computed": True, "sensitive": True},
            old={"type": "string", "optional": True, "deprecated": True},
        ),
        "thing_lid": schema(
            of={"type": "string", "optional": True},
            word={"type": "string", "optional": True, "sensitive": True},
        ),
    },
    "data_source_schemas": {"thing_store": schema(id={"type": "string", "computed": True})},
}
BETA = {"resource_schemas": {"thing_box": schema(size={"type": "number", "required": True})}}


def packs() -> dict[str, str]:
    """The texts of what the specs here use, by their names."""
    time = json.loads(TIME.read_text(encoding="utf-8"))
    documents = describe_module({"main.tf": NET})
    local = build_module(documents, {"source": ".", "short": "net"}, {"main.tf": NET})
    called = build_module(documents, {"source": "acme/net/aws", "short": "net"})
    return {
        "hashicorp/time@~> 0.14": build_provider(time, "hashicorp/time", "0.14.2"),
        "acme/thing@~> 1.2": build_provider(THING, "acme/thing", "1.2.9"),
        "acme/thing": build_provider(THING, "acme/thing", "1.2.9"),
        "hashicorp/helm@1.0": build_provider(BETA, "hashicorp/helm", "1.0.0"),
        "acme/thing-beta@1.0": build_provider(BETA, "acme/thing-beta", "1.0.0"),
        "tf:./modules/net": local,
        "tf:acme/net/aws@~> 5.8": called,
        "tf:./anything": build_module({}, {"source": ".", "short": "x", "untyped": "why"}),
    }


def compiled(text: str, **more: str) -> Compiled:
    given = {"main.nimbus": f"stack shop\n{text}\n"} | packs()
    given |= {f"{name}.nimbus": content for name, content in more.items()}
    absent = {"acme/gone@1.0": Absence.NOT_HERE, "acme/old@2.0": Absence.OTHER_VERSION}
    files = {name: SourceFile(name, content) for name, content in given.items()}
    return compile_sources(SourceSet(files, absent), "main.nimbus")


def codes(text: str, **more: str) -> list[str]:
    found = compiled(text, **more)
    return [
        f"{one.code} {found.checked.sources[one.span.path].slice(one.span)}"
        for one in found.diagnostics
        if one.span is not None
    ]


def hcl(text: str, file: str = "main.tf", **more: str) -> str:
    found = compiled(text, **more)
    assert found.artifacts is not None, [one.detail for one in found.diagnostics]
    artifact = found.artifacts.files.get(f"terraform/{file}")
    return artifact.text if artifact else ""


THINGS = 'use thing from "acme/thing@~> 1.2" { place = "here" }\n'
USE_NET = 'use net from "tf:./modules/net"\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("resource a: thing.box { size = 3 }", []),
        ('resource a: thing.box { size = "big" }', ['NB2101 "big"']),
        ("resource a: thing.box { sise = 3 }", ["NB4001 sise"]),
        ("resource a: thing.box {}", ["NB4002 thing.box"]),
        ("resource a: thing.bx { size = 3 }", ["NB4007 thing.bx"]),
        ("resource a: thing.box { size = 3 id = 1 }", ["NB4003 id"]),
        ('resource a: thing.box { size = 3 old = "x" }', ["NB4004 old"]),
        ("resource a: thing.store {}", ["NB4008 thing.store"]),
        ("resource a: thing.box { size = 3 }\noutput o = a.key", ["NB2121 a.key"]),
        (
            "resource a: thing.box { size = 3 }\nresource b: thing.lid { of = a.key }",
            ["NB2121 a.key"],
        ),
        ("lookup a: thing.store {}\noutput o = a.id", []),
    ],
)
def test_resources_of_a_locked_provider(text: str, expected: list[str]) -> None:
    assert codes(THINGS + text) == expected


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ('use thing from "acme/thing@~> 1.2" { place = "x" token = env.secret("T") }', []),
        ('use thing from "acme/thing@~> 1.2" { plce = "x" }', ["NB4001 plce"]),
        (
            'use thing from "acme/thing@~> 1.2" { place = env.secret("T") }',
            ['NB2121 env.secret("T")'],
        ),
    ],
)
def test_configuration_is_typed_by_the_provider(use: str, expected: list[str]) -> None:
    assert codes(f"{use}\nresource a: thing.box {{ size = 1 }}") == expected


@pytest.mark.parametrize(
    ("source", "code"),
    [("acme/gone@1.0", "NB6061"), ("acme/old@2.0", "NB6081"), ("acme/never@2.0", "NB6060")],
)
def test_a_provider_that_is_not_to_be_had_is_told_once(source: str, code: str) -> None:
    text = f'use gone from "{source}"\nresource a: gone.box {{ size = 1 }}\noutput o = a.id'
    assert codes(text) == [f'{code} "{source}"']


def test_a_provider_nobody_named_says_what_to_write() -> None:
    (found,) = compiled('resource a: gcp.storage_bucket { name = "a" }').diagnostics
    assert 'use gcp from "hashicorp/google@' in found.detail


def test_requirements_and_configuration() -> None:
    text = f'{THINGS}use time from "hashicorp/time@~> 0.14"\nresource a: thing.box {{ size = 1 }}\nresource b: time.static {{}}'
    wanted = hcl(text, "versions.tf")
    assert 'source  = "acme/thing"\n      version = "~> 1.2"' in wanted
    assert 'source  = "hashicorp/time"\n      version = "~> 0.14"' in wanted
    assert hcl(text, "providers.tf") == 'provider "thing" {\n  place = "here"\n}\n'
    assert 'resource "thing_box" "a"' in hcl(text)


def test_without_a_constraint_the_locked_version_is_asked_for() -> None:
    text = 'use thing from "acme/thing" { place = "x" }\nresource a: thing.box { size = 1 }'
    assert 'version = "~> 1.2"' in hcl(text, "versions.tf")


def test_another_name_is_the_default_configuration_and_as_makes_a_second() -> None:
    text = (
        'use box from "acme/thing@~> 1.2" { place = "here" }\nuse box as far { place = "there" }\n'
        "resource a: box.box { size = 1 }\nresource b: far.box { size = 1 }"
    )
    assert codes(text) == []
    assert 'resource "thing_box" "a" {\n  size = 1\n}' in hcl(text)
    assert 'resource "thing_box" "b" {\n  provider = thing.far' in hcl(text)
    assert 'provider "thing" {\n  alias = "far"\n  place = "there"\n}' in hcl(text, "providers.tf")


def test_two_providers_whose_types_begin_alike() -> None:
    text = (
        f'{THINGS}use beta from "acme/thing-beta@1.0"\n'
        "resource a: thing.box { size = 1 }\nresource b: beta.box { size = 1 }"
    )
    assert codes(text) == []
    assert 'resource "thing_box" "b" {\n  provider = thing-beta\n' in hcl(text)
    assert "thing-beta = {" in hcl(text, "versions.tf")


def test_a_provider_called_like_something_of_nimbus_is_another_thing() -> None:
    text = (
        'use tfhelm from "hashicorp/helm@1.0"\nuse helm { kubeconfig = "x" }\n'
        "resource a: tfhelm.box { size = 1 }\n"
        'resource r: helm.release { chart = "oci://x/y", version = "1.0.0" }'
    )
    assert codes(text) == []
    assert 'resource "thing_box" "a" {\n  provider = hashicorp-helm' in hcl(text)


def test_a_package_uses_a_provider_of_its_own() -> None:
    package = 'use time from "hashicorp/time@~> 0.14"\ncomponent wait { resource nap: time.sleep { create_duration = "1s" } }'
    text = 'use lib from "./lib.nimbus"\nresource w: lib.wait {}'
    assert codes(text, lib=package) == []
    assert 'resource "time_sleep" "w_nap"' in hcl(text, lib=package)
    assert "hashicorp/time" in hcl(text, "versions.tf", lib=package)


def test_two_versions_of_a_provider_are_refused() -> None:
    text = 'use a from "acme/thing@~> 1.2" { place = "x" }\nuse b from "acme/thing"\nresource x: a.box { size = 1 }'
    assert codes(text) == ['NB2031 "acme/thing"']


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('resource a: net.module { name = "a" }', []),
        ("resource a: net.module {}", ["NB4002 net.module"]),
        ('resource a: net.module { name = "a" sise = 1 }', ["NB4001 sise"]),
        ('resource a: net.module { name = "a" size = "x" }', ['NB2101 "x"']),
        ('resource a: net.module { name = "a" }\noutput o = a.size', ["NB2005 size"]),
        ('resource a: net.module { name = "a" }\noutput o = a.token', ["NB2121 a.token"]),
        ('resource a: net.module { name = env.secret("T") }', ['NB2121 env.secret("T")']),
        ('resource a: net.module { name = "a" token = env.secret("T") }', []),
        ('resource a: net.modul { name = "a" }', ["NB4007 net.modul"]),
        ('@adopt(id = "x")\nresource a: net.module { name = "a" }', ["NB2026 adopt"]),
        ('@ignore_changes(size)\nresource a: net.module { name = "a" }', ["NB2026 ignore_changes"]),
        ('@protect\n@moved(from = "old")\nresource a: net.module { name = "a" }', []),
        ('resource a: net.module { name = "a" }\noutput o = "${a.id}!"', []),
        ('resource a: net.module { name = "a" check a.id != "b" }', ['NB3042 a.id != "b"']),
        ('resource a: net.module { name = "a" check 1 > 2 }', ["NB3041 1 > 2"]),
        (
            'resource a: net.module { name = "a" }\nresource b[x in [a.id]]: net.module { name = x }',
            ["NB3015 [a.id]"],
        ),
    ],
)
def test_modules_take_variables_and_give_outputs(text: str, expected: list[str]) -> None:
    assert codes(USE_NET + text) == expected


def test_a_module_of_this_disk_goes_with_the_code() -> None:
    text = f'{USE_NET}resource a: net.module {{ name = "a" }}\noutput id = a.id'
    assert hcl(text) == 'module "a" {\n  source = "./modules/net"\n\n  name = "a"\n}\n'
    assert hcl(text, "modules/net/main.tf") == NET
    assert "value = module.a.id" in hcl(text, "outputs.tf")
    assert "required_providers" not in hcl(text, "versions.tf")


def test_a_module_of_a_registry_is_asked_for_by_version() -> None:
    text = 'use net from "tf:acme/net/aws@~> 5.8"\nresource a: net.module { name = "a" }'
    assert hcl(text).startswith(
        'module "a" {\n  source  = "acme/net/aws"\n  version = "~> 5.8"\n\n  name = "a"\n'
    )
    found = compiled(text).artifacts
    assert found is not None and not any("modules/" in path for path in found.files)


def test_what_an_output_is_called_like_a_variable_is_the_output() -> None:
    text = f'{USE_NET}resource a: net.module {{ name = "a" }}\noutput n = a.name + 1'
    assert codes(text) == []
    assert "value = module.a.name + 1" in hcl(text, "outputs.tf")


def test_a_module_takes_the_configurations_that_its_use_names() -> None:
    text = (
        'use net from "tf:./modules/net" { aws = aws_us, clock = time }\n'
        'use aws as aws_us { region = "us-east-1" }\nuse time from "hashicorp/time@~> 0.14"\n'
        'resource a[k in ["x", "y"]]: net.module { name = k }'
    )
    assert codes(text) == []
    assert "  providers = {\n    aws   = aws.aws_us\n    clock = time\n  }\n" in hcl(text)
    assert "hashicorp/time" in hcl(text, "versions.tf")
    assert 'alias  = "aws_us"' in hcl(text, "providers.tf")


@pytest.mark.parametrize("given", ["aws = k8s", "aws = nobody", 'aws = "aws"', "aws = net"])
def test_what_is_no_configuration_for_a_module(given: str) -> None:
    use = f'use net from "tf:./modules/net" {{ {given} }}\n'
    wrong = given.partition(" = ")[2]
    assert codes(f'{use}resource a: net.module {{ name = "a" }}') == [f"NB2101 {wrong}"]


def test_modules_repeat_as_resources_do() -> None:
    text = (
        f'{USE_NET}resource a[k in ["x", "y"]]: net.module {{ name = k }}\n'
        'resource b[i in 0..2]: net.module { name = "n${i}" }\n'
        "@after(a)\nresource c: net.module { name = b[1].id }\noutput all = { k = m.id for k, m in a }"
    )
    found = hcl(text)
    assert 'for_each = toset(["x", "y"])' in found
    assert "count  = 3" in found
    assert "name = module.b[1].id" in found
    assert "depends_on = [module.a]" in found
    assert "for key, item in module.a : key => item.id" in hcl(text, "outputs.tf")


def test_a_configuration_without_resources_is_required_for_modules() -> None:
    text = f'use aws {{ region = "eu-west-1" }}\n{USE_NET}resource a: net.module {{ name = "a" }}'
    assert 'source  = "hashicorp/aws"' in hcl(text, "versions.tf")


def test_a_module_that_nobody_could_read_takes_anything_but_secrets() -> None:
    use = 'use x from "tf:./anything"\n'
    assert codes(f"{use}resource a: x.module {{ b = [1] }}\noutput o = a.c") == [
        'NB4121 "tf:./anything"'
    ]
    assert codes(f'{use}resource a: x.module {{ b = env.secret("T") }}') == [
        'NB4121 "tf:./anything"',
        'NB2121 env.secret("T")',
    ]


def test_a_secret_output_is_read_of_the_module_not_of_what_was_written() -> None:
    text = (
        f'{USE_NET}use k8s {{ context = "x" }}\nresource a: net.module {{ name = "a" token = env.secret("T") }}\n'
        "resource s: k8s.core.v1.Secret { stringData = { t = a.token } }"
    )
    assert "value     = module.a.token\n  sensitive = true" in hcl(text, "outputs.tf")


def test_a_policy_about_outputs_waits_for_an_apply() -> None:
    text = f'{USE_NET}resource a: net.module {{ name = "a" }}\npolicy "p" on net.module as m {{ deny "none" when m.id == "x" }}'
    assert codes(text) == ["NB5903 a"]


@pytest.mark.parametrize(
    "text",
    [
        f'{USE_NET}resource a: net.module {{ name = "a" token = "hunter2-is-it" }}',
        f'{THINGS}resource a: thing.lid {{ word = "hunter2-is-it" }}',
    ],
)
def test_a_credential_is_not_written_into_what_keeps_secrets(text: str) -> None:
    assert codes(text) == ['NB5001 "hunter2-is-it"']


def test_lines_of_a_module_know_their_place() -> None:
    found = compiled(f'{USE_NET}resource a: net.module {{ name = "a" }}').artifacts
    assert found is not None
    origins = {one.line: one for one in found.files["terraform/main.tf"].origins}
    assert origins[4].address == "a" and origins[4].field == "name"
