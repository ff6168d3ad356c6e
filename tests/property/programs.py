"""Programs nobody wrote: random derivations of the grammar, token by token, from the same table the compiler uses.

`choose(n)` picks a number below `n`; a random generator or Hypothesis can stand behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from nimbus_lang.syntax.load_table import load_table
from nimbus_lang.syntax.table import Rule

Choose = Callable[[int], int]
Samples = Mapping[str, Sequence[str]]

SAMPLES = {
    "NAME": ["a", "name", "web", "x1", "_y", "Deployment", "type", "resource"],
    "STRING": ['""', '"dev"', '"a ${b} c"', '"x${f("y")}"', '"tab\\t $${no} \\u{1F600}"', '"prod"'],
    "BLOCK_STRING": ['"""\n  one\n    two ${a}\n  """', '"""x"""', '"""\nEOF\n"""'],
    "NUMBER": ["0", "1", "8080", "0.5"],
    "NUMBER_TO": ["2..", "0.5.."],
    "QUANTITY": ["50Gi", "30d", "250m", "15min"],
    "PERCENT": ["50%", "0.1%"],
    "CIDR4": ["10.20.0.0/16", "0.0.0.0/0"],
    "CIDR6": ["::/0", "fd00:1::/64"],
    "IPV4": ["10.0.0.1"],
    "IPV6": ["::1", "fe80::1"],
    "DOC": ["## about it\n", "##\n"],
}
WIDE = {
    **SAMPLES,
    "NAME": ["a", "name_of_a_thing", "a_long_name_for_something_of_this_kind", "x1"],
    "STRING": ['"dev"', '"a text of about forty characters, or more"'],
}
COMMENTS = ["# one", "#", "# two words", "#!marked"]
SPACES = [" ", "\n", "  ", "\n\n", "\t", "\r\n", " \n "]
DEEPEST = 14


@cache
def rules_by_name() -> dict[str, list[Rule]]:
    """The rules of every nonterminal."""
    rules: dict[str, list[Rule]] = {}
    for rule in load_table().rules:
        rules.setdefault(rule.lhs, []).append(rule)
    return rules


@cache
def cheapest() -> dict[str, int]:
    """The least depth at which every symbol can be finished."""
    table = load_table()
    costs = dict.fromkeys([*SAMPLES, *table.literals.values()], 0)
    changed = True
    while changed:
        changed = False
        for rule in table.rules:
            parts = [costs.get(symbol) for symbol in rule.symbols]
            if any(part is None for part in parts):
                continue
            cost = 1 + max((part for part in parts if part is not None), default=0)
            if cost < costs.get(rule.lhs, 10_000):
                costs[rule.lhs] = cost
                changed = True
    return costs


def derive(
    choose: Choose, symbol: str = "decls", depth: int = DEEPEST, samples: Samples = SAMPLES
) -> list[str]:
    """The texts of the tokens of a random sentence of `symbol`."""
    if symbol in samples:
        return [samples[symbol][choose(len(samples[symbol]))]]
    literals = {kind: text for text, kind in load_table().literals.items()}
    if symbol in literals:
        return [literals[symbol]]
    costs = cheapest()

    def cost(rule: Rule) -> int:
        return 1 + max((costs[part] for part in rule.symbols), default=0)

    rules = rules_by_name()[symbol]
    allowed = [rule for rule in rules if cost(rule) <= depth]
    if not allowed:
        least = min(cost(rule) for rule in rules)
        allowed = [rule for rule in rules if cost(rule) == least]
    rule = allowed[choose(len(allowed))]
    return [text for part in rule.symbols for text in derive(choose, part, depth - 1, samples)]


def program(choose: Choose, comments: bool = False, wide: bool = False) -> str:
    """The text of a random program, oddly laid out; with comments at random gaps, or with long names, if asked for."""
    pieces: list[str] = []
    for _ in range(1 + choose(3)):
        for token in derive(choose, "decl", samples=WIDE if wide else SAMPLES):
            pieces.append(token)
            pieces.append(SPACES[choose(len(SPACES))] if choose(3) else " ")
            if comments and choose(6) == 0:
                pieces.append(COMMENTS[choose(len(COMMENTS))] + "\n")
    return "".join(pieces)
