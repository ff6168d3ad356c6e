"""Asking the provider: the questions are JSON with a value per position, and each real complaint teaches what it says."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from nimbus_lang.schemas.build_probe import ROUNDS, Instance, Question, exclusive_entries
from nimbus_lang.schemas.probe_answers import Lesson, lesson, place
from nimbus_lang.schemas.probe_evidence import Evidence, decide, full_match, proofs

BLOCK: dict[str, Any] = {
    "attributes": {
        "name": {"type": "string", "required": True},
        "arn": {"type": "string", "computed": True},
        "id": {"type": "string", "optional": True, "computed": True},
        "size": {"type": "number", "optional": True},
        "tags": {"type": ["map", "string"], "optional": True},
        "rule": {"type": ["set", ["object", {"port": "number"}]], "optional": True},
    },
    "block_types": {
        "place": {
            "nesting_mode": "list",
            "min_items": 2,
            "block": {"attributes": {"zone": {"type": "string", "required": True}}},
        },
        "timeouts": {
            "nesting_mode": "single",
            "block": {"attributes": {"create": {"type": "string", "optional": True}}},
        },
    },
}


def body(question: Question) -> Any:
    """The instance as the JSON that Terraform reads."""
    return json.loads("\n".join(line.text for line in Instance(BLOCK, question).lines))


def test_an_instance_fills_what_can_be_set() -> None:
    filled = body(Question(ROUNDS["words"]))
    assert set(filled) == {"name", "size", "tags", "rule", "place", "timeouts"}
    assert len(filled["place"]) == 2
    assert filled["timeouts"] == {"create": "nimbus 5!"}


def test_every_value_tells_its_position() -> None:
    instance = Instance(BLOCK, Question(ROUNDS["words"]))
    written = re.findall(
        r"nimbus (\d+)!|-900(\d{6})", "\n".join(line.text for line in instance.lines)
    )
    assert {int(text or number) for text, number in written} == set(range(len(instance.marks)))
    assert instance.marks[0] == "name"
    assert "rule.port" in instance.marks


def test_an_entry_alone_stands_with_what_is_required() -> None:
    assert set(body(Question(ROUNDS["words"], only="size"))) == {"name", "size", "place"}


def test_exact_values() -> None:
    assert body(Question(ROUNDS["words"], exact={"name": "x"}))["name"] == "x"


def test_arguments_that_exclude_each_other() -> None:
    answer = {
        "diagnostics": [
            {
                "summary": "Conflicting configuration arguments",
                "detail": '"name_prefix": conflicts with name',
                "address": "aws_sqs_queue.all",
            }
        ]
    }
    assert exclusive_entries(answer)["aws_sqs_queue"] >= {"name", "name_prefix"}


@pytest.mark.parametrize(
    ("summary", "detail", "expected"),
    [
        (
            'expected mode to be one of ["a b" "c"], got nimbus 1!',
            "",
            Lesson("enum", {"values": ["a b", "c"], "quoted": True}),
        ),
        (
            "expected days to be one of [1 3], got -900000004",
            "",
            Lesson("enum", {"values": ["1", "3"], "quoted": False}),
        ),
        (
            "Invalid String Enum Value",
            "The provided value does not match.\n\nPath: type\nValid Values: [A B ]",
            Lesson("enum", {"values": ["A", "B"], "quoted": False}),
        ),
        (
            "expected age to be in the range (3600 - 43200), got 900000001",
            "",
            Lesson("range", {"min": 3600, "max": 43200, "whole": True}),
        ),
        (
            "expected rate to be in the range (0.000000 - 0.500000), got 900000001.000000",
            "",
            Lesson("range", {"min": 0, "max": "0.5", "whole": False}),
        ),
        (
            "expected port to be at least (1), got -900000001",
            "",
            Lesson("range", {"min": 1, "whole": True}),
        ),
        (
            "expected length of name to be in the range (1 - 64), got ",
            "",
            Lesson("length", {"min": 1, "max": 64}),
        ),
        (
            '"role_arn" (nimbus 3!) is an invalid ARN: arn: invalid prefix',
            "",
            Lesson("text", {"type": "arn"}),
        ),
        (
            '"policy" contains an invalid JSON policy: not a JSON object',
            "",
            Lesson("text", {"type": "json"}),
        ),
        (
            '"nimbus 2!" is not a valid CIDR block: invalid CIDR address: nimbus 2!',
            "",
            Lesson("text", {"type": "cidr"}),
        ),
        ("Attribute must be a whole number, got 4.5", "", Lesson("whole")),
        (
            "Argument is deprecated",
            "acl is deprecated. Use  another.",
            Lesson("deprecated", {"message": "acl is deprecated. Use another."}),
        ),
        (
            'expected value of name to match regular expression "^[a-z\\\\d]+$", got nimbus 0!',
            "",
            Lesson("pattern", {"pattern": "^[a-z\\d]+$"}),
        ),
    ],
)
def test_lessons(summary: str, detail: str, expected: Lesson) -> None:
    assert lesson(summary, detail) == expected


def test_words_with_spaces_and_without_quotes_are_not_told_apart() -> None:
    found = lesson("Invalid String Enum Value", "Valid Values: [One-Way: In One-Way: Out Two-Way ]")
    assert found is not None and found.rule == "other"


def test_how_arguments_stand_together_teaches_nothing() -> None:
    assert lesson("Conflicting configuration arguments", '"a": conflicts with b') is None


def test_a_complaint_is_placed_by_the_value_it_quotes() -> None:
    lines, marks = ["", "rule", "rule.years"], ["rule.mode", "rule.years"]
    assert (
        place("expected mode to be one of [..], got nimbus 0!", "rule.years", lines, marks)
        == "rule.mode"
    )


def test_without_a_value_it_is_placed_by_the_name_it_says() -> None:
    lines = ["", "rule", "rule.mode", "rule.years"]
    said = "expected rule.0.mode to be one of [..], got "
    assert place(said, "rule.years", lines, []) == "rule.mode"


def test_a_complaint_that_says_nothing_is_not_placed() -> None:
    assert place("must be something else", "rule.years", ["", "rule.years"], []) is None


def weigh(path: str, evidence: Evidence) -> dict[str, Any]:
    """The decision about an argument that is alone in the world."""
    return decide(path, evidence, proofs([evidence]))


ENUM = Lesson("enum", {"values": ["a", "b"], "quoted": True})
ARN = Lesson("text", {"type": "arn"})


def test_an_enum_needs_proof_that_case_matters() -> None:
    assert weigh("mode", {"words": [ENUM], "empty": [ENUM], "case": [ENUM]}) == {"enum": ["a", "b"]}
    assert weigh("mode", {"words": [ENUM], "empty": [ENUM]}) == {"pattern": "(?i:a|b)"}


def test_empty_text_is_a_word_where_nothing_is_said_against_it() -> None:
    assert weigh("mode", {"words": [ENUM], "case": [ENUM]}) == {"enum": ["a", "b", ""]}


def test_what_one_argument_proves_of_a_list_holds_for_another() -> None:
    proven = proofs([{"words": [ENUM], "empty": [ENUM], "case": [ENUM]}])
    assert decide("mode", {"words": [ENUM]}, proven) == {"enum": ["a", "b"]}


def test_alternatives_teach_nothing() -> None:
    assert weigh("key", {"words": [ENUM, ARN], "case": [ENUM]}) == {}


def test_lists_that_move_teach_nothing() -> None:
    assert weigh("settings.instance_type", {"words": [ENUM], "empty": [ENUM], "case": [ENUM]}) == {}


def test_ranges_are_the_hull_of_their_alternatives() -> None:
    zero, some = Lesson("range", {"min": 0, "max": 0}), Lesson("range", {"min": 60, "max": 900})
    assert weigh("age", {"words": [zero, some], "empty": [zero, some]}) == {"min": 0, "max": 900}


def test_a_range_told_without_decimals_is_of_whole_numbers() -> None:
    bound = Lesson("range", {"min": 5, "whole": True})
    assert decide("age", {"words": [bound]}, proofs([])) == {"type": "int", "min": 5}


def test_a_range_beside_something_unknown_is_none() -> None:
    bound = Lesson("range", {"min": 5})
    assert weigh("age", {"words": [bound, Lesson("other", {"text": "?"})]}) == {}


def test_lengths_are_learnt_where_they_were_refused() -> None:
    length = Lesson("length", {"min": 3, "max": 63})
    assert weigh("name", {"empty": [length], "long": [length]}) == {
        "min_length": 3,
        "max_length": 63,
    }
    assert weigh("name", {"long": [length]}) == {"max_length": 63}


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("^[a-z]+$", "abc", "ab1"),
        ("^a|b$", "xb", "xc"),
        ("[0-9]", "a1b", "ab"),
        ("^arn:", "arn:x", "xarn:"),
    ],
)
def test_go_searches_and_here_the_whole_text_matches(pattern: str, yes: str, no: str) -> None:
    whole = full_match(pattern)
    assert whole is not None
    assert re.fullmatch(whole, yes)
    assert not re.fullmatch(whole, no)


@pytest.mark.parametrize("pattern", [r"^\p{L}+$", "^[[:alpha:]]+$", "^(", "(?U)a+"])
def test_patterns_that_read_differently_are_left_out(pattern: str) -> None:
    assert full_match(pattern) is None
