"""Which secrets Terraform's generated variables stand for, so that they can be given to it when it runs."""

from __future__ import annotations

from collections.abc import Mapping

from nimbus_lang.backends.terraform.lower import terraform_variables
from nimbus_lang.backends.terraform.secrets import Variable
from nimbus_lang.ir.graph import InfraGraph


def wanted_variables(graph: InfraGraph, code: Mapping[str, str]) -> dict[str, Variable]:
    """By variable name; none where there is no code."""
    return terraform_variables(graph) if code else {}
