"""What a built-in function is: a name, typed parameters, a pure implementation, and what each target calls it.

The table itself is `values.functions.FUNCTIONS`; the checker reads the types, the evaluator calls `apply`,
the backends read `terraform`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nimbus_lang.types.model import Type
from nimbus_lang.values.model import Value


class FunctionError(Exception):
    """The arguments have the right types and no result exists for them; the message says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: positional in this order, or by name."""

    name: str
    type: Type
    optional: bool = False
    variadic: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A built-in.

    `params[0]` is the receiver when it is called as a method (`cidr.subnet(8, 1)` is `subnet(cidr, 8, 1)`).
    `result` gives the result's type from the argument types (absent optional ones as None).
    `apply` gets the arguments in parameter order (absent optional ones as None), all known, and may raise `FunctionError`.
    `terraform` is the HCL function of the same meaning, used when an argument is deferred; None: needs known arguments.
    `example` is a Nimbus expression and the value it has: `("[1, 2].length()", "2")`.
    """

    name: str
    params: tuple[Param, ...]
    result: Callable[[Sequence[Type | None]], Type]
    apply: Callable[[Sequence[Value | None]], Value]
    doc: str
    example: tuple[str, str]
    terraform: str | None = None
