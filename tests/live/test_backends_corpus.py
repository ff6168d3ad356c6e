"""Every case of the corpus against the tools it is for: terraform formats and validates it, Kubernetes' own schemas accept it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml

from nimbus_lang.schemas.index import bundled_versions
from nimbus_lang.tools.terraform.terraform import open_terraform
from tests.corpus.test_corpus import CASES, HERE, compiled

pytestmark = pytest.mark.live


def files(case: str, folder: str) -> dict[str, str]:
    """A case's files below a folder of the output."""
    artifacts = compiled(case).artifacts
    assert artifacts is not None
    return {
        path.removeprefix(folder): file.text
        for path, file in artifacts.files.items()
        if path.startswith(folder)
    }


@pytest.mark.parametrize("case", [case for case in CASES if files(case, "terraform/")])
def test_terraform_accepts_it_as_it_is_laid_out(case: str, tmp_path: Path) -> None:
    for name, text in files(case, "terraform/").items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    terraform = open_terraform(tmp_path, {})
    assert terraform.unformatted() == ""
    terraform.init()
    assert terraform.validate() == ()


def custom_schemas(case: str) -> dict[tuple[str, str], Any]:
    """What the custom resource definitions of a case say of each version of their kinds."""
    path = HERE / case / "crds.yaml"
    documents = list(yaml.safe_load_all(path.read_text("utf-8"))) if path.exists() else []
    objects = [one for document in documents for one in document.get("items", [document])]
    specs = [one["spec"] for one in objects if one["kind"] == "CustomResourceDefinition"]
    return {
        (f"{spec['group']}/{version['name']}", spec["names"]["kind"]): version["schema"]
        for spec in specs
        for version in spec["versions"]
        if "schema" in version  # one without may hold anything
    }


@pytest.mark.parametrize("case", [case for case in CASES if files(case, "kubernetes/")])
def test_kubernetes_schemas_accept_it(case: str) -> None:
    version = ".".join(bundled_versions()["kubernetes"].split(".")[:2])
    custom = custom_schemas(case)
    for text in files(case, "kubernetes/").values():
        for manifest in yaml.safe_load_all(text):
            schema = custom.get((manifest["apiVersion"], manifest["kind"]))
            if schema is not None:
                jsonschema.validate(manifest, schema["openAPIV3Schema"])
            else:
                kubernetes_validate.validate(manifest, version, strict=True)
