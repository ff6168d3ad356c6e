"""The formatter: one layout for every program, 100 columns, every comment kept, the tree unchanged.

A group in brackets that was written on one line stays on it while it fits, else it has one element a line. Entries
have their `=` aligned; comments go with the line they stand on or above. The text of strings is never changed.
"""

from __future__ import annotations

from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.concrete import Tree, read_concrete
from nimbus_lang.syntax.parse import parse
from nimbus_lang.syntax.remarks import Remark, Remarks
from nimbus_lang.syntax.shape import Group, blanks, end_of, group_of, start_of
from nimbus_lang.syntax.strings import block_lines, common_indent
from nimbus_lang.syntax.tokens import Token, tokenize

WIDTH = 100
STEP = 2
LIGHT = frozenset({"stack", "use", "param", "let", "typedef", "output"})


def format_source(file: SourceFile) -> tuple[str, tuple[Diagnostic, ...]]:
    """The file's text in the one layout; unchanged, with the reasons, when it cannot be read."""
    _, diagnostics = parse(file)
    if has_errors(diagnostics):
        return file.text, diagnostics
    text = file.text.removeprefix("\ufeff")
    tokens, comments = tokenize(text)
    tail: list[Token] = []
    while tokens and tokens[-1][0] == "DOC":
        tail.append(tokens.pop())
    tree, aside = read_concrete(tokens)
    dropped = {token[1] for token in aside}
    kept = [token for token in tokens if token[1] not in dropped]
    printer = _Printer(text, Remarks(text, kept, [*comments, *aside, *tail]))
    return printer.file(tree), diagnostics


class _Printer:
    """Writes lines; `column` is where the next character goes."""

    def __init__(self, text: str, remarks: Remarks) -> None:
        self.text = text
        self.remarks = remarks
        self.out: list[str] = []
        self.column = 0

    # --- writing ---------------------------------------------------------------------------------------------------

    def write(self, text: str) -> None:
        self.out.append(text)
        self.column += len(text)

    def newline(self, indent: int, blank: bool = False) -> None:
        self.out.append("\n\n" if blank else "\n")
        self.out.append(" " * indent)
        self.column = indent

    def file(self, tree: Tree) -> str:
        """The whole text, ending with one line break when there is any."""
        self.declarations(tree.kids[0].kids if tree.kids else [], 0, fresh=True)
        for remark in self.remarks.above.get(len(self.text), []):
            if self.out:
                self.newline(0, remark.blank)
            self.write(remark.text)
        lines = "".join(self.out).split("\n")
        text = "\n".join(line.rstrip() for line in lines) if self._strips() else "".join(self.out)
        return f"{text}\n" if text else ""

    def _strips(self) -> bool:
        return False

    # --- flat ------------------------------------------------------------------------------------------------------

    def flat(self, part: Any) -> str | None:
        """A token or tree on one line; None when it may not stand on one."""
        if type(part) is tuple:
            text = self.text[part[1] : part[2]]
            return None if "\n" in text or part[0] == "DOC" else text
        tree: Tree = part
        if tree.flat == "":
            tree.flat = self._flat_tree(tree)
        return tree.flat

    def _flat_tree(self, tree: Tree) -> str | None:
        group = group_of(tree)
        if group is not None:
            return self._flat_group(group)
        pieces: list[str] = []
        for blank, kid in zip(blanks(tree), tree.kids, strict=True):
            text = self.flat(kid)
            if text is None:
                return None
            pieces.append(blank + text)
        return "".join(pieces)

    def _flat_group(self, group: Group) -> str | None:
        if self.forced(group):
            return None
        inner = [self.flat(item) for item in group.items]
        before = self.flat_parts(group)
        if before is None or any(text is None for text in inner):
            return None
        joined = (" " if group.style in ("words", "block") else ", ").join(t for t in inner if t)
        opener, closer = self.text[group.opener[1]], self.text[group.closer[1]]
        pad = " " if opener == "{" and joined else ""
        return f"{before}{opener}{pad}{joined}{pad}{closer}"

    def flat_parts(self, group: Group) -> str | None:
        """What stands before the brackets, with the blank that parts it from them."""
        pieces: list[str] = []
        for blank, kid in zip(self.group_blanks(group), group.before, strict=False):
            text = self.flat(kid)
            if text is None:
                return None
            pieces.append(blank + text)
        return "".join(pieces) + (self.group_blanks(group)[-1] if group.before else "")

    def group_blanks(self, group: Group) -> list[str]:
        """The blanks before the parts before the brackets and, last, before the brackets."""
        tight = self.text[group.opener[1]] != "{"
        if tight:
            return [""] * (len(group.before) + 1)
        return blanks(Tree("", [*group.before, group.opener], 0, 0))

    def forced(self, group: Group) -> bool:
        """Whether the elements were written on several lines, or hold comments."""
        if group.style == "block" and (len(group.items) > 1 or self._holds_declaration(group)):
            return True
        if self.remarks.within(group.opener[2], group.closer[1]):
            return True
        if not group.items:
            return False
        edges = [group.opener[2], *(end_of(item) for item in group.items)]
        starts = [*(start_of(item) for item in group.items), group.closer[1]]
        return any("\n" in self.text[end:start] for end, start in zip(edges, starts, strict=True))

    def _holds_declaration(self, group: Group) -> bool:
        return any(isinstance(item, Tree) and item.name in DECLARED for item in group.items)

    # --- broken over lines -----------------------------------------------------------------------------------------

    def emit(self, part: Any, indent: int, tail: int = 0) -> None:
        """Write a part from here; `tail` is the width of what must follow on its last line."""
        flat = self.flat(part)
        if flat is not None and self.column + len(flat) + tail <= WIDTH:
            self.write(flat)
        elif type(part) is tuple:
            self._token(part, indent)
        else:
            group = group_of(part)
            if group is not None:
                self._group(group, indent, tail)
            elif part.name in ("chain", "union", "conditional"):
                self._operators(part, indent, tail)
            else:
                self._sequence(part, indent, tail)

    def _token(self, token: Token, indent: int) -> None:
        """A token that is too long or has several lines: a block string is moved to the indentation."""
        text = self.text[token[1] : token[2]]
        if "\n" in text and token[0] == "BLOCK_STRING":
            text = self._moved_block(token, indent)
        self.write(text)
        if "\n" in text:
            self.column = len(text) - text.rfind("\n") - 1

    def _moved_block(self, token: Token, indent: int) -> str:
        """A block string whose lines begin two columns further in than its line; as it is where that would change it."""
        start, end = token[1] + 3, token[2] - 3
        lines = block_lines(self.text, start, end)
        opening = self.text[start : lines[0][0]]
        last = self.text[lines[-1][0] : lines[-1][1]]
        whole = all("\n" not in self.text[first:stop] for first, stop in lines)
        if lines[0][0] == start or opening.strip() or last.strip() or not whole:
            return self.text[token[1] : token[2]]
        skip = common_indent(self.text, lines, start)
        pad = " " * (indent + STEP)
        moved = []
        for first, stop in lines[:-1]:
            line = self.text[first:stop]
            moved.append(pad + line[skip:] if line.strip() else "")
        body = "\n".join(moved)
        return f'"""\n{body}\n{" " * indent}"""'

    def _operators(self, tree: Tree, indent: int, tail: int) -> None:
        """A chain, union or conditional: a new line before each operator, or none when only its last part is long."""
        spaces = blanks(tree)
        if self._hugs_last(tree, indent, tail):
            for blank, kid in zip(spaces, tree.kids, strict=True):
                self.write(blank)
                self.emit(kid, indent, tail if kid is tree.kids[-1] else 0)
            return
        for number, (blank, kid) in enumerate(zip(spaces, tree.kids, strict=True)):
            if number and type(kid) is tuple and kid[0] not in ("IF",):
                self.newline(indent + STEP)
            else:
                self.write(blank)
            self.emit(kid, indent + STEP, tail if kid is tree.kids[-1] else 0)

    def _hugs_last(self, tree: Tree, indent: int, tail: int) -> bool:
        """Whether everything but the last part fits on the line, and the last opens a bracket that no line can close."""
        texts = [self.flat(kid) for kid in tree.kids[:-1]]
        last = tree.kids[-1]
        if any(text is None for text in texts) or not isinstance(last, Tree):
            return False
        group = group_of(last)
        if group is None or group.before or not group.items:
            return False
        width = sum(len(text or "") + 1 for text in texts)
        operator = type(tree.kids[-2]) is tuple and len(tree.kids) > 2
        column = indent + STEP + len(texts[-1] or "") + 1 if operator else self.column + width
        flat = self.flat(last)
        long = flat is None or column + len(flat) + tail > WIDTH
        return long and self.column + width + 1 <= WIDTH

    def _sequence(self, tree: Tree, indent: int, tail: int) -> None:
        """Parts one after the other; those with brackets may break."""
        spaces = blanks(tree)
        for number, (blank, kid) in enumerate(zip(spaces, tree.kids, strict=True)):
            if isinstance(kid, Tree) and kid.name == "checks":
                for check in kid.kids:
                    self.newline(indent + STEP)
                    self.emit(check, indent + STEP)
                continue
            guard = isinstance(kid, Tree) and kid.name == "guard"
            width = len(self.flat(kid) or "") + 3 if guard else 0
            if guard and self.column + width > WIDTH >= indent + 2 * STEP + width:
                self.newline(indent + 2 * STEP)
            else:
                self.write(blank)
            last = number == len(tree.kids) - 1
            self.emit(kid, indent, tail if last else self._head_width(tree.kids[number + 1]))

    def _head_width(self, part: Any) -> int:
        """How much of a part must stand on the line where it begins."""
        if type(part) is tuple:
            return part[2] - part[1] if "\n" not in self.text[part[1] : part[2]] else 3
        group = group_of(part)
        if group is not None and not group.before:
            return 2
        return self._head_width(part.kids[0])

    def _group(self, group: Group, indent: int, tail: int) -> None:
        spaces = self.group_blanks(group)
        for number, kid in enumerate(group.before):
            self.write(spaces[number])
            self.emit(kid, indent, 2)
        self.write(spaces[-1] if group.before else "")
        opener, closer = self.text[group.opener[1]], self.text[group.closer[1]]
        if self._hugs(group):
            self.write(opener)
            self.emit(group.items[0], indent, tail + 1)
            self.write(closer)
            return
        self.write(opener)
        if not group.items and not self.remarks.within(group.opener[2], group.closer[1]):
            self.write(closer)
            return
        self._behind(group.opener[2])
        if group.style == "block":
            self.declarations(group.items, indent + STEP, fresh=False)
        elif group.style == "entries":
            self._entries(group.items, indent + STEP)
        else:
            comma = "," if group.style == "comma" else ""
            for number, item in enumerate(group.items):
                self._item(item, indent + STEP, first=number == 0, suffix=comma)
        for number, remark in enumerate(self.remarks.above.get(group.closer[1], [])):
            self.newline(indent + STEP, remark.blank and (number > 0 or bool(group.items)))
            self.write(remark.text)
        self.newline(indent)
        self.write(closer)

    def _hugs(self, group: Group) -> bool:
        """Whether a single bracketed argument shares its lines with the brackets around it: `[{`, `f({`."""
        if group.style != "comma" or len(group.items) != 1 or self.forced(group):
            return False
        item = group.items[0]
        while isinstance(item, Tree) and item.name in ("arg", "block_string"):
            item = item.kids[0]
        if type(item) is tuple:
            return bool(item[0] == "BLOCK_STRING")
        inner = group_of(item)
        return inner is not None and not inner.before

    # --- lines -----------------------------------------------------------------------------------------------------

    def declarations(self, items: list[Any], indent: int, fresh: bool) -> None:
        """Declarations, rules or assertions; `fresh` when nothing is written yet."""
        before: Any = None
        for item in items:
            blank = before is not None and self._parted(before, item)
            self._item(
                item, indent, first=before is None, fresh=fresh and before is None, blank=blank
            )
            before = item

    def _parted(self, before: Any, item: Any) -> bool:
        """Whether a blank line parts two declarations: always, but between light ones as the author has it."""
        if before.name in DECLARED and (before.name not in LIGHT or item.name not in LIGHT):
            return True
        remarks = self.remarks.above.get(start_of(item), [])
        own = self.remarks.blank_before(start_of(item))
        return remarks[0].blank if remarks else own

    def _item(
        self,
        item: Any,
        indent: int,
        first: bool,
        suffix: str = "",
        fresh: bool = False,
        blank: bool | None = None,
        key_width: int = 0,
    ) -> None:
        """One element on its own line or lines, with its comments above and behind it."""
        for part in self._lines_of(item):
            above, own = self._above(part)
            for remark in above:
                self._begin(indent, fresh, first, remark.blank if blank is None else blank)
                self.write(remark.text)
                fresh = first = False
                blank = None
            self._begin(indent, fresh, first, own if blank is None else blank)
            fresh = first = False
            blank = False
            if key_width:
                self._entry(part, indent, key_width)
            else:
                self.emit(part, indent, len(suffix))
            self.write(suffix)
            self._behind(end_of(part))

    def _above(self, part: Any) -> tuple[list[Remark], bool]:
        """The comments to print above a line, and whether a blank line stands between them and it."""
        start = start_of(part)
        strays = self._strays(part, start, end_of(part))
        own = self.remarks.blank_before(start) and not strays
        return [*self.remarks.above.get(start, []), *strays], own

    def _begin(self, indent: int, fresh: bool, first: bool, blank: bool) -> None:
        if not fresh:
            self.newline(indent, blank and not first)

    def _behind(self, end: int) -> None:
        remark = self.remarks.behind.get(end)
        if remark is not None:
            self.write(f"  {remark.text}")

    def _lines_of(self, item: Any) -> list[Any]:
        """A declaration or field as its docs, its annotations and itself, each for lines of its own."""
        if type(item) is tuple or item.name not in DOCUMENTED:
            return [item]
        lines: list[Any] = []
        rest = list(item.kids)
        while rest and isinstance(rest[0], Tree) and rest[0].name in ("docs", "annotations"):
            lines.extend(rest.pop(0).kids)
        return [*lines, Tree(item.name, rest, start_of(rest[0]), item.end)] if lines else [item]

    def _strays(self, part: Any, first: int, last: int) -> list[Remark]:
        """Comments inside a line, which cannot stay there and go above it."""
        if not self.remarks.within(first, last):
            return []
        found: list[Remark] = []
        if type(part) is tuple:
            if part[1] != first:
                found.extend(self.remarks.above.get(part[1], []))
            if part[2] != last and part[2] in self.remarks.behind:
                found.append(self.remarks.behind[part[2]])
            return [Remark(remark.text, False) for remark in found]
        group = group_of(part)
        if group is None:
            return [remark for kid in part.kids for remark in self._strays_of(kid, first, last)]
        for kid in group.before:
            found.extend(self._strays_of(kid, first, last))
        if group.opener[1] != first:
            found.extend(self.remarks.above.get(group.opener[1], []))
        if group.closer[2] != last and group.closer[2] in self.remarks.behind:
            found.append(self.remarks.behind[group.closer[2]])
        return [Remark(remark.text, False) for remark in found]

    def _strays_of(self, part: Any, first: int, last: int) -> list[Remark]:
        return (
            self._strays(part, first, last)
            if type(part) is tuple
            else self._strays_in(part, first, last)
        )

    def _strays_in(self, tree: Tree, first: int, last: int) -> list[Remark]:
        return self._strays(tree, first, last)

    # --- aligned entries -------------------------------------------------------------------------------------------

    def _entries(self, items: list[Any], indent: int) -> None:
        """Entries with their `=` below each other, in runs that end at a blank line or after a value of several lines."""
        for block in self._blocks(items):
            widest = max(
                (len(self._key(item)) for item in block if self._is_entry(item)), default=0
            )
            run: list[Any] = []
            for item in block:
                if not self._is_entry(item):
                    self._run(run, items, indent)
                    run = []
                    self._item(item, indent, first=item is items[0])
                    continue
                run.append(item)
                flat = self.flat(item.kids[2])
                if flat is None or indent + widest + 3 + len(flat) > WIDTH:
                    self._run(run, items, indent)
                    run = []
            self._run(run, items, indent)

    def _blocks(self, items: list[Any]) -> list[list[Any]]:
        """Entries cut at the blank lines between them."""
        blocks: list[list[Any]] = []
        for item in items:
            remarks, own = self._above(item)
            if not blocks or own or any(remark.blank for remark in remarks):
                blocks.append([])
            blocks[-1].append(item)
        return blocks

    def _run(self, run: list[Any], items: list[Any], indent: int) -> None:
        width = max((len(self._key(item)) for item in run), default=0)
        for item in run:
            self._item(item, indent, first=item is items[0], key_width=width)

    def _is_entry(self, item: Any) -> bool:
        named = isinstance(item, Tree) and item.name in ("entry", "override")
        return named and self.flat(item.kids[0]) is not None

    def _key(self, item: Tree) -> str:
        return self.flat(item.kids[0]) or ""

    def _entry(self, item: Tree, indent: int, width: int) -> None:
        self.write(f"{self._key(item).ljust(width)} = ")
        self.emit(item.kids[2], indent)


DECLARED = frozenset(
    "stack use param let typedef resource lookup component output overlay policy test".split()  # noqa: SIM905
)
DOCUMENTED = DECLARED | {"field"}
