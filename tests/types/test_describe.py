"""Every named text has its form in words, with an example that is one."""

from __future__ import annotations

import re

import pytest

from nimbus_lang.schemas.decode import QUANTITY
from nimbus_lang.types.builtin import NAMED
from nimbus_lang.types.describe import FORMS, WELL_KNOWN, called, form
from nimbus_lang.types.model import Kind, ScalarT
from nimbus_lang.types.pattern import contradicts

PATTERNED = {n: t for n, t in NAMED.items() if isinstance(t, ScalarT) and t.pattern}
PATTERNED["quantity"] = QUANTITY  # no type to be written, but one that messages name


def test_all_named_texts_are_described() -> None:
    assert FORMS.keys() == PATTERNED.keys()


@pytest.mark.parametrize("name", FORMS)
def test_the_example_has_the_form(name: str) -> None:
    example = re.findall(r'like "([^"]+)"', FORMS[name])[0]
    assert not contradicts(PATTERNED[name].pattern or "", example)


@pytest.mark.parametrize("name", WELL_KNOWN)
def test_well_known_values_have_the_form(name: str) -> None:
    assert not [
        text for text in WELL_KNOWN[name] if contradicts(PATTERNED[name].pattern or "", text)
    ]


def test_a_near_miss_is_named() -> None:
    assert form(PATTERNED["aws.region"], "eu-wst-1").endswith('did you mean "eu-west-1"?')
    assert "did you mean" not in form(PATTERNED["aws.region"])


def test_a_pattern_of_ones_own_is_shown() -> None:
    assert form(ScalarT(Kind.STRING, pattern="[a-z]+")) == "it must match [a-z]+"
    assert called(PATTERNED["image_ref"]) == "an image_ref"
    assert called(ScalarT(Kind.STRING)) == "accepted"
