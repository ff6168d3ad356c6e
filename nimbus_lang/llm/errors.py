"""The diagnostics about asking for a spec, one function a code: sentences first, then models.

Facts in, a `Diagnostic` out. A detail never repeats a credential; spans point into the sentence where it is to blame.
"""

from __future__ import annotations

from nimbus_lang.diagnostics.model import Diagnostic, Label
from nimbus_lang.source.span import Span

CREDENTIAL = "NB8007"
NEVER_CHECKED = "NB8028"


def not_understood(phrases: tuple[str, ...], spans: tuple[Span, ...], instead: str) -> Diagnostic:
    """NB8001; each phrase comes in backticks, with its reason after a colon where there is one."""
    return Diagnostic(
        "NB8001",
        "A part of the sentence was not understood",
        f"Not understood: {'; '.join(phrases)}. Nothing is guessed, so nothing was written. Leave it out or say it in other "
        f"words. {instead}",
        spans[0],
        labels=tuple(Label(span, "and this") for span in spans[1:]),
    )


def not_made(detail: str, span: Span | None) -> Diagnostic:
    """NB8002"""
    return Diagnostic("NB8002", "This cannot be made from a sentence", detail, span)


def contradiction(detail: str, span: Span | None) -> Diagnostic:
    """NB8003"""
    return Diagnostic(
        "NB8003", "The sentence contradicts itself", f"{detail} Say which one is meant.", span
    )


def must_be_said(detail: str, span: Span | None) -> Diagnostic:
    """NB8004"""
    return Diagnostic("NB8004", "Something has to be said more exactly", detail, span)


def unsafe_wish(detail: str, span: Span | None) -> Diagnostic:
    """NB8005"""
    return Diagnostic("NB8005", "The sentence asks for something unsafe", detail, span)


def nothing_to_build(known: str) -> Diagnostic:
    """NB8006"""
    return Diagnostic(
        "NB8006",
        "The sentence names nothing to build",
        f"No part of a stack was found in the sentence. {known}",
        None,
    )


def holds_credential(kind: str) -> Diagnostic:
    """NB8007; without a place, so that no excerpt shows it."""
    return Diagnostic(
        CREDENTIAL,
        "The sentence holds a credential",
        f"There is {kind} in the sentence. It was neither kept nor sent anywhere. Take it out, and change it if it is a real "
        "one; a spec names where a secret is kept: "
        '`password = aws.secret("shop/db", key = "password")`.',
        None,
    )


def unusable_sentence(why: str) -> Diagnostic:
    """NB8008"""
    return Diagnostic(
        "NB8008",
        "The sentence cannot be read",
        f"{why} Say in a few sentences what you want to have.",
        None,
    )


def would_overwrite(path: str, asked: bool) -> Diagnostic:
    """NB8009; `asked`: somebody said no."""
    why = "you said no" if asked else "nobody could be asked"
    return Diagnostic(
        "NB8009",
        "A file would be overwritten",
        f"`{path}` exists, and {why}, so it was left as it is. Name another file with `-o`, or overwrite it with `--force`.",
        None,
    )


def does_not_check(count: int) -> Diagnostic:
    """NB8010; the errors themselves are told beside it."""
    what = "an error" if count == 1 else f"{count} errors"
    return Diagnostic(
        "NB8010",
        "The spec made from the sentence does not check",
        f"What the sentence says becomes a spec with {what}, told above, so nothing was written. Say it within the limits that "
        "are named there.",
        None,
    )


def no_stack_in_draft() -> Diagnostic:
    """NB8011"""
    return Diagnostic(
        "NB8011",
        "The draft names no stack",
        "A spec that can be deployed begins with `stack NAME`. Write that line at its top.",
        None,
    )


def no_litellm(model: str) -> Diagnostic:
    """NB8020"""
    return Diagnostic(
        "NB8020",
        "Models cannot be asked, since litellm is missing",
        f"`{model}` is asked through litellm, which is not installed. Install it with `pip install 'nimbus-lang[llm]'`, or use "
        "`--offline`.",
        None,
    )


def unknown_model(model: str, said: str) -> Diagnostic:
    """NB8021"""
    return Diagnostic(
        "NB8021",
        "The model is not known",
        f"`{model}` cannot be asked: {_sentence(said)} Name it as `provider/model`, for example `anthropic/claude-sonnet-4-5`, "
        "`openai/gpt-5.1` or `ollama/llama3`.",
        None,
    )


def key_refused(model: str, said: str) -> Diagnostic:
    """NB8022"""
    return Diagnostic(
        "NB8022",
        "The provider of the model refuses the key",
        f"`{model}`: {_sentence(said)} Set the provider's key in its variable (`nimbus doctor` lists which are set), or use "
        "`--offline`.",
        None,
    )


def rate_limited(model: str, said: str) -> Diagnostic:
    """NB8023"""
    return Diagnostic(
        "NB8023",
        "The provider of the model asks to wait",
        f"`{model}`: {_sentence(said)} Try again later, choose another `--model`, or use `--offline`.",
        None,
    )


def not_reachable(model: str, api_base: str | None, said: str) -> Diagnostic:
    """NB8024"""
    where = f" at `{api_base}`" if api_base else ""
    return Diagnostic(
        "NB8024",
        "The model cannot be reached",
        f"`{model}`{where}: {_sentence(said)} Check the network and the address, or use `--offline`.",
        None,
    )


def model_too_slow(model: str, seconds: float) -> Diagnostic:
    """NB8025"""
    return Diagnostic(
        "NB8025",
        "The model took too long",
        f"`{model}` did not answer within {seconds:g} seconds. Try again, allow more with `--timeout`, or use `--offline`.",
        None,
    )


def strange_answer(model: str, said: str) -> Diagnostic:
    """NB8026"""
    return Diagnostic(
        "NB8026",
        "The provider of the model failed",
        f"`{model}`: {_sentence(said)} That is a fault over there, or of what stands between. Try again, choose another "
        "`--model`, or use `--offline`.",
        None,
    )


def question_refused(model: str, said: str) -> Diagnostic:
    """NB8027"""
    return Diagnostic(
        "NB8027",
        "The provider of the model refuses the question",
        f"`{model}`: {_sentence(said)} Say less at once, choose another `--model`, or use `--offline`.",
        None,
    )


def never_checked(repairs: int, has_draft: bool) -> Diagnostic:
    """NB8028"""
    what = "still has the errors told above" if has_draft else "never came"
    return Diagnostic(
        NEVER_CHECKED,
        "The model's spec does not check",
        f"After {repairs} repairs the spec {what}, so it was not written. The last draft, if there is one, is kept beside it "
        "with its errors. Mend it by hand, say less at once, or choose another `--model`.",
        None,
    )


def _sentence(said: str) -> str:
    said = said.strip()
    return said if said.endswith((".", "!", "?")) else f"{said}."
