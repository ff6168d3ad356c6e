"""The program inside a child process that gives Helm's SDK the part of helm's command line that `argv` uses.

It prints what helm prints, in helm's JSON, and ends with helm's exit code. It knows nothing else of Nimbus.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def main(arguments: list[str]) -> int:
    """Run one command; 1 if Helm refuses, its words on stderr as helm puts them."""
    import helm_python

    options = _parser().parse_args(arguments)
    try:
        print(COMMANDS[options.command](options))
    except helm_python.HelmNotFoundError:
        return _error("release: not found")
    except helm_python.HelmError as problem:
        return _error(str(problem))
    return 0


def _error(text: str) -> int:
    print(f"Error: {text}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="helm", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("version").add_argument("--short", action="store_true")
    for name in ("template", "upgrade", "status", "uninstall"):
        command = commands.add_parser(name)
        command.add_argument("name")
        if name in ("template", "upgrade"):
            command.add_argument("chart")
        command.add_argument("--namespace", default="default")
        for flag in ("--kubeconfig", "--values", "--version", "--repo", "--output", "--dry-run"):
            command.add_argument(flag)
        command.add_argument("--timeout", default="300s")
        for flag in ("--install", "--create-namespace", "--wait", "--atomic", "--skip-crds"):
            command.add_argument(flag, action="store_true")
        command.add_argument("--ignore-not-found", action="store_true")
    pulling = commands.add_parser("pull")
    pulling.add_argument("chart")
    for flag in ("--version", "--destination"):
        pulling.add_argument(flag)
    pulling.add_argument("--plain-http", action="store_true")
    listing = commands.add_parser("list")
    listing.add_argument("--all-namespaces", action="store_true")
    listing.add_argument("--output")
    listing.add_argument("--kubeconfig")
    return parser


def _version(_: Any) -> str:
    import helm_python

    return str(helm_python.helm_sdk_version())


def _pull(options: Any) -> str:
    import helm_python

    found = helm_python.pull(
        options.chart,
        version=options.version,
        destination=options.destination,
        plain_http=options.plain_http,
    )
    return str(found["output"])


def _template(options: Any) -> str:
    import helm_python

    if options.chart.startswith("oci://") or options.repo:
        with _config(options) as config:
            release = config.install(
                options.chart,
                options.name,
                _values(options),
                namespace=options.namespace,
                dry_run="client",
                chart_repo_url=options.repo,
                chart_version=options.version,
            )
        return str(release["manifest"])
    with helm_python.Chart.load(options.chart) as chart:
        parts = chart.render(_values(options), name=options.name, namespace=options.namespace)
    shown = {path: text for path, text in parts.items() if not path.endswith("NOTES.txt")}
    return "\n".join(f"---\n# Source: {path}\n{text}" for path, text in shown.items())


def _upgrade(options: Any) -> str:
    import helm_python

    with _config(options) as config, helm_python.HelmContext() as context:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: context.cancel())
        act = config.upgrade if _exists(config, options.name) else config.install
        create = {} if act == config.upgrade else {"create_namespace": options.create_namespace}
        with _chart(options) as where:
            release = act(
                where.pop("chart"),
                options.name,
                _values(options),
                context=context,
                namespace=options.namespace,
                timeout=int(options.timeout.removesuffix("s")),
                wait="watcher" if options.wait or options.atomic else None,
                rollback_on_failure=options.atomic,
                dry_run=options.dry_run,
                **where,
                **create,
            )
    return json.dumps(_as_helm_shows(release))


@contextmanager
def _chart(options: Any) -> Iterator[dict[str, Any]]:
    """The chart as the SDK takes it; without its definitions it is a copy, for the SDK cannot leave them out."""
    import helm_python

    where = {"chart_repo_url": options.repo, "chart_version": options.version}
    if not options.skip_crds:
        yield {"chart": options.chart, **where}
        return
    with tempfile.TemporaryDirectory(prefix="nimbus-chart-") as folder:
        if options.repo or options.chart.startswith("oci://"):
            helm_python.pull(
                *(options.chart,),
                destination=folder,
                version=options.version,
                repo_url=options.repo,
                untar=True,
                untar_dir=folder,
            )
        elif Path(options.chart).is_dir():
            shutil.copytree(options.chart, Path(folder, "chart"))
        else:
            helm_python.expand(folder, options.chart)
        yield {"chart": str(_without_crds(Path(folder)))}


def _without_crds(folder: Path) -> Path:
    """Takes the definitions out of the one chart in a folder, and out of the charts in it; the chart's own folder."""
    import helm_python

    for packed in list(folder.glob("*/charts/*.tgz")):
        helm_python.expand(packed.parent, packed)
        packed.unlink()
    for definitions in list(folder.rglob("crds")):
        if (definitions.parent / "Chart.yaml").exists():
            shutil.rmtree(definitions)
    return next(path.parent for path in sorted(folder.glob("*/Chart.yaml")))


def _exists(config: Any, name: str) -> bool:
    import helm_python

    try:
        config.status(name)
    except helm_python.HelmNotFoundError:
        return False
    return True


def _status(options: Any) -> str:
    with _config(options) as config:
        return json.dumps(_as_helm_shows(config.status(options.name)))


def _uninstall(options: Any) -> str:
    with _config(options) as config:
        config.uninstall(
            options.name,
            ignore_not_found=options.ignore_not_found,
            wait="watcher" if options.wait else None,
            timeout=int(options.timeout.removesuffix("s")),
        )
    return f'release "{options.name}" uninstalled'


def _list(options: Any) -> str:
    options.namespace = ""
    with _config(options) as config:
        found = config.list(all_namespaces=options.all_namespaces)
    releases = [
        {
            "name": r["name"],
            "namespace": r["namespace"],
            "revision": str(r["revision"]),
            "status": r["status"],
            "chart": f"{r['chart_name']}-{r['chart_version']}",
        }
        for r in found
    ]
    return json.dumps(releases)


def _config(options: Any) -> Any:
    import helm_python

    return helm_python.Config(
        kubeconfig_path=options.kubeconfig, namespace=options.namespace or None
    )


def _values(options: Any) -> dict[str, Any]:
    import helm_python

    if not options.values:
        return {}
    return dict(helm_python.values_from_yaml(Path(options.values).read_text(encoding="utf-8")))


def _as_helm_shows(release: Any) -> dict[str, Any]:
    return {
        "name": release["name"],
        "namespace": release["namespace"],
        "version": release["revision"],
        "info": {"status": release["status"]},
        "chart": {"metadata": {"name": release["chart_name"], "version": release["chart_version"]}},
        "manifest": release.get("manifest", ""),
    }


COMMANDS = {
    "version": _version,
    "pull": _pull,
    "template": _template,
    "upgrade": _upgrade,
    "status": _status,
    "uninstall": _uninstall,
    "list": _list,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
