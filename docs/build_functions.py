"""Writes docs/functions.md from the table of built-in functions: `python docs/build_functions.py`.

Every example is run through the compiler by tests/values/test_functions.py; tests/docs/test_language.py sees that the page is new.
"""

from __future__ import annotations

from pathlib import Path

from nimbus_lang.types.model import AnyT, InstancesT, ListT, MapT, ScalarT, SetT, Type, UnionT
from nimbus_lang.types.show import show
from nimbus_lang.types.units import QUANTITIES
from nimbus_lang.values.function import Function, Param
from nimbus_lang.values.functions import FUNCTIONS, TOPICS

PAGE = Path(__file__).parent / "functions.md"
INTRO = """\
# Functions

All {count} of them: pure, total within the [bounds](language.md#bounds), and named as Terraform names them where they mean the same.
This page is made from the table that the compiler reads (`docs/build_functions.py`), and every example is run by a test.

- A function is called as `f(x, y)`, with names (`round(x, places = 1)`), or as a method of the parameter that its entry names:
  `network.subnet(8, 1)` is `subnet(network, 8, 1)`, and `text.split(",")` is `split(",", text)`; the others keep their order.
- `...xs` takes any number of arguments, `x?` may be left out. *Scalar* is a text, number, bool, quantity, network or address;
  *amount* a number or a quantity.
- Types follow the arguments: `[1, 2].first()` is an `int`, `max(10Gi, 2Gi)` a `size`. A secret among the arguments makes the result a
  secret; a function that *moves elements* keeps each element's own secrecy and looks at none, so elements may be deferred.
- On a deferred argument a function becomes the Terraform function named after *after apply*. One without such a name needs to
  know its arguments when Terraform is to compute it ([NB4803](diagnostics/NB4803.md)); in Kubernetes objects and Helm values every
  function may be used, because `nimbus apply` computes those.
- What has the right type and still no result (`[].first()`, a subnet that does not fit) is [NB3010](diagnostics/NB3010.md) or
  [NB3012](diagnostics/NB3012.md).
"""


def document() -> str:
    """The whole page."""
    parts = [INTRO.format(count=len(FUNCTIONS))]
    for topic, functions in TOPICS.items():
        parts.append(f"## {topic}\n")
        parts += [_entry(function) for function in functions]
    return "\n".join(parts)


def _entry(function: Function) -> str:
    expression, value = function.example
    receiver = function.params[function.receiver].name
    return "\n".join(
        [
            f"**{function.name}** `{signature(function)}` · method of `{receiver}`  ",
            f"{function.doc}{_remarks(function)}  ",
            f"`{expression}` is `{value}`",
            "",
        ]
    )


def signature(function: Function) -> str:
    """`(network: cidr, bits: int, number: int): cidr`."""
    given = [None if param.optional else param.type for param in function.params]
    parameters = ", ".join(map(_parameter, function.params))
    return f"({parameters}): {_type(function.result(given))}"


def _remarks(function: Function) -> str:
    found = " *Moves elements.*" if function.structural else ""
    if function.terraform is None:
        return found
    some = ", where that means the same" if function.same_as_terraform is not None else ""
    return f"{found} After apply: `{function.terraform}`{some}."


def _parameter(param: Param) -> str:
    if param.variadic:
        return f"...{param.name}: {_type(param.type)}"
    return f"{param.name}{'?' if param.optional else ''}: {_type(param.type)}"


def _type(kind: Type) -> str:
    match kind:
        case UnionT(options):
            return _union([one for one in options if not isinstance(one, InstancesT)])
        case ListT(item):
            return f"list<{_type(item)}>" if not isinstance(item, AnyT) else "list"
        case SetT(item):
            return f"set<{_type(item)}>" if not isinstance(item, AnyT) else "set"
        case MapT(value):
            return f"map<{_type(value)}>" if not isinstance(value, AnyT) else "map"
        case _:
            return show(kind)


def _union(options: list[Type]) -> str:
    scalars = {option.kind for option in options if isinstance(option, ScalarT)}
    others = [_type(option) for option in options if not isinstance(option, ScalarT)]
    if len(scalars) >= 9:
        return " | ".join(["scalar", *others])
    if scalars >= QUANTITIES and len(scalars) > len(QUANTITIES):
        return " | ".join(["amount", *others])
    return " | ".join(_type(option) for option in options)


def main() -> None:
    """Write the page."""
    PAGE.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
