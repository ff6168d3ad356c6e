"""Failed assertions as pictures: which values stand where."""

from __future__ import annotations

from textwrap import dedent

import pytest

from nimbus_lang.testing.power import rows

STACK = """stack shop
param env: "dev" | "prod" = "dev"
param tags: map<string> = { team = "a" }
param password: secret<string> = env.secret("DB_PASSWORD")
let prod = env == "prod"
resource jobs: aws.sqs_queue { name = "jobs-${env}"  delay_seconds = 5 }
resource mail[name in ["a", "b"]]: aws.sqs_queue { name = name }
resource orders: aws.secretsmanager_secret_version { secret_id = "x"  secret_string = password }
"""


def picture(run, assertion: str) -> str:
    ran = run(STACK + f'test "t" {{\n{assertion}\n}}\n')
    assert len(ran.results[0].failures) == 1
    text = ran.text().split("|\n", 1)[1]
    lines = [line.split("|", 1)[1][1:] for line in text.splitlines() if "|" in line[:5]]
    return "\n".join(line.rstrip() for line in lines)


def shown(text: str) -> str:
    return dedent(text).strip("\n")


def test_each_value_stands_below_its_operator_or_name(run) -> None:
    assert picture(run, "assert jobs.delay_seconds + 1 > 7 or prod") == shown(
        """
        assert jobs.delay_seconds + 1 > 7 or prod
                    |             |   |   |  |
                    5             6   |   |  false
                                      |   false
                                      false
        """
    )


def test_what_was_skipped_has_no_value(run) -> None:
    assert picture(run, 'assert prod and jobs.name == "x"') == shown(
        """
        assert prod and jobs.name == "x"
               |    |
               |    false
               false
        """
    )


def test_indexes_splats_and_calls(run) -> None:
    assert picture(run, "assert length(mail[*].name) == tags.length()") == shown(
        """
        assert length(mail[*].name) == tags.length()
               |              |     |  |    |
               2              |     |  |    1
                              |     |  { team = "a" }
                              |     false
                              ["a", "b"]
        """
    )


def test_an_expression_over_several_lines(run) -> None:
    text = picture(run, "assert\n  jobs.delay_seconds ==\n    tags.length() + 1")
    assert dedent(text) == shown(
        """
        jobs.delay_seconds ==
             |             |
             5             false
          tags.length() + 1
          |    |        |
          |    1        2
          { team = "a" }
        """
    )


def test_interpolated_texts_and_conditionals(run) -> None:
    assert picture(run, 'assert "${env}-x" == (if prod then "a" else env)') == shown(
        """
        assert "${env}-x" == (if prod then "a" else env)
               |  |       |  |   |                  |
               |  "dev"   |  |   false              "dev"
               "dev-x"    |  "dev"
                          false
        """
    )


def test_rounds_of_a_comprehension_are_not_told(run) -> None:
    assert picture(run, 'assert [q.name for q in mail[*] if q.name != "a"] == []') == shown(
        """
        assert [q.name for q in mail[*] if q.name != "a"] == []
               |                    |                     |
               ["b"]                |                     false
                                    [mail["a"], mail["b"]]
        """
    )


def test_what_waits_is_said_to(run) -> None:
    assert picture(run, 'assert jobs.arn == "x"') == shown(
        """
        assert jobs.arn == "x"
                    |   |
                    |   (known after apply: jobs.arn == "x")
                    (known after apply: jobs.arn)
        """
    )


def test_a_secret_is_never_shown(run) -> None:
    text = picture(run, "assert password == null or prod")
    assert "(secret)" in text
    assert "DB_PASSWORD" not in text


@pytest.mark.parametrize(
    "assertion, difference",
    [
        ('tags == { team = "b" }', 'At `.team` the left has "a", the right "b".'),
        ("tags == { }", "`.team` is on the left alone."),
        ('mail[*].name == ["a", "c"]', 'At `[1]` the left has "b", the right "c".'),
        ('mail[*].name == ["a"]', "The left has 2 items, the right 1."),
    ],
)
def test_where_two_sides_differ(run, assertion: str, difference: str) -> None:
    ran = run(STACK + f'test "t" {{ assert {assertion} }}')
    assert ran.results[0].failures[0].diagnostic.notes == (difference,)


def test_wide_and_control_characters_keep_the_columns(run) -> None:
    assert list(rows([(3, "日本"), (6, "x")])) == ["   |  |", "   |  x", "   日本"]
    assert list(rows([(3, "ab"), (6, "x")])) == ["   |  |", "   ab x"]
    assert list(rows([])) == []


def test_two_values_at_one_column_stand_below_each_other() -> None:
    assert list(rows([(2, "one"), (2, "two")])) == ["  |", "  one", "  two"]
