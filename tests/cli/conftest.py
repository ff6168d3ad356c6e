"""The real process, as a person or a script would start it; no run may ever show a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
GOOD = 'stack shop\n\nresource jobs: aws.sqs_queue { name = "jobs" }\n'
WRONG = "stack shop\n\nlet first = nope\nlet second = missing\n"


@dataclass(frozen=True)
class Done:
    """How a process ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as the one JSON document it must be."""
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        """The codes in the document."""
        return [one["code"] for one in self.document["diagnostics"]]


class Nimbus:
    """Starts `nimbus` in a folder."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder / "home"),
            "PYTHONPATH": str(CHECKOUT),
            "NIMBUS_CACHE_DIR": str(cache),
        }

    def argv(self, *arguments: str | Path) -> list[str]:
        """The command line."""
        return [sys.executable, "-m", "nimbus_lang", *map(str, arguments)]

    def start(self, *arguments: str | Path, **options: Any) -> subprocess.Popen[bytes]:
        """A process that the test goes on talking to."""
        return subprocess.Popen(
            self.argv(*arguments),
            cwd=options.pop("cwd", self.folder),
            env=self._environment(options.pop("env", {})),
            **options,
        )

    def __call__(
        self,
        *arguments: str | Path,
        stdin: str | bytes = "",
        env: Mapping[str, str | None] | None = None,
        before: tuple[str, ...] = (),
        **options: Any,
    ) -> Done:
        """Run to the end. `before` is a program that starts it; `env` None takes a variable away."""
        ended = subprocess.run(
            [*before, *self.argv(*arguments)],
            cwd=options.pop("cwd", self.folder),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            env=self._environment(env or {}),
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=options.pop("stderr", subprocess.PIPE),
            timeout=60,
            **options,
        )
        done = Done(
            ended.returncode,
            (ended.stdout or b"").decode(errors="surrogateescape"),
            (ended.stderr or b"").decode(errors="surrogateescape"),
        )
        assert "Traceback" not in done.err, done.err
        assert "Exception ignored" not in done.err, done.err
        assert done.code != 70, done.err
        return done

    def _environment(self, changes: Mapping[str, str | None]) -> dict[str, str]:
        merged = {**self.environment, **changes}
        return {name: value for name, value in merged.items() if value is not None}


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests that do not ask about caches."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def nimbus(tmp_path: Path, shared_cache: Path) -> Nimbus:
    """`nimbus`, in a fresh folder with one good and one wrong spec."""
    (tmp_path / "good.nimbus").write_text(GOOD)
    (tmp_path / "wrong.nimbus").write_text(WRONG)
    return Nimbus(tmp_path, shared_cache)


@pytest.fixture
def powerless() -> tuple[str, ...]:
    """What to start a process with so that file permissions bind it, root or not."""
    if os.geteuid() != 0:
        return ()
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")
