"""The types of `for`: what each round binds, and what the rounds make together."""

from __future__ import annotations

from nimbus_lang.check import errors_types
from nimbus_lang.check.access import read_type
from nimbus_lang.check.env import Env
from nimbus_lang.check.errors_names import duplicate_declaration
from nimbus_lang.check.errors_values import secret_decides
from nimbus_lang.check.flow import carries_secret
from nimbus_lang.check.operators import check_condition
from nimbus_lang.check.typer import Typer
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import Expr, ForClause, ListCompExpr, MapCompExpr
from nimbus_lang.syntax.names import Name
from nimbus_lang.types.join import join
from nimbus_lang.types.model import (
    ANY,
    ERROR,
    INT,
    STRING,
    AnyT,
    ErrorT,
    InstancesT,
    Kind,
    ListT,
    LiteralT,
    MapT,
    OptionalT,
    RangeT,
    RecordT,
    ScalarT,
    SecretT,
    SetT,
    Type,
    UnionT,
)
from nimbus_lang.types.shape import literal_widen, secret
from nimbus_lang.types.show import show

Pair = tuple[Type, Type, bool]
"""Key or position, element, and whether it is a map (then one name alone is the key)."""


def infer_list_comp(typer: Typer, expr: ListCompExpr, env: Env) -> Type:
    """`[item for x in xs if p]`."""
    made = ListT(typer.infer(expr.item, rounds(typer, expr.clause, env)))
    return secret(made) if number_is_secret(typer, expr.clause) else made


def infer_map_comp(typer: Typer, expr: MapCompExpr, env: Env) -> Type:
    """`{ key = value for x in xs if p }`."""
    inner = rounds(typer, expr.clause, env)
    check_key(typer, expr.key, inner)
    made = MapT(typer.infer(expr.value, inner))
    return secret(made) if number_is_secret(typer, expr.clause) else made


def rounds(typer: Typer, clause: ForClause, env: Env) -> Env:
    """The surroundings of a comprehension's item."""
    pair = pair_of(typer, clause.source, env)
    refuse_twins(typer, clause.first, clause.second)
    inner = env.bind(bindings(clause.first, clause.second, pair))
    if clause.condition is not None:
        check_condition(typer, clause.condition, inner, "`if`")
        inner = inner.knowing(clause.condition)
    return inner


def number_is_secret(typer: Typer, clause: ForClause) -> bool:
    """Whether how many rounds there are would tell something of a secret: the source is one as a whole."""
    return _whole_secret(typer.sink.types.get(id(clause.source), ERROR))


def _whole_secret(kind: Type) -> bool:
    match kind:
        case SecretT():
            return True
        case OptionalT(inner):
            return _whole_secret(inner)
        case UnionT(options):
            return any(map(_whole_secret, options))
        case _:
            return False


def bindings(first: Name, second: Name | None, pair: Pair) -> dict[str, Type]:
    """What the names of a `for` or `[...]` stand for."""
    key, item, is_map = pair
    if second is None:
        return {first.text: key if is_map else item}
    return {first.text: key, second.text: item}


def refuse_twins(typer: Typer, first: Name, second: Name | None) -> None:
    """Report `x, x`: the first could never be read."""
    if second is not None and second.text == first.text:
        report = duplicate_declaration(
            second.span, second.text, "name of the same clause", first.span
        )
        typer.sink.report(report)


def pair_of(typer: Typer, source: Expr, env: Env) -> Pair:
    """What iterating over `source` gives in each round; a problem is reported."""
    found = typer.infer(source, env)
    pair = _pair(found)
    if pair is not None:
        return pair
    if isinstance(found, OptionalT) and _pair(found.inner) is not None:
        report = errors_types.may_be_absent(source.span, "This", "a collection", "", ())
    else:
        report = errors_types.not_iterable(source.span, show(found))
    typer.sink.report(report)
    return ERROR, ERROR, False


def _pair(kind: Type) -> Pair | None:
    match kind:
        case AnyT() | ErrorT():
            return kind, kind, False
        case ListT(item) | SetT(item):
            return INT, item, False
        case MapT(value):
            return STRING, value, True
        case InstancesT(item, counted):
            return (INT, item, False) if counted else (STRING, item, True)
        case RecordT(fields):
            values = [read_type(field) for field in fields.values()]
            return STRING, ANY if kind.open else join(values), True
        case RangeT():
            return INT, INT, False
        case SecretT(inner):
            return _secret_pair(_pair(inner))
        case UnionT(options):
            return _union_pair([_pair(option) for option in options])
        case _:
            return None


def _secret_pair(pair: Pair | None) -> Pair | None:
    return None if pair is None else (secret(pair[0]), secret(pair[1]), pair[2])


def _union_pair(pairs: list[Pair | None]) -> Pair | None:
    known = [pair for pair in pairs if pair is not None]
    if len(known) < len(pairs) or len({is_map for _, _, is_map in known}) != 1:
        return None
    return join([key for key, _, _ in known]), join([item for _, item, _ in known]), known[0][2]


def check_key(typer: Typer, expr: Expr, env: Env) -> None:
    """The key of a map comprehension: text or a number, and no secret."""
    found = typer.infer(expr, env)
    refuse_key(typer, found, expr.span)


def refuse_key(typer: Typer, found: Type, span: Span) -> bool:
    """Report what can be no key; whether it can be one."""
    if carries_secret(found):
        typer.sink.report(secret_decides(span, (), "This key"))
        return False
    if _is_key(literal_widen(found)):
        return True
    report = errors_types.not_indexable(
        span,
        f"A value of type {show(found)}",
        "can be no key: keys are texts, whole numbers, networks or addresses.",
    )
    typer.sink.report(report)
    return False


def _is_key(kind: Type) -> bool:
    match kind:
        case AnyT() | ErrorT() | LiteralT():
            return True
        case ScalarT(kind=scalar):
            return scalar in (Kind.STRING, Kind.INT, Kind.CIDR, Kind.IP)
        case UnionT(options):
            return all(map(_is_key, options))
        case _:
            return False
