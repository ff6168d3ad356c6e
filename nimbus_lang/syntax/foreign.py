"""Text at the top of a file that begins no declaration: a misspelt keyword, or another language's word for one.

Says what Nimbus calls it and, where only the keyword is wrong, hands back tokens with the right one.
"""

from __future__ import annotations

import dataclasses

from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.source.span import Span
from nimbus_lang.syntax import errors_habits
from nimbus_lang.syntax.build import Build
from nimbus_lang.syntax.split import DECLARATIONS
from nimbus_lang.syntax.tokens import Token
from nimbus_lang.syntax.wording import either, replace
from nimbus_lang.syntax.words import shown

KEYWORDS = sorted(kind.lower() for kind in DECLARATIONS)
ADVICE = {
    "variable": "An input is `param NAME: TYPE = default`.",
    "var": "A named value is `let NAME = value`, an input is `param NAME: TYPE`.",
    "input": "An input is `param NAME: TYPE = default`.",
    "parameter": "An input is `param NAME: TYPE = default`.",
    "parameters": "Each input is a declaration of its own: `param NAME: TYPE = default`.",
    "locals": "Each named value is a declaration of its own: `let NAME = value`.",
    "local": "A named value is `let NAME = value`.",
    "const": "A named value is `let NAME = value`.",
    "val": "A named value is `let NAME = value`.",
    "def": "A reusable part is `component NAME { ... }`, a named value `let NAME = value`.",
    "function": "There are no functions to define; a reusable part is `component NAME { ... }`.",
    "func": "There are no functions to define; a reusable part is `component NAME { ... }`.",
    "fn": "There are no functions to define; a reusable part is `component NAME { ... }`.",
    "module": 'A reusable part is `component NAME { ... }`; use one of another file with `use NAME from "./file.nimbus"`.',
    "class": "A reusable part is `component NAME { ... }`, a shape of data `type NAME = { ... }`.",
    "struct": "A shape of data is `type NAME = { ... }`.",
    "interface": "A shape of data is `type NAME = { ... }`.",
    "enum": 'A choice of texts is `type NAME = "a" | "b"`.',
    "data": "Something that exists already is read with `lookup NAME: TYPE { ... }`.",
    "existing": "Something that exists already is read with `lookup NAME: TYPE { ... }`.",
    "provider": "A provider is configured with `use NAME { ... }`.",
    "terraform": "Versions and the state backend are settings of the project and live in `nimbus.toml`.",
    "backend": "The state backend is a setting of the project and lives in `nimbus.toml`.",
    "import": 'Another file is used with `use NAME from "./file.nimbus"`.',
    "include": 'Another file is used with `use NAME from "./file.nimbus"`.',
    "from": 'Another file is used with `use NAME from "./file.nimbus"`.',
    "moved": 'A moved resource is annotated: `@moved(from = "old")` above it.',
    "assert": 'A claim about the stack stands in a test: `test "title" { assert ... }`.',
    "if": "A declaration that exists only sometimes has `when CONDITION` before its body.",
    "for": "A declaration that exists many times has `[name in collection]` after its name.",
    "apiVersion": "This looks like YAML. A Kubernetes object is `resource NAME: k8s.GROUP.VERSION.KIND { ... }`.",
    "kind": "This looks like YAML. A Kubernetes object is `resource NAME: k8s.GROUP.VERSION.KIND { ... }`.",
}
_TITLES = frozenset({"NAME", "STRING"})


def no_declarations(found: list[Diagnostic]) -> list[Diagnostic]:
    """What is said of a text in which nothing is like a declaration, nor like any of a known language: one thing."""
    if not all(one.code == "NB1029" and one.detail.endswith(GENERAL) for one in found):
        return found
    first = found[0]
    said = f"This is no Nimbus file: nothing in it begins like a declaration. {GENERAL}"
    return [dataclasses.replace(first, detail=said, fixes=())]


def read_foreign(build: Build, tokens: list[Token], head: int) -> list[Token] | None:
    """Report the text at `head`; the tokens to read instead, or None when nothing can be read from it."""
    word_token = tokens[head]
    word = build.text[word_token[1] : word_token[2]]
    span = build.span(word_token[1], word_token[2])
    after = tokens[head + 1][0] if head + 1 < len(tokens) else ""
    advice = ADVICE.get(word)
    near = suggest(word, KEYWORDS, 1) if advice is None and after in _TITLES else []
    if near:
        fix = replace(span, near[0])
        build.diagnostics.append(
            errors_habits.not_a_declaration(span, word, f"Did you mean `{near[0]}`?", fix)
        )
        return [
            *tokens[:head],
            (near[0].upper(), word_token[1], word_token[2]),
            *tokens[head + 1 :],
        ]
    if advice is None and after == "EQUAL" and word_token[0] == "NAME":
        fix = Fix("insert `let`", (Edit(span.head(), "let "),))
        text = f"A named value is `let {word} = ...`."
        build.diagnostics.append(errors_habits.not_a_declaration(span, word, text, fix))
        return [*tokens[:head], ("LET", word_token[1], word_token[1]), *tokens[head:]]
    build.diagnostics.append(
        errors_habits.not_a_declaration(
            span, word if word_token[0] == "NAME" else shown(word).strip("`"), advice or GENERAL
        )
    )
    return None


GENERAL = "Declarations begin with one of " + either([f"`{word}`" for word in KEYWORDS]) + "."


def titled_like_terraform(build: Build, tokens: list[Token], head: int) -> str | None:
    """Report `resource "aws_x" "name" {` and `output "name" {`; the name it declares."""
    kinds = [token[0] for token in tokens[head : head + 4]]
    words = [build.text[s:e].strip('"') for _, s, e in tokens[head : head + 3]]
    start = tokens[head][1]
    if kinds[:3] in (["RESOURCE", "STRING", "STRING"], ["LOOKUP", "STRING", "STRING"]):
        provider, _, kind = words[1].partition("_")
        header = f"{words[2]}: {provider}.{kind}" if kind else f"{words[2]}: {provider}"
        titles = Span(build.path, tokens[head + 1][1], tokens[head + 2][2])
        found = f"{words[0]} {words[1]} {words[2]}"
        advice = (
            f"A resource is named first and typed after a colon: `{words[0]} {header} {{ ... }}`."
        )
        span = build.span(start, tokens[head + 2][2])
        fix = replace(titles, header)
        build.diagnostics.append(errors_habits.not_a_declaration(span, found, advice, fix))
        return words[2]
    if kinds[:3] == ["OUTPUT", "STRING", "LBRACE"]:
        advice = f"An output is one value: `output {words[1]} = value`."
        span = build.span(start, tokens[head + 1][2])
        build.diagnostics.append(
            errors_habits.not_a_declaration(span, f"output {words[1]}", advice)
        )
        return words[1]
    return None
