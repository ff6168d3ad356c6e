"""The small parts: tokens, amounts, times of day, spelling, drafts, prompts, retrieval."""

from __future__ import annotations

import re

import pytest

from nimbus_lang.compiler import check_text
from nimbus_lang.diagnostics.model import Severity
from nimbus_lang.llm.by_model import first_question
from nimbus_lang.llm.draft import draft
from nimbus_lang.llm.library import default, signatures
from nimbus_lang.llm.offline.amounts import Size, Span, Time, size, span, time, version, whole
from nimbus_lang.llm.offline.clock import clock, every
from nimbus_lang.llm.offline.phrases import known_words
from nimbus_lang.llm.offline.spelling import mend, one_slip
from nimbus_lang.llm.offline.tokens import tokenize
from nimbus_lang.llm.offline.write import text
from nimbus_lang.llm.prompts import filled
from nimbus_lang.llm.retrieve import BUDGET, relevant_types, retrieve
from nimbus_lang.source.bundled import stdlib_paths


def words(sentence: str) -> list[str]:
    return [token.text for token in tokenize(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("a 3-node, multi-AZ EKS", ["a", "3", "node", ",", "multi", "AZ", "EKS"]),
        ("100GB in eu-west-1.", ["100", "GB", "in", "eu-west-1", "."]),
        ("ghcr.io/a/b:1.2, nginx:1.27", ["ghcr.io/a/b:1.2", ",", "nginx:1.27"]),
        ('"a b" and `c`', ["a b", "and", "c"]),
        ("10.0.0.0/16 (k8s v1.33)", ["10.0.0.0/16", "(", "k8s", "v1.33", ")"]),
        ('A="x y" at 3:30pm', ['A="x y"', "at", "3:30pm"]),
        ("app/API", ["app", "/", "API"]),
        ("acme_reports and -3 of a_b_", ["acme_reports", "and", "-", "3", "of", "a_b_"]),
        ("jobs- here - there", ["jobs", "-", "here", "-", "there"]),
        ("", []),
    ],
)
def test_tokens(sentence: str, expected: list[str]) -> None:
    assert words(sentence) == expected


def read(reader: object, sentence: str) -> object:
    tokens = tokenize(sentence)
    found = reader(tokens, 0)  # type: ignore[operator]
    return found[0] if found and found[1] == len(tokens) else None


@pytest.mark.parametrize(
    ("sentence", "number"),
    [("3", 3), ("three", 3), ("twenty-five", 25), ("a hundred", 100), ("a dozen", 12), ("two thousand", 2000),
     ("1.5", None), ("few", None), ("v16", None)],
)  # fmt: skip
def test_whole_numbers(sentence: str, number: int | None) -> None:
    assert read(whole, sentence) == number


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [("100 GB", "GB"), ("1.5TB", "TB"), ("512 mebibytes", "Mi"), ("100 apples", None)],
)
def test_sizes(sentence: str, unit: str | None) -> None:
    found = read(size, sentence)
    assert (found.unit if isinstance(found, Size) else None) == unit


@pytest.mark.parametrize(
    ("sentence", "days"), [("30 days", 30), ("two weeks", 14), ("a month", 30), ("a fortnight", 14)]
)
def test_spans_of_time(sentence: str, days: int) -> None:
    found = read(time, sentence)
    assert isinstance(found, Time) and (found.number, found.unit) == (days, "d")


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [("3", 3, 3), ("2 to 6", 2, 6), ("2-6", 2, 6), ("between two and six", 2, 6), ("at least 2", 2, None),
     ("up to 6", None, 6), ("2 or more", 2, None)],
)  # fmt: skip
def test_ranges(sentence: str, low: int | None, high: int | None) -> None:
    assert read(span, sentence) == Span(low, high)


def test_a_number_that_counts_is_no_version() -> None:
    assert version(tokenize("16 GB"), 0) is None
    assert version(tokenize("16"), 0) == ("16", 1)


@pytest.mark.parametrize(
    ("sentence", "hour", "minute"),
    [("3", 3, 0), ("3am", 3, 0), ("3 pm", 15, 0), ("03:30", 3, 30), ("3:30pm", 15, 30), ("midnight", 0, 0),
     ("noon", 12, 0), ("12am", 0, 0), ("12pm", 12, 0)],
)  # fmt: skip
def test_times_of_day(sentence: str, hour: int, minute: int) -> None:
    found = clock(tokenize(sentence), 0)
    assert found is not None
    assert (found[0].hour, found[0].minute) == (hour, minute)  # type: ignore[attr-defined]


@pytest.mark.parametrize("sentence", ["25", "13pm", "3:99"])
def test_no_times_of_day(sentence: str) -> None:
    found = clock(tokenize(sentence), 0)
    assert found is None or found[0] is None


@pytest.mark.parametrize(
    "sentence", ["every 45 minutes", "every 7 hours", "every blue moon", "on monday"]
)
def test_what_cron_cannot_say(sentence: str) -> None:
    assert every(tokenize(sentence), 0) is None


@pytest.mark.parametrize(
    ("left", "right", "near"),
    [("clutser", "cluster", True), ("buket", "bucket", True), ("buckets", "bucket", True),
     ("quete", "queue", True), ("quote", "queue", False), ("same", "same", False)],
)  # fmt: skip
def test_one_slip(left: str, right: str, near: bool) -> None:
    assert one_slip(left, right) is near
    assert one_slip(right, left) is near


def test_what_is_near_two_words_is_left() -> None:
    tokens, mended = mend(tokenize("nodes cobes"), {"codes", "cones", "nodes"})
    assert mended == {}
    assert [token.text for token in tokens] == ["nodes", "cobes"]


@pytest.mark.parametrize("word", ["small", "cheap", "never", "without", "only", "large"])
def test_a_word_of_meaning_is_never_read_as_nothing(word: str) -> None:
    from nimbus_lang.llm.offline.stop_words import STOP_WORDS

    _, mended = mend(tokenize(word), known_words(), STOP_WORDS)
    assert not set(mended.values()) & STOP_WORDS


@pytest.mark.parametrize("value", ['"', "\\", "${x}", "$${x}", "a\nb", "é", "\\${", "\u2028"])
def test_texts_survive_as_literals(value: str) -> None:
    from nimbus_lang.source.source_file import SourceFile
    from nimbus_lang.syntax.declarations import LetDecl
    from nimbus_lang.syntax.expressions import StringExpr
    from nimbus_lang.syntax.parse import parse

    module, said = parse(SourceFile("a.nimbus", f"let x = {text(value)}\n"))
    (decl,) = module.decls
    assert said == ()
    assert isinstance(decl, LetDecl) and isinstance(decl.value, StringExpr)
    assert decl.value.plain == value


def test_the_whole_library_is_read() -> None:
    assert len(signatures()) == len(stdlib_paths())
    assert default("std.aws.network", "zones") == "3"
    assert default("std.aws.kubernetes", "nodes.count") == "2..4"
    assert default("std.aws.network", "nothing") is None


def test_the_example_of_the_prompt_checks() -> None:
    example = draft(filled("system", signatures=""))
    assert example.text is not None
    found = check_text(example.text)
    assert [(one.code, one.detail) for one in found if one.severity is not Severity.INFO] == []


def test_a_prompt_has_no_place_left() -> None:
    system, question = first_question("a queue {signatures} {sentence}", "shop")
    assert "{signatures}" not in system.text
    assert "a queue {signatures} {sentence}" in question.text
    assert len(system.text) < BUDGET + 8000


@pytest.mark.parametrize(
    ("sentence", "path"),
    [
        ("a DynamoDB table", "aws.dynamodb_table"),
        ("a Redis cache", "aws.elasticache_replication_group"),
        ("an application load balancer", "aws.lb"),
        ("an aws_sfn_state_machine", "aws.sfn_state_machine"),
        ("a CloudFront distribution", "aws.cloudfront_distribution"),
        ("a Kubernetes StatefulSet", "k8s.apps.v1.StatefulSet"),
        ("a config map", "k8s.core.v1.ConfigMap"),
    ],
)
def test_the_types_a_sentence_speaks_of(sentence: str, path: str) -> None:
    assert path in relevant_types(sentence)[:4]
    assert f"\n{path}\n" in retrieve(sentence)


def test_retrieval_keeps_to_its_budget() -> None:
    sentence = (
        "lb dynamodb table redis opensearch kafka lambda ecs service cloudfront waf route53 sns"
    )
    assert len(retrieve(sentence)) <= BUDGET
    assert len(retrieve(sentence, 3000)) <= 3000


def test_every_signature_names_its_parameters() -> None:
    shown = retrieve("everything")
    for signature in signatures().values():
        assert f"{signature.path}: " in shown
        for name in signature.parameters:
            assert re.search(rf"^  {name}: ", shown, re.MULTILINE)
