"""Addresses of charts: which texts are one, and which versions they ask for."""

from __future__ import annotations

import pytest

from nimbus_lang.source.chart import ChartAddress, NoChart, helm_constraint, read_chart
from nimbus_lang.source.package import Refused, Sort, find_file, sort_of


@pytest.mark.parametrize(
    ("version", "best", "helm"),
    [
        ("77.0.3", "77.0.3", "= 77.0.3"),
        ("77.0", "77.0.9", ">= 77.0.0, < 77.1.0"),
        ("77", "77.5.0", ">= 77.0.0, < 78.0.0"),
        ("~> 77.0", "77.5.0", ">= 77.0.0, < 78.0.0"),
        (">= 77.0.3, < 77.5", "77.0.9", ">= 77.0.3, < 77.5.0"),
        ("78.0.0-rc1", "78.0.0-rc1", "= 78.0.0-rc1"),
    ],
)
def test_which_version_is_asked_for(version: str, best: str, helm: str) -> None:
    found = read_chart(f"oci://ghcr.io/acme/charts/web@{version}")
    assert isinstance(found, ChartAddress)
    assert found.address == "oci://ghcr.io/acme/charts/web"
    assert found.text == f"oci://ghcr.io/acme/charts/web@{version}"
    assert found.wanted.best(["77.0.3", "77.0.9", "77.5.0", "78.0.0-rc1", "79.0.0"]) == best
    assert helm_constraint(found.wanted) == helm


@pytest.mark.parametrize(
    "text",
    [
        "oci://ghcr.io/acme/web",
        "oci://ghcr.io/acme/web@",
        "oci://ghcr.io/acme/web@latest",
        "oci://ghcr.io@1.0",
        "oci://me:secret@ghcr.io/acme/web@1.0",
        "oci://ghcr.io/Acme Web@1.0",
        "oci://-x/web@1.0",
        "oci://",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert isinstance(read_chart(text), NoChart)
    assert isinstance(find_file("a.nimbus", text), Refused)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("./charts/web", "chart:in/charts/web"),
        ("./charts/web/", "chart:in/charts/web"),
        ("../web-1.2.0.tgz", "chart:web-1.2.0.tgz"),
        ("oci://ghcr.io/acme/web@1.2", "oci://ghcr.io/acme/web@1.2"),
    ],
)
def test_what_a_chart_is_called(source: str, name: str) -> None:
    assert find_file("in/a.nimbus", source) == name
    assert sort_of(name) is Sort.CHART


def test_a_package_of_a_repository_has_no_charts_beside_it() -> None:
    found = find_file("git+https://example.com/a.git//x.nimbus@v1", "./web")
    assert isinstance(found, Refused) and found.outside
