"""The offline translator: a sentence in, a spec and a full account out, or the reasons why not. Deterministic; no network.

It refuses rather than guesses: one phrase without a place, one contradiction, one missing fact, and there is no spec,
only the draft of what was understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.llm.offline.complete import Completed, complete, stack_name
from nimbus_lang.llm.offline.groups import Problem, Reading, Said
from nimbus_lang.llm.offline.intent import Understood
from nimbus_lang.llm.offline.nouns import imply_network, read_nouns
from nimbus_lang.llm.offline.phrases import RegionPhrase, known_words
from nimbus_lang.llm.offline.problems import diagnostics
from nimbus_lang.llm.offline.refusals import Refusal
from nimbus_lang.llm.offline.regions import CODES, VAGUE, name_of
from nimbus_lang.llm.offline.runs import AT, EVERY
from nimbus_lang.llm.offline.scan import Item, noun_phrases, scan
from nimbus_lang.llm.offline.spelling import mend
from nimbus_lang.llm.offline.stop_words import STOP_WORDS
from nimbus_lang.llm.offline.tokens import tokenize
from nimbus_lang.llm.offline.traits import read_traits
from nimbus_lang.llm.offline.wiring import read_links
from nimbus_lang.llm.offline.write import expression, write


@dataclass(frozen=True, slots=True)
class Translation:
    """`spec` is None when the sentence was refused; `draft` is then what was understood of it ("" when nothing was).

    `not_understood` are the phrases that have no place. Diagnostics point into the sentence, as the file `SENTENCE`.
    """

    spec: str | None
    draft: str
    stack: str
    understood: tuple[Understood, ...]
    assumed: tuple[str, ...]
    not_understood: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def translate(sentence: str, fallback: str = "shop") -> Translation:
    """Translate a sentence; `fallback` is the stack's name unless the sentence gives one."""
    reading, mended = _read(sentence)
    _refusals(reading)
    _regions(reading)
    completed = complete(reading, stack_name(reading, fallback))
    spec = write(completed.intent, sentence) if completed.intent.parts else ""
    found = diagnostics(reading)
    unplaced = tuple(p.item.text for p in reading.problems if p.trouble == "unknown" and p.item)
    return Translation(
        None if found else spec,
        spec,
        completed.intent.stack,
        _understood(reading, completed),
        (*(f"`{old}` means `{new}`" for old, new in mended.items()), *completed.assumed),
        unplaced,
        found,
    )


def _read(sentence: str) -> tuple[Reading, Mapping[str, str]]:
    written = tokenize(sentence)
    tokens, mended = mend(written, known_words(), STOP_WORDS)
    items = scan(sentence, tokens)
    reading = Reading(sentence, items)
    phrases = noun_phrases(items)
    read_nouns(reading, phrases)
    imply_network(reading)
    read_traits(reading, phrases)
    read_links(reading, phrases)
    return reading, {
        written[at].text: known_words()[word] for at, word in mended.items() if _matters(items, at)
    }


def _matters(items: tuple[Item, ...], token: int) -> bool:
    """Whether a mended word was read as a word, and not as a part of a name."""
    item = next(item for item in items if item.first <= token < item.last)
    values = item.found.values if item.found else {}
    return not any(name in values for name in ("names", "name", "purpose", "image"))


def _refusals(reading: Reading) -> None:
    for item in reading.items:
        if item.unknown:
            reading.problems.append(Problem("unknown", item, f"`{item.text}`"))
        elif item.found is not None and isinstance(item.found.meaning, Refusal):
            reading.problems.append(_unmade(item, item.found.meaning))


def _unmade(item: Item, refusal: Refusal) -> Problem:
    raw = (
        f" A spec can hold it as `{refusal.raw}`, written by hand or by a model (`--model`)."
        if refusal.raw
        else ""
    )
    instead = f" {refusal.instead}" if refusal.instead else ""
    return Problem(
        "unmade",
        item,
        f"`{item.text}` is nothing that can be made from a sentence here.{instead}{raw}",
    )


def _regions(reading: Reading) -> None:
    for item in reading.items:
        if item.found is None or not isinstance(item.found.meaning, RegionPhrase):
            continue
        if item.found.meaning.vague:
            reading.problems.append(_which_region(item))
        else:
            _region(reading, item, str(item.found.values["region"]))


def _which_region(item: Item) -> Problem:
    assert item.found is not None
    prefix = VAGUE[str(item.found.values["vague"])]
    codes = ", ".join(f"{code} ({name_of(code)})" for code in CODES if code.startswith(prefix))
    return Problem("missing", item, f"Which region `{item.text}` is: {codes}.")


def _region(reading: Reading, item: Item, code: str) -> None:
    if reading.region is not None and reading.region[0] != code:
        detail = f"`{reading.region[1].text}` and `{item.text}` are two regions, and a stack lies in one."
        reading.problems.append(Problem("contradiction", item, detail))
        return
    reading.region = (code, item)


def _understood(reading: Reading, completed: Completed) -> tuple[Understood, ...]:
    """Phrase by phrase, in the order of the sentence."""
    told: dict[Item, list[str]] = {}
    for head in reading.heads:
        if head.new and head.group.kind is not None:
            names = ", ".join(f"`{name}`" for name in head.group.resources)
            meanings = told.setdefault(reading.items[head.at], [])
            meanings.append(f"{names}: {head.group.kind.component}")
    if reading.region is not None:
        code, item = reading.region
        told.setdefault(item, []).append(f"the region {code} ({name_of(code)})")
    for said in reading.said:
        told.setdefault(said.item, []).extend(_meanings(said))
    return tuple(
        Understood(item.text, "; ".join(dict.fromkeys(told[item])))
        for item in sorted(told, key=lambda item: item.start)
    )


def _meanings(said: Said) -> Iterator[str]:
    """What a phrase came to: the fields it set, and what else there is to say."""
    names = said.group.resources if said.group else []
    fields = said.group.fields if said.group else {}
    for name in dict.fromkeys("schedule" if name in (EVERY, AT) else name for name in said.fields):
        if name in fields:
            of = names[0] if len(names) == 1 else f"({', '.join(names)})"
            yield f"`{of}.{name} = {expression(fields[name][0])}`"
    if said.meaning:
        yield (
            f"{', '.join(f'`{name}`' for name in names)}: {said.meaning}" if names else said.meaning
        )
