"""Reads secrets from where they are kept, when a tool is about to need them; they stay in memory.

A generated secret is kept nowhere: it is derived from its name and a random key that lies, for its owner alone, with the
deployment's state. Whoever calls sees to it that every tool hides what is returned here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nimbus_lang.plan import errors
from nimbus_lang.source.span import Span
from nimbus_lang.tools.tool import ToolError
from nimbus_lang.values.model import SecretSource
from nimbus_lang.workspace.read import reason

KEY_FILE = "generate.key"
DEFAULT_LENGTH = 32
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


@dataclass
class Secrets:
    """The secrets of one run; each is read once.

    `aws` reads a secret of the account by its name, `k8s` one of the cluster by namespace, name and key.
    """

    root: Path
    folder: Path
    aws: Callable[[str], str]
    k8s: Callable[[str, str, str], str]
    _read: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False)

    def read(self, source: SecretSource, span: Span | None = None) -> str:
        """The value; raises ToolError NB7010 where it is not to be had."""
        args = {name: value.data for name, value in source.args.items()}
        name, key = str(args.get("name", "")), str(args.get("key") or "")
        known = (source.kind, *(f"{one}={value}" for one, value in sorted(args.items())))
        if known not in self._read:
            self._read[known] = self._fetch(source.kind, name, key, args, span)
        return self._read[known]

    def seen(self) -> tuple[str, ...]:
        """Every value that was read: what must be hidden."""
        return tuple(self._read.values())

    def _fetch(
        self, kind: str, name: str, key: str, args: dict[str, Any], span: Span | None
    ) -> str:
        match kind:
            case "env":
                return _keyed(_from_environment(name, span), key, kind, name, span)
            case "file":
                return _keyed(_from_file(self.root / name, span), key, kind, name, span)
            case "aws":
                return _keyed(self.aws(name), key, kind, name, span)
            case "k8s":
                return self.k8s(str(args.get("namespace") or ""), name, key)
            case _:
                length, version = args.get("length"), int(args.get("version") or 1)
                seed = name if version == 1 else f"{name}\0version {version}"
                return _generated(self.folder / KEY_FILE, seed, int(length or DEFAULT_LENGTH))


def _from_environment(name: str, span: Span | None) -> str:
    found = os.environ.get(name)
    if not found:
        raise ToolError(errors.no_secret("env", name, "the variable is not set", span))
    return found


def _from_file(path: Path, span: Span | None) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise ToolError(errors.no_secret("file", path.name, reason(problem), span)) from None


def _keyed(text: str, key: str, kind: str, name: str, span: Span | None) -> str:
    """One entry of a secret that is a JSON object, or the whole where no key is asked for."""
    if not key:
        return text
    try:
        found = json.loads(text)[key]
    except (ValueError, TypeError):
        why = "it is not a JSON object"
    except KeyError:
        why = f"it has no key `{key}`"
    else:
        return found if isinstance(found, str) else json.dumps(found)
    raise ToolError(errors.no_secret(kind, name, why, span)) from None


def _generated(path: Path, name: str, length: int) -> str:
    """Letters and digits derived from the key: the same name, the same secret, as long as the key lives."""
    key = _key(path)
    text = ""
    block = 0
    while len(text) < length:
        made = hmac.new(key, f"{name}\0{block}".encode(), hashlib.sha256).digest()
        text += "".join(c for c in base64.b64encode(made).decode() if c.isalnum())
        block += 1
    return text[:length]


def _key(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    try:
        with os.fdopen(os.open(path, _NEW, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
    except FileExistsError:
        pass
    except OSError as problem:
        raise ToolError(errors.no_secret("generate", path.name, reason(problem), None)) from None
    return path.read_bytes()
