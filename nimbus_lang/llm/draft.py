"""From a model's answer to the text of a spec: the one fenced block of it, or what is wrong with the answer.

The text is only ever parsed and checked. Nothing of an answer is run, and nothing in it can name a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 200_000
"""Characters of an answer; a spec is far shorter."""
_FENCE = re.compile(
    r"^(`{3,}|~{3,})[ \t]*([\w.+-]*)[^\n]*\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL
)
_OPEN = re.compile(r"^(`{3,}|~{3,})[ \t]*([\w.+-]*)[^\n]*\n(.*)\Z", re.MULTILINE | re.DOTALL)
_DECLARATION = re.compile(r"^\s*(?:stack\s+\w+|resource\s+\w+\s*[:\[])", re.MULTILINE)
_THINKING = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Draft:
    """`text` of the spec, or None with the `problem` of the answer in a sentence that a model and a person understand."""

    text: str | None
    problem: str = ""


def draft(answer: str) -> Draft:
    """The spec in an answer."""
    if len(answer) > LONGEST:
        return Draft(None, f"The answer has {len(answer):,} characters; {LONGEST:,} are the most.")
    answer = _THINKING.sub("", answer).replace("\r\n", "\n")
    blocks = [(language.lower(), text) for _, language, text in _FENCE.findall(answer)]
    if not blocks:
        blocks = [(language.lower(), text) for _, language, text in _OPEN.findall(answer)]
    specs = [text for language, text in blocks if language == "nimbus"]
    specs = specs or [text for _, text in blocks if _DECLARATION.search(text)]
    if specs:
        return Draft(_clean(max(specs, key=len)))
    if not blocks and _begins_like_a_spec(answer):
        return Draft(_clean(answer))
    return Draft(None, "The answer holds no spec." if answer.strip() else "The answer is empty.")


def _begins_like_a_spec(answer: str) -> bool:
    """A whole answer without a fence that is a spec and no prose."""
    first = next((line.strip() for line in answer.splitlines() if line.strip()), "")
    opens = re.match(r"(##|#|@\w+|(stack|use|param|let|type|resource|component)\s+\w)", first)
    return bool(opens and _DECLARATION.search(answer))


def _clean(text: str) -> str:
    return "".join(c for c in text.strip("\n") if c.isprintable() or c in "\n\t") + "\n"
