"""Builds the LALR(1) table from the grammar with lark; the only place of the compiler that imports it.

Knows lark's table objects and nothing of what the rules mean.
"""

from __future__ import annotations

from typing import Any

from nimbus_lang.syntax.table import STARTS, Rule, Table


def build_table(grammar: str) -> Table:
    """The table of a grammar in lark's notation, with the start symbols of `STARTS`."""
    from lark import Lark

    lark: Any = Lark(grammar, parser="lalr", start=list(STARTS), maybe_placeholders=False)
    made = lark.parser.parser._parse_table
    numbers = {rule: number for number, rule in enumerate(lark.rules)}
    order = _order(made)
    renamed = {state: number for number, state in enumerate(order)}
    return Table(
        tuple(_rule(rule) for rule in lark.rules),
        tuple(_row(made.states[state], numbers, renamed) for state in order),
        {start: renamed[made.start_states[start]] for start in STARTS},
        {start: renamed[made.end_states[start]] for start in STARTS},
        {t.pattern.value: t.name for t in lark.terminals if t.pattern.type == "str"},
    )


def _order(made: Any) -> list[Any]:
    """The states as they are met from the start; lark's own numbers change from run to run."""
    order = [made.start_states[start] for start in STARTS]
    seen = set(order)
    for state in order:
        for _, (action, argument) in sorted(made.states[state].items(), key=lambda item: item[0]):
            if action.name == "Shift" and argument not in seen:
                seen.add(argument)
                order.append(argument)
    return order


def _rule(rule: Any) -> Rule:
    name = rule.alias or rule.origin.name
    return Rule(rule.origin.name, name, tuple(symbol.name for symbol in rule.expansion))


def _row(
    actions: dict[str, tuple[Any, Any]], numbers: dict[Any, int], renamed: dict[Any, int]
) -> dict[str, int]:
    return {
        symbol: ~numbers[argument] if action.name == "Reduce" else renamed[argument]
        for symbol, (action, argument) in sorted(actions.items(), key=lambda item: item[0])
    }
