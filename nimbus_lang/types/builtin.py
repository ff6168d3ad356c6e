"""The types every spec can name: scalars by name, with the pattern of the real thing, and the generic constructors.

A pattern here must accept everything that exists; it catches slips, it does not replace the provider's own check.
Provider resources are types too, but are found through their schema, not here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from nimbus_lang.types.model import (
    ANY,
    BOOL,
    CIDR,
    CPU,
    DURATION,
    INT,
    IP,
    NUMBER,
    PERCENT,
    SIZE,
    STRING,
    Kind,
    ListT,
    MapT,
    RangeT,
    ScalarT,
    SetT,
    Type,
)
from nimbus_lang.types.shape import optional, secret

_LABEL = r"[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_DNS_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_IMAGE_PART = r"[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*"
_REGION = (
    r"(af|ap|ca|cn|eu|eusc|il|me|mx|sa|us)(-(gov|iso|isob|isoe|isof|de))?"
    r"-(central|north|south|east|west|northeast|northwest|southeast|southwest)-[0-9]{1,2}"
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_WEEKDAYS = "sun|mon|tue|wed|thu|fri|sat"
_DATE = r"[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))"


def _every(number: str) -> str:
    """One field of a cron expression: `*`, a number, a range, each with a step, or several of them."""
    one = rf"([*?]|({number})(-({number}))?)(/[0-9]+)?"
    return rf"{one}(,{one})*"


_CRON = "|".join(
    (
        r"\s*"
        + r"\s+".join(
            map(
                _every,
                (
                    "[0-5]?[0-9]",
                    "[01]?[0-9]|2[0-3]",
                    "0?[1-9]|[12][0-9]|3[01]",
                    f"0?[1-9]|1[0-2]|(?i:{_MONTHS})",
                    f"[0-7]|(?i:{_WEEKDAYS})",
                ),
            )
        )
        + r"\s*",
        "@(yearly|annually|monthly|weekly|daily|midnight|hourly)",
        r"@every [0-9][0-9a-z.]*",
    )
)
_INSTANCE = r"[a-z][a-z0-9-]*[0-9][a-z0-9-]*\.[a-z0-9-]+"


def _text(
    name: str, pattern: str, max_length: int | None = None, min_length: int | None = None
) -> ScalarT:
    return ScalarT(Kind.STRING, name, pattern=pattern, max_length=max_length, min_length=min_length)


_TEXTS = (
    _text(
        "image_ref",
        rf"(({_LABEL}(\.{_LABEL})*|\[[0-9a-fA-F:]+\])(:[0-9]+)?/)?{_IMAGE_PART}(/{_IMAGE_PART})*"
        r"(:[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127})?(@[a-z0-9]+([+._-][a-z0-9]+)*:[0-9a-fA-F]{32,})?",
    ),
    _text("hostname", rf"(\*\.)?{_LABEL}(\.{_LABEL})*\.?", 253),
    _text("dns_label", _DNS_LABEL, 63),
    _text("dns_name", rf"{_DNS_LABEL}(\.{_DNS_LABEL})*", 253),
    _text("email", r"[^@\s]+@[^@\s]+", 320),
    _text("url", r"[a-zA-Z][a-zA-Z0-9+.-]*://\S+"),
    _text("uuid", r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    _text("date", _DATE),
    _text("cron", _CRON),
    _text("arn", r"arn:aws[a-z-]*:[a-zA-Z0-9-]+:[a-z0-9*-]*:[a-z0-9*-]*:.+", 2048),
    _text("aws.region", _REGION),
    _text("aws.zone", rf"{_REGION}([a-z]|-[a-z0-9-]+)"),
    _text("aws.account_id", r"[0-9]{12}"),
    _text("aws.instance_type", _INSTANCE),
    _text("aws.db_instance_class", rf"db\.({_INSTANCE}(\.[a-z0-9-]+)*|serverless)"),
    _text("aws.cache_node_type", rf"cache\.{_INSTANCE}"),
)

PORT = ScalarT(Kind.INT, "port", minimum=Decimal(1), maximum=Decimal(65535))

NAMED: Mapping[str, Type] = {
    "any": ANY,
    "string": STRING,
    "bool": BOOL,
    "int": INT,
    "number": NUMBER,
    "size": SIZE,
    "duration": DURATION,
    "cpu": CPU,
    "percent": PERCENT,
    "cidr": CIDR,
    "ip": IP,
    "range": RangeT(),
    "port": PORT,
    **{scalar.name: scalar for scalar in _TEXTS if scalar.name},
}
"""The named types. `range` is `2..6`; `any` is for what nobody published a shape of."""

GENERICS: Mapping[str, Callable[[Type], Type]] = {
    "list": ListT,
    "set": SetT,
    "map": MapT,
    "secret": secret,
    "optional": optional,
}
"""`list<T>` and its like; `optional<T>` is the long way to write `T?`."""
