"""Whether one scalar fits another: kinds, units, literals against enums. Bounds and patterns are judged on values.

Text may become a network, an address or a refined text, because a value will be looked at later; a number never
becomes text and a quantity never loses its unit silently.
"""

from __future__ import annotations

import re

from nimbus_lang.types.mismatch import Mismatch, Reason
from nimbus_lang.types.model import Kind, LiteralT, ScalarT, Type
from nimbus_lang.types.shape import literal_scalar
from nimbus_lang.types.show import show, show_literal
from nimbus_lang.types.units import QUANTITIES, SUFFIXES, TEXT_UNITS, unit_kind

TEXTS = frozenset({Kind.STRING, Kind.CIDR, Kind.IP})
NUMBERS = frozenset({Kind.INT, Kind.NUMBER})

_EXAMPLES = {
    Kind.SIZE: ("Gi", "Mi", "GB"),
    Kind.DURATION: ("s", "min", "h", "d"),
    Kind.PERCENT: ("%",),
    Kind.CPU: ("m",),
}
_SAMPLE = {Kind.SIZE: "100Gi", Kind.DURATION: "30d", Kind.CPU: "250m", Kind.PERCENT: "50%"}


def fit_scalar(source: ScalarT | LiteralT, target: ScalarT) -> Mismatch | None:
    """None when a value of `source` may stand where `target` is wanted."""
    literal = source.value if isinstance(source, LiteralT) else None
    scalar = literal_scalar(source.value) if isinstance(source, LiteralT) else source
    if isinstance(literal, str) and target.enum and target.kind is Kind.STRING:
        return _enum(source, target, literal)
    if scalar.kind is target.kind or _widens(scalar.kind, target):
        return None
    return _explain(source, scalar.kind, target, literal)


def _widens(source: Kind, target: ScalarT) -> bool:
    if target.kind is Kind.STRING and source in TEXT_UNITS.get(target.unit or "", ()):
        return True
    if source in TEXTS:
        return target.kind is Kind.STRING or (source is Kind.STRING and target.kind in TEXTS)
    if source is Kind.INT and target.kind is Kind.NUMBER:
        return True
    if source in NUMBERS:
        return target.kind is Kind.CPU
    return target.kind in NUMBERS and unit_kind(target.unit) is source


def _enum(source: Type, target: ScalarT, literal: str) -> Mismatch | None:
    if literal in target.enum:
        return None
    why = f"{show_literal(literal)} is none of the accepted values"
    return Mismatch(Reason.LITERAL, target, source, why, candidates=target.enum)


def _explain(
    source: ScalarT | LiteralT, kind: Kind, target: ScalarT, literal: str | int | bool | None
) -> Mismatch:
    if kind in QUANTITIES:
        return _quantity(source, kind, target)
    if kind in NUMBERS and target.kind in QUANTITIES:
        return _needs_unit(source, target, literal)
    if target.kind is Kind.STRING:
        return _not_text(source, kind, target, literal)
    if kind is Kind.STRING:
        return _text(source, target, literal)
    if kind is Kind.NUMBER and target.kind is Kind.INT:
        why = "a whole number is wanted here, and this may have a fraction"
        return Mismatch(Reason.NOT_WHOLE, target, source, why, "use round(), floor() or ceil()")
    if kind is Kind.IP and target.kind is Kind.CIDR:
        why = "a single address has no prefix length"
        return Mismatch(Reason.KIND, target, source, why, 'write a network, such as "10.0.0.1/32"')
    if kind is Kind.CIDR and target.kind is Kind.IP:
        why = "a network is not a single address"
        return Mismatch(Reason.KIND, target, source, why, "take one address of it: .host(1)")
    return Mismatch(Reason.KIND, target, source, _plain_why(source, target))


def _plain_why(source: Type, target: Type) -> str:
    return f"{show(target)} is wanted here, and this is {show(source)}"


def _quantity(source: Type, kind: Kind, target: ScalarT) -> Mismatch:
    if target.kind in QUANTITIES or unit_kind(target.unit) is not None:
        wanted = target.kind if target.kind in QUANTITIES else unit_kind(target.unit)
        assert wanted is not None
        why = f"a {kind.value} cannot stand for a {wanted.value}"
        advice = f"write a {wanted.value}, such as {_SAMPLE[wanted]}"
        return Mismatch(Reason.DIMENSION, target, source, why, advice)
    if target.kind in NUMBERS:
        why = f"this argument has no unit, and this is a {kind.value}"
        return Mismatch(Reason.NO_UNIT, target, source, why, "write a plain number")
    if target.kind is Kind.STRING:
        why = f"text is wanted here, and this is a {kind.value}"
        advice = 'put it into quotes, or interpolate it: "${…}"'
        return Mismatch(Reason.NOT_TEXT, target, source, why, advice)
    return Mismatch(Reason.KIND, target, source, _plain_why(source, target))


def _needs_unit(source: Type, target: ScalarT, literal: object) -> Mismatch:
    number = literal if isinstance(literal, int) else 100
    options = [f"{number}{suffix}" for suffix in _EXAMPLES[target.kind]]
    if target.kind is Kind.PERCENT and not isinstance(literal, int):
        options = ["50%"]
    why = f"a {target.kind.value} needs its unit"
    advice = "write " + (", ".join(options[:-1]) + " or " if len(options) > 1 else "") + options[-1]
    return Mismatch(Reason.NEEDS_UNIT, target, source, why, advice, candidates=tuple(options))


def _not_text(source: Type, kind: Kind, target: ScalarT, literal: object) -> Mismatch:
    sort = "true or false" if kind is Kind.BOOL else "a number"
    why = f"text is wanted here, and this is {sort}"
    if isinstance(literal, int):
        quoted = show_literal(str(literal).lower() if isinstance(literal, bool) else str(literal))
        return Mismatch(Reason.NOT_TEXT, target, source, why, f"write {quoted}", (), (quoted,))
    return Mismatch(Reason.NOT_TEXT, target, source, why, 'interpolate it: "${…}"')


def _text(source: Type, target: ScalarT, literal: object) -> Mismatch:
    why = f"{show(target)} is wanted here, and this is text"
    if isinstance(literal, str) and _reads_as(literal, target.kind):
        advice = f"write {literal}, without quotes"
        return Mismatch(Reason.KIND, target, source, why, advice, (), (literal,))
    if target.kind in NUMBERS and literal is None:
        reading = "int" if target.kind is Kind.INT else "tonumber"
        return Mismatch(Reason.KIND, target, source, why, f"convert it: {reading}(…)")
    if target.kind in _SAMPLE:
        advice = f"write a {target.kind.value}, such as {_SAMPLE[target.kind]}, without quotes"
        return Mismatch(Reason.KIND, target, source, why, advice)
    return Mismatch(Reason.KIND, target, source, why)


def _reads_as(text: str, kind: Kind) -> bool:
    """Whether the text, its quotes taken away, is a literal of this kind."""
    if kind is Kind.BOOL:
        return text in ("true", "false")
    if kind in NUMBERS:
        return (
            re.fullmatch(r"-?[0-9]+" + (r"(\.[0-9]+)?" if kind is Kind.NUMBER else ""), text)
            is not None
        )
    parts = re.fullmatch(r"[0-9]+(?:\.[0-9]+)?([A-Za-z%]+)", text)
    unit = SUFFIXES.get(parts[1]) if parts else None
    return unit is not None and unit.kind is kind
