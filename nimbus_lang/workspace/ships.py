"""What ships with this Nimbus: the provider schemas and the standard library, each with its version and digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache

from nimbus_lang import __version__
from nimbus_lang.schemas.index import bundled_digests, bundled_versions
from nimbus_lang.source.bundled import stdlib_paths, stdlib_text
from nimbus_lang.workspace.lock import Bundled

LIBRARY = "std"


@cache
def ships() -> Mapping[str, Bundled]:
    """By name: `hashicorp/aws`, `kubernetes`, `std`."""
    digests = bundled_digests()
    found = {name: Bundled(version, digests[name]) for name, version in bundled_versions().items()}
    return {**found, LIBRARY: Bundled(__version__, _library())}


def _library() -> str:
    """sha256 of the standard library: every path and text, in order."""
    whole = hashlib.sha256()
    for path in stdlib_paths():
        text = (stdlib_text(path) or "").encode()
        whole.update(f"{path}\0{len(text)}\0".encode() + text)
    return whole.hexdigest()
