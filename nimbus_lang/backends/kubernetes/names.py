"""What objects are called, and whether Kubernetes takes the name."""

from __future__ import annotations

import re

from nimbus_lang.values.model import Address

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN = re.compile(rf"{_LABEL.pattern}(\.{_LABEL.pattern})*")
_DNS_1035 = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")


def default_name(address: Address) -> str:
    """Names and keys joined by dashes: `web["shop"].env_secret` -> `web-shop-env-secret`."""
    words = [str(part) for step in address.steps for part in step if part is not None]
    return "-".join(words).replace("_", "-")


def problem(kind: str, group: str, name: str) -> str | None:
    """Why the name will be refused; None when it will not."""
    if group == "rbac.authorization.k8s.io":
        odd = name in (".", "..") or "/" in name or "%" in name or not name
        return "it may not be empty, `.` or `..`, nor hold `/` or `%`" if odd else None
    if kind == "Service" and not (len(name) <= 63 and _DNS_1035.fullmatch(name)):
        return "it takes at most 63 lower-case letters, digits and `-`, beginning with a letter"
    if kind == "Namespace" and not (len(name) <= 63 and _LABEL.fullmatch(name)):
        return "it takes at most 63 lower-case letters, digits and `-`"
    if len(name) > 253 or not _SUBDOMAIN.fullmatch(name):
        return "it takes at most 253 lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit"
    return None
