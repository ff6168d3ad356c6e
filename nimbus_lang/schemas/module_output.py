"""What type an output of a Terraform module has, as far as its expression shows: a text, a variable, an attribute of the AWS provider.

A guess is never made: what is not plain to see is anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nimbus_lang.schemas.aws import load_aws
from nimbus_lang.schemas.module_type import ANYTHING
from nimbus_lang.source.record import dataclass
from nimbus_lang.types.model import ListT, ScalarT, SetT, Type

_VARIABLE = re.compile(r"var\.(\w+)")
_ATTRIBUTE = re.compile(r"(?P<of>aws_\w+\.[\w-]+)(?P<index>\[(?:0|\*)\])?\.(?P<name>\w+)")
_TRIED = re.compile(r'(?:try|coalesce)\((?P<first>[^(),]+), ?(?:null|"")\)')
_TEXT_FUNCTIONS = re.compile(
    r"(?:join|format|lower|upper|jsonencode|yamlencode|trimspace|replace)\(.*\)", re.DOTALL
)
_HEREDOC = re.compile(r"<<-?(\w+)\n(.*)\n\s*\1", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Outputs:
    """What outputs may speak of: the codes of the variables, and the resources (true: there several times)."""

    variables: Mapping[str, Any]
    resources: Mapping[str, bool]

    def type(self, value: Any) -> Any:
        """The code of a value as the parser gives it."""
        match value:
            case bool():
                return "b"
            case int() | float():
                return "n"
            case str() if value.startswith("${") and value.endswith("}"):
                return self._expression(value[2:-1].strip())
            case str():
                return "s"
            case _:
                return ANYTHING

    def _expression(self, text: str) -> Any:
        if match := _TRIED.fullmatch(text):
            text = match["first"]
        if match := _VARIABLE.fullmatch(text):
            return self.variables.get(match[1], ANYTHING)
        if match := _ATTRIBUTE.fullmatch(text):
            return self._attribute(match["of"], match["index"], match["name"])
        return "s" if _TEXT_FUNCTIONS.fullmatch(text) and text.count("(") == 1 else ANYTHING

    def _attribute(self, of: str, index: str | None, name: str) -> Any:
        several = self.resources.get(of)
        if several is None or several != (index is not None):
            return ANYTHING
        record = load_aws(of.partition(".")[0].removeprefix("aws_"))
        field = record.fields.get(name) if record else None
        if field is None or field.block is not None:
            return ANYTHING
        kind = _code(field.type)
        return ["L", kind] if index == "[*]" else kind


def text_of(value: Any) -> str:
    """A plain text as the parser gives it, without its quotes and without the marks of a heredoc; "" for anything else."""
    if not isinstance(value, str) or value.startswith("${"):
        return ""
    inner = value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
    heredoc = _HEREDOC.fullmatch(inner)
    if heredoc is not None:
        return " ".join(heredoc[2].split())
    return inner.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def _code(kind: Type) -> Any:
    match kind:
        case ScalarT():
            return {"string": "s", "bool": "b", "int": "n", "number": "n"}.get(kind.kind.value, "s")
        case ListT(item=item):
            return ["L", _code(item)]
        case SetT(item=item):
            return ["S", _code(item)]
        case _:
            return ANYTHING
