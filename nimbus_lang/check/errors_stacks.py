"""Diagnostics about lookups of other stacks: NB204x and NB3025, one function a code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nimbus_lang.check.errors_annotations import unknown_overlay
from nimbus_lang.check.near import did_you_mean, listed, rename_fixes
from nimbus_lang.check.stacks import StackHead
from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.source.span import Span


def unknown_stack(span: Span, name: str, candidates: Sequence[str]) -> Diagnostic:
    """No file of the project declares a stack of this name."""
    near = suggest(name, candidates)
    where = (
        "A stack is found by its `stack NAME` among the files below the nearest nimbus.toml, and without one among those "
        "of the spec's own folder."
    )
    hint = did_you_mean(name, candidates, "There are")
    return Diagnostic(
        "NB2040",
        "Unknown stack",
        " ".join(
            filter(None, (f"The project has no stack `{name}`.", hint, "" if near else where))
        ),
        span,
        fixes=rename_fixes(span, name, candidates),
    )


def ambiguous_stack(span: Span, name: str, files: Sequence[str]) -> Diagnostic:
    """Several files declare a stack of this name."""
    return Diagnostic(
        "NB2041",
        "Several stacks have this name",
        f"`{name}` is declared in {listed(files)}, and both would keep their state in one place. Give each stack a name of "
        "its own.",
        span,
    )


def stack_circle(span: Span, names: Sequence[str]) -> Diagnostic:
    """Stacks that look each other up."""
    chain = " -> ".join(f"`{name}`" for name in names)
    return Diagnostic(
        "NB2042",
        "Stacks read each other",
        f"{chain}: none of them could be applied first. Move what both need into a third stack.",
        span,
    )


def broken_stack(span: Span, name: str, file: str, first: str) -> Diagnostic:
    """The other stack does not check."""
    return Diagnostic(
        "NB2043",
        "The stack that is read has errors",
        f"What `{name}` gives is not known as long as `{file}` has errors; the first is {first}. Run `nimbus check {file}`.",
        span,
    )


def secret_of_stack(span: Span, name: str, stack: str) -> Diagnostic:
    """Reading a secret output of another stack."""
    return Diagnostic(
        "NB2044",
        "A secret stays in its stack",
        f"`{name}` of the stack `{stack}` is a secret, and another stack's state is no way to pass one on: it would have to be "
        'kept there. Name its source here too (`aws.secret("...")`, `env.secret("...")`).',
        span,
    )


def no_such_overlay(
    span: Span, callers: tuple[Span, ...], stack: StackHead, overlay: str
) -> Diagnostic:
    """An overlay that the other stack does not declare."""
    found = unknown_overlay(span, overlay, stack.overlays)
    fixes = tuple(
        Fix(f'change it to "{one}"', (Edit(span, f'"{one}"'),), safe=False)
        for one in suggest(overlay, stack.overlays)
    )
    detail = found.detail.replace("The stack", f"The stack `{stack.name}`", 1)
    return replace(found, detail=detail, callers=callers, fixes=fixes)


def kept_nowhere(span: Span, callers: tuple[Span, ...], name: str, stack: str) -> Diagnostic:
    """Reading an output that comes from Kubernetes or Helm."""
    return Diagnostic(
        "NB3025",
        "An output that no state keeps",
        f"`{name}` of the stack `{stack}` comes from Kubernetes, from Helm or straight from a secret's source, so it is not in "
        "Terraform's state, which is all that another stack can read. Look the object up here instead "
        "(`lookup x: k8s.core.v1.Service { ... }`).",
        span,
        callers=callers,
    )
