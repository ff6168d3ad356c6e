"""`helm.release`: a chart, always named with its version."""

from __future__ import annotations

from nimbus_lang.llm.offline.kind import Kind, Trait, always, to

KIND = Kind(
    id="release",
    component="helm.release",
    called="a Helm release",
    name="release",
    nouns="helm release; helm chart {chart}?; helm release of? helm? chart {chart}; helm release of {chart}",
    says=(
        "chart (`chart oci://ghcr.io/nginxinc/charts/nginx-ingress`), version (`version "
        "2.2.1`), repository (`from https://...`), namespace"
    ),
    takes={
        "chart": to("chart"),
        "version": to("version"),
        "repository": to("repository"),
        "namespace": to("namespace"),
        "production": always("nothing of it differs in production"),
    },
    needs={
        "chart": "its chart, such as `chart oci://ghcr.io/nginxinc/charts/nginx-ingress`",
        "version": "the chart's version, such as `version 2.2.1`",
    },
    refuses={"replicas": "values of a chart are written in the spec: `values = { ... }`"},
    takes_name="name",
    cloud=False,
)

TRAITS = (
    Trait("chart", "chart {chart}; {chart}"),
    Trait(
        "repository",
        "repository {address}; from {address}; chart repository {address}; repo {address}",
    ),
)
