"""The diagnostics about foreign sources of types, one function a code."""

from __future__ import annotations

from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.span import Span


def not_yaml(span: Span, path: str, why: str) -> Diagnostic:
    """NB4101"""
    return Diagnostic(
        "NB4101",
        "A file of types cannot be read",
        f"`{path}` cannot be read: {why}. Mend it, or fetch it again from where it came.",
        span,
    )


def no_definitions(span: Span, path: str, found: str) -> Diagnostic:
    """NB4102; `found` says what is in it instead."""
    return Diagnostic(
        "NB4102",
        "No custom resource definition in the file",
        f"`{path}` holds {found}, and no CustomResourceDefinition (`apiextensions.k8s.io/v1`): there is nothing in it to use as "
        "a type. Name the file that holds the definitions; a chart's are often in its folder `crds`.",
        span,
    )


def bad_definition(span: Span, path: str, name: str, why: str) -> Diagnostic:
    """NB4103"""
    return Diagnostic(
        "NB4103",
        "A custom resource definition is incomplete",
        f"The definition `{name}` in `{path}` {why}, so no type can be made of it. Fetch it again from where it came.",
        span,
    )


def no_schema(span: Span, name: str) -> Diagnostic:
    """NB4104"""
    return Diagnostic(
        "NB4104",
        "A custom resource has no schema",
        f"`{name}` comes without `openAPIV3Schema`, so nothing is known of its fields: any are taken, and none is checked before "
        "the cluster sees them.",
        span,
        Severity.INFO,
    )


def untyped_chart(name: str) -> Diagnostic:
    """NB4111"""
    return Diagnostic(
        "NB4111",
        "A chart has no schema of its values",
        f"The chart `{name}` has no `values.schema.json`, so nothing is known of its values: any are taken, and what is misspelt "
        "does nothing.",
        None,
        Severity.INFO,
    )


def untyped_module(name: str, why: str) -> Diagnostic:
    """NB4121"""
    return Diagnostic(
        "NB4121",
        "A Terraform module has no types",
        f"Nothing is known of what `{name}` takes and gives, since {why}. Any argument is taken and anything can be read; Terraform "
        "says what is wrong.",
        None,
        Severity.INFO,
    )
