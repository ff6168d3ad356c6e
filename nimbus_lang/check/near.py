"""Wording and fixes from candidates: "did you mean `x`?" where one is near, else what there is to choose from."""

from __future__ import annotations

from collections.abc import Iterable

from nimbus_lang.diagnostics.model import Edit, Fix
from nimbus_lang.diagnostics.suggest import related, suggest
from nimbus_lang.source.span import Span

SHOWN = 8


def did_you_mean(name: str, candidates: Iterable[str], none_near: str) -> str:
    """A sentence that names the nearest candidates, or `none_near` followed by all when they are few."""
    known = sorted(set(candidates))
    near = suggest(name, known) or related(name, known)
    if near:
        return f"Did you mean {one_of(near)}?"
    if not known or not none_near:
        return ""
    more = f" and {len(known) - SHOWN} more" if len(known) > SHOWN else ""
    listed = ", ".join(f"`{one}`" for one in known[:SHOWN])
    return f"{none_near}: {listed}{more}."


def one_of(names: list[str]) -> str:
    """`a`, `b` or `c`."""
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " or " + quoted[-1]


def rename_fixes(span: Span, name: str, candidates: Iterable[str]) -> tuple[Fix, ...]:
    """Fixes that put the nearest candidates in place of the text at `span`; safe only when just one is near."""
    near = suggest(name, sorted(set(candidates)))
    alone = len(near) == 1
    return tuple(Fix(f"change it to `{one}`", (Edit(span, one),), safe=alone) for one in near)


def listed(names: Iterable[str]) -> str:
    """`a`, `b` and `c`."""
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]
