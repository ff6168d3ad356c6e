"""Which addresses stay on this machine."""

from __future__ import annotations

import pytest

from nimbus_lang.sandbox.loopback import require_loopback
from nimbus_lang.tools.tool import ToolError


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:4566",
        "https://127.8.9.1/x",
        "http://[::1]:80",
        "http://localhost",
        "http://user:pass@127.0.0.1:1/",
    ],
)
def test_loopback_is_allowed(url: str) -> None:
    require_loopback(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://sts.amazonaws.com",
        "http://10.0.0.1",
        "http://0.0.0.0:4566",
        "http://169.254.169.254/latest",
        "http://127.0.0.1@example.com/",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://2130706433",
        "http://0x7f.1",
        "http://[::ffff:10.0.0.1]",
        "http://127.0.0.1:99999",
        "ftp://127.0.0.1",
        "127.0.0.1:4566",
        "http://",
        "",
        "http://[",
    ],
)
def test_everything_else_is_refused(url: str) -> None:
    with pytest.raises(ToolError) as problem:
        require_loopback(url)
    assert problem.value.diagnostics[0].code == "NB7301"
