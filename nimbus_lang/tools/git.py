"""Git, for reading alone: which commit a version stands for, and the text of a file of that commit.

A commit is fetched into a folder that is gone afterwards; nothing is ever checked out, no hook, filter or submodule of the
repository runs, and git asks nobody for a password. Knows nothing of locks or of the cache.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from nimbus_lang.source.record import dataclass
from nimbus_lang.tools import errors
from nimbus_lang.tools.environment import inherited
from nimbus_lang.tools.process import ProcessResult, run
from nimbus_lang.tools.tool import ToolError

TIMEOUT = 300.0
"""Seconds for one conversation with a repository."""
LARGEST = 4 * 1024 * 1024
"""Bytes that one file may have, as for a spec on the disk."""
_OWN = ("GIT_SSH*", "SSH_*", "GIT_SSL_*", "GIT_CONFIG_*", "GIT_HTTP_*", "GIT_ASKPASS")
_QUIET = ("-c", "core.hooksPath=/dev/null", "-c", "init.templateDir=", "-c", "gc.auto=0")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Kind(Enum):
    """What a version is."""

    TAG = "tag"
    BRANCH = "branch"
    COMMIT = "commit"


@dataclass(frozen=True, slots=True)
class Version:
    """A version, looked up: the full hash of its commit, and what it is called by."""

    commit: str
    kind: Kind


class Unusable(Exception):
    """A file of a commit is not there, or is not what may be read; says which and why."""


def find_version(url: str, version: str) -> Version:
    """The commit that a tag, else a branch, else a full hash stands for. Raises ToolError NB7250, NB7251."""
    if _COMMIT.fullmatch(version):
        return Version(version, Kind.COMMIT)
    tag, branch = f"refs/tags/{version}", f"refs/heads/{version}"
    asked = _git(url, ["ls-remote", "--quiet", "--", url, tag, f"{tag}^{{}}", branch])
    if asked.code != 0:
        raise ToolError(errors.repository_out_of_reach(url, asked.output))
    lines = [line.partition("\t") for line in asked.stdout.splitlines()]
    found = {name: commit for commit, _, name in lines if _COMMIT.fullmatch(commit)}
    for name, kind in ((f"{tag}^{{}}", Kind.TAG), (tag, Kind.TAG), (branch, Kind.BRANCH)):
        if name in found:
            return Version(found[name], kind)
    raise ToolError(errors.no_such_version(url, version))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A commit that was fetched."""

    url: str
    commit: str
    folder: Path

    def read(self, path: str) -> str:
        """The text of a file. Raises Unusable; ToolError NB7203 where git itself fails."""
        mode, kind, name, size = self._entry(path)
        if mode == "120000":
            raise Unusable(f"`{path}` is a symbolic link there")
        if kind != "blob":
            raise Unusable(
                f"`{path}` is {'a folder' if kind == 'tree' else 'another repository'} there"
            )
        if int(size) > LARGEST:
            raise Unusable(f"`{path}` has {int(size):,} bytes, and a file may have {LARGEST:,}")
        text = self._inside(["cat-file", "blob", name]).stdout
        if _blob_name(text, name) != name or "\0" in text:
            raise Unusable(f"`{path}` is not UTF-8 text")
        return text

    def _entry(self, path: str) -> Sequence[str]:
        """Mode, kind, hash and size of a path, as `git ls-tree` has them."""
        steps = path.split("/")
        for depth in range(1, len(steps) + 1):
            here = "/".join(steps[:depth])
            said = self._inside(["ls-tree", "-z", "--long", "--full-tree", self.commit, "--", here])
            facts, _, name = said.stdout.partition("\0")[0].partition("\t")
            entry = facts.split()
            if name != here or len(entry) != 4:
                raise Unusable(f"there is no `{path}` in commit {self.commit[:12]}")
            if depth < len(steps) and entry[1] != "tree":
                what = "a symbolic link" if entry[0] == "120000" else "no folder"
                raise Unusable(f"`{here}` is {what} there")
        return entry

    def _inside(self, args: Sequence[str]) -> ProcessResult:
        said = _git(self.url, ["--git-dir", str(self.folder), *args])
        if said.code != 0:
            raise ToolError(errors.tool_failed("git", said.code, said.output))
        return said


@contextmanager
def snapshot(url: str, commit: str, version: str) -> Iterator[Snapshot]:
    """Fetch one commit; `version` is where to look for it should the host not hand out commits by their hash.

    Raises ToolError: NB7250 for a repository out of reach, NB7252 for a commit that it does not have any more.
    """
    with tempfile.TemporaryDirectory(prefix="nimbus-git-") as name:
        folder = Path(name)
        made = _git(url, ["init", "--bare", "--quiet", str(folder)])
        if made.code != 0:
            raise ToolError(errors.tool_failed("git init", made.code, made.output))
        _fetch(url, commit, version, folder)
        yield Snapshot(url, commit, folder)


def _fetch(url: str, commit: str, version: str, folder: Path) -> None:
    here = ["--git-dir", str(folder), "fetch", "--quiet", "--no-tags", "--no-recurse-submodules"]
    first = _git(url, [*here, "--depth", "1", "--", url, commit])
    if first.code == 0 and _has(url, commit, folder):
        return
    tried = first
    for name in (f"refs/tags/{version}", f"refs/heads/{version}"):
        tried = _git(url, [*here, "--", url, name])
        if tried.code == 0 and _has(url, commit, folder):
            return
    reached = _git(url, ["ls-remote", "--quiet", "--", url, "HEAD"])
    if reached.code != 0:
        raise ToolError(errors.repository_out_of_reach(url, first.output))
    raise ToolError(errors.commit_gone(url, commit, version))


def _has(url: str, commit: str, folder: Path) -> bool:
    asked = ["--git-dir", str(folder), "cat-file", "-e", f"{commit}^{{commit}}"]
    return _git(url, asked).code == 0


def _git(url: str, args: Sequence[str]) -> ProcessResult:
    env = {
        **inherited(*_OWN),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": url.partition("://")[0],
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "LC_ALL": "C",
    }
    return run(["git", *_QUIET, *args], env=env, timeout=TIMEOUT)


def _blob_name(text: str, like: str) -> str:
    """The hash under which git would keep this text, in the kind of hash that `like` is."""
    content = text.encode()
    made = hashlib.new("sha1" if len(like) == 40 else "sha256", usedforsecurity=False)
    made.update(f"blob {len(content)}\0".encode() + content)
    return made.hexdigest()
