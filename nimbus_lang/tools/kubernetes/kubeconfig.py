"""Reads the user's kubeconfig into a connection: files merged as kubectl does, one context, its exec plugin run.

The plugin (how EKS, GKE and others give out tokens) goes through our own process door, which is why this is not left to
the client library.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nimbus_lang.tools import errors
from nimbus_lang.tools.environment import AWS, inherited
from nimbus_lang.tools.kubernetes.connection import Connection
from nimbus_lang.tools.process import run
from nimbus_lang.tools.tool import ToolError

PLUGIN_WITHIN = 60.0
PLUGINS_MAY_SEE = (*AWS, "KUBE*", "AZURE_*", "GOOGLE_*", "CLOUDSDK_*")


def kubeconfig_paths() -> tuple[Path, ...]:
    """The files that are in force: those of `KUBECONFIG`, else `~/.kube/config`."""
    named = os.environ.get("KUBECONFIG", "")
    parts = [Path(p) for p in named.split(os.pathsep) if p]
    return tuple(parts or [Path.home() / ".kube" / "config"])


def current_context(paths: tuple[Path, ...] | None = None) -> str:
    """The context that would be used now; empty if there is none or the files cannot be read."""
    try:
        return str(_merged(paths or kubeconfig_paths())["current-context"])
    except (ToolError, KeyError):
        return ""


def connect(context: str = "", paths: tuple[Path, ...] | None = None) -> Connection:
    """The connection of a context (the current one if not named); raises ToolError NB7226 if there is none."""
    config = _merged(paths or kubeconfig_paths())
    name = context or config.get("current-context", "")
    if not name:
        raise ToolError(
            errors.no_connection("No context was named and no kubeconfig has a current one")
        )
    chosen = _named(config, "context", name)
    cluster = _named(config, "cluster", chosen.get("cluster", ""))
    user = _named(config, "user", chosen["user"]) if chosen.get("user") else {}
    if cluster.get("insecure-skip-tls-verify"):
        raise ToolError(
            errors.no_connection(f"The cluster of context `{name}` is not to be verified")
        )
    credentials = _plugin(user["exec"]) if user.get("exec") else user
    return Connection(
        server=str(cluster.get("server", "")),
        ca=_text(cluster, "certificate-authority"),
        token=_token(credentials),
        certificate=_text(credentials, "client-certificate"),
        key=_text(credentials, "client-key"),
        server_name=str(cluster.get("tls-server-name", "")),
        namespace=str(chosen.get("namespace") or "default"),
    )


def _merged(paths: tuple[Path, ...]) -> dict[str, Any]:
    """Several files as one: the first that says something wins, relative paths made whole."""
    merged: dict[str, Any] = {}
    for path in paths:
        config = _read(path)
        if config.get("current-context"):
            merged.setdefault("current-context", config["current-context"])
        for kind in ("cluster", "user", "context"):
            found = merged.setdefault(f"{kind}s", {})
            for entry in config.get(f"{kind}s") or []:
                found.setdefault(entry.get("name"), _whole(entry.get(kind) or {}, path.parent))
    return merged


def _read(path: Path) -> dict[str, Any]:
    import yaml

    try:
        text = path.read_text()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as problem:
        raise ToolError(errors.unusable_path(str(path), str(problem))) from None
    try:
        config = yaml.safe_load(text)
    except yaml.YAMLError:
        raise ToolError(errors.no_connection(f"`{path}` is not YAML")) from None
    return config if isinstance(config, dict) else {}


def _whole(entry: Mapping[str, Any], base: Path) -> dict[str, Any]:
    files = ("certificate-authority", "client-certificate", "client-key", "tokenFile")
    return {k: str(base / v) if k in files and v else v for k, v in entry.items()}


def _named(config: Mapping[str, Any], kind: str, name: str) -> dict[str, Any]:
    found = config.get(f"{kind}s", {}).get(name)
    if found is None:
        raise ToolError(errors.no_connection(f"No kubeconfig has a {kind} named `{name}`"))
    return dict(found)


def _text(entry: Mapping[str, Any], key: str) -> str:
    """A PEM text given inline (base64 in a kubeconfig, plain from a plugin) or as a file."""
    data = entry.get(f"{key}-data")
    if data:
        return str(data) if str(data).startswith("-----") else base64.b64decode(data).decode()
    return _file(entry[key]) if entry.get(key) else ""


def _token(entry: Mapping[str, Any]) -> str:
    return (
        str(entry["token"])
        if entry.get("token")
        else _file(entry["tokenFile"]).strip()
        if entry.get("tokenFile")
        else ""
    )


def _file(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError as problem:
        raise ToolError(errors.unusable_path(path, problem.strerror or str(problem))) from None


def _plugin(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Run a credential plugin; its answer is an ExecCredential."""
    version = spec.get("apiVersion", "client.authentication.k8s.io/v1")
    question = {"apiVersion": version, "kind": "ExecCredential", "spec": {"interactive": False}}
    given = {e["name"]: str(e["value"]) for e in spec.get("env") or []}
    result = run(
        [str(spec["command"]), *(str(a) for a in spec.get("args") or [])],
        env={**inherited(*PLUGINS_MAY_SEE), **given, "KUBERNETES_EXEC_INFO": json.dumps(question)},
        timeout=PLUGIN_WITHIN,
    )
    if result.code != 0:
        raise ToolError(errors.tool_failed(str(spec["command"]), result.code, result.stderr))
    try:
        status = json.loads(result.stdout)["status"]
        return {
            "token": status.get("token", ""),
            "client-certificate-data": status.get("clientCertificateData", ""),
            "client-key-data": status.get("clientKeyData", ""),
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ToolError(errors.not_understood(str(spec["command"]), "no ExecCredential")) from None
