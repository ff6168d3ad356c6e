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
    rules = tuple(_rule(rule) for rule in lark.rules)
    numbers = {rule: number for number, rule in enumerate(lark.rules)}
    rows = tuple(_row(made.states[state], numbers) for state in sorted(made.states))
    literals = {t.pattern.value: t.name for t in lark.terminals if t.pattern.type == "str"}
    return Table(rules, rows, dict(made.start_states), dict(made.end_states), literals)


def _rule(rule: Any) -> Rule:
    name = rule.alias or rule.origin.name
    return Rule(rule.origin.name, name, tuple(symbol.name for symbol in rule.expansion))


def _row(actions: dict[str, tuple[Any, Any]], numbers: dict[Any, int]) -> dict[str, int]:
    return {
        symbol: ~numbers[argument] if action.name == "Reduce" else argument
        for symbol, (action, argument) in actions.items()
    }
