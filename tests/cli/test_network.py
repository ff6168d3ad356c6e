"""Without a network, and without an account: said clearly, with nothing left half-done."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.live

DEAD = "http://127.0.0.1:9"


def test_no_network(nimbus, tmp_path: Path) -> None:
    (tmp_path / "direct.tfrc").write_text("provider_installation {\n  direct {}\n}\n")
    cut_off = {
        "TF_CLI_CONFIG_FILE": str(tmp_path / "direct.tfrc"),
        "NIMBUS_TERRAFORM_MIRROR": None,
        "HTTPS_PROXY": DEAD,
        "https_proxy": DEAD,
    }
    done = nimbus("plan", "--json", "good.nimbus", "--out", "p.plan", env=cut_off)
    assert done.code == 3
    assert done.codes[-1] == "NB7212"
    assert not (tmp_path / "p.plan").exists()


def test_no_account(nimbus, tmp_path: Path) -> None:
    nobody = {"AWS_EC2_METADATA_DISABLED": "true", "HTTPS_PROXY": DEAD, "https_proxy": DEAD}
    done = nimbus("plan", "--json", "good.nimbus", "--out", "p.plan", env=nobody)
    assert done.code == 3
    assert not (tmp_path / "p.plan").exists()


def test_no_sandbox(nimbus, tmp_path: Path) -> None:
    elsewhere = {"NIMBUS_SANDBOX_DIR": str(tmp_path / "none")}
    done = nimbus("plan", "--json", "--sandbox", "good.nimbus", env=elsewhere)
    assert done.code == 3
    assert done.codes[-1] == "NB7306"
