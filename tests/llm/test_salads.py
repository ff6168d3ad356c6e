"""Sentences that nobody would say: nothing crashes, and what is accepted was placed to the last word and checks."""

from __future__ import annotations

import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nimbus_lang.diagnostics.model import has_errors
from nimbus_lang.llm.offline.phrases import known_words
from nimbus_lang.llm.offline.stop_words import STOP_WORDS
from nimbus_lang.llm.offline.tokens import Shape, stem, tokenize
from nimbus_lang.llm.offline.translate import translate
from nimbus_lang.operations.ask import Options, ask

VALUES = (
    "3", "100 GB", "30 days", "eu-west-1", "Ireland", "10.0.0.0/16", "nginx:1.27", "m6i.large", "db.t3.large",
    "1.33", "v16", "A=b", "team=x", "at 3am", "/healthz", "x.zip", "2-6", '"a b"', '"0 3 * * *"', ",", ".", ":",
    "oci://a/b", "called shop", "port 80", "tagged a=b", "that uses the", "for x",
)  # fmt: skip
NOUNS = (
    "VPC",
    "EKS cluster",
    "Postgres",
    "bucket",
    "queue",
    "Lambda",
    "web app",
    "worker",
    "cron job",
)
WORDS = tuple(sorted(set(known_words().values())))
nonsense = st.text(string.ascii_letters + string.digits + "-_.:/=\"'`()", min_size=1, max_size=12)
word = st.one_of(st.sampled_from(WORDS), st.sampled_from(VALUES), st.sampled_from(NOUNS))
salad = st.lists(st.one_of(word, word, word, nonsense), max_size=12).map(" ".join)
RELAXED = settings(
    deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(salad)
@RELAXED
def test_every_word_is_placed_or_the_sentence_refused(sentence: str) -> None:
    made = translate(sentence)
    assert (made.spec is None) == bool(made.diagnostics)
    if made.spec is not None:
        assert not made.not_understood
        assert made.understood
        _everything_is_known(sentence)


def _everything_is_known(sentence: str) -> None:
    """Every plain word of an accepted sentence has a meaning, is a stop-word, a name, or was mended and told."""
    made = translate(sentence)
    told = " ".join([*(one.phrase for one in made.understood), *made.assumed])
    for token in tokenize(sentence):
        if token.shape is Shape.WORD and token.text.isalpha():
            known = stem(token.text) in known_words() or stem(token.text) in STOP_WORDS
            assert known or token.text in told, token.text


@given(salad)
@settings(RELAXED, max_examples=60)
def test_nothing_is_written_unless_it_checks(alone, sentence: str) -> None:  # type: ignore[no-untyped-def]
    for path in alone.iterdir():
        path.unlink()
    result = ask(Options(sentence, offline=True))
    files = sorted(path.name for path in alone.iterdir())
    if result.path is None:
        assert files == []
        assert result.outcome != 0
    else:
        assert files == [result.path]
        assert not has_errors(result.diagnostics)
        assert not result.made.not_understood


@given(st.text(max_size=200))
@settings(RELAXED, max_examples=200)
def test_no_text_crashes_it(sentence: str) -> None:
    assert translate(sentence) == translate(sentence)


@given(salad)
@settings(RELAXED, max_examples=100)
def test_one_unknown_word_more_and_it_is_refused(sentence: str) -> None:
    made = translate(f"{sentence}. Xyzzyx quux")
    assert made.spec is None
    assert any("Xyzzyx quux" in one.detail for one in made.diagnostics if one.code == "NB8001")


def test_long_sentences_stay_fast() -> None:
    import time

    sentence = ("a versioned bucket called acme-files and a Postgres with 100 GB, " * 60)[:4000]
    begun = time.process_time()
    translate(sentence)
    assert time.process_time() - begun < 5
