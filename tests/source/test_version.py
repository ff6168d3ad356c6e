"""Version constraints as Terraform reads them, and the addresses they are part of."""

from __future__ import annotations

import pytest

from nimbus_lang.source.provider import is_provider, read_provider
from nimbus_lang.source.terraform_module import (
    ModuleAddress,
    ModuleKind,
    NoModule,
    local_name,
    read_module,
)
from nimbus_lang.source.version import read_constraint, read_version


@pytest.mark.parametrize(
    ("wanted", "version", "admitted"),
    [
        ("~> 3.6", "3.6.0", True),
        ("~> 3.6", "3.9.1", True),
        ("~> 3.6", "4.0.0", False),
        ("~> 3.6", "3.5.9", False),
        ("~> 3.6.1", "3.6.9", True),
        ("~> 3.6.1", "3.7.0", False),
        ("~> 3", "4.0.0", True),
        ("3.6.3", "3.6.3", True),
        ("3.6", "3.6.0", True),
        ("= 3.6.3", "3.6.4", False),
        ("!= 3.6.3", "3.6.3", False),
        (">= 1.2, < 2", "1.9.9", True),
        (">= 1.2, < 2", "2.0.0", False),
        ("> 1.2", "1.2.0", False),
        ("<= 1.2", "1.2.0", True),
        ("", "9.9.9", True),
        ("~> 3.6", "3.7.0-beta1", False),
        ("3.7.0-beta1", "3.7.0-beta1", True),
    ],
)
def test_admits(wanted: str, version: str, admitted: bool) -> None:
    constraint = read_constraint(wanted)
    assert constraint is not None
    assert constraint.admits(version) is admitted


@pytest.mark.parametrize("text", ["latest", "~>", "3.x", ">= 1 < 2", "1.2.3.4.5", ","])
def test_what_is_no_constraint(text: str) -> None:
    assert read_constraint(text) is None


def test_the_best_is_the_highest_number_not_the_last_letter() -> None:
    constraint = read_constraint("~> 3.6")
    assert constraint is not None
    assert constraint.best(["3.9.0", "3.10.0", "3.6.0", "4.0.0"]) == "3.10.0"
    assert constraint.best(["4.0.0"]) is None


def test_versions() -> None:
    found = read_version("v1.2.0-rc.1+build")
    assert found is not None and found.padded == (1, 2, 0, 0) and found.early == "rc.1"


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("hashicorp/random@~> 3.6", "hashicorp/random", "random"),
        ("hashicorp/google-beta", "hashicorp/google-beta", "google-beta"),
        ("registry.acme.io/team/thing@1.2", "registry.acme.io/team/thing", "thing"),
    ],
)
def test_providers(text: str, source: str, name: str) -> None:
    found = read_provider(text)
    assert found is not None
    assert (found.source, found.name, found.text) == (source, name, text)


@pytest.mark.parametrize(
    "text", ["random", "./x.nimbus", "a/b/c/d", "hashicorp/random@newest", "kubernetes@1.34"]
)
def test_no_providers(text: str) -> None:
    assert read_provider(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hashicorp/random", "random"),
        ("hashicorp/aws", "aws"),
        ("acme/aws", "acme-aws"),
        ("hashicorp/helm", "hashicorp-helm"),
        ("hashicorp/google-beta", "google-beta"),
    ],
)
def test_what_the_code_calls_a_provider(text: str, kind: str) -> None:
    found = read_provider(text)
    assert found is not None and found.kind == kind


def test_a_bad_version_is_still_meant_as_a_provider() -> None:
    assert is_provider("hashicorp/random@newest")
    assert not is_provider("git+https://host/repo.git//a.nimbus@v1")


@pytest.mark.parametrize(
    ("text", "kind", "source"),
    [
        ("tf:./modules/net", ModuleKind.LOCAL, "./modules/net"),
        ("tf:../net/", ModuleKind.LOCAL, "../net"),
        ("tf:acme/vpc/aws@5.8.1", ModuleKind.REGISTRY, "acme/vpc/aws"),
        ("tf:acme/iam/aws//modules/role@~> 5.0", ModuleKind.REGISTRY, "acme/iam/aws//modules/role"),
        ("tf:reg.acme.io/acme/vpc/aws@1", ModuleKind.REGISTRY, "reg.acme.io/acme/vpc/aws"),
        ("tf:git::https://h/r.git//net?ref=v1", ModuleKind.GIT, "git::https://h/r.git//net?ref=v1"),
    ],
)
def test_modules(text: str, kind: ModuleKind, source: str) -> None:
    found = read_module(text)
    assert isinstance(found, ModuleAddress)
    assert (found.kind, found.source) == (kind, source)


@pytest.mark.parametrize(
    "text",
    [
        "tf:vpc",
        "tf:acme/vpc/aws@newest",
        "tf:git::https://h/r.git//net",
        "tf:git::https://me:word@h/r.git?ref=v1",
        "tf:https://host/net.zip",
        "tf:/absolute",
    ],
)
def test_no_modules(text: str) -> None:
    found = read_module(text)
    assert isinstance(found, NoModule) and found.why


def test_a_local_module_lies_beside_its_spec() -> None:
    address = read_module("tf:../modules/net")
    assert isinstance(address, ModuleAddress)
    assert local_name("stacks/shop.nimbus", address) == "tf:./modules/net"
    assert local_name("shop.nimbus", address) == "tf:../modules/net"
