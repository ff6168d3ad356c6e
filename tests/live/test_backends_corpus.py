"""Every case of the corpus against the tools it is for: terraform formats and validates it, Kubernetes' own schemas accept it."""

from __future__ import annotations

from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from nimbus_lang.schemas.index import bundled_versions
from nimbus_lang.tools.terraform.terraform import open_terraform
from tests.corpus.test_corpus import CASES, compiled

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


@pytest.mark.parametrize("case", [case for case in CASES if files(case, "kubernetes/")])
def test_kubernetes_schemas_accept_it(case: str) -> None:
    version = ".".join(bundled_versions()["kubernetes"].split(".")[:2])
    for text in files(case, "kubernetes/").values():
        for manifest in yaml.safe_load_all(text):
            kubernetes_validate.validate(manifest, version, strict=True)
