"""Every rule keeps the shape of a rule, has its page, looks at types that exist, and its fixes mend."""

from __future__ import annotations

import inspect
import re
from collections import Counter

import pytest

from nimbus_lang.diagnostics.catalog import page
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.safety.discover import all_rules
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Rule
from nimbus_lang.schemas.index import exists, names

RULES = all_rules()
KINDS = {name.rpartition(".")[2] for name in names("k8s")}


def by_code(rule: Rule) -> str:
    return rule.CODE


def test_there_are_many_rules_and_no_code_twice() -> None:
    assert len(RULES) >= 40
    assert [code for code, n in Counter(rule.CODE for rule in RULES).items() if n > 1] == []


def test_codes_and_titles_tell_apart() -> None:
    assert len({rule.TITLE for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_a_rule_is_documented_and_small(rule: Rule) -> None:
    assert rule.__doc__ is not None
    assert rule.__doc__.startswith(f"{rule.CODE}: ")
    assert rule.WHY.endswith(".") and rule.WHY.count(". ") == 0
    assert len(inspect.getsource(rule).splitlines()) < 140  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_the_page_is_the_rules(rule: Rule) -> None:
    found = page(rule.CODE)
    assert found is not None and found.wrong and found.right
    assert found.summary == rule.TITLE
    assert f"\nLevel {rule.LEVEL.value}: " in found.text
    assert rule.WHY in found.text


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_a_rule_looks_at_types_that_exist(rule: Rule) -> None:
    for name in rule.TYPES:
        if name.startswith("k8s.*."):
            assert name.removeprefix("k8s.*.") in KINDS
        elif name != "*":
            assert exists(name.removeprefix("lookup "), name.startswith("lookup ")), name


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_the_wrong_program_is_found_and_the_right_one_is_not(rule: Rule, judge) -> None:
    found = page(rule.CODE)
    assert found is not None and found.wrong and found.right
    wrong = judge(found.wrong)
    assert wrong.codes == [rule.CODE]
    assert (wrong.cleared is None) == (rule.LEVEL in (Level.HARD, Level.BLOCK) or _is_error(wrong))
    assert judge(found.right).codes == []


def _is_error(judged) -> bool:
    return any(finding.severity.value == "error" for finding in judged.report.findings)


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_a_fix_mends(rule: Rule, judge) -> None:
    found = page(rule.CODE)
    assert found is not None and found.wrong
    finding = judge(found.wrong).one(rule.CODE)
    assert all(not fix.safe for fix in finding.fixes)
    for _ in finding.fixes:
        assert rule.CODE not in judge(mended(found.wrong, finding)).codes


def mended(text: str, finding: Diagnostic) -> str:
    """The text with the edits of a finding's first fix."""
    for edit in sorted(finding.fixes[0].edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_what_a_finding_says(rule: Rule, judge) -> None:
    found = page(rule.CODE)
    assert found is not None and found.wrong
    finding = judge(found.wrong).one(rule.CODE)
    assert finding.summary == rule.TITLE
    assert not re.search(r"`", finding.summary)
    assert rule.WHY in finding.detail
    assert finding.level in {level.value for level in Level}
