"""What releases become."""

from __future__ import annotations

from nimbus_lang.backends.helm.lower import HelmBackend
from nimbus_lang.ir.graph import InfraGraph
from tests.backends.by_hand import cleared, graph, ref, resource, secret


def files(made: InfraGraph) -> dict[str, str]:
    artifacts, problems = HelmBackend().lower(cleared(made))
    assert problems == ()
    return {path.removeprefix("helm/"): file.text for path, file in artifacts.files.items()}


def test_values_are_headed_by_the_command() -> None:
    made = resource(
        'ingress["a"]',
        "helm.release",
        {
            "chart": "nginx-ingress",
            "repository": "https://example.org/charts",
            "version": "2.2.1",
            "namespace": "ingress",
            "create_namespace": True,
            "wait": True,
            "values": {"controller": {"replicaCount": 3, "tag": "1.10"}},
        },
        doc="The way in.",
    )
    assert files(graph(made)) == {
        "ingress-a/values.yaml": (
            "# The way in.\n"
            "# helm upgrade --install ingress-a nginx-ingress --repo https://example.org/charts --version 2.2.1 "
            "--namespace ingress --create-namespace --wait --values values.yaml\n"
            "\n"
            "controller:\n"
            "  replicaCount: 3\n"
            '  tag: "1.10"\n'
        )
    }


def test_a_release_without_values() -> None:
    made = resource("x", "helm.release", {"chart": "oci://x/y"})
    assert files(graph(made))["x/values.yaml"].endswith("\n{}\n")


def test_crossings_are_named() -> None:
    made = graph(
        resource("db", "aws.db_instance", {}),
        resource("x", "helm.release", {"chart": "c", "values": {"host": ref("db", "endpoint")}}),
    )
    assert 'host: "${db_endpoint}"' in files(made)["x/values.yaml"]


def test_secrets_go_with_set_secret_only() -> None:
    hidden = secret("env", name="T")
    made = resource("x", "helm.release", {"chart": "c", "set_secret": {"a": hidden}})
    assert "T" not in files(graph(made))["x/values.yaml"]
    shown = resource("x", "helm.release", {"chart": "c", "values": {"a": hidden}})
    assert [p.code for p in HelmBackend().lower(cleared(graph(shown)))[1]] == ["NB4802"]


def test_names() -> None:
    two = [resource(n, "helm.release", {"chart": "c", "name": "same"}) for n in ("a", "b")]
    assert [p.code for p in HelmBackend().lower(cleared(graph(*two)))[1]] == ["NB4805"]
    odd = resource("a", "helm.release", {"chart": "c", "name": "x" * 54})
    assert [p.code for p in HelmBackend().lower(cleared(graph(odd)))[1]] == ["NB4804"]
