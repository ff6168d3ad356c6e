"""Packs: many small JSON documents in one file, each read on its own.

A pack holds named sections of named documents, each compressed with a dictionary of their common text. Opening one reads
a small header; a section's index is read when it is first asked for, and searched as text. Knows bytes and JSON, not schemas.
Layout: magic, length of the header (4 bytes, big endian), the header, the compressed indexes, the dictionary, the documents.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

MAGIC = b"NBPACK2\n"
DATA = Path(__file__).parent / "data"
_WINDOW = 32768


class Pack:
    """A pack opened for reading. Documents stay on disk until they are read; a missing one is None."""

    __slots__ = ("_dictionary", "_indexes", "_path", "_spans", "_start", "meta")

    def __init__(self, path: Path) -> None:
        """Read the header of the pack at `path`. Raises OSError without the file, ValueError when it is no pack."""
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise ValueError(f"{path.name} is not a schema pack")
            header = json.loads(file.read(int.from_bytes(file.read(4), "big")))
            end = file.tell()
            self._spans: dict[str, tuple[int, int]] = {}
            for section, size in header["sections"].items():
                self._spans[section] = (end, size)
                end += size
            file.seek(end)
            self._dictionary = file.read(header["dictionary"])
        self._path = path
        self._start = end + len(self._dictionary)
        self._indexes: dict[str, str] = {}
        self.meta: Mapping[str, Any] = header["meta"]

    def names(self, section: str) -> Sequence[str]:
        """The names of a section's documents, sorted."""
        return [line.split("\t", 1)[0] for line in self._index(section).split("\n")[1:-1]]

    def has(self, section: str, name: str) -> bool:
        """Whether the section holds the document."""
        return f"\n{name}\t" in self._index(section)

    def read(self, section: str, name: str) -> Any:
        """The document, decoded, or None."""
        text = self._text(section, name)
        return None if text is None else json.loads(text)

    def lines(self, section: str, name: str) -> list[str] | None:
        """The items of a document that is a list, each as JSON text still to be decoded, or None."""
        text = self._text(section, name)
        return None if text is None else text[2:-2].split(",\n")

    def _text(self, section: str, name: str) -> str | None:
        _, found, after = self._index(section).partition(f"\n{name}\t")
        if not found:
            return None
        offset, size = (int(number) for number in after[: after.index("\n")].split("\t"))
        with self._path.open("rb") as file:
            file.seek(self._start + offset)
            data = file.read(size)
        return zlib.decompressobj(zdict=self._dictionary).decompress(data).decode()

    def _index(self, section: str) -> str:
        """A line `name, offset, size` for every document, between newlines."""
        if section not in self._indexes:
            start, size = self._spans.get(section, (0, 0))
            with self._path.open("rb") as file:
                file.seek(start)
                self._indexes[section] = zlib.decompress(file.read(size)).decode() if size else ""
        return self._indexes[section]


@lru_cache(maxsize=8)
def open_pack(name: str) -> Pack:
    """The pack of that file name in the package data."""
    return Pack(DATA / name)


def write_pack(
    sections: Mapping[str, Mapping[str, Any]], meta: Mapping[str, Any], dictionary: str
) -> bytes:
    """The bytes of a pack. The same input gives the same bytes; `dictionary` holds text that documents share.

    Names may hold anything but tabs and newlines.
    """
    shared = dictionary.encode()[-_WINDOW:]
    body = bytearray()
    indexes: dict[str, bytes] = {}
    for section in sorted(sections):
        lines = [""]
        for name in sorted(sections[section]):
            data = _compress(_document(sections[section][name]), shared)
            lines.append(f"{name}\t{len(body)}\t{len(data)}")
            body += data
        indexes[section] = zlib.compress("\n".join([*lines, ""]).encode(), 9)
    sizes = {section: len(index) for section, index in indexes.items()}
    head = compact({"meta": dict(meta), "sections": sizes, "dictionary": len(shared)})
    return b"".join(
        (MAGIC, len(head).to_bytes(4, "big"), head, *indexes.values(), shared, bytes(body))
    )


def _document(document: Any) -> bytes:
    """JSON; a list has an item a line."""
    if isinstance(document, list):
        return b"[\n" + b",\n".join(compact(item) for item in document) + b"\n]"
    return compact(document)


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
