"""Canaries: secrets of every kind go through a whole life on the sandbox, and afterwards lie where they belong and nowhere else.

Everything that was written or said is searched: generated code, plans, the journal, logs, Terraform's state, what was printed
(with debugging on), the command lines and the environments of every process that ran meanwhile.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from nimbus_lang.sandbox.environment import sandbox_connection
from nimbus_lang.sandbox.sandbox import SandboxOptions, down, up
from nimbus_lang.sandbox.status import SandboxStatus
from nimbus_lang.tools.kubernetes.client import Kubernetes
from nimbus_lang.tools.kubernetes.objects import ObjectRef

pytestmark = pytest.mark.live

CHECKOUT = Path(__file__).resolve().parents[2]
WHOLE = 'c4n4ry "whole" & <é> / 7731'
ENTRY, OTHER, IN_FILE = (f"c4n4ry-{n}-7731" for n in ("entry", "other", "file"))
CANARIES = (WHOLE, ENTRY, OTHER, IN_FILE)
ENVIRONMENT = {
    "CANARY": WHOLE,
    "CANARIES": json.dumps({"one": ENTRY, "two": OTHER}),
}
SPEC = """\
stack birds

use aws { region = "eu-west-1" }

param token: secret<string> = env.secret("CANARY")
component keeper {
  param given: secret<string>
  resource place: aws.ssm_parameter { name = self.name, type = "SecureString", value = given }
  output shown = "x-${given}"
}
resource whole: keeper { given = token }
resource entry: keeper { given = env.secret("CANARIES", key = "one") }
resource shown: keeper { given = whole.shown }
resource store: aws.secretsmanager_secret { name = "birds" }
resource version: aws.secretsmanager_secret_version {
  secret_id     = store.id
  secret_string = jsonencode({ file = file.secret("bird.txt"), made = generate.secret("bird") })
}
resource login: k8s.core.v1.Secret {
  metadata   = { name = "birds", namespace = "default" }
  stringData = {
    whole = token
    hash  = "Basic ${base64encode("u:${token}")}"
    other = env.secret("CANARIES", key = "two")
    file  = file.secret("bird.txt")
    made  = generate.secret("bird")
    place = store.arn
  }
}

output all: secret<list<string>> = [token, file.secret("bird.txt")]
"""


def forms(canary: str) -> set[bytes]:
    """How a value might lie in a file: as it is, escaped, and in base64 at any offset."""
    texts = {canary, json.dumps(canary)[1:-1], json.dumps(canary, ensure_ascii=False)[1:-1]}
    texts |= {quote(canary), quote(canary, safe=""), quote_plus(canary), repr(canary)[1:-1]}
    texts |= {canary.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")}
    found = {text.encode() for text in texts}
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + canary.encode())
        found.add(whole[4 if before else 0 : len(whole) - len(whole) % 4 - 4])
    return found | {canary.encode().hex().encode(), canary.encode("utf-16-le")}


FORMS = {form for canary in CANARIES for form in forms(canary)}


def told(data: bytes, made: str = "") -> list[bytes]:
    """The canaries in some bytes, in whatever form."""
    wanted = FORMS | (forms(made) if made else set())
    return [form for form in wanted if form in data]


@dataclass
class Watch:
    """Looks at the processes below this one while they run: command lines, and which programs are given which variables."""

    argv: dict[str, bytes] = field(default_factory=dict)
    environ: dict[str, bytes] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Until it is over."""
        while not self.over.wait(0.05):
            for entry in Path("/proc").iterdir():
                if entry.name.isdigit():
                    self._look(entry)

    def _look(self, entry: Path) -> None:
        try:
            line, given = (entry / "cmdline").read_bytes(), (entry / "environ").read_bytes()
        except OSError:
            return
        self.argv[entry.name] = line
        self.environ[entry.name] = given


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxStatus]:
    folder = tmp_path_factory.mktemp("sandbox")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NIMBUS_SANDBOX_DIR", str(folder))
        try:
            yield up(SandboxOptions(folder=folder))
        finally:
            down(folder)


def nimbus(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """A person's command, debugging on, whose shell has the secrets."""
    scope = {**os.environ, **ENVIRONMENT, "PYTHONPATH": str(CHECKOUT)}
    return subprocess.run(
        [sys.executable, "-m", "nimbus_lang", *arguments],
        cwd=folder,
        env=scope | {"NIMBUS_DEBUG": "1", "TF_LOG": "TRACE", "TF_LOG_PATH": str(folder / "tf.log")},
        capture_output=True,
        timeout=600,
        check=False,
    )


def test_canaries(sandbox: SandboxStatus, tmp_path: Path) -> None:
    spec, hidden = tmp_path / "birds.nimbus", tmp_path / "bird.txt"
    spec.write_text(SPEC)
    hidden.write_text(IN_FILE + "\n")
    watch = Watch()
    watching = threading.Thread(target=watch.run, daemon=True)
    watching.start()
    said: list[bytes] = []
    for arguments in (
        ("compile", "birds.nimbus"),
        ("plan", "birds.nimbus", "--sandbox", "--out", "p.plan"),
        ("apply", "p.plan", "--sandbox", "--yes"),
        ("verify", "birds.nimbus", "--sandbox"),
        ("plan", "birds.nimbus", "--sandbox", "--json"),
        ("why", "login.stringData", "birds.nimbus"),
        ("graph", "birds.nimbus"),
    ):
        done = nimbus(tmp_path, *arguments)
        said += [done.stdout, done.stderr]
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    watch.over.set()
    watching.join()

    found = Kubernetes(sandbox_connection(sandbox)).get(
        ObjectRef("v1", "Secret", "default", "birds")
    )
    assert found is not None
    data = {key: base64.b64decode(value).decode() for key, value in found["data"].items()}
    made = data["made"]
    assert (data["whole"], data["other"], data["file"]) == (WHOLE, OTHER, IN_FILE)
    assert data["hash"] == "Basic " + base64.b64encode(f"u:{WHOLE}".encode()).decode()
    assert len(made) == 32

    assert [told(one, made) for one in said] == [[]] * len(said)
    holding = {
        str(path.relative_to(tmp_path)): told(path.read_bytes(), made)
        for path in tmp_path.rglob("*")
        if path.is_file() and path != hidden
    }
    assert len(holding) > 10
    assert {path: held for path, held in holding.items() if held} == {}
    assert [line for line in watch.argv.values() if told(line, made)] == []
    knowing = {_program(watch.argv[pid]) for pid, env in watch.environ.items() if told(env, made)}
    assert {one for one in knowing if not one.startswith(KNOWING)} == set()


KNOWING = (Path(sys.executable).name, "terraform plan", "terraform apply", "terraform-provider-")
"""We ourselves, what Terraform needs its variables for, and the plugin that inherits Terraform's environment."""


def _program(argv: bytes) -> str:
    """`terraform plan`, or another program's name."""
    words = [os.fsdecode(word) for word in argv.split(b"\0")]
    name = Path(words[0]).name.replace("tofu", "terraform")
    verb = next((word for word in words[1:] if not word.startswith("-")), "")
    return f"{name} {verb}" if name == "terraform" else name
