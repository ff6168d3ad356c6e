"""`use` of a file of custom resource definitions: its kinds are types like the built-in ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from nimbus_lang.compiler import Compiled, compile_sources
from nimbus_lang.source.source_file import SourceFile, SourceSet

CRDS = (Path(__file__).parent.parent / "corpus" / "custom_resources" / "crds.yaml").read_text()
USE = 'use certs from "./crds.yaml"\n'
CERTIFICATE = "certs.cert_manager.v1.Certificate"


def compiled(text: str, **files: str) -> Compiled:
    given = {"main.nimbus": f"stack shop\n{text}", "crds.yaml": CRDS}
    given |= {name.replace("_", "."): content for name, content in files.items()}
    sources = SourceSet.of(*(SourceFile(name, content) for name, content in given.items()))
    return compile_sources(sources, "main.nimbus")


def codes(text: str, **files: str) -> list[str]:
    found = compiled(text, **files)
    return [
        f"{one.code} {found.checked.sources[one.span.path].slice(one.span)}"
        for one in found.diagnostics
        if one.span is not None
    ]


def certificate(spec: str) -> str:
    return f'{USE}resource site: {CERTIFICATE} {{ metadata = {{ namespace = "web" }} spec = {{ {spec} }} }}\n'


RIGHT = 'secretName = "tls" issuerRef = { name = "ours" }'


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (RIGHT, []),
        (RIGHT + ' usages = ["signing"]', []),
        (RIGHT + ' usages = ["sining"]', ['NB3003 "sining"']),
        (RIGHT + " dnsName = []", ["NB4001 dnsName"]),
        (RIGHT + ' dnsNames = "a"', ['NB2101 "a"']),
        (RIGHT + " revisionHistoryLimit = 0", ["NB3001 0"]),
        ('secretName = "" issuerRef = { name = "ours" }', ['NB3004 ""']),
        ('secretName = "tls" issuerRef = { }', ["NB4002 {"]),
        ('issuerRef = { name = "ours" }', ["NB4002 {"]),
    ],
)
def test_a_custom_resource_is_held_against_its_schema(spec: str, expected: list[str]) -> None:
    assert codes(certificate(spec)) == expected


def test_it_becomes_a_manifest_of_its_kind() -> None:
    artifacts = compiled(certificate(RIGHT)).artifacts
    assert artifacts is not None
    text = artifacts.texts()["kubernetes/site.yaml"]
    assert text.startswith(
        "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: site\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{USE}resource a: certs.cert_manager.v1.Certficate {{ }}\n",
            ["NB4007 certs.cert_manager.v1.Certficate"],
        ),
        (f"{USE}resource a: Certificate {{ }}\n", ["NB2004 Certificate"]),
        (
            f'{USE}resource a: certs.cert_manager.v1.ClusterIssuer {{ metadata = {{ namespace = "a" }} }}\n',
            ["NB4001 namespace"],
        ),
        (
            f'{USE}resource a: {CERTIFICATE} {{ apiVersion = "v1" spec = {{ {RIGHT} }} }}\n',
            ["NB4003 apiVersion"],
        ),
        ('use certs from "./none.yaml"\n', ['NB2021 "./none.yaml"']),
        ('use k8s from "./crds.yaml"\n', ["NB2003 k8s"]),
        (f"{USE}let a = certs\noutput b = a\n", ["NB2018 certs"]),
        ('use certs from "./crds.yaml" { contxt = "a" }\n', ["NB4001 contxt"]),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_its_fields_are_read_with_their_types() -> None:
    text = (
        certificate(RIGHT) + "output kind = site.kind\noutput until: int = site.status.notAfter\n"
    )
    assert codes(text) == ["NB2101 site.status.notAfter"]


def test_a_component_takes_one_and_a_package_uses_the_kinds_itself() -> None:
    package = (
        f"{USE}component box {{ param of: {CERTIFICATE}\n"
        "resource note: k8s.core.v1.ConfigMap { data = { secret = of.spec.secretName } } }\n"
    )
    text = f'use lib from "./lib.nimbus"\n{certificate(RIGHT)}resource a: lib.box {{ of = site }}\n'
    assert codes(text, lib_nimbus=package) == []


def test_a_package_configures_no_cluster() -> None:
    package = 'use certs from "./crds.yaml" { context = "a" }\ntype a = int\n'
    assert codes('use lib from "./lib.nimbus"\n', lib_nimbus=package) == ["NB2027 certs"]


def test_one_with_a_body_is_a_cluster_of_its_own() -> None:
    text = certificate(RIGHT).replace(USE, 'use certs from "./crds.yaml" { context = "prod" }\n')
    graph = compiled(text).checked.graph
    assert graph.resources["site"].provider == "certs"
    assert compiled(certificate(RIGHT)).checked.graph.resources["site"].provider == "k8s"


def test_what_is_wrong_with_the_file_names_who_uses_it() -> None:
    found = compiled(USE, crds_yaml="kind: Pod\n").diagnostics
    assert [one.code for one in found] == ["NB4102"]
    assert found[0].span is not None and found[0].span.path == "crds.yaml"
    assert [span.path for span in found[0].callers] == ["main.nimbus"]


def test_rules_about_built_in_kinds_leave_others_of_the_same_name_alone() -> None:
    crd = CRDS.replace("kind: Certificate", "kind: Secret").replace(
        "secretName, issuerRef", "secretName"
    )
    text = f'{USE}resource a: certs.cert_manager.v1.Secret {{ spec = {{ secretName = "a" }} }}\n'
    assert codes(text, crds_yaml=crd) == []
