"""What is published works: the wheel holds everything, installs light, and compiles far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.live

CHECKOUT = Path(__file__).resolve().parents[2]
EXAMPLE = CHECKOUT / "tests" / "corpus" / "shop" / "main.nimbus"
MOST_SCHEMA_BYTES = 6 * 1024 * 1024
HEAVY = {"boto3", "botocore", "kubernetes", "litellm", "httpx", "ministack", "cryptography"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution as a publisher would."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, CHECKOUT],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def names(wheel: Path) -> dict[str, zipfile.ZipInfo]:
    """What is in the wheel, by path."""
    with zipfile.ZipFile(wheel) as packed:
        return {info.filename: info for info in packed.infolist()}


@dataclass(frozen=True)
class Installed:
    """A venv with nothing but the wheel and what it needs."""

    binaries: Path
    folder: Path

    def nimbus(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run the installed command, with nothing of the checkout in reach."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "NIMBUS_CACHE_DIR": str(self.folder / "cache"),
            **changes,
        }
        done = subprocess.run(
            [self.binaries / "nimbus", *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in a clean venv, and a folder that is no checkout."""
    venv = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    binaries = venv / ("Scripts" if os.name == "nt" else "bin")
    pip = [binaries / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, wheel], check=True)
    folder = tmp_path_factory.mktemp("far away")
    (folder / "shop.nimbus").write_text(EXAMPLE.read_text())
    return Installed(binaries, folder)


def under(names: dict[str, zipfile.ZipInfo], prefix: str) -> list[str]:
    """Paths below a prefix."""
    return sorted(name for name in names if name.startswith(prefix) and not name.endswith("/"))


@pytest.mark.parametrize(
    ("folder", "shipped"),
    [
        ("grammar", "nimbus_lang/_bundled/grammar"),
        ("stdlib", "nimbus_lang/_bundled/stdlib"),
        ("nimbus_lang/diagnostics/pages", "nimbus_lang/diagnostics/pages"),
        ("nimbus_lang/schemas/data", "nimbus_lang/schemas/data"),
        ("nimbus_lang/schemas/refinements", "nimbus_lang/schemas/refinements"),
        ("nimbus_lang/sandbox/control_plane", "nimbus_lang/sandbox/control_plane"),
    ],
)
def test_everything_is_inside(names, folder: str, shipped: str) -> None:
    here = CHECKOUT / folder
    wanted = {
        f"{shipped}/{path.relative_to(here).as_posix()}"
        for path in here.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted
    assert wanted <= set(names)


def test_every_module_is_inside(names) -> None:
    modules = {p.relative_to(CHECKOUT).as_posix() for p in (CHECKOUT / "nimbus_lang").rglob("*.py")}
    assert modules <= set(names)


def test_nothing_else_is_inside(names) -> None:
    assert {name.split("/")[0].split("-")[0] for name in names} == {"nimbus_lang"}
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_schema_data_is_small(names) -> None:
    packed = sum(names[name].compress_size for name in under(names, "nimbus_lang/schemas/data/"))
    assert packed <= MOST_SCHEMA_BYTES


def test_the_core_install_is_light(installed: Installed) -> None:
    done = subprocess.run(
        [installed.binaries / "python", "-m", "pip", "list", "--format=freeze"],
        check=True,
        capture_output=True,
        text=True,
    )
    packages = {line.split("==")[0].lower() for line in done.stdout.splitlines()}
    assert not packages & HEAVY
    assert len(packages) <= 12, packages


def test_version(installed: Installed) -> None:
    assert installed.nimbus("--version").stdout.startswith("nimbus ")


def test_explain(installed: Installed) -> None:
    assert installed.nimbus("explain", "NB2001").stdout.startswith("NB2001: Unknown name")
    assert installed.nimbus("explain", "NB5107").returncode == 0


def test_check(installed: Installed) -> None:
    done = installed.nimbus("check", "shop.nimbus")
    assert done.returncode == 0, done.stderr


def test_check_of_something_wrong(installed: Installed) -> None:
    (installed.folder / "wrong.nimbus").write_text("stack a\nlet x = nope\n")
    done = installed.nimbus("check", "wrong.nimbus")
    assert done.returncode == 1
    assert "error[NB2001]" in done.stderr


def test_fmt(installed: Installed) -> None:
    (installed.folder / "ugly.nimbus").write_text("stack    a\n")
    assert installed.nimbus("fmt", "ugly.nimbus").returncode == 0
    assert (installed.folder / "ugly.nimbus").read_text() == "stack a\n"


def test_compile(installed: Installed) -> None:
    done = installed.nimbus("compile", "shop.nimbus", "-o", "out")
    assert done.returncode == 0, done.stderr
    made = {
        p.relative_to(installed.folder / "out").as_posix() for p in find(installed.folder / "out")
    }
    assert {"terraform/main.tf", "graph.json", "sourcemap.json"} <= made
    assert any(path.startswith("kubernetes/") for path in made)
    assert any(path.startswith("helm/") for path in made)


def find(folder: Path) -> list[Path]:
    """Every file below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def test_doctor_says_what_is_missing(installed: Installed) -> None:
    done = installed.nimbus("doctor", PATH="/nonexistent")
    assert done.returncode == 3
    assert "pip install" in done.stdout


def test_a_missing_tool(installed: Installed) -> None:
    done = installed.nimbus("plan", "shop.nimbus", "--json", PATH="/nonexistent")
    assert done.returncode == 3
    assert '"NB72' in done.stdout
