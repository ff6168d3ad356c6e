"""What is found in the output of terraform, checkov, kubectl and the linters."""

from __future__ import annotations

import pytest

from nimbus_lang.backends.mentions import (
    FileMention,
    Mention,
    ObjectMention,
    mentions,
    mentions_by_line,
)


@pytest.mark.parametrize(
    "line, found",
    [
        (
            '│   on orders.tf line 44, in resource "aws_db_instance" "orders_db":',
            [FileMention("orders.tf", 44)],
        ),
        ("  on modules/x/main.tf line 3:", [FileMention("modules/x/main.tf", 3)]),
        ("\tFile: /orders.tf:39-65", [FileMention("/orders.tf", 39)]),
        ("\tFile: /kubernetes/web.yaml:1-40", [FileMention("/kubernetes/web.yaml", 1)]),
        ("main.tf:2:12: Warning - x is deprecated", [FileMention("main.tf", 2)]),
        (
            "error: error parsing build/kubernetes/web.yaml: error converting YAML to JSON: yaml: line 12: x",
            [FileMention("build/kubernetes/web.yaml", 12)],
        ),
        (
            'The Deployment "shop" is invalid: spec.template.spec.containers[0].image: Required value',
            [ObjectMention("Deployment", "shop", "spec.template.spec.containers[0].image")],
        ),
        (
            'Error from server (Invalid): error when creating "a.yaml": Deployment.apps "shop" is invalid: '
            "[spec.replicas: Invalid value: -1: must be, spec.selector.matchLabels: Required value]",
            [
                ObjectMention("Deployment", "shop", "spec.replicas"),
                ObjectMention("Deployment", "shop", "spec.selector.matchLabels"),
            ],
        ),
        (
            'Error from server (Forbidden): deployments.apps "shop" is forbidden: User "x" cannot',
            [ObjectMention("deployments", "shop")],
        ),
        (
            "b/web.yaml - Deployment shop is invalid: problem validating schema. Check: at '/spec/replicas': got",
            [ObjectMention("Deployment", "shop", "spec.replicas")],
        ),
        (
            'b/web.yaml: (object: <no namespace>/shop apps/v1, Kind=Deployment) container "shop" is root',
            [ObjectMention("Deployment", "shop")],
        ),
        (
            "Error from server: failed to create typed patch object (default/web; apps/v1, Kind=Deployment): "
            ".spec.template.spec.hostz: field not declared in schema",
            [ObjectMention("Deployment", "web", "spec.template.spec.hostz")],
        ),
        (
            'Error from server (BadRequest): error when creating "kb/web.yaml": Deployment in version "v1" cannot be '
            'handled as a Deployment: strict decoding error: unknown field "spec.replicaz"',
            [FileMention("kb/web.yaml", 0, "Deployment", "spec.replicaz")],
        ),
        (
            'Error from server (Forbidden): error when creating "s.yaml": configmaps is forbidden: User "bob" cannot',
            [FileMention("s.yaml", 0, "configmaps")],
        ),
        (
            'Error from server (AlreadyExists): error when creating "w.yaml": horizontalpodautoscalers.autoscaling '
            '"web" already exists',
            [ObjectMention("horizontalpodautoscalers", "web")],
        ),
        (
            'Error from server (NotFound): error when creating "w.yaml": namespaces "gone" not found',
            [FileMention("w.yaml", 0)],
        ),
        ("Success! The configuration is valid.", []),
        ("aws_db_instance.orders: Creation complete after 12:30", []),
        ("https://example.com:443/x.json", []),
    ],
)
def test_one_line(line: str, found: list[Mention]) -> None:
    assert list(mentions(line)) == found


def test_a_list_of_fields_below_an_object() -> None:
    said = [
        'The Deployment "web" is invalid: ',
        "* spec.template.spec.containers[0].ports[0].containerPort: Invalid value: 99999: must be between",
        "* spec.template.spec.securityContext.runAsUser: Invalid value: -4: must be between",
        "configmap/settings created",
        "* spec.replicas: Invalid value: of nothing",
    ]
    assert list(mentions_by_line(said)) == [
        (ObjectMention("Deployment", "web"),),
        (
            ObjectMention(
                "Deployment", "web", "spec.template.spec.containers[0].ports[0].containerPort"
            ),
        ),
        (ObjectMention("Deployment", "web", "spec.template.spec.securityContext.runAsUser"),),
        (),
        (),
    ]
