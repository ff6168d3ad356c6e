"""What a crossing's name stands for, in words for whoever reads the generated file."""

from __future__ import annotations

from nimbus_lang.backends.crossings import Crossing, Crossings, Via, resolved
from nimbus_lang.values.model import Apply, Choose, Deferred, SecretSource, Select, Template, Value
from nimbus_lang.values.show import show


def meaning(book: Crossings, crossing: Crossing) -> str:
    """After "is": `the Terraform output of that name`."""
    match crossing.via:
        case Via.OUTPUT:
            return "the Terraform output of that name"
        case Via.SECRET:
            return f"a secret, read from {_source(crossing)} when this is applied"
        case Via.OBJECT:
            return "read from the live object when this is applied"
        case Via.COMPUTED:
            return (
                f"{_formula(book, crossing.value, outermost=True)}, computed when this is applied"
            )


def _source(crossing: Crossing) -> str:
    data = crossing.value.data
    if not isinstance(data, Deferred) or not isinstance(data.residual, SecretSource):
        return "its source"
    source = data.residual
    written = [
        f'"{arg.data}"' if name == "name" else f"{name} = {_written(arg)}"
        for name, arg in source.args.items()
        if isinstance(arg.data, str) or name == "version"
    ]
    return f"{source.kind}.secret({', '.join(written)})"


def _written(arg: Value) -> str:
    return f'"{arg.data}"' if isinstance(arg.data, str) else str(arg.data)


def _formula(book: Crossings, value: Value, outermost: bool = False) -> str:
    """The expression with the names of crossings in it."""
    value = resolved(book.graph, value)
    found = None if outermost else book.name(value)
    if found is not None:
        return f"${{{found.name}}}"
    match value.data:
        case Deferred(Template(parts)):
            texts = (part if isinstance(part, str) else _formula(book, part) for part in parts)
            return f'"{"".join(texts)}"'
        case Deferred(Apply(function, args)):
            return _application(function, [_formula(book, arg) for arg in args])
        case Deferred(Choose(condition, yes, no)):
            asked, first, second = (_formula(book, part) for part in (condition, yes, no))
            return f"if {asked} then {first} else {second}"
        case Deferred(Select(base, key)):
            return f"{_formula(book, base)}[{_formula(book, key)}]"
        case _:
            return show(value)


def _application(function: str, args: list[str]) -> str:
    if len(args) == 2 and (not function.isidentifier() or function in ("and", "or", "in")):
        return f"{args[0]} {function} {args[1]}"
    return f"{function}({', '.join(args)})"
