"""The hand-written type of a Helm release."""

from __future__ import annotations

from nimbus_lang.schemas.index import load
from nimbus_lang.types.model import ANY, DURATION, RecordT


def release(lookup: bool = False) -> RecordT:
    """The type."""
    record = load("helm.release", lookup)
    assert record is not None
    return record


def test_only_the_chart_is_required() -> None:
    assert [name for name, field in release().fields.items() if field.required] == ["chart"]


def test_types() -> None:
    fields = release().fields
    assert fields["values"].type == ANY
    assert fields["timeout"].type == DURATION
    assert fields["set_secret"].sensitive


def test_what_helm_reports_is_only_read() -> None:
    for name in ("status", "revision", "app_version"):
        field = release().fields[name]
        assert field.computed and not field.settable


def test_a_lookup_names_a_release() -> None:
    fields = release(lookup=True).fields
    assert {name for name, field in fields.items() if field.settable} == {"name", "namespace"}
    assert fields["name"].required
