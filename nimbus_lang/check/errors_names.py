"""Diagnostics about names: NB20xx, one function a code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nimbus_lang.check.near import SHOWN, did_you_mean, rename_fixes
from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix, Label, Severity
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.source.provider import likely_source
from nimbus_lang.source.span import Span


def unknown_name(span: Span, name: str, candidates: Iterable[str]) -> Diagnostic:
    """A name used as a value that nothing declares."""
    known = list(candidates)
    hint = did_you_mean(name, known, "In scope are" if len(known) <= SHOWN else "")
    return Diagnostic(
        "NB2001",
        "Unknown name",
        f"Nothing called `{name}` is declared here. {hint}".rstrip(),
        span,
        fixes=rename_fixes(span, name, known),
    )


def foreign_name(span: Span, root: str, advice: str, fixes: tuple[Fix, ...]) -> Diagnostic:
    """A name as Terraform writes it."""
    said = f"Nothing called `{root}` is declared here. {advice}"
    return Diagnostic("NB2001", "Unknown name", said, span, fixes=fixes)


def word_for_text(span: Span, name: str, expected: str, fix: Fix) -> Diagnostic:
    """An unknown name where a text of that spelling is one of the accepted values."""
    return Diagnostic(
        "NB2001",
        "Unknown name",
        f'Nothing called `{name}` is declared here. This place takes {expected}: write `"{name}"`, with quotes.',
        span,
        fixes=(fix,),
    )


def word_for_truth(span: Span, word: str, meant: str) -> Diagnostic:
    """`on`, `yes` and the like, where true or false is wanted."""
    return Diagnostic(
        "NB2001",
        "Unknown name",
        f"Nothing called `{word}` is declared here. This place takes `true` or `false`: write `{meant}`.",
        span,
        fixes=(Fix(f"write `{meant}`", (Edit(span, meant),)),),
    )


def duplicate_declaration(span: Span, name: str, kind: str, first: Span) -> Diagnostic:
    """A second declaration of a name."""
    return Diagnostic(
        "NB2002",
        "Duplicate declaration",
        f"`{name}` is already declared as {_a(kind)}. Every name may be declared once: rename one of the two, or "
        "remove this one.",
        span,
        labels=(Label(first, "first declared here"),),
    )


def second_stack(span: Span, name: str, first: Span) -> Diagnostic:
    """A second `stack` in one file."""
    return Diagnostic(
        "NB2002",
        "Duplicate declaration",
        f"A file is one stack at most, and this one is a stack already. Move `{name}` and what belongs to it into a "
        "file of its own.",
        span,
        labels=(Label(first, "the stack that this file is"),),
    )


def _a(kind: str) -> str:
    """A kind of declaration with its article."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def reserved_name(span: Span, name: str, why: str) -> Diagnostic:
    """A declaration called like something built in."""
    return Diagnostic(
        "NB2003",
        "Reserved name",
        f"`{name}` cannot be declared: it is {why}. Choose another name.",
        span,
        fixes=(Fix(f"call it `{name}_`", (Edit(span, f"{name}_"),), safe=False),),
    )


def unknown_type(span: Span, name: str, candidates: Iterable[str]) -> Diagnostic:
    """A type that is neither built in nor declared."""
    known = list(candidates)
    hint = did_you_mean(name, known, "There are")
    if name.lower() in ("enum", "literal", "oneof"):
        hint = 'One of several texts is written `"a" | "b"`.'
    if "." in name and not suggest(name, known):
        head = name.partition(".")[0]
        hint = f'If `{head}` is a provider of Terraform, say which: `use {head} from "{likely_source(head)}"`.'
    return Diagnostic(
        "NB2004",
        "Unknown type",
        f"There is no type `{name}`. {hint}".rstrip(),
        span,
        fixes=rename_fixes(span, name, known),
    )


def unknown_attribute(span: Span, name: str, of: str, candidates: Iterable[str]) -> Diagnostic:
    """Reading a field that the value does not have."""
    known = list(candidates)
    hint = did_you_mean(name, known, "It has")
    return Diagnostic(
        "NB2005",
        "Unknown attribute",
        f"{of} has no attribute `{name}`. {hint}".rstrip(),
        span,
        fixes=rename_fixes(span, name, known),
    )


def unknown_function(span: Span, name: str, candidates: Iterable[str]) -> Diagnostic:
    """A call of a function that does not exist."""
    known = list(candidates)
    hint = did_you_mean(name, known, "There are")
    return Diagnostic(
        "NB2006",
        "Unknown function",
        f"There is no function `{name}`. {hint}".rstrip(),
        span,
        fixes=rename_fixes(span, name, known),
    )


def unknown_method(span: Span, name: str, of: str, candidates: Iterable[str]) -> Diagnostic:
    """A method that the receiver's type does not have."""
    known = list(candidates)
    hint = did_you_mean(name, known, "It has")
    return Diagnostic(
        "NB2007",
        "Unknown method",
        f"A value of type {of} has no method `{name}`. {hint}".rstrip(),
        span,
        fixes=rename_fixes(span, name, known),
    )


def cycle(span: Span, steps: Sequence[tuple[str, str, Span]]) -> Diagnostic:
    """Declarations that read each other in a ring; each step is (who, reads whom, where)."""
    chain = " -> ".join(f"`{who}`" for who, _, _ in steps) + f" -> `{steps[0][0]}`"
    return Diagnostic(
        "NB2010",
        "Cyclic definition",
        f"{chain}: each needs the next one first, so none can come first. Break the ring by taking one of these "
        "reads away, or by moving what both need into a `let` or `param` of its own.",
        span,
        labels=tuple(Label(where, f"`{who}` reads `{whom}` here") for who, whom, where in steps),
    )


def recursive_type(span: Span, steps: Sequence[tuple[str, str, Span]]) -> Diagnostic:
    """A type that is part of itself."""
    chain = " -> ".join(f"`{who}`" for who, _, _ in steps) + f" -> `{steps[0][0]}`"
    return Diagnostic(
        "NB2012",
        "Recursive type",
        f"{chain}: a type cannot be part of itself, because specs are finite and so are their values. "
        "Write the depth out that you need, or use `any`.",
        span,
        labels=tuple(Label(where, f"`{who}` is made of `{whom}`") for who, whom, where in steps),
    )


def unused(span: Span, name: str, kind: str) -> Diagnostic:
    """A let or param nothing reads."""
    return Diagnostic(
        "NB2016",
        "Declared and never used",
        f"Nothing reads the {kind} `{name}`. Remove it, or call it `_{name}` if it is meant to be there.",
        span,
        Severity.WARNING,
        fixes=(Fix(f"call it `_{name}`", (Edit(span, f"_{name}"),), safe=False),),
    )


def namespace_as_value(span: Span, name: str, example: str) -> Diagnostic:
    """A namespace, function or type used where a value is needed."""
    return Diagnostic(
        "NB2018",
        "Not a value",
        f"`{name}` is {example}.",
        span,
    )
