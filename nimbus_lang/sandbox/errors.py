"""The diagnostics of this room, one function a code. None has a span: the sandbox is no line of source."""

from __future__ import annotations

from collections.abc import Iterable

from nimbus_lang.diagnostics.model import Diagnostic


def not_loopback(url: str) -> Diagnostic:
    """NB7301"""
    return _error(
        "NB7301",
        "The sandbox refuses any address but this machine's own",
        f"`{url}` is not a loopback address, and in the sandbox nothing may leave this machine. "
        "Leave out the endpoint, or run without `--sandbox`.",
    )


def no_emulator(why: str) -> Diagnostic:
    """NB7302"""
    return _error(
        "NB7302",
        "The AWS emulator is not installed",
        f"{why}. Install it with `pip install 'nimbus-lang[sandbox]'`.",
    )


def not_ready(service: str, seconds: float, log: str, last: Iterable[str]) -> Diagnostic:
    """NB7303"""
    return _error(
        "NB7303",
        "A part of the sandbox did not start",
        f"The {service} did not answer within {seconds:.0f} s, or ended. Its log is `{log}`; "
        "the last lines are below.",
        tuple(last),
    )


def no_control_plane(why: str) -> Diagnostic:
    """NB7304"""
    return _error(
        "NB7304",
        "No Kubernetes control plane can be had",
        f"{why}. Point `KUBEBUILDER_ASSETS` at a folder with `etcd` and `kube-apiserver`, or install Go "
        "(1.24 or newer, or `pip install 'nimbus-lang[control-plane]'`) so that they can be built once.",
    )


def build_failed(output: Iterable[str]) -> Diagnostic:
    """NB7305"""
    return _error(
        "NB7305",
        "The Kubernetes control plane could not be built",
        "`go build` failed; its last lines are below. It needs the Go module proxy the first time, about "
        "4 GB of disk, and Go 1.24 or newer.",
        tuple(output),
    )


def not_up(folder: str) -> Diagnostic:
    """NB7306"""
    return _error(
        "NB7306",
        "The sandbox is not running",
        f"No sandbox runs out of `{folder}`. Start it with `nimbus sandbox up`.",
    )


def unusable_folder(path: str, why: str) -> Diagnostic:
    """NB7307"""
    return _error(
        "NB7307",
        "The folder of the sandbox cannot be used",
        f"`{path}` cannot be used: {why}. Set `NIMBUS_SANDBOX_DIR` to a folder that is yours.",
    )


def busy(path: str, seconds: float) -> Diagnostic:
    """NB7308"""
    return _error(
        "NB7308",
        "Another command is starting or stopping the sandbox",
        f"`{path}` was still locked after {seconds:.0f} s. Wait for the other command, or stop it.",
    )


def no_cluster(why: str) -> Diagnostic:
    """NB7309"""
    return _error("NB7309", "The sandbox runs without a cluster", why)


def _error(code: str, summary: str, detail: str, notes: tuple[str, ...] = ()) -> Diagnostic:
    return Diagnostic(code, summary, detail, None, notes=notes)
