"""The whole journey on this machine: ask, review, check, compile, plan, apply, verify, change, destroy.

Run by `make demo`. Works in `.demo/`, on a sandbox of its own, which is stopped at the end whatever happens.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".demo"
CLOUD = (
    "a VPC over three zones in eu-west-1 with an EKS cluster"
    " and a private Postgres with 100 GB and 30 days of backups"
)
WEB = " and a web service from ghcr.io/acme/shop:1.4.2 that uses the database"


def say(text: str) -> None:
    """A heading between two steps."""
    print(f"\n\033[1m# {text}\033[0m" if sys.stdout.isatty() else f"\n# {text}", flush=True)


def nimbus(*arguments: str, keep: bool = False) -> str:
    """Run one command as a person would, showing it; its output when `keep`, else straight to the terminal."""
    shown = " ".join(f'"{part}"' if " " in part else part for part in arguments)
    print(f"$ nimbus {shown}", flush=True)
    command = [sys.executable, "-m", "nimbus_lang", *arguments]
    done = subprocess.run(command, cwd=FOLDER, text=True, stdout=subprocess.PIPE if keep else None)
    if done.returncode != 0:
        if keep:
            print(done.stdout)
        sys.exit(f"demo: `nimbus {shown}` ended with {done.returncode}")
    return done.stdout if keep else ""


def review(path: Path) -> None:
    """What a reviewer sees: the new file as a diff."""
    subprocess.run(["git", "add", "--intent-to-add", path.name], cwd=FOLDER, check=True)
    print("$ git diff", flush=True)
    subprocess.run(["git", "--no-pager", "diff", "--", path.name], cwd=FOLDER, check=True)


def change(path: Path, before: str, after: str) -> None:
    """An edit of the spec, and how it looks to a reviewer."""
    commit(path)
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    review(path)


def commit(path: Path) -> None:
    """Keep the spec as it is now."""
    who = ["-c", "user.name=demo", "-c", "user.email=demo@localhost"]
    subprocess.run(["git", "add", path.name], cwd=FOLDER, check=True)
    subprocess.run(["git", *who, "commit", "-qm", "the shop"], cwd=FOLDER, check=True)


def journey() -> None:
    """The steps."""
    say("A cloud and a cluster on this machine; no account, no key")
    nimbus("sandbox", "up")
    state = json.loads(nimbus("sandbox", "status", "--json", keep=True))
    spec = FOLDER / "shop.nimbus"
    say("A sentence becomes a spec")
    nimbus("ask", "--offline", CLOUD + WEB, "-o", spec.name)
    say("A person reviews it")
    review(spec)
    say("The compiler checks it and writes what a person could have written")
    nimbus("check", spec.name)
    nimbus("compile", spec.name, "-o", "build")
    if state["kubernetes"] is None:
        print(
            f"The Kubernetes part was compiled and strictly validated but not applied: {state['absent']}"
        )
        nimbus("ask", "--offline", "--force", CLOUD, "-o", spec.name)
    say("What would change, and then exactly that")
    nimbus("plan", spec.name, "--sandbox", "--out", "shop.plan")
    nimbus("apply", "shop.plan", "--sandbox", "--yes")
    say("Read back through the APIs")
    nimbus("verify", spec.name, "--sandbox")
    say("A change is one line to review, and its plan says what it does")
    change(spec, "100Gi", "200Gi")
    nimbus("plan", spec.name, "--sandbox")
    say("And nothing is left")
    nimbus("destroy", spec.name, "--sandbox", "--yes")


def main() -> None:
    """Prepare a clean folder, travel, tidy up."""
    started = time.monotonic()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    os.environ["NIMBUS_SANDBOX_DIR"] = str(FOLDER / "sandbox")
    subprocess.run(["git", "init", "-q"], cwd=FOLDER, check=True)
    try:
        journey()
        say(f"Done in {time.monotonic() - started:.0f} s")
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        nimbus("sandbox", "down")


if __name__ == "__main__":
    main()
