"""What a model is sent: the sentence and what the compiler says. Nothing of the project, and no credential it wrote is repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.llm.model_server import serving
from tests.llm.test_models import GOOD, asked

CANARY = "c4n4ry-7731-Zq8LmW"
LEAKY = GOOD.replace("storage = 50Gi", f'storage = 50Gi, password = "{CANARY}"')


def test_nothing_of_the_project_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai-for-tests")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-for-tests")
    monkeypatch.setenv("SHOP_TOKEN", CANARY)
    (tmp_path / "secret.txt").write_text(CANARY)
    spec = f'stack s\nparam t: secret<string> = env.secret("SHOP_TOKEN")\noutput o = "{CANARY}"\n'
    (tmp_path / "old.nimbus").write_text(spec)
    (tmp_path / "nimbus.toml").write_text(f"# {CANARY}\n")
    with serving(LEAKY, GOOD) as server:
        asked(server.url)
    first, second = server.requests
    assert CANARY not in str(first.body)
    assert CANARY not in str(first.headers)
    spoken = [text for role, text in second.texts if role != "assistant"]
    assert spoken
    assert all(CANARY not in text for text in spoken)
    assert "NB5001" in spoken[-1]
