"""What a built-in function is: a name, typed parameters, a pure implementation, and what each target calls it.

The table itself is `values.functions.FUNCTIONS`; the checker reads the types, the evaluator calls `apply`,
the backends read `terraform`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nimbus_lang.source.record import dataclass
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

    `params[receiver]` is the receiver when it is called as a method (`cidr.subnet(8, 1)` is `subnet(cidr, 8, 1)`, and
    `text.split(",")` is `split(",", text)`: argument order is Terraform's); the other parameters keep their order.
    `result` gives the result's type from the argument types (absent optional ones as None).
    `apply` gets the arguments in parameter order (absent optional ones as None, variadic ones at the end), all known,
    and may raise `FunctionError`. A `structural` function never looks into the elements of a list or map: elements may be deferred.
    `terraform` is the HCL function of the same meaning, used when an argument is deferred; None: needs known arguments.
    `same_as_terraform` narrows that to some argument types; ask `terraform_for`.
    `example` is a Nimbus expression and the value it has: `("[1, 2].length()", "2")`.
    """

    name: str
    params: tuple[Param, ...]
    result: Callable[[Sequence[Type | None]], Type]
    apply: Callable[[Sequence[Value | None]], Value]
    doc: str
    example: tuple[str, str]
    terraform: str | None = None
    receiver: int = 0
    structural: bool = False
    same_as_terraform: Callable[[Sequence[Type | None]], bool] | None = None

    def terraform_for(self, types: Sequence[Type | None]) -> str | None:
        """The HCL function that does the same to arguments of these types, or None."""
        if self.same_as_terraform is not None and not self.same_as_terraform(types):
            return None
        return self.terraform
