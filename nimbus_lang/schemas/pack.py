"""Packs: many small JSON documents in one file, each read on its own.

A pack holds named sections of named documents, each compressed with a dictionary of their common text, behind an index.
Knows bytes and JSON, not schemas. Layout: magic, length of the index (4 bytes, big endian), the compressed index, the documents.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

MAGIC = b"NBPACK1\n"
DATA = Path(__file__).parent / "data"
_WINDOW = 32768


class Pack:
    """A pack opened for reading. Documents stay on disk until they are read; a missing one is None."""

    __slots__ = ("_dictionary", "_offsets", "_path", "_start", "meta")

    def __init__(self, path: Path) -> None:
        """Read the index of the pack at `path`. Raises OSError without the file, ValueError when it is no pack."""
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise ValueError(f"{path.name} is not a schema pack")
            size = int.from_bytes(file.read(4), "big")
            index = json.loads(zlib.decompress(file.read(size)))
        self._path = path
        self._start = len(MAGIC) + 4 + size
        self.meta: Mapping[str, Any] = index["meta"]
        self._dictionary = index["dictionary"].encode()
        self._offsets: dict[str, dict[str, int]] = index["sections"]

    def names(self, section: str) -> Sequence[str]:
        """The names of a section's documents, sorted."""
        return list(self._offsets.get(section, ()))

    def has(self, section: str, name: str) -> bool:
        """Whether the section holds the document."""
        return name in self._offsets.get(section, ())

    def read(self, section: str, name: str) -> Any:
        """The document, decoded, or None."""
        offset = self._offsets.get(section, {}).get(name)
        if offset is None:
            return None
        with self._path.open("rb") as file:
            file.seek(self._start + offset)
            size = int.from_bytes(file.read(4), "big")
            data = file.read(size)
        return json.loads(zlib.decompressobj(zdict=self._dictionary).decompress(data))


@lru_cache(maxsize=8)
def open_pack(name: str) -> Pack:
    """The pack of that file name in the package data."""
    return Pack(DATA / name)


def write_pack(
    sections: Mapping[str, Mapping[str, Any]], meta: Mapping[str, Any], dictionary: str
) -> bytes:
    """The bytes of a pack. The same input gives the same bytes; `dictionary` holds text that documents share."""
    shared = dictionary[-_WINDOW:]
    offsets: dict[str, dict[str, int]] = {}
    body = bytearray()
    for section in sorted(sections):
        offsets[section] = {}
        for name in sorted(sections[section]):
            offsets[section][name] = len(body)
            data = _compress(compact(sections[section][name]), shared.encode())
            body += len(data).to_bytes(4, "big") + data
    index = {"meta": dict(meta), "dictionary": shared, "sections": offsets}
    head = zlib.compress(compact(index), 9)
    return MAGIC + len(head).to_bytes(4, "big") + head + bytes(body)


def _compress(data: bytes, shared: bytes) -> bytes:
    compressor = zlib.compressobj(9, wbits=15, memLevel=9, zdict=shared)
    return compressor.compress(data) + compressor.flush()


def compact(document: Any) -> bytes:
    """JSON without spaces, in the order given, ASCII only."""
    return json.dumps(document, separators=(",", ":")).encode()


def common_text(documents: Sequence[Any]) -> str:
    """A compression dictionary: the most frequent JSON fragments of the documents, commonest last."""
    counts: dict[str, int] = {}
    for document in documents:
        for piece in compact(document).decode().split(',"'):
            counts[piece] = counts.get(piece, 0) + 1
    worth = sorted((count * len(piece), piece) for piece, count in counts.items() if count > 3)
    chosen: list[str] = []
    size = 0
    for _, piece in reversed(worth):
        if size + len(piece) > _WINDOW - 64:
            break
        chosen.append(piece)
        size += len(piece) + 3
    return ',"'.join(reversed(chosen))
