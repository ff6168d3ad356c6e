"""Packs: many small JSON documents in one file, each read on its own.

A pack holds named sections of named documents, each compressed with a dictionary of their common text. Opening one reads
a small header; a section's index is read when it is first asked for, and searched as text. Knows bytes and JSON, not schemas.
Layout: magic, length of the header (4 bytes, big endian), the header, the compressed indexes, the dictionary, the documents.
A plain pack is a text: its header is the second line, and nothing is compressed, so that it and its digest are the same on
every machine.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

MAGIC = b"NBPACK2\n"
PLAIN = "NBPLAIN1\n"
DATA = Path(__file__).parent / "data"
_WINDOW = 32768


class Pack:
    """A pack opened for reading. Documents stay where they are until they are read; a missing one is None."""

    __slots__ = ("_dictionary", "_held", "_indexes", "_spans", "_start", "meta")

    def __init__(self, held: Path | str) -> None:
        """Read the header of a pack on disk, or of the text of a plain one. Raises OSError without the file, ValueError when it is no pack."""
        self._held = held
        header, end = _header_of_text(held) if isinstance(held, str) else _header_of_file(held)
        self._spans: dict[str, tuple[int, int]] = {}
        for section, size in header["sections"].items():
            self._spans[section] = (end, size)
            end += size
        self._dictionary = b"" if isinstance(held, str) else _bytes(held, end, header["dictionary"])
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
        if isinstance(self._held, str):
            return self._held[self._start + offset : self._start + offset + size]
        data = _bytes(self._held, self._start + offset, size)
        return zlib.decompressobj(zdict=self._dictionary).decompress(data).decode()

    def _index(self, section: str) -> str:
        """A line `name, offset, size` for every document, between newlines."""
        if section not in self._indexes:
            start, size = self._spans.get(section, (0, 0))
            if isinstance(self._held, str):
                self._indexes[section] = self._held[start : start + size]
            else:
                data = _bytes(self._held, start, size)
                self._indexes[section] = zlib.decompress(data).decode() if data else ""
        return self._indexes[section]


def _header_of_file(path: Path) -> tuple[Any, int]:
    """The header, and where it ends."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise ValueError(f"{path.name} is not a schema pack")
        header = json.loads(file.read(int.from_bytes(file.read(4), "big")))
        return header, file.tell()


def _header_of_text(text: str) -> tuple[Any, int]:
    end = text.find("\n", len(PLAIN))
    if not text.startswith(PLAIN) or end < 0:
        raise ValueError("this is not a schema pack")
    return json.loads(text[len(PLAIN) : end]), end + 1


def _bytes(path: Path, start: int, size: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(size)


@lru_cache(maxsize=8)
def open_pack(name: str) -> Pack:
    """The pack of that file name in the package data."""
    return Pack(DATA / name)


Sections = Mapping[str, Mapping[str, Any]]


def write_pack(sections: Sections, meta: Mapping[str, Any], dictionary: str) -> bytes:
    """The bytes of a pack. The same input gives the same bytes; `dictionary` holds text that documents share.

    Names may hold anything but tabs and newlines.
    """
    shared = dictionary.encode()[-_WINDOW:]
    indexes, body = _laid_out(sections, lambda document: _compress(document, shared))
    packed = {section: zlib.compress(index, 9) for section, index in indexes.items()}
    head = compact(_header(packed, meta, len(shared)))
    return b"".join((MAGIC, len(head).to_bytes(4, "big"), head, *packed.values(), shared, body))


def write_plain(sections: Sections, meta: Mapping[str, Any]) -> str:
    """The text of a plain pack: ASCII, the same for the same input everywhere."""
    indexes, body = _laid_out(sections, bytes)
    head = compact(_header(indexes, meta, 0))
    return PLAIN + b"".join((head, b"\n", *indexes.values(), body)).decode()


def _laid_out(
    sections: Sections, encode: Callable[[bytes], bytes]
) -> tuple[dict[str, bytes], bytes]:
    """Each section's index, and all documents."""
    body = bytearray()
    indexes: dict[str, bytes] = {}
    for section in sorted(sections):
        lines = [""]
        for name in sorted(sections[section]):
            data = encode(_document(sections[section][name]))
            lines.append(f"{name}\t{len(body)}\t{len(data)}")
            body += data
        indexes[section] = "\n".join([*lines, ""]).encode()
    return indexes, bytes(body)


def _header(indexes: Mapping[str, bytes], meta: Mapping[str, Any], shared: int) -> dict[str, Any]:
    sizes = {section: len(index) for section, index in indexes.items()}
    return {"meta": dict(meta), "sections": sizes, "dictionary": shared}


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
