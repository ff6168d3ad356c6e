"""Reads who uses what: `a web app that uses the database`, `a function triggered by the queue`, `a bucket for the app`.

A verb without a thing that runs before it, or without a thing that can be used after it, has no place.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from nimbus_lang.llm.offline.groups import Group, Head, Link, Problem, Reading, Said
from nimbus_lang.llm.offline.links import LinkPhrase, Mode
from nimbus_lang.llm.offline.scan import Item, NounPhrase

USABLE: Mapping[str, frozenset[str]] = {
    "web": frozenset({"postgres", "bucket", "queue", "web"}),
    "worker": frozenset({"postgres", "bucket", "queue", "web"}),
    "cron": frozenset({"postgres", "bucket", "queue", "web"}),
    "function": frozenset({"bucket", "queue"}),
}
"""What each thing that runs can be given the address of."""
_BASE_FORMS = frozenset(
    [
        "use",
        "need",
        "require",
        "connect",
        "talk",
        "depend",
        "access",
        "query",
        "read",
        "consume",
        "process",
        "poll",
        "write",
        "send",
        "publish",
        "store",
        "save",
        "push",
    ]
)
_MODAL = frozenset({"can", "to", "will", "must", "should", "could", "may", "shall"})


def read_links(reading: Reading, phrases: Mapping[int, NounPhrase]) -> None:
    """Fill `links` of the groups."""
    for at, item in enumerate(reading.items):
        if item.found is not None and isinstance(item.found.meaning, LinkPhrase):
            _read(reading, phrases, at, item, item.found.meaning)
        elif item.found is None and item.word == "for":
            _read_for(reading, phrases, at, item)


def _read(
    reading: Reading, phrases: Mapping[int, NounPhrase], at: int, item: Item, verb: LinkPhrase
) -> None:
    objects = _objects(reading, phrases, at)
    if not objects:
        if not verb.weak:
            detail = f"`{item.text}`: which part of the sentence it speaks of"
            reading.problems.append(Problem("unknown", item, detail))
        return
    if verb.inverse:
        target = _before(reading, at, workload=False)
        sources = [head.group for head in objects]
        targets = [target.group] if target else []
    else:
        sources = [head.group for head in _subjects(reading, at, item)]
        targets = [head.group for head in objects]
    if verb.weak and not sources:
        return  # `I need a database`: an ordinary word
    _connect(reading, item, sources, targets, verb.mode)


def _read_for(reading: Reading, phrases: Mapping[int, NounPhrase], at: int, item: Item) -> None:
    """`a bucket for the app`: the app uses the bucket."""
    target = _before(reading, at, workload=False)
    sources = [
        head.group
        for head in _objects(reading, phrases, at)
        if head.group.kind is not None and head.group.kind.workload
    ]
    if (
        sources
        and target is not None
        and target.group.kind is not None
        and target.group.kind.id in _TARGETS
    ):
        _connect(reading, item, sources, [target.group], Mode.USES)


_TARGETS = frozenset().union(*USABLE.values())


def _objects(reading: Reading, phrases: Mapping[int, NounPhrase], at: int) -> list[Head]:
    """The nouns right after a verb: the first, and those joined to it by `and` with the same kind of article."""
    found: list[Head] = []
    opening = at + 1
    if opening < len(reading.items) and reading.items[opening].word == "it":
        return _last_usable(reading, at)
    definite: bool | None = None
    while True:
        phrase = next((p for p in phrases.values() if p.start == opening), None)
        head = next((h for h in reading.heads if phrase and h.at == phrase.noun), None)
        if phrase is None or head is None or (found and phrase.definite != definite):
            return found
        if found and (head.group.kind is None or head.group.kind.id not in _TARGETS):
            return found
        found.append(head)
        definite = phrase.definite
        if not _is_and(reading, phrase.noun + 1):
            return found
        opening = phrase.noun + 2


def _last_usable(reading: Reading, at: int) -> list[Head]:
    """What `it` is after a verb: the last thing before that can be used, and is not what uses it."""
    subject = _before(reading, at, workload=True)
    found = (
        head
        for head in reversed(reading.heads)
        if head.at < at and head is not subject and head.group.kind is not None
        if head.group.kind.id in _TARGETS
    )
    return list(islice(found, 1))


def _is_and(reading: Reading, at: int) -> bool:
    return at < len(reading.items) and reading.items[at].word == "and"


def _subjects(reading: Reading, at: int, item: Item) -> list[Head]:
    """The thing that runs before a verb; all that are strung together when the verb is in the plural."""
    first = _before(reading, at, workload=True)
    if first is None:
        return []
    modal = at > 0 and reading.items[at - 1].word in _MODAL
    if item.text.split()[0].lower() not in _BASE_FORMS or modal:
        return [first]
    found: list[Head] = []
    for head in reversed([head for head in reading.heads if head.at <= first.at]):
        if head.group.kind is None or not head.group.kind.workload:
            break
        found.append(head)
    return found


def _before(reading: Reading, at: int, workload: bool) -> Head | None:
    return next(
        (
            head
            for head in reversed(reading.heads)
            if head.at < at and head.group.kind is not None and head.group.kind.workload is workload
        ),
        None,
    )


def _connect(
    reading: Reading, item: Item, sources: list[Group], targets: list[Group], mode: Mode
) -> None:
    if not sources or not targets:
        missing = "something that runs, such as a web service" if not sources else "what is used"
        detail = f"`{item.text}`: {missing} has to come before it"
        reading.problems.append(Problem("unknown", item, detail))
        return
    for source in sources:
        for target in targets:
            _join(reading, item, source, target, mode)


def _join(reading: Reading, item: Item, source: Group, target: Group, mode: Mode) -> None:
    assert source.kind is not None
    if target.kind is None or target.kind.id not in USABLE.get(source.kind.id, frozenset()):
        reading.problems.append(_cannot(item, source, target))
        return
    if source is not target and all(link.target is not target for link in source.links):
        source.links.append(Link(target, mode, item))
        reading.said.append(Said(item, source, (), f"it {mode.value} {target.kind.called}"))


def _cannot(item: Item, source: Group, target: Group) -> Problem:
    assert source.kind is not None
    called = target.kind.called if target.kind else "the stack"
    if source.kind.id == "function" and target.kind and target.kind.id == "postgres":
        detail = (
            "A function of the library cannot use the database: it lies outside the network, and its variables hold no "
            "secrets. A web service, a worker or a cron job can."
        )
        return Problem("unmade", item, detail)
    detail = f"`{item.text}`: {source.kind.called} cannot be given {called}."
    return Problem("unmade", item, detail)
