"""Diagnostics about names: NB20xx, one function a code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nimbus_lang.check.near import SHOWN, did_you_mean, listed, rename_fixes
from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix, Label, Severity
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


def word_for_text(span: Span, name: str, expected: str, fix: Fix) -> Diagnostic:
    """An unknown name where a text of that spelling is one of the accepted values."""
    return Diagnostic(
        "NB2001",
        "Unknown name",
        f'Nothing called `{name}` is declared here. This place takes {expected}: write `"{name}"`, with quotes.',
        span,
        fixes=(fix,),
    )


def duplicate_declaration(span: Span, name: str, kind: str, first: Span) -> Diagnostic:
    """A second declaration of a name."""
    return Diagnostic(
        "NB2002",
        "Duplicate declaration",
        f"`{name}` is already declared as a {kind}. Every name may be declared once: rename one of the two, or "
        "remove this one.",
        span,
        labels=(Label(first, "first declared here"),),
    )


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


def unknown_override(span: Span, path: str, problem: str, candidates: Sequence[str]) -> Diagnostic:
    """An overlay or a test that sets something that is not there."""
    hint = did_you_mean(path.rsplit(".", 1)[-1], candidates, "There are") if candidates else ""
    return Diagnostic(
        "NB2008",
        "Unknown override path",
        f"`{path}` cannot be set: {problem}. {hint}".rstrip(),
        span,
        fixes=rename_fixes(span, path, candidates) if "." not in path else (),
    )


def unknown_annotation(span: Span, name: str, candidates: Iterable[str]) -> Diagnostic:
    """An annotation nobody defined."""
    known = list(candidates)
    hint = did_you_mean(name, known, "There are")
    return Diagnostic(
        "NB2009",
        "Unknown annotation",
        f"There is no annotation `@{name}`. {hint}",
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


def component_cycle(span: Span, steps: Sequence[tuple[str, str, Span]]) -> Diagnostic:
    """Components that contain each other (or one that contains itself)."""
    chain = " -> ".join(f"`{who}`" for who, _, _ in steps) + f" -> `{steps[0][0]}`"
    return Diagnostic(
        "NB2011",
        "Component contains itself",
        f"{chain}: expanding it would never end. Components may use others, but never, directly or through "
        "others, themselves.",
        span,
        labels=tuple(Label(where, f"`{who}` contains `{whom}`") for who, whom, where in steps),
    )


def recursive_type(span: Span, steps: Sequence[tuple[str, str, Span]]) -> Diagnostic:
    """A type that is part of itself."""
    chain = " -> ".join(f"`{who}`" for who, _, _ in steps) + f" -> `{steps[0][0]}`"
    return Diagnostic(
        "NB2012",
        "Recursive type",
        f"{chain}: a type cannot be part of itself, because specs are finite and so are their values. "
        "Write the depth out that you need, or use `any`",
        span,
        labels=tuple(Label(where, f"`{who}` is made of `{whom}`") for who, whom, where in steps),
    )


def use_cycle(span: Span, files: Sequence[str]) -> Diagnostic:
    """Files that use each other."""
    chain = " -> ".join(f"`{file}`" for file in [*files, files[0]])
    return Diagnostic(
        "NB2013",
        "Files use each other",
        f"{chain}: a file cannot be read before itself. Move what both need into a third file.",
        span,
    )


def outside_component(span: Span, name: str, kind: str, declared: Span) -> Diagnostic:
    """A component body that reads a param or resource of its file."""
    return Diagnostic(
        "NB2014",
        "Name is outside the component",
        f"`{name}` is a {kind} of the file, and a component sees only its own declarations (and the file's types, "
        f"components and lets). Declare a `param` in the component and pass `{name}` to it where it is used.",
        span,
        labels=(Label(declared, f"the {kind} of the file"),),
    )


def private_member(span: Span, name: str, component: str, kind: str, declared: Span) -> Diagnostic:
    """Reading a component's let or inner resource from outside."""
    return Diagnostic(
        "NB2015",
        "Private to the component",
        f"`{name}` is a {kind} inside the component `{component}` and cannot be read from outside. "
        f"Read one of its outputs instead, or add an `output` to the component.",
        span,
        labels=(Label(declared, f"the {kind} in the component"),),
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


def not_a_member(span: Span, name: str, package: str, candidates: Iterable[str]) -> Diagnostic:
    """A component or type that a used file does not have."""
    known = list(candidates)
    hint = did_you_mean(name, known, "It has")
    return Diagnostic(
        "NB2017",
        "Not in the package",
        f"`{package}` has no component or type `{name}`. {hint}".rstrip(),
        span,
        fixes=rename_fixes(span, name, known),
    )


def namespace_as_value(span: Span, name: str, example: str) -> Diagnostic:
    """A namespace, function or type used where a value is needed."""
    return Diagnostic(
        "NB2018",
        "Not a value",
        f"`{name}` is {example}.",
        span,
    )


def unknown_parameter(
    span: Span, name: str, component: str, candidates: Iterable[str]
) -> Diagnostic:
    """An argument for a parameter that the component does not have."""
    known = list(candidates)
    hint = did_you_mean(name, known, "It has")
    return Diagnostic(
        "NB2019",
        "Unknown component parameter",
        f"The component `{component}` has no parameter `{name}`. {hint}".rstrip(),
        span,
        fixes=rename_fixes(span, name, known),
    )


def missing_parameters(span: Span, names: Sequence[str], component: str) -> Diagnostic:
    """A component used without arguments it needs."""
    return Diagnostic(
        "NB2020",
        "Missing component parameter",
        f"The component `{component}` also needs {listed(names)}. Write "
        + " and ".join(f"`{name} = ...`" for name in names)
        + " between its braces.",
        span,
    )


def missing_file(span: Span, path: str) -> Diagnostic:
    """`use x from "./missing.nimbus"`."""
    return Diagnostic(
        "NB2021",
        "File to use not found",
        f"There is no file `{path}`. A path in `use` is relative to the file that says it.",
        span,
    )


def stack_as_package(span: Span, path: str, stack: Span) -> Diagnostic:
    """`use` of a file which is a stack."""
    return Diagnostic(
        "NB2022",
        "A stack cannot be used as a package",
        f"`{path}` begins with `stack`, so it can be deployed but not used. Move the components you need "
        "into a file without `stack`.",
        span,
        labels=(Label(stack, "this makes it a stack"),),
    )


def unknown_source(span: Span, source: str) -> Diagnostic:
    """A `from` that no kind of package answers to."""
    return Diagnostic(
        "NB2023",
        "Unknown kind of package",
        f"`{source}` is not a package that can be used. A package is a `.nimbus` file named by a relative path "
        '(`"./lib.nimbus"`).',
        span,
    )


def nothing_to_use(span: Span, name: str, candidates: Iterable[str]) -> Diagnostic:
    """`use x` without `from` where `x` is no built-in namespace."""
    known = list(candidates)
    hint = did_you_mean(name, known, "Built in are")
    return Diagnostic(
        "NB2024",
        "Nothing to use",
        f"`{name}` is not built in, so `use` needs to know where it is: "
        f'`use {name} from "./{name}.nimbus"`. {hint}'.rstrip(),
        span,
        fixes=rename_fixes(span, name, known),
    )


def bad_annotation(span: Span, problem: str) -> Diagnostic:
    """An annotation argument that cannot be right."""
    return Diagnostic("NB2025", "Wrong annotation argument", problem, span)


def annotation_misplaced(span: Span, name: str, where: str) -> Diagnostic:
    """An annotation on a declaration it means nothing to."""
    return Diagnostic(
        "NB2026",
        "Annotation has no meaning here",
        f"`@{name}` says something about {where}. Move it there, or remove it.",
        span,
    )


def misplaced_declaration(span: Span, kind: str, why: str) -> Diagnostic:
    """A declaration where it cannot be."""
    return Diagnostic(
        "NB2027", "Declaration cannot be here", f"A `{kind}` cannot be here: {why}", span
    )


def bad_code(span: Span, written: str) -> Diagnostic:
    """`rejects` of something that is no code."""
    return Diagnostic(
        "NB2028",
        "Not a diagnostic code",
        f'`"{written}"` is no code. `rejects` takes the code that a run must give, such as `"NB3012"`; '
        "`nimbus explain` lists them.",
        span,
    )
