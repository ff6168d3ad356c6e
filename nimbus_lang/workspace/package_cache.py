"""The texts of packages on this machine, each under the sha256 of its bytes, in the user's cache folder.

What is read is hashed again, so a text that somebody changed is never taken for the one that was asked for.
"""

from __future__ import annotations

import hashlib

from nimbus_lang.source.cache_dir import read_cached, write_cached
from nimbus_lang.source.source_file import Absence

FOLDER = "packages"


def digest(text: str) -> str:
    """sha256 of a text in UTF-8, hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def kept(wanted: str) -> str | Absence:
    """The text with this digest: NOT_HERE when it was never fetched, CHANGED when what is kept is another one."""
    content = read_cached(_name(wanted))
    if content is None:
        return Absence.NOT_HERE
    if hashlib.sha256(content).hexdigest() != wanted:
        return Absence.CHANGED
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return Absence.CHANGED


def keep(text: str) -> bool:
    """Keep a text under its digest; False when the cache cannot be written."""
    return write_cached(_name(digest(text)), text.encode())


def _name(wanted: str) -> str:
    return f"{FOLDER}/{wanted[:2]}/{wanted}"
