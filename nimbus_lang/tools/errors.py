"""The diagnostics of this room, one function a code: facts in, a `Diagnostic` out.

Nothing here has a span: a tool that is missing or refuses is nobody's line of source. What a tool says about
emitted code is brought back to the spec by whoever holds the source map.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nimbus_lang.diagnostics.model import Diagnostic, Severity

TAIL_LINES = 20


def missing_tool(name: str, advice: str) -> Diagnostic:
    """NB7201"""
    return _error("NB7201", "A needed tool is not installed", f"`{name}` was not found. {advice}")


def too_slow(name: str, seconds: float, output: str) -> Diagnostic:
    """NB7202"""
    return _error(
        "NB7202",
        "A tool took too long",
        f"`{name}` was still running after {seconds:.0f} s and was stopped. "
        "Look at its last lines for what it waited for, then try again.",
        tail(output),
    )


def tool_failed(name: str, code: int, output: str) -> Diagnostic:
    """NB7203"""
    return _error(
        "NB7203",
        "A tool failed",
        f"`{name}` ended with exit code {code}. Its last lines say why.",
        tail(output),
    )


def not_understood(name: str, why: str) -> Diagnostic:
    """NB7204"""
    return _error(
        "NB7204",
        "The answer of a tool could not be understood",
        f"`{name}` answered in a form that this release does not know: {why}. "
        "`nimbus doctor` shows which version it is; use one that is supported.",
    )


def unusable_path(path: str, why: str) -> Diagnostic:
    """NB7205"""
    return _error(
        "NB7205",
        "A file or folder that a tool needs cannot be used",
        f"`{path}` cannot be used: {why}. Check that it exists and that you may use it.",
    )


def missing_extra(package: str, extra: str, purpose: str) -> Diagnostic:
    """NB7206"""
    return _error(
        "NB7206",
        "A needed Python package is not installed",
        f"`{package}` is needed {purpose} and is not installed. "
        f"Install it with `pip install 'nimbus-lang[{extra}]'`.",
    )


def stale_tool_plan(name: str, why: str) -> Diagnostic:
    """NB7207"""
    return _error(
        "NB7207",
        "The world has changed since the plan was made",
        f"What `{name}` would do now is not what was planned: {why}. Make a new plan and review it.",
    )


def terraform_says(
    summary: str, detail: str, place: str = "", address: str = "", *, warning: bool = False
) -> Diagnostic:
    """NB7210 for an error, NB7211 for a warning."""
    about = f" about `{address}`" if address else ""
    where = f" ({place})" if place else ""
    text = f"terraform says{about}{where}: {summary}."
    if detail:
        text += f" {detail.strip()}"
    if warning:
        return Diagnostic("NB7211", "Terraform warns", text, None, Severity.WARNING)
    return _error("NB7210", "Terraform refuses", text)


def no_provider(output: str) -> Diagnostic:
    """NB7212"""
    return _error(
        "NB7212",
        "A Terraform provider cannot be installed",
        "terraform found no copy of a provider and could not fetch one. Point `NIMBUS_TERRAFORM_MIRROR` at a "
        "folder that holds `registry.terraform.io/`, or connect to the network.",
        tail(output),
    )


def bad_mirror(path: str, why: str) -> Diagnostic:
    """NB7213"""
    return _error(
        "NB7213",
        "The provider mirror cannot be used",
        f"`NIMBUS_TERRAFORM_MIRROR` names `{path}`, but {why}. "
        "It must be a folder that holds `registry.terraform.io/NAMESPACE/NAME/VERSION/PLATFORM`.",
    )


def unreachable_cluster(server: str, why: str) -> Diagnostic:
    """NB7220"""
    return _error(
        "NB7220",
        "The Kubernetes API cannot be reached",
        f"`{server}` did not answer: {why}. Check the address, the network and that the cluster runs.",
    )


def unknown_identity(server: str, why: str) -> Diagnostic:
    """NB7221"""
    return _error(
        "NB7221",
        "The Kubernetes API does not accept our identity",
        f"`{server}` answered 401: {why}. The token or certificate is missing, wrong or expired; renew it.",
    )


def forbidden(what: str, why: str) -> Diagnostic:
    """NB7222"""
    return _error(
        "NB7222",
        "The Kubernetes API forbids this",
        f"{what}: {why}. Ask for a role that allows it, or use another context.",
    )


def field_conflict(what: str, conflicts: Sequence[tuple[str, str]]) -> Diagnostic:
    """NB7223; `conflicts` are (field path, what the API says about its other owner)."""
    return _error(
        "NB7223",
        "Another manager owns a field",
        f"{what} has fields that somebody else manages: {', '.join(f'`{f}`' for f, _ in conflicts)}. "
        "Remove them from the spec, or let their owner give them up.",
        tuple(f"`{path}`: {said}" for path, said in conflicts),
    )


def rejected_object(what: str, why: str) -> Diagnostic:
    """NB7224"""
    return _error(
        "NB7224",
        "The Kubernetes API rejects an object",
        f"{what}: {why}. Change the object so that the cluster accepts it.",
    )


def unknown_kind(what: str, server: str) -> Diagnostic:
    """NB7225"""
    return _error(
        "NB7225",
        "The cluster does not know this kind",
        f"{what} is of a kind that `{server}` does not serve. "
        "Install its custom resource definition first, or use an API version that the cluster has.",
    )


def no_connection(why: str) -> Diagnostic:
    """NB7226"""
    return _error(
        "NB7226",
        "No connection to a cluster is configured",
        f"{why}. Name a kubeconfig and a context, or the cluster that the spec makes.",
    )


def cluster_failed(what: str, status: int, why: str) -> Diagnostic:
    """NB7227"""
    return _error(
        "NB7227",
        "The Kubernetes API failed",
        f"{what}: the server answered {status}: {why}. Look at the cluster's health, then try again.",
    )


def not_ready(what: str, why: str, seconds: float | None) -> Diagnostic:
    """NB7229; `seconds` is how long it was waited for, None where it cannot become ready any more."""
    waited = "will not become ready" if seconds is None else f"is not ready after {seconds:.0f} s"
    return _error(
        "NB7229",
        "A workload did not become ready",
        f"{what} was applied and {waited}: {why or 'nothing more is said of it'}. Mend what holds it and apply again; "
        "`--wait SECONDS` waits longer, `--wait 0` not at all.",
    )


def still_there(what: str, seconds: float, finalizers: Sequence[str]) -> Diagnostic:
    """NB7228"""
    held = f" It waits for {', '.join(f'`{f}`' for f in finalizers)}." if finalizers else ""
    return _error(
        "NB7228",
        "A deleted object is still there",
        f"{what} was deleted but was still there after {seconds:.0f} s.{held} "
        "Find out what holds it, then destroy again.",
    )


def helm_failed(release: str, output: str) -> Diagnostic:
    """NB7230"""
    return _error(
        "NB7230",
        "Helm refuses",
        f"Helm could not do its work for `{release}`. Its own words say why.",
        tail(output),
    )


def no_chart(chart: str, output: str) -> Diagnostic:
    """NB7231"""
    return _error(
        "NB7231",
        "A Helm chart cannot be had",
        f"`{chart}` could not be loaded or fetched. Check its name and version and that its registry can be "
        "reached, or use a chart folder on this machine.",
        tail(output),
    )


def no_aws_credentials(why: str) -> Diagnostic:
    """NB7240"""
    return _error(
        "NB7240",
        "No AWS credentials were found",
        f"{why}. Sign in (for example with `aws sso login`), set `AWS_PROFILE`, or use `--sandbox`.",
    )


def unreachable_aws(service: str, why: str) -> Diagnostic:
    """NB7241"""
    return _error(
        "NB7241",
        "The AWS API cannot be reached",
        f"{service} did not answer: {why}. Check the network, the region and `AWS_ENDPOINT_URL`.",
    )


def aws_refused(service: str, code: str, why: str) -> Diagnostic:
    """NB7242"""
    return _error(
        "NB7242",
        "The AWS API refuses",
        f"{service} answered {code}: {why}. Check that your identity may do this and that the request is right.",
    )


def repository_out_of_reach(url: str, output: str) -> Diagnostic:
    """NB7250"""
    return _error(
        "NB7250",
        "A git repository cannot be reached",
        f"git cannot read `{url}`. Check its address, the network, and that git itself may read it without asking "
        "(a credential helper, an SSH agent): `git ls-remote` with that address shows the same.",
        tail(output),
    )


def no_such_version(url: str, version: str) -> Diagnostic:
    """NB7251"""
    return _error(
        "NB7251",
        "A git repository has no such version",
        f"`{url}` has no tag and no branch `{version}`. Check its spelling; a commit is named by its full hash.",
    )


def commit_gone(url: str, commit: str, version: str) -> Diagnostic:
    """NB7252"""
    return _error(
        "NB7252",
        "A locked commit is gone",
        f"`{url}` does not hand out commit {commit[:12]}, which `{version}` was when it was locked: history was rewritten, or the "
        "tag moved. Ask its owner; to take what is there now, run `nimbus lock --upgrade` and look at what changed.",
    )


def tail(output: str, lines: int = TAIL_LINES) -> tuple[str, ...]:
    """The last lines of an output that say something."""
    return tuple(line.rstrip() for line in output.splitlines() if line.strip())[-lines:]


def codes(diagnostics: Iterable[Diagnostic]) -> tuple[str, ...]:
    """The codes, in order."""
    return tuple(d.code for d in diagnostics)


def _error(code: str, summary: str, detail: str, notes: tuple[str, ...] = ()) -> Diagnostic:
    return Diagnostic(code, summary, detail, None, notes=notes)
