"""Which rules look at which type: found by looking into the rule folders, so that a new rule is one new file.

Only the folders a graph needs are imported: `everywhere`, and the one named as the namespace of its types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from nimbus_lang.safety.rule import Rule

EVERYWHERE = "everywhere"
FOLDERS = (EVERYWHERE, "aws", "k8s")


@cache
def rules_in(folder: str) -> tuple[Rule, ...]:
    """The rules of one folder, by code."""
    package = import_module(f"nimbus_lang.safety.rules.{folder}")
    names = sorted(found.name for found in iter_modules(package.__path__))
    rules = [cast(Rule, import_module(f"{package.__name__}.{name}")) for name in names]
    return tuple(sorted(rules, key=lambda rule: rule.CODE))


def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    return tuple(sorted((r for f in FOLDERS for r in rules_in(f)), key=lambda rule: rule.CODE))


def rules_for(type_keys: Iterable[str]) -> Mapping[str, tuple[Rule, ...]]:
    """The rules that look at each of these type keys; those that look at everything are under `*`."""
    keys = set(type_keys)
    spaces = {key.removeprefix("lookup ").partition(".")[0] for key in keys}
    found: dict[str, list[Rule]] = {}
    for folder in FOLDERS:
        if folder == EVERYWHERE or folder in spaces:
            for rule in rules_in(folder):
                for name in rule.TYPES:
                    if name in keys or name == "*":
                        found.setdefault(name, []).append(rule)
    return {key: tuple(rules) for key, rules in found.items()}
