"""What a resource was called, as `@moved` says it, and as Terraform does."""

from __future__ import annotations

import re

from nimbus_lang.ir.graph import Resource

_NAME = r"[A-Za-z_][A-Za-z0-9_-]*"
_KEY = r'(\[([0-9]+|"([^"\\\n$%]|[$%](?!\{)|\\["\\])*")\])?'
_PLAIN = rf"(?!module\.){_NAME}(\.{_NAME})*{_KEY}"
_MODULE = rf"module\.{_NAME}{_KEY}(\.module\.{_NAME}{_KEY})*"
_FORMER = re.compile(rf"{_PLAIN}|{_MODULE}(\.(?!module\.){_NAME}\.{_NAME}{_KEY})?")


def is_former_name(text: str) -> bool:
    """Whether it is an address: `old`, `old["k"]`, `old[0]`, `net.vpc`, `module.x.aws_vpc.this`."""
    return _FORMER.fullmatch(text) is not None


def former_address(former: str, resource: Resource) -> str:
    """A Terraform address as it is; a Nimbus name (`old`, `old["a"]`, `net.vpc`) as a label of the same type."""
    if former.startswith(("module.", f"{resource.terraform_type}.")):
        return former
    name, bracket, index = former.partition("[")
    return f"{resource.terraform_type}.{name.replace('.', '_')}{bracket}{index}"
