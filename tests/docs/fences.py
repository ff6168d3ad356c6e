"""Fenced blocks of a Markdown file, and the commands they show.

```console   lines that begin with `$ ` are commands, what follows is their output; `...` stands for any text or lines
```sh        every line that is no comment is a command
```nimbus NAME, ```toml NAME ...   a file that later commands of the same document find
A further word `live` marks a block that needs the sandbox, `fragment` and `wrong CODE` a program that is not whole or not right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^( *)(`{3,})([^\n`]*)\n(.*?)^\1\2 *$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """A fence: its language, the other words of its first line, its text, and the line it begins on."""

    language: str
    words: tuple[str, ...]
    text: str
    line: int

    @property
    def live(self) -> bool:
        """Whether it needs the sandbox."""
        return "live" in self.words

    @property
    def file(self) -> str | None:
        """The name of the file that this is."""
        named = [word for word in self.words if "." in word]
        return named[0] if named and self.language not in ("console", "sh") else None


@dataclass(frozen=True)
class Command:
    """A command as it is shown. `output` is None where none is shown."""

    text: str
    output: str | None
    line: int


def blocks(document: Path) -> list[Block]:
    """Every fenced block, in order."""
    text = document.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        words = match[3].split()
        indent = len(match[1])
        body = "".join(line[indent:] for line in match[4].splitlines(keepends=True))
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(words[0] if words else "", tuple(words[1:]), body, line))
    return found


def commands(block: Block) -> list[Command]:
    """The commands of a `console` or `sh` block."""
    if block.language == "console":
        return _session(block)
    if block.language != "sh":
        return []
    joined = re.sub(r"\\\n\s*", "", block.text)
    lines = [line.partition(" # ")[0].strip() for line in joined.splitlines()]
    return [Command(line, None, block.line) for line in lines if line and line[0] != "#"]


def _session(block: Block) -> list[Command]:
    found: list[Command] = []
    for number, line in enumerate(block.text.splitlines(), block.line + 1):
        if line.startswith("$ "):
            found.append(Command(line[2:].partition(" # ")[0].strip(), None, number))
        elif found:
            last = found.pop()
            output = line if last.output is None else f"{last.output}\n{line}"
            found.append(Command(last.text, output, last.line))
    return found


def matches(shown: str, real: str) -> bool:
    """Whether the real output is what is shown, where `...` on a line of its own stands for any lines, elsewhere for any text."""
    parts = []
    for line in _lines(shown):
        if line.strip() == "...":
            parts.append(r"(?:[^\n]*\n)*?")
        else:
            parts.append(re.escape(line).replace(r"\.\.\.", "[^\n]*") + "\n")
    return re.fullmatch("".join(parts), "\n".join(_lines(real)) + "\n") is not None


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def rewrite(document: Path, real: Sequence[tuple[Command, str]]) -> None:
    """Put what commands really say where the document shows something else; outputs with `...` stay as they are."""
    lines = document.read_text(encoding="utf-8").splitlines()
    for command, output in reversed(real):
        shown = command.output
        if shown is None or "..." in shown or matches(shown, output):
            continue
        length = len(shown.splitlines())
        lines[command.line : command.line + length] = _lines(output)
    text = "\n".join(lines) + "\n"
    if text != document.read_text(encoding="utf-8"):
        document.write_text(text, encoding="utf-8")
