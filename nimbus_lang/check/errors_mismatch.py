"""From a misfit between two types to the diagnostic about it: wording, labels, and a fix where there is one."""

from __future__ import annotations

from dataclasses import replace

from nimbus_lang.check import errors_flow, errors_types, errors_values
from nimbus_lang.check.near import did_you_mean
from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix, Label
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import (
    BinaryExpr,
    Entry,
    Expr,
    NumberExpr,
    ObjectExpr,
    StringExpr,
)
from nimbus_lang.types.mismatch import Mismatch, Reason
from nimbus_lang.types.model import Kind, NullT, RangeT, RecordT, ScalarT, Type
from nimbus_lang.types.shape import strip_optional
from nimbus_lang.types.show import show


def misfit(
    expr: Expr, expected: Type, actual: Type, mismatch: Mismatch, labels: tuple[Label, ...] = ()
) -> Diagnostic:
    """The diagnostic for `expr`, which is `actual` where `expected` is needed."""
    span = expr.span
    if mismatch.reason is Reason.SECRET_LEAK:
        return errors_flow.secret_leak(span, "this place does not keep secrets", labels)
    if mismatch.reason is Reason.NULL and not isinstance(actual, NullT):
        what = f"`{mismatch.where}` of this" if mismatch.path else "This"
        return errors_types.may_be_absent(
            span, what, f"a value of type {show(expected)}", "", labels
        )
    written = _written(expr)
    if mismatch.reason is Reason.LITERAL and written is not None and not mismatch.path:
        return _outside_list(span, written, mismatch)
    advice = _sentence(mismatch.advice)
    meant = meant_as(expr, strip_optional(expected)) if not mismatch.path else None
    if meant is not None:
        wanted, found = show(strip_optional(expected)), _found(expr, actual)
        fix = _write(span, meant, isinstance(expr, StringExpr))
        return errors_types.mismatch(span, wanted, found, f"Write `{meant}`.", labels, (fix,))
    if mismatch.reason in (Reason.LITERAL, Reason.UNKNOWN_FIELD) and mismatch.candidates:
        near = written or (mismatch.path[-1] if mismatch.path else "")
        advice = did_you_mean(near, mismatch.candidates, "There are")
    reason = " ".join(part for part in (_why(mismatch), advice) if part)
    wanted, found = show(strip_optional(expected)), _found(expr, actual)
    return errors_types.mismatch(span, wanted, found, reason, labels, _fixes(expr, mismatch))


def meant_as(expr: Expr, expected: Type) -> str | None:
    """What was meant by a text where true or false is wanted, by a number or `2-4` where a range is; None for all else."""
    match expr:
        case StringExpr() if expr.plain is not None:
            return truth_of(expr.plain, expected) or None
        case NumberExpr(value=int(number)) if isinstance(expected, RangeT):
            return f"{number}..{number}"
        case ObjectExpr(entries=entries) if isinstance(expected, RangeT):
            ends = {e.key.text: e.value for e in entries if isinstance(e, Entry)}
            match ends.get("min"), ends.get("max"):
                case NumberExpr(value=low), NumberExpr(value=high):
                    return f"{low}..{high}"
            return None
        case BinaryExpr(op="-", left=NumberExpr(value=low), right=NumberExpr(value=high)):
            return f"{low}..{high}" if isinstance(expected, RangeT) else None
        case _:
            return None


def truth_of(word: str, expected: Type) -> str:
    """`true` or `false` for a word that says so in other languages, where a bool is wanted; else empty."""
    plain = strip_optional(expected)
    if not (isinstance(plain, ScalarT) and plain.kind is Kind.BOOL):
        return ""
    said = word.lower()
    return "true" if said in _YES else "false" if said in _NO else ""


_YES = frozenset({"true", "yes", "on", "enabled", "1"})
_NO = frozenset({"false", "no", "off", "disabled", "0"})


def _found(expr: Expr, actual: Type) -> str:
    """What came; a literal that everyone can see is not spelt out again."""
    if isinstance(expr, ObjectExpr) and isinstance(actual, RecordT):
        return "an object"
    return show(actual)


def _outside_list(span: Span, written: str, mismatch: Mismatch) -> Diagnostic:
    """A text that is none of the accepted ones, said as it is of values that are found out later."""
    shown = f'"{written}"'
    said = errors_values.not_allowed(span, (), "This", shown, mismatch.candidates, written)
    near = suggest(written, mismatch.candidates)
    fixes = tuple(_write(span, f'"{one}"', len(near) == 1) for one in near)
    return replace(said, fixes=fixes)


def _why(mismatch: Mismatch) -> str:
    """What the two types alone do not tell."""
    if mismatch.path:
        return f"In `{mismatch.where}`: {mismatch.why}."
    return "" if _TOLD in mismatch.why else _sentence(mismatch.why)


_TOLD = "wanted here, and this is"


def _sentence(text: str) -> str:
    if not text:
        return ""
    text = text[0].upper() + text[1:] if text[0].islower() and " " in text else text
    return text if text.endswith((".", "…")) else text + "."


def _written(expr: Expr) -> str | None:
    return expr.plain if isinstance(expr, StringExpr) else None


def _fixes(expr: Expr, mismatch: Mismatch) -> tuple[Fix, ...]:
    if mismatch.path:
        return ()
    if mismatch.reason is Reason.LITERAL:
        return ()
    certain = mismatch.reason in (Reason.NOT_TEXT, Reason.KIND) and len(mismatch.candidates) == 1
    return tuple(_write(expr.span, one, certain) for one in mismatch.candidates)


def _write(span: Span, text: str, safe: bool) -> Fix:
    return Fix(f"write `{text}`", (Edit(span, text),), safe)
