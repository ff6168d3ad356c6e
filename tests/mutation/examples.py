"""Every right program that the project shows: the library, the corpus, the documents, the pages of the diagnostics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nimbus_lang.source.bundled import stdlib_paths, stdlib_text

ROOT = Path(__file__).parent.parent.parent
_FENCE = re.compile(r"^```nimbus([^\n`]*)\n(.*?)^```", re.M | re.S)
_BESIDE = re.compile(r'\bfrom\s+"')


@dataclass(frozen=True)
class Example:
    """A program and where it is kept."""

    name: str
    text: str


def large() -> list[Example]:
    """Those people start from: the library, the corpus, README and the language's reference."""
    return [*_library(), *_corpus(), *_documents()]


def every() -> list[Example]:
    """These and the right program of every diagnostic's page."""
    return [*large(), *_pages()]


def _library() -> Iterator[Example]:
    for path in stdlib_paths():
        yield Example(f"std/{path}", stdlib_text(path) or "")


def _corpus() -> Iterator[Example]:
    for path in sorted((ROOT / "tests" / "corpus").glob("*/main.nimbus")):
        yield Example(f"corpus/{path.parent.name}", path.read_text(encoding="utf-8"))


def _documents() -> Iterator[Example]:
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for number, (words, text) in enumerate(_blocks(path)):
            if not {"wrong", "fragment"} & set(words) and not _BESIDE.search(text):
                yield Example(f"{path.name}#{number}", text)


def _pages() -> Iterator[Example]:
    for path in sorted((ROOT / "nimbus_lang" / "diagnostics" / "pages").glob("NB*.md")):
        for words, text in _blocks(path):
            if "right" in words and not _BESIDE.search(text):
                yield Example(path.stem, text)


def _blocks(path: Path) -> Iterator[tuple[list[str], str]]:
    for words, text in _FENCE.findall(path.read_text(encoding="utf-8")):
        yield words.split(), text
