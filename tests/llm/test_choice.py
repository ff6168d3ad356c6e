"""Which model is asked, and when none is."""

from __future__ import annotations

import pytest

from nimbus_lang.llm import providers
from nimbus_lang.llm.providers import DEFAULT_MODELS, choose
from nimbus_lang.llm.question import Endpoint, Message
from nimbus_lang.operations.ask import Options, ask
from nimbus_lang.sandbox.doctor import MODEL_KEYS


def test_the_order() -> None:
    every = {"NIMBUS_MODEL": "c/c", "OPENAI_API_KEY": "k"}
    assert choose("a/a", "b/b", every).model == "a/a"
    assert choose(None, "b/b", every).model == "b/b"
    assert choose(None, "", every).model == "c/c"
    assert choose(None, "", {"OPENAI_API_KEY": "k"}).model == DEFAULT_MODELS["OPENAI_API_KEY"]
    assert choose(None, "", {}).model is None


def test_an_empty_key_is_no_key() -> None:
    assert choose(None, "", {"OPENAI_API_KEY": "", "NIMBUS_MODEL": ""}).model is None


@pytest.mark.parametrize("variable", DEFAULT_MODELS)
def test_a_key_chooses_its_provider(variable: str) -> None:
    assert choose(None, "", {variable: "k"}).model == DEFAULT_MODELS[variable]


def test_the_keys_are_those_that_the_doctor_looks_for() -> None:
    needs_a_deployment = {"AZURE_API_KEY"}
    assert set(DEFAULT_MODELS) == set(MODEL_KEYS) - needs_a_deployment


def test_the_default_models_are_known() -> None:
    import litellm

    chosen_there = {"openrouter/auto"}
    for model in set(DEFAULT_MODELS.values()) - chosen_there:
        assert model in litellm.model_cost or model.partition("/")[2] in litellm.model_cost, model


def test_a_key_alone_asks_nobody_without_litellm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "installed", lambda: False)
    assert choose(None, "", {"OPENAI_API_KEY": "k"}).model is None
    result = ask(Options("a queue", write=False, environment={"OPENAI_API_KEY": "k"}))
    assert (result.outcome, result.made.model) == (0, None)


def test_a_named_model_without_litellm_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "installed", lambda: False)
    answer, problem = providers.ask_model(Endpoint("openai/x"), [Message("user", "hello")])
    assert answer is None
    assert problem is not None and problem.code == "NB8020"
    result = ask(Options("a queue", model="openai/x", write=False))
    assert (result.outcome, [one.code for one in result.diagnostics]) == (3, ["NB8020"])


def test_offline_asks_nobody() -> None:
    result = ask(Options("a queue", offline=True, write=False, environment={"NIMBUS_MODEL": "a/b"}))
    assert (result.outcome, result.made.model, result.because) == (0, None, "--offline")
