"""The arguments of every helm call, as pure functions. `sdk_child.py` understands exactly these."""

from __future__ import annotations

from pathlib import Path

from nimbus_lang.tools.helm.release import Release


def version() -> list[str]:
    """Which version this is, such as `v3.19.0+g3d8990f`."""
    return ["version", "--short"]


def pull(address: str, versions: str, folder: Path, *, plain: bool = False) -> list[str]:
    """Fetch the newest version of a chart that `versions` admits as an archive into a folder; `plain`: without TLS."""
    options = [f"--version={versions}", f"--destination={folder}"]
    return ["pull", address, *options, *(["--plain-http"] if plain else [])]


def template(release: Release) -> list[str]:
    """Render without any cluster."""
    return ["template", release.name, release.chart, *_chart(release)]


def upgrade(release: Release, kubeconfig: Path, *, dry_run: bool = False) -> list[str]:
    """Install or upgrade; with `dry_run`, only ask the server what would come of it."""
    options = ["--install", "--output=json", f"--timeout={release.timeout}s"]
    asked = {
        "--create-namespace": release.create_namespace or dry_run,  # it may be made just before
        "--dry-run=server": dry_run,
        "--wait": release.wait and not dry_run,
        "--atomic": release.atomic and not dry_run,
    }
    options += [option for option, given in asked.items() if given]
    return [
        "upgrade",
        release.name,
        release.chart,
        *options,
        *_chart(release),
        _cluster(kubeconfig),
    ]


def status(name: str, namespace: str, kubeconfig: Path) -> list[str]:
    """One release with its manifest, as JSON."""
    return ["status", name, f"--namespace={namespace}", "--output=json", _cluster(kubeconfig)]


def uninstall(name: str, namespace: str, kubeconfig: Path) -> list[str]:
    """Remove a release and wait until its objects are gone; one that is not there is gone already."""
    return [
        "uninstall",
        name,
        f"--namespace={namespace}",
        "--ignore-not-found",
        "--wait",
        _cluster(kubeconfig),
    ]


def list_all(kubeconfig: Path) -> list[str]:
    """Every release of the cluster, as JSON."""
    return ["list", "--all-namespaces", "--output=json", _cluster(kubeconfig)]


def _cluster(kubeconfig: Path) -> str:
    return f"--kubeconfig={kubeconfig}"


def _chart(release: Release) -> list[str]:
    options = [f"--namespace={release.namespace}"]
    options += [f"--values={release.values}"] if release.values else []
    options += [f"--version={release.version}"] if release.version else []
    options += ["--skip-crds"] if release.skip_crds else []
    return options + ([f"--repo={release.repository}"] if release.repository else [])
