"""The reference says what is: its programs compile to what stands below them, its tables are the compiler's own.

A `nimbus` fence is compiled; the fences behind it, up to the next program, show what it gives: `values` (outputs as people write
them), `hcl` and `yaml` (parts of its files), `text` (parts of what is said of it). Fences with a file name lie beside each other.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from nimbus_lang.check.annotations import RULES
from nimbus_lang.check.declare import kind_of
from nimbus_lang.check.evaluate import INSTANCE_LIMIT, ROUND_LIMIT
from nimbus_lang.check.outside import STACK_SETTINGS
from nimbus_lang.check.secret_sources import SOURCES
from nimbus_lang.check.weight import MAX_WEIGHT
from nimbus_lang.compiler import Compiled, CompileOptions, compile_sources
from nimbus_lang.diagnostics.catalog import codes
from nimbus_lang.diagnostics.model import Severity
from nimbus_lang.diagnostics.render_text import render_text
from nimbus_lang.schemas.build_chart import build_chart
from nimbus_lang.schemas.build_module import build_module, describe_module
from nimbus_lang.schemas.helm import RELEASE
from nimbus_lang.schemas.kubernetes import CONFIGURATION
from nimbus_lang.source.bundled import grammar_text
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.syntax.declarations import Decl, StackDecl
from nimbus_lang.syntax.depth import MAX_DEPTH
from nimbus_lang.syntax.fold import LEVELS
from nimbus_lang.types.builtin import NAMED
from nimbus_lang.types.units import SUFFIXES
from nimbus_lang.values.arguments import MAX_ITEMS, MAX_TEXT
from nimbus_lang.values.arithmetic import MAX_DIGITS
from nimbus_lang.values.operators import MAX_RANGE
from nimbus_lang.values.show import show
from nimbus_lang.workspace.read import MAX_BYTES

DOCS = Path(__file__).resolve().parents[2] / "docs"
SPEC = importlib.util.spec_from_file_location("fences", Path(__file__).with_name("fences.py"))
assert SPEC is not None and SPEC.loader is not None
fences = sys.modules["fences"] = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(fences)

LANGUAGE = (DOCS / "language.md").read_text(encoding="utf-8")
SHOWN = ("values", "hcl", "yaml", "text")


@dataclass
class Example:
    """A program of a page, the files that stood before it, and what is shown of it."""

    page: str
    line: int
    text: str
    code: str | None
    files: dict[str, str]
    shown: list[tuple[str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What a failing test is called."""
        return f"{self.page}:{self.line}"

    def compiled(self) -> Compiled:
        """The program, compiled as `main.nimbus`."""
        files = {name: SourceFile(name, text) for name, text in self.files.items()}
        files |= dict(_modules(self.files))
        files |= dict(_charts(self.files))
        sources = SourceSet({**files, "main.nimbus": SourceFile("main.nimbus", self.text)})
        return compile_sources(sources, "main.nimbus", CompileOptions())


def _modules(files: Mapping[str, str]) -> Iterator[tuple[str, SourceFile]]:
    """The Terraform modules among the files, as the workspace would bring them."""
    folders = {str(Path(name).parent) for name in files if name.endswith(".tf")}
    for folder in folders:
        own = {Path(n).name: t for n, t in files.items() if str(Path(n).parent) == folder}
        meta = {"source": ".", "short": Path(folder).name}
        name = f"tf:./{folder}"
        yield name, SourceFile(name, build_module(describe_module(own), meta, own))


def _charts(files: Mapping[str, str]) -> Iterator[tuple[str, SourceFile]]:
    """The charts among the files, as the workspace would bring them."""
    for folder in {str(Path(name).parent) for name in files if name.endswith("Chart.yaml")}:
        beside = {n: t for n, t in files.items() if Path(n).is_relative_to(folder)}
        own = {str(Path(n).relative_to(folder)): t.encode() for n, t in beside.items()}
        yield f"chart:{folder}", SourceFile(f"chart:{folder}", build_chart(own, folder))


def examples(page: str) -> Iterator[Example]:
    """The programs of a page with what stands behind each."""
    files: dict[str, str] = {}
    last: Example | None = None
    for block in fences.blocks(DOCS / page):
        if block.language == "nimbus":
            if last is not None:
                yield last
            code = next((word for word in block.words if word.startswith("NB")), None)
            last = Example(page, block.line, block.text, code, dict(files))
            if block.file is not None:
                files[block.file] = block.text
        elif block.file is not None and block.language in ("hcl", "yaml", "json"):
            files[block.file] = block.text
        elif last is not None and block.language in SHOWN:
            last.shown.append((block.language, block.text))
        elif last is not None:
            yield last
            last = None
    if last is not None:
        yield last


ALL = [one for page in ("language.md", "comparison.md") for one in examples(page)]


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.name)
def test_a_program_gives_what_stands_below_it(example: Example) -> None:
    compiled = example.compiled()
    errors = [one.code for one in compiled.diagnostics if one.severity is Severity.ERROR]
    wanted = {example.code} if example.code else set()
    assert set(errors) == wanted, [one.detail for one in compiled.diagnostics]
    for kind, text in example.shown:
        if kind == "values":
            values = {o.name: show(o.value) for o in compiled.checked.graph.outputs}
            for line in text.strip().splitlines():
                name, _, value = line.partition(" = ")
                assert values[name] == value
        elif kind == "text":
            told = render_text(compiled.diagnostics, compiled.checked.sources)
            assert text.strip("\n") in told, told
        else:
            assert compiled.artifacts is not None
            files = [file.text for file in compiled.artifacts.files.values()]
            assert any(text in one for one in files), "\n".join(files)


def section(title: str, text: str = LANGUAGE) -> str:
    """What stands under a heading, up to the next of its rank or above."""
    match = re.search(rf"^(#+) {re.escape(title)}$", text, re.M)
    assert match is not None, title
    rest = text[match.end() :]
    end = re.search(rf"^#{{1,{len(match[1])}}} ", rest, re.M)
    return rest[: end.start()] if end else rest


def first_cells(text: str) -> list[str]:
    """The first cell of each row of the tables in a text, without heads."""
    rows = re.findall(r"^\| (.*?) \|", text, re.M)
    return [row for row in rows if row.strip()]


def ticked(texts: Iterable[str]) -> list[str]:
    """What stands in backticks."""
    return [found for text in texts for found in re.findall(r"`([^`]+)`", text)]


def test_every_named_type_is_listed() -> None:
    assert sorted(ticked(first_cells(section("Scalars")))) == sorted(NAMED)


def test_every_unit_is_listed() -> None:
    rows = section("Quantities").split("\n\n")[1]
    listed = [one for row in rows.splitlines() for one in ticked([row.split(" | ", 1)[-1]])]
    assert sorted(listed) == sorted(SUFFIXES)


def test_every_declaration_has_its_place() -> None:
    words = {kind_of(one) for one in _one_of_each()}
    assert set(ticked(first_cells(section("Declarations").split("###")[0]))) == words
    for word in words:
        assert section(word)


def _one_of_each() -> list[Decl]:
    from nimbus_lang.syntax.parse import parse

    text = """
    stack a use aws {} param b: int let c = 1 type D = int resource e: aws.vpc {} lookup f: aws.vpc {}
    component g {} output h = 1 overlay i {} policy "j" on aws.vpc as k {} test "l" {}
    """
    module, problems = parse(SourceFile("a.nimbus", text))
    assert problems == () and isinstance(module.decls[0], StackDecl)
    return list(module.decls)


def test_operators_stand_in_the_order_of_their_precedence() -> None:
    rows = re.findall(r"^\| (\d+) \| (.*?) \|", section("Expressions"), re.M)
    place = {one: int(number) for number, cell in rows for one in ticked([cell])}
    levels = {text: level for level, text in LEVELS.values()}
    assert levels.keys() <= place.keys()
    order = sorted(levels, key=lambda one: levels[one])
    for one, other in pairwise(order):
        assert (levels[one] == levels[other]) is (place[one] == place[other])
        assert place[one] <= place[other]


def test_annotations_settings_and_sources_are_the_compilers() -> None:
    named = re.findall(r"^\| `@(\w+)", section("Annotations"), re.M)
    assert sorted(named) == sorted(RULES)
    assert ticked(first_cells(section("stack"))) == list(STACK_SETTINGS.fields)
    signatures = []
    for space, params in SOURCES.items():
        listed = ", ".join(f"{p.name}{'?' if p.optional else ''}" for p in params)
        signatures.append(f"{space}.secret({listed})")
    assert ticked(first_cells(section("Secrets")))[: len(SOURCES)] == signatures


def test_the_fields_of_a_release_and_a_cluster_are_named() -> None:
    text = section("Providers and namespaces")
    for name, one in (*RELEASE.fields.items(), *CONFIGURATION.fields.items()):
        assert not one.settable or f"`{name}`" in text, name


def test_bounds_are_the_compilers() -> None:
    text = section("Bounds")
    for number in (
        *(INSTANCE_LIMIT, ROUND_LIMIT, MAX_WEIGHT, MAX_RANGE, MAX_ITEMS),
        *(MAX_TEXT, MAX_DIGITS, MAX_DEPTH),
    ):
        assert f"{number:,}" in text, number
    assert f"{MAX_BYTES // 2**20} MB" in text and f"{MAX_BYTES // 2**20} MB" in section("Text")


def test_the_grammar_is_the_grammar() -> None:
    """Copy it from grammar/nimbus.lark where it differs."""
    grammar = grammar_text()
    start, end = grammar.index("start: decls?"), grammar.index('OR: "or"')
    assert f"```lark\n{grammar[start:end].rstrip()}\n```" in LANGUAGE


def test_functions_are_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("build_functions", DOCS / "build_functions.py")
    assert spec is not None and spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    kept = (DOCS / "functions.md").read_text(encoding="utf-8")
    assert kept == build.document(), "run: python docs/build_functions.py"


PAGES = sorted(path for path in DOCS.rglob("*.md") if path.parent.name != "diagnostics")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), target
        if anchor:
            assert anchor in anchors(found.read_text(encoding="utf-8")), target


def anchors(text: str) -> set[str]:
    """The anchors that a page's headings give."""
    heads = re.findall(r"^#+ (.*)$", re.sub(r"```.*?^```", "", text, flags=re.M | re.S), re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_code_that_is_named_exists() -> None:
    known = set(codes())
    for page in PAGES:
        for code in re.findall(r"\bNB\d{4}\b", page.read_text(encoding="utf-8")):
            assert code in known, f"{page.name}: {code}"


def test_the_index_names_every_page() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for page in PAGES:
        name = page.relative_to(DOCS).as_posix()
        if name != "README.md" and page.parent == DOCS:
            assert f"]({name})" in index, name
    decisions = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    for page in (DOCS / "decisions").glob("*.md"):
        assert page.name == "README.md" or f"]({page.name})" in decisions, page.name
