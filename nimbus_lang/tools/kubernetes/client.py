"""One cluster's API: server-side apply as the field manager `nimbus`, read, delete, wait until gone.

The official client does the talking; here its exceptions end and diagnostics begin.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from nimbus_lang.tools import errors
from nimbus_lang.tools.kubernetes.connection import Connection
from nimbus_lang.tools.kubernetes.faults import refusals
from nimbus_lang.tools.kubernetes.objects import Manifest, ObjectRef, ref
from nimbus_lang.tools.tool import ToolError

MANAGER = "nimbus"
TIMEOUT = (5.0, 30.0)
"""Seconds to connect and to answer."""
NEW_KIND_WITHIN = 20.0
"""Seconds that a kind has to be served after its definition was applied."""
GONE_WITHIN = 120.0

T = TypeVar("T")


class Kubernetes:
    """A client of one cluster. Every call may raise ToolError (NB7220 to NB7228)."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._files = tempfile.TemporaryDirectory(prefix="nimbus-kube-")
        self._opened: Any = None

    def version(self) -> str:
        """The server's version, such as `1.34.4`."""
        said = self._call("the server's version", lambda client: client.version)
        return str(said["kubernetes"]["gitVersion"]).lstrip("v")

    def apply(self, manifest: Manifest, *, dry_run: bool = False, force: bool = False) -> Manifest:
        """Apply an object as `nimbus`; the object as the server then has it, or would have it.

        `force` takes fields from other managers; without it they are a conflict (NB7223).
        """
        named = self.named(manifest)
        resource = self._kind(named)
        options: dict[str, Any] = {"dry_run": "All"} if dry_run else {}
        if force:
            options["force_conflicts"] = True
        answer = self._call(
            f"`{named.address}`",
            lambda _: resource.server_side_apply(
                body=dict(manifest),
                name=named.name,
                namespace=named.namespace or None,
                field_manager=MANAGER,
                _request_timeout=TIMEOUT,
                **options,
            ),
        )
        return dict(answer.to_dict())

    def get(self, named: ObjectRef) -> Manifest | None:
        """The object as the server has it, None if there is none, or none of its kind can be."""
        try:
            resource = self._kind(named, patience=0.0)
        except ToolError as problem:
            if "NB7225" in errors.codes(problem.diagnostics):
                return None
            raise
        answer = self._call(
            f"`{named.address}`",
            lambda _: resource.get(
                name=named.name, namespace=named.namespace or None, _request_timeout=TIMEOUT
            ),
            absent=None,
        )
        return None if answer is None else dict(answer.to_dict())

    def pods(self, namespace: str, labels: Mapping[str, str]) -> tuple[Manifest, ...]:
        """The pods of a namespace that carry these labels."""
        resource = self._kind(ObjectRef("v1", "Pod", namespace, ""))
        answer = self._call(
            f"the pods of `{namespace}`",
            lambda _: resource.get(
                namespace=namespace,
                label_selector=",".join(f"{key}={value}" for key, value in labels.items()),
                _request_timeout=TIMEOUT,
            ),
        )
        return tuple(answer.to_dict().get("items") or ())

    def delete(self, named: ObjectRef) -> None:
        """Ask for an object, and what it owns, to go. One that is not there is gone already."""
        resource = self._kind(named, patience=0.0)
        self._call(
            f"`{named.address}`",
            lambda _: resource.delete(
                name=named.name,
                namespace=named.namespace or None,
                body={"propagationPolicy": "Background"},
                _request_timeout=TIMEOUT,
            ),
            absent=None,
        )

    def wait_until_gone(self, named: ObjectRef, seconds: float = GONE_WITHIN) -> None:
        """Wait until an object is no longer there; raises NB7228 with what holds it."""
        deadline = time.monotonic() + seconds
        pause = 0.05
        while (live := self.get(named)) is not None:
            if time.monotonic() >= deadline:
                raise ToolError(errors.still_there(f"`{named.address}`", seconds, _holders(live)))
            time.sleep(pause)
            pause = min(pause * 2, 2.0)

    def named(self, manifest: Manifest) -> ObjectRef:
        """A manifest's name, with the connection's namespace where its kind needs one and it says none."""
        named = ref(manifest)
        if named.namespace:
            return named
        try:
            spaced = bool(self._kind(named).namespaced)
        except ToolError as problem:
            if "NB7225" in errors.codes(problem.diagnostics):
                return named
            raise
        return ref(manifest, self.connection.namespace if spaced else "")

    def serves(self, named: ObjectRef) -> bool:
        """Whether the cluster knows the object's kind."""
        try:
            self._kind(named, patience=0.0)
        except ToolError as problem:
            if "NB7225" in errors.codes(problem.diagnostics):
                return False
            raise
        return True

    def _kind(self, named: ObjectRef, patience: float = NEW_KIND_WITHIN) -> Any:
        from kubernetes.dynamic.exceptions import ResourceNotFoundError

        deadline = time.monotonic() + patience
        while True:
            try:
                return self._call(
                    f"the kinds of `{named.api_version}`",
                    lambda client: client.resources.get(
                        api_version=named.api_version, kind=named.kind
                    ),
                )
            except ResourceNotFoundError:
                if time.monotonic() >= deadline or not self._is_new(named):
                    said = errors.unknown_kind(f"`{named.address}`", self.connection.server)
                    raise ToolError(said) from None
            time.sleep(0.5)

    def _is_new(self, named: ObjectRef) -> bool:
        """Whether a definition of this kind is there, so that it will be served in a moment."""
        self._call("the server's kinds", lambda client: client.resources.invalidate_cache())
        group = named.api_version.rpartition("/")[0]
        if "." not in group:
            return False
        defined = self._call(
            "custom resource definitions",
            lambda client: client.resources.get(
                api_version="apiextensions.k8s.io/v1", kind="CustomResourceDefinition"
            ).get(_request_timeout=TIMEOUT),
        )
        found = [d["spec"] for d in defined.to_dict().get("items", [])]
        return any(s["group"] == group and s["names"]["kind"] == named.kind for s in found)

    def _call(self, what: str, call: Callable[[Any], T], **absent: T) -> T:
        """Make one call; a 404 gives `absent` where the caller allows it."""
        from kubernetes.client.exceptions import ApiException
        from kubernetes.dynamic.exceptions import DynamicApiError
        from urllib3.exceptions import HTTPError

        server = self.connection.server
        try:
            return call(self._client())
        except (ApiException, DynamicApiError) as problem:
            if problem.status == 404 and "absent" in absent:
                return absent["absent"]
            found = refusals(problem.status or 0, problem.body, what, server)
            raise ToolError(*found) from None
        except HTTPError as problem:
            reason = getattr(problem, "reason", None) or problem
            raise ToolError(errors.unreachable_cluster(server, str(reason))) from None

    def _client(self) -> Any:
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    def _open(self) -> Any:
        try:
            from kubernetes.client import ApiClient, Configuration
            from kubernetes.dynamic import DynamicClient
        except ImportError:
            purpose = "to talk to a cluster"
            raise ToolError(errors.missing_extra("kubernetes", "kubernetes", purpose)) from None
        to = self.connection
        settings = Configuration(host=to.server)
        settings.verify_ssl = True
        settings.ssl_ca_cert = self._file("ca.pem", to.ca)
        settings.cert_file = self._file("client.pem", to.certificate)
        settings.key_file = self._file("client.key", to.key)
        settings.tls_server_name = to.server_name or None
        settings.retries = 1
        if to.token:
            settings.api_key = {"authorization": f"Bearer {to.token}"}
        dynamic: Any = DynamicClient
        return dynamic(ApiClient(settings), cache_file=f"{self._files.name}/kinds.json")

    def _file(self, name: str, text: str) -> str | None:
        """The client wants files where we have texts: they live in a private folder, as long as we do."""
        if not text:
            return None
        path = Path(self._files.name) / name
        path.touch(mode=0o600)
        path.write_text(text)
        return str(path)


def _holders(live: Manifest) -> tuple[str, ...]:
    finalizers = [
        *((live.get("metadata") or {}).get("finalizers") or []),
        *((live.get("spec") or {}).get("finalizers") or []),
    ]
    return tuple(str(f) for f in finalizers)
