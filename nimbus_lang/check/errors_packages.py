"""Diagnostics about components, packages and `use`: NB20xx, one function a code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nimbus_lang.check.near import did_you_mean, listed, rename_fixes
from nimbus_lang.diagnostics.model import Diagnostic, Label
from nimbus_lang.source.package import SPELLING
from nimbus_lang.source.source_file import Absence
from nimbus_lang.source.span import Span


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


def unknown_source(span: Span, source: str, why: str) -> Diagnostic:
    """A `from` that no kind of package answers to."""
    return Diagnostic(
        "NB2023",
        "Unknown kind of package",
        f"`{source}` is not a package that can be used. {why}.",
        span,
    )


def outside_package(span: Span, source: str, why: str) -> Diagnostic:
    """A file of a repository that uses one outside of it."""
    return Diagnostic(
        "NB2029",
        "A package leads out of its repository",
        f"{why}. What a package uses lies in its own repository, or is pinned itself: `{SPELLING}`.",
        span,
    )


def absent_package(span: Span | None, source: str, why: Absence) -> Diagnostic:
    """A pinned file whose text is not to be had."""
    match why:
        case Absence.NOT_LOCKED:
            return Diagnostic(
                "NB6060",
                "A package is not locked",
                f"nimbus.lock says nothing of `{source}`, so nobody knows which text it stands for. "
                "Run `nimbus lock`, and commit nimbus.lock.",
                span,
            )
        case Absence.OTHER_VERSION:
            return Diagnostic(
                "NB6081",
                "nimbus.lock holds another version",
                f"`{source}` asks for a version that nimbus.lock does not hold: what is locked there is older or newer. "
                "Run `nimbus lock`, look at what `nimbus check` says then, and commit nimbus.lock.",
                span,
            )
        case Absence.OUTSIDE:
            return Diagnostic(
                "NB6069",
                "A file of types lies outside of the project",
                f"`{source}` leads out of the project, and nothing outside of it is read. Put a copy of the file into the project "
                "(where nimbus.toml is), so that everybody who checks the spec has the same one.",
                span,
            )
        case Absence.NOT_HERE:
            return Diagnostic(
                "NB6061",
                "A locked package is not on this machine",
                f"nimbus.lock pins `{source}`, but its text is not in the cache. "
                "Run `nimbus lock`, which fetches what is locked; only that needs the network.",
                span,
            )
        case Absence.CHANGED:
            return Diagnostic(
                "NB6062",
                "A package differs from its lock",
                f"The text kept for `{source}` is not the one that nimbus.lock pins: somebody changed the cache, or the lock. "
                "Look at how nimbus.lock changed; if it is right, run `nimbus lock`, which fetches the text again.",
                span,
            )


def two_providers(span: Span, source: str, other: str, kind: str) -> Diagnostic:
    """Two versions of one provider, or two providers of one name, in one program."""
    return Diagnostic(
        "NB2031",
        "A provider is used in two ways",
        f"`{source}` and `{other}` would both be the provider `{kind}` of the generated code, and Terraform has one of each name, in "
        f"one version. Write the same text in both places; a second configuration of one provider is `use {kind} as "
        f"{kind}_2 {{ ... }}`.",
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


def misplaced_declaration(span: Span, kind: str, why: str) -> Diagnostic:
    """A declaration where it cannot be."""
    return Diagnostic(
        "NB2027", "Declaration cannot be here", f"A `{kind}` cannot be here: {why}", span
    )
