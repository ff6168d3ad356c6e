"""What each rule of a declaration makes: one small function a rule, found by the rule's name.

Rules with optional parts get their values by symbol name.
"""

from __future__ import annotations

from typing import Any

from nimbus_lang.syntax.build import Build, Keyed
from nimbus_lang.syntax.declarations import (
    Annotation,
    Assert,
    Check,
    ComponentDecl,
    Decl,
    Index,
    LetDecl,
    OutputDecl,
    OverlayDecl,
    Override,
    ParamDecl,
    PolicyDecl,
    PolicyRule,
    Rejects,
    ResourceDecl,
    StackDecl,
    TestDecl,
    TypeDecl,
    UseDecl,
)
from nimbus_lang.syntax.expressions import StringExpr
from nimbus_lang.syntax.machine import Action
from nimbus_lang.syntax.names import Doc, Name
from nimbus_lang.syntax.strings import read_token
from nimbus_lang.syntax.tokens import Token


def _start(b: Build, v: list[Any], s: int, e: int) -> list[Decl]:
    return v[0] if v else []


def _second(b: Build, v: list[Any], s: int, e: int) -> Any:
    return v[1]


def _second_name(b: Build, v: list[Any], s: int, e: int) -> Name:
    return b.name(v[1])


def _second_string(b: Build, v: list[Any], s: int, e: int) -> StringExpr:
    return read_token(b, v[1])


def _docs(b: Build, v: list[Any], s: int, e: int) -> Doc:
    token: Token = v[-1]
    text = b.text[token[1] + 2 : token[2]].rstrip()
    text = text[1:] if text.startswith(" ") else text
    return Doc(b.span(s, e), f"{v[0].text}\n{text}" if len(v) == 2 else text)


def _annotation(b: Build, c: dict[str, Any], s: int, e: int) -> Annotation:
    return Annotation(b.span(s, e), b.name(c["NAME"]), tuple(c.get("args", ())))


def _stack(b: Build, c: dict[str, Any], s: int, e: int) -> Decl:
    return StackDecl(b.span(s, e), c.get("docs"), b.name(c["NAME"]), c.get("body"))


def _use(b: Build, c: dict[str, Any], s: int, e: int) -> Decl:
    return UseDecl(
        b.span(s, e), c.get("docs"), c["path"], c.get("alias"), c.get("source"), c.get("body")
    )


def _param(b: Build, c: dict[str, Any], s: int, e: int) -> Decl:
    return ParamDecl(
        b.span(s, e),
        c.get("docs"),
        tuple(c.get("annotations", ())),
        b.name(c["NAME"]),
        c["type"],
        c.get("default"),
        tuple(c.get("checks", ())),
    )


def _check(b: Build, c: dict[str, Any], s: int, e: int) -> Check:
    return Check(b.span(s, e), c["expr"], c.get("message"))


def _let(b: Build, c: dict[str, Any], s: int, e: int) -> Decl:
    return LetDecl(b.span(s, e), c.get("docs"), b.name(c["NAME"]), c.get("ascribed"), c["expr"])


def _output(b: Build, c: dict[str, Any], s: int, e: int) -> Decl:
    name = b.name(c["NAME"])
    return OutputDecl(b.span(s, e), c.get("docs"), name, c.get("ascribed"), c["expr"])


def _typedef(b: Build, c: dict[str, Any], s: int, e: int) -> Decl:
    return TypeDecl(b.span(s, e), c.get("docs"), b.name(c["NAME"]), c["type"])


def _resource(b: Build, c: dict[str, Any], s: int, e: int) -> Decl:
    return ResourceDecl(
        b.span(s, e),
        c.get("docs"),
        tuple(c.get("annotations", ())),
        b.name(c["NAME"]),
        c.get("index"),
        c["path"],
        c.get("guard"),
        c["held"][0],
        "LOOKUP" in c,
        tuple(c["held"][1]),
    )


def _index(b: Build, c: dict[str, Any], s: int, e: int) -> Index:
    second = b.name(c["NAME2"]) if "NAME2" in c else None
    return Index(b.span(s, e), b.name(c["NAME"]), second, c["expr"])


def _component(b: Build, c: dict[str, Any], s: int, e: int) -> Decl:
    return ComponentDecl(
        b.span(s, e),
        c.get("docs"),
        tuple(c.get("annotations", ())),
        b.name(c["NAME"]),
        tuple(c.get("decls", ())),
    )


def _overlay(b: Build, c: dict[str, Any], s: int, e: int) -> Decl:
    overrides = tuple(c.get("overrides", ()))
    return OverlayDecl(b.span(s, e), c.get("docs"), b.name(c["NAME"]), overrides)


def _override(b: Build, v: list[Any], s: int, e: int) -> Override:
    return Override(b.span(s, e), v[0], v[2])


def _policy(b: Build, c: dict[str, Any], s: int, e: int) -> Decl:
    return PolicyDecl(
        b.span(s, e),
        c.get("docs"),
        tuple(c.get("annotations", ())),
        read_token(b, c["STRING"]),
        c["path"],
        b.name(c["NAME"]),
        tuple(c.get("rules", ())),
    )


def _rule(b: Build, v: list[Any], s: int, e: int) -> PolicyRule:
    return PolicyRule(b.span(s, e), "deny" if v[0][0] == "DENY" else "warn", v[1], v[3])


def _test(b: Build, c: dict[str, Any], s: int, e: int) -> Decl:
    settings, assertions = tuple(c.get("settings", ())), tuple(c.get("assertions", ()))
    return TestDecl(b.span(s, e), c.get("docs"), read_token(b, c["STRING"]), settings, assertions)


def _settings(b: Build, v: list[Any], s: int, e: int) -> list[Override]:
    return v[1] if len(v) == 3 else []


def _assertion(b: Build, c: dict[str, Any], s: int, e: int) -> Assert:
    return Assert(b.span(s, e), c["expr"], c.get("message"))


def _rejects(b: Build, v: list[Any], s: int, e: int) -> Rejects:
    return Rejects(b.span(s, e), read_token(b, v[1]))


DECLARATIONS: dict[str, Action] = {
    "start": _start,
    "alias": _second_name,
    "source": _second_string,
    "default": _second,
    "message": _second,
    "ascribed": _second,
    "guard": _second,
    "filter": _second,
    "settings": _settings,
    "override": _override,
    "rule": _rule,
    "rejects": _rejects,
    "docs": _docs,
}
KEYED_DECLARATIONS: dict[str, Keyed] = {
    "stack": _stack,
    "use": _use,
    "param": _param,
    "check": _check,
    "let": _let,
    "typedef": _typedef,
    "resource": _resource,
    "lookup": _resource,
    "index": _index,
    "component": _component,
    "output": _output,
    "overlay": _overlay,
    "policy": _policy,
    "test": _test,
    "assertion": _assertion,
    "annotation": _annotation,
}
