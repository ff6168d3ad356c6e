"""What each rule of the grammar makes: one small function a rule, found by the rule's name.

Positional functions serve the rules that fire often; rules with optional parts get a dict by symbol name instead
(a second NAME is `NAME2`). Strings are handed on to `strings.py`, operator chains to `fold.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.span import Span
from nimbus_lang.syntax import errors
from nimbus_lang.syntax import nodes as n
from nimbus_lang.syntax.fold import Folder
from nimbus_lang.syntax.machine import Action, Grammar, bind
from nimbus_lang.syntax.strings import read_string
from nimbus_lang.syntax.table import load_table
from nimbus_lang.syntax.tokens import Token

_new = tuple.__new__
LONGEST_NUMBER = 60


class Build:
    """What the actions share: the text being read, where reports go, how an interpolation is read."""

    __slots__ = ("diagnostics", "parse_expr", "path", "text")

    def __init__(
        self,
        path: str,
        text: str,
        diagnostics: list[Diagnostic],
        parse_expr: Callable[[int, int], n.Expr],
    ) -> None:
        self.path = path
        self.text = text
        self.diagnostics = diagnostics
        self.parse_expr = parse_expr

    def span(self, start: int, end: int) -> Span:
        """The span of these offsets."""
        return _new(Span, (self.path, start, end))

    def name(self, token: Token) -> n.Name:
        """A word as a `Name`."""
        return n.Name(_new(Span, (self.path, token[1], token[2])), self.text[token[1] : token[2]])

    def string(self, token: Token) -> n.StringExpr:
        """A string token as an expression."""
        return read_string(self, token[1], token[2], token[0] == "BLOCK_STRING")


# --- expressions: (build, values, start, end) ----------------------------------------------------------------------


def _var(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    return n.VarExpr(b.span(s, e), b.text[s:e])


def _string(b: Build, v: list[Any], s: int, e: int) -> n.StringExpr:
    return read_string(b, s, e, False)


def _block_string(b: Build, v: list[Any], s: int, e: int) -> n.StringExpr:
    return read_string(b, s, e, True)


def _number(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    text = b.text[s:e]
    span = b.span(s, e)
    if e - s > LONGEST_NUMBER:
        b.diagnostics.append(errors.number_too_long(span))
        return n.MissingExpr(span)
    if text[0] == "0" and e - s > 1 and text[1] != ".":
        b.diagnostics.append(errors.leading_zero(span, text))
    return n.NumberExpr(span, Decimal(text) if "." in text else int(text))


_UNIT = re.compile("[A-Za-z]+$")


def _quantity(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    text = b.text[s:e]
    span = b.span(s, e)
    unit = _UNIT.search(text)
    at = unit.start() if unit else len(text)
    if at > LONGEST_NUMBER:
        b.diagnostics.append(errors.number_too_long(span))
        return n.MissingExpr(span)
    return n.QuantityExpr(span, Decimal(text[:at]), text[at:])


def _percent(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    span = b.span(s, e)
    if e - s > LONGEST_NUMBER:
        b.diagnostics.append(errors.number_too_long(span))
        return n.MissingExpr(span)
    return n.PercentExpr(span, Decimal(b.text[s : e - 1]))


def _cidr(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    text = b.text[s:e]
    try:
        value = IPv6Interface(text) if ":" in text else IPv4Interface(text)
    except ValueError as problem:
        b.diagnostics.append(errors.bad_address(b.span(s, e), text, str(problem)))
        return n.MissingExpr(b.span(s, e))
    return n.CidrExpr(b.span(s, e), value)


def _ip(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    text = b.text[s:e]
    try:
        value = IPv6Address(text) if ":" in text else IPv4Address(text)
    except ValueError as problem:
        b.diagnostics.append(errors.bad_address(b.span(s, e), text, str(problem)))
        return n.MissingExpr(b.span(s, e))
    return n.IpExpr(b.span(s, e), value)


def _true(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    return n.BoolExpr(b.span(s, e), True)


def _false(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    return n.BoolExpr(b.span(s, e), False)


def _null(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    return n.NullExpr(b.span(s, e))


def _group(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    """`( expr )` is its expression with the brackets in its span; a bare name keeps its own place, for renaming."""
    inner: n.Expr = v[1]
    return inner if isinstance(inner, n.VarExpr) else with_span(inner, b.span(s, e))


def with_span(node: Any, span: Span) -> Any:
    """The same node at another place."""
    fields = [getattr(node, field) for field in node.__slots__]
    return type(node)(span, *fields[1:])


def _attr(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    return n.AttrExpr(b.span(s, e), v[0], b.name(v[2]))


def _item(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    return n.ItemExpr(b.span(s, e), v[0], v[2])


def _splat(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    return n.SplatExpr(b.span(s, e), v[0])


def _call(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    return n.CallExpr(b.span(s, e), v[0], tuple(v[2]) if len(v) == 4 else ())


def _of_name(make: Action) -> Action:
    """The same action for rules whose base is still a NAME token."""

    def made(b: Build, v: list[Any], s: int, e: int) -> Any:
        token: Token = v[0]
        return make(b, [_var(b, [], token[1], token[2]), *v[1:]], s, e)

    return made


def _args(b: Build, v: list[Any], s: int, e: int) -> list[n.Arg]:
    args: list[n.Arg] = v[0]
    return args


def _arg(b: Build, v: list[Any], s: int, e: int) -> n.Arg:
    return n.Arg(b.span(s, e), None, v[0])


def _named_arg(b: Build, v: list[Any], s: int, e: int) -> n.Arg:
    return n.Arg(b.span(s, e), b.name(v[0]), v[2])


def _negative(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    return n.UnaryExpr(b.span(s, e), "-", v[1])


def _flat(b: Build, v: list[Any], s: int, e: int) -> list[Any]:
    """Chains are flat lists: operands as nodes, operators and `not`s as tokens."""
    flat: list[Any] = v[0] if isinstance(v[0], list) else [v[0]]
    for part in v[1:]:
        if isinstance(part, list):
            flat.extend(part)
        else:
            flat.append(part)
    return flat


def _folded(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    return Folder(b.path, v[0], b.diagnostics.append).fold()


def _conditional(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    return n.ConditionalExpr(b.span(s, e), v[1], v[3], v[5])


def _list(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    return n.ListExpr(b.span(s, e), tuple(v[1]) if len(v) > 2 else ())


def _list_comp(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    return n.ListCompExpr(b.span(s, e), v[1], v[2])


def _object(b: Build, v: list[Any], s: int, e: int) -> n.ObjectExpr:
    return n.ObjectExpr(b.span(s, e), tuple(v[1]) if len(v) == 3 else ())


def _entry(b: Build, v: list[Any], s: int, e: int) -> n.Entry:
    token: Token = v[0]
    if token[0] == "STRING":
        return n.Entry(b.span(s, e), static_key(b, token), v[2], True)
    return n.Entry(b.span(s, e), b.name(token), v[2])


def static_key(b: Build, token: Token) -> n.Name:
    """The text of a quoted key, which may not hold `${...}`: keys are static."""
    text = b.string(token)
    if text.plain is None:
        b.diagnostics.append(errors.computed_key(b.span(token[1], token[2])))
        return n.Name(text.span, b.text[token[1] + 1 : token[2] - 1])
    return n.Name(text.span, text.plain)


def _spread(b: Build, v: list[Any], s: int, e: int) -> n.Spread:
    return n.Spread(b.span(s, e), v[1])


def _map_comp(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    token: Token = v[1]
    key = b.string(token) if token[0] == "STRING" else _var(b, [], token[1], token[2])
    return n.MapCompExpr(b.span(s, e), key, v[3], v[4])


def _map_comp_computed(b: Build, v: list[Any], s: int, e: int) -> n.Expr:
    return n.MapCompExpr(b.span(s, e), v[1], v[3], v[4])


def _clause(b: Build, c: dict[str, Any], s: int, e: int) -> n.ForClause:
    second = b.name(c["NAME2"]) if "NAME2" in c else None
    return n.ForClause(b.span(s, e), b.name(c["NAME"]), second, c["expr"], c.get("filter"))


# --- types ---------------------------------------------------------------------------------------------------------


def _path(b: Build, v: list[Any], s: int, e: int) -> n.Path:
    if len(v) == 1:
        return n.Path(b.span(s, e), (b.name(v[0]),))
    return n.Path(b.span(s, e), (*v[0].parts, b.name(v[2])))


def _named(b: Build, v: list[Any], s: int, e: int) -> n.TypeExpr:
    return n.NamedTypeExpr(b.span(s, e), v[0])


def _refined(b: Build, v: list[Any], s: int, e: int) -> n.TypeExpr:
    return n.RefinedTypeExpr(b.span(s, e), v[0], tuple(v[2]))


def _generic(b: Build, v: list[Any], s: int, e: int) -> n.TypeExpr:
    return n.GenericTypeExpr(b.span(s, e), v[0], v[2])


def _record(b: Build, v: list[Any], s: int, e: int) -> n.TypeExpr:
    return n.RecordTypeExpr(b.span(s, e), tuple(v[1]) if len(v) == 3 else ())


def _grouped_type(b: Build, v: list[Any], s: int, e: int) -> n.TypeExpr:
    grouped: n.TypeExpr = with_span(v[1], b.span(s, e))
    return grouped


def _literal_type(b: Build, v: list[Any], s: int, e: int) -> n.TypeExpr:
    value = _string(b, v, s, e) if v[0][0] == "STRING" else _number(b, v, s, e)
    if isinstance(value, n.StringExpr) and value.plain is None:
        b.diagnostics.append(errors.computed_type(value.span))
    if isinstance(value, n.StringExpr | n.NumberExpr):
        return n.LiteralTypeExpr(value.span, value)
    return n.MissingTypeExpr(value.span)


def _optional(b: Build, v: list[Any], s: int, e: int) -> n.TypeExpr:
    return n.OptionalTypeExpr(b.span(s, e), v[0])


def _union(b: Build, v: list[Any], s: int, e: int) -> list[n.TypeExpr]:
    return [*v[0], v[2]] if isinstance(v[0], list) else [v[0], v[2]]


def _type_of_union(b: Build, v: list[Any], s: int, e: int) -> n.TypeExpr:
    return n.UnionTypeExpr(b.span(s, e), tuple(v[0]))


def _field(b: Build, c: dict[str, Any], s: int, e: int) -> n.FieldTypeExpr:
    token: Token = c["key"]
    key = static_key(b, token) if token[0] == "STRING" else b.name(token)
    optional = "QMARK" in c
    return n.FieldTypeExpr(b.span(s, e), c.get("docs"), key, optional, c["type"], c.get("default"))


# --- declarations --------------------------------------------------------------------------------------------------


def _start(b: Build, v: list[Any], s: int, e: int) -> list[n.Decl]:
    return v[0] if v else []


def _second(b: Build, v: list[Any], s: int, e: int) -> Any:
    return v[1]


def _second_name(b: Build, v: list[Any], s: int, e: int) -> n.Name:
    return b.name(v[1])


def _second_string(b: Build, v: list[Any], s: int, e: int) -> n.StringExpr:
    return b.string(v[1])


def _docs(b: Build, v: list[Any], s: int, e: int) -> n.Doc:
    token: Token = v[-1]
    text = b.text[token[1] + 2 : token[2]].rstrip()
    text = text[1:] if text.startswith(" ") else text
    return n.Doc(b.span(s, e), f"{v[0].text}\n{text}" if len(v) == 2 else text)


def _annotation(b: Build, c: dict[str, Any], s: int, e: int) -> n.Annotation:
    return n.Annotation(b.span(s, e), b.name(c["NAME"]), tuple(c.get("args", ())))


def _stack(b: Build, c: dict[str, Any], s: int, e: int) -> n.Decl:
    return n.StackDecl(b.span(s, e), c.get("docs"), b.name(c["NAME"]), c.get("object"))


def _use(b: Build, c: dict[str, Any], s: int, e: int) -> n.Decl:
    return n.UseDecl(
        b.span(s, e), c.get("docs"), c["path"], c.get("alias"), c.get("source"), c.get("object")
    )


def _param(b: Build, c: dict[str, Any], s: int, e: int) -> n.Decl:
    return n.ParamDecl(
        b.span(s, e),
        c.get("docs"),
        tuple(c.get("annotations", ())),
        b.name(c["NAME"]),
        c["type"],
        c.get("default"),
        tuple(c.get("checks", ())),
    )


def _check(b: Build, c: dict[str, Any], s: int, e: int) -> n.Check:
    return n.Check(b.span(s, e), c["expr"], c.get("message"))


def _let(b: Build, c: dict[str, Any], s: int, e: int) -> n.Decl:
    return n.LetDecl(b.span(s, e), c.get("docs"), b.name(c["NAME"]), c.get("ascribed"), c["expr"])


def _output(b: Build, c: dict[str, Any], s: int, e: int) -> n.Decl:
    name = b.name(c["NAME"])
    return n.OutputDecl(b.span(s, e), c.get("docs"), name, c.get("ascribed"), c["expr"])


def _typedef(b: Build, c: dict[str, Any], s: int, e: int) -> n.Decl:
    return n.TypeDecl(b.span(s, e), c.get("docs"), b.name(c["NAME"]), c["type"])


def _resource(b: Build, c: dict[str, Any], s: int, e: int) -> n.Decl:
    return n.ResourceDecl(
        b.span(s, e),
        c.get("docs"),
        tuple(c.get("annotations", ())),
        b.name(c["NAME"]),
        c.get("index"),
        c["path"],
        c.get("guard"),
        c["object"],
        "LOOKUP" in c,
    )


def _index(b: Build, c: dict[str, Any], s: int, e: int) -> n.Index:
    second = b.name(c["NAME2"]) if "NAME2" in c else None
    return n.Index(b.span(s, e), b.name(c["NAME"]), second, c["expr"])


def _component(b: Build, c: dict[str, Any], s: int, e: int) -> n.Decl:
    return n.ComponentDecl(
        b.span(s, e),
        c.get("docs"),
        tuple(c.get("annotations", ())),
        b.name(c["NAME"]),
        tuple(c.get("decls", ())),
    )


def _overlay(b: Build, c: dict[str, Any], s: int, e: int) -> n.Decl:
    overrides = tuple(c.get("overrides", ()))
    return n.OverlayDecl(b.span(s, e), c.get("docs"), b.name(c["NAME"]), overrides)


def _override(b: Build, v: list[Any], s: int, e: int) -> n.Override:
    return n.Override(b.span(s, e), v[0], v[2])


def _policy(b: Build, c: dict[str, Any], s: int, e: int) -> n.Decl:
    return n.PolicyDecl(
        b.span(s, e),
        c.get("docs"),
        tuple(c.get("annotations", ())),
        b.string(c["STRING"]),
        c["path"],
        b.name(c["NAME"]),
        tuple(c.get("rules", ())),
    )


def _rule(b: Build, v: list[Any], s: int, e: int) -> n.PolicyRule:
    return n.PolicyRule(b.span(s, e), "deny" if v[0][0] == "DENY" else "warn", v[1], v[3])


def _test(b: Build, c: dict[str, Any], s: int, e: int) -> n.Decl:
    settings, assertions = tuple(c.get("settings", ())), tuple(c.get("assertions", ()))
    return n.TestDecl(b.span(s, e), c.get("docs"), b.string(c["STRING"]), settings, assertions)


def _settings(b: Build, v: list[Any], s: int, e: int) -> list[n.Override]:
    return v[1] if len(v) == 3 else []


def _assertion(b: Build, c: dict[str, Any], s: int, e: int) -> n.Assert:
    return n.Assert(b.span(s, e), c["expr"], c.get("message"))


def _rejects(b: Build, v: list[Any], s: int, e: int) -> n.Rejects:
    return n.Rejects(b.span(s, e), b.string(v[1]))


# --- which action for which rule -----------------------------------------------------------------------------------

_IDENTITY = frozenset(
    {"decl", "onetype", "operand", "term", "post", "_op", "key", "keyword", "word", "type", "expr"}
)
_LISTS = {
    "decls": "decl",
    "checks": "check",
    "overrides": "override",
    "rules": "rule",
    "assertions": "assertion",
    "annotations": "annotation",
    "fields": "field",
    "arglist": "arg",
    "items": "expr",
    "entries": "entry",
}
_POSITIONAL: dict[str, Action] = {
    "start": _start,
    "alias": _second_name,
    "source": _second_string,
    "default": _second,
    "message": _second,
    "ascribed": _second,
    "guard": _second,
    "filter": _second,
    "settings": _settings,
    "override": _override,
    "rule": _rule,
    "rejects": _rejects,
    "docs": _docs,
    "union": _union,
    "optional": _optional,
    "named": _named,
    "refined": _refined,
    "generic": _generic,
    "record": _record,
    "grouped_type": _grouped_type,
    "string_type": _literal_type,
    "number_type": _literal_type,
    "path": _path,
    "conditional": _conditional,
    "chain": _flat,
    "nots": _flat,
    "lower": _flat,
    "ranged": _flat,
    "negated": _flat,
    "negative": _negative,
    "var": _var,
    "string": _string,
    "block_string": _block_string,
    "number": _number,
    "quantity": _quantity,
    "percent": _percent,
    "cidr": _cidr,
    "ip": _ip,
    "true": _true,
    "false": _false,
    "null": _null,
    "group": _group,
    "attr": _attr,
    "item": _item,
    "splat": _splat,
    "call": _call,
    "args": _args,
    "arg": _arg,
    "named_arg": _named_arg,
    "list": _list,
    "list_comp": _list_comp,
    "object": _object,
    "map_comp": _map_comp,
    "map_comp_computed": _map_comp_computed,
    "entry": _entry,
    "spread": _spread,
    "attr_of_name": _of_name(_attr),
    "item_of_name": _of_name(_item),
    "call_of_name": _of_name(_call),
}
_KEYED: dict[str, Callable[[Build, dict[str, Any], int, int], Any]] = {
    "stack": _stack,
    "use": _use,
    "param": _param,
    "check": _check,
    "let": _let,
    "typedef": _typedef,
    "resource": _resource,
    "lookup": _resource,
    "index": _index,
    "component": _component,
    "output": _output,
    "overlay": _overlay,
    "policy": _policy,
    "test": _test,
    "assertion": _assertion,
    "annotation": _annotation,
    "field": _field,
    "clause": _clause,
}


@cache
def node_grammar() -> Grammar:
    """The table with the actions that make nodes."""
    return bind(load_table(), _action_of)


def _action_of(lhs: str, name: str, symbols: tuple[str, ...]) -> Action | None:
    if lhs == "expr" and symbols == ("chain",):
        return _folded
    if lhs == "type" and symbols == ("union",):
        return _type_of_union
    if name == lhs and len(symbols) == 1 and name in _IDENTITY:
        return None
    if name in _LISTS:
        return _collect(name, _LISTS[name], symbols)
    if name in _KEYED:
        return _keyed(_KEYED[name], symbols)
    return _POSITIONAL[name]


def _collect(name: str, element: str, symbols: tuple[str, ...]) -> Action:
    """`things: thing | things thing`, with or without a comma."""
    if symbols[0] != name:
        return lambda b, v, s, e: [v[0]]
    at = symbols.index(element)

    def append(b: Build, v: list[Any], s: int, e: int) -> list[Any]:
        things: list[Any] = v[0]
        things.append(v[at])
        return things

    return append


def _keyed(
    make: Callable[[Build, dict[str, Any], int, int], Any], symbols: tuple[str, ...]
) -> Action:
    keys = tuple(
        f"{symbol}2" if symbol in symbols[:at] else symbol for at, symbol in enumerate(symbols)
    )
    return lambda b, v, s, e: make(b, dict(zip(keys, v, strict=True)), s, e)
