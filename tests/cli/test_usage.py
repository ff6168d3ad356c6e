"""The command line itself: help, unknown words, near misses, one JSON document whatever happens."""

from __future__ import annotations

import pytest

from nimbus_lang.cli.commands import COMMANDS


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_help_shows_examples_and_exit_codes(nimbus, command) -> None:
    said = nimbus(command, "--help").out
    assert f"examples:\n  nimbus {command}" in said
    assert "exit codes: 0 " in said


def test_version(nimbus) -> None:
    done = nimbus("--version")
    assert done.code == 0
    assert done.out.startswith("nimbus ")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["help"]])
def test_help(nimbus, arguments) -> None:
    done = nimbus(*arguments)
    assert done.code == 0
    assert "usage: nimbus COMMAND" in done.out
    assert done.err == ""


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_help_of_a_command(nimbus, name) -> None:
    asked, flagged = nimbus("help", name), nimbus(name, "--help")
    assert asked.code == flagged.code == 0
    assert asked.out == flagged.out
    assert f"usage: nimbus {name}" in asked.out
    assert "exit codes: 0 " in asked.out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["chekc"], "Did you mean `nimbus check`?"),
        (["help", "chekc"], "Did you mean `nimbus check`?"),
        (["frobnicate"], "`nimbus --help` lists all."),
        (["--versoin"], "There is no option `--versoin`."),
        (["check", "--overlai", "prod"], "Did you mean `--overlay`?"),
        (["check", "--overl", "prod"], "Did you mean `--overlay`?"),
        (["check", "--set", "region"], "'region' is not NAME=VALUE"),
        (["check", "--overlay"], "expected one argument"),
        (["compile", "a.nimbus", "b.nimbus"], "one argument too many"),
        (["sandbox", "upp"], "Did you mean `up`?"),
        (["explain", "NB2901"], "There is no code `NB2901`."),
        (["explain", "../../etc/passwd"], "`nimbus explain` lists all."),
    ],
)
def test_usage_errors(nimbus, arguments, hint) -> None:
    done = nimbus(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert "NB6040" in done.err
    assert hint in done.err


@pytest.mark.parametrize("arguments", [["chekc", "--json"], ["check", "--jso", "--json"]])
def test_usage_errors_for_machines(nimbus, arguments) -> None:
    done = nimbus(*arguments)
    assert done.code == 2
    assert done.codes == ["NB6040"]
    assert done.err == ""


def test_explain(nimbus) -> None:
    done = nimbus("explain", "nb2001")
    assert done.code == 0
    assert done.out.startswith("NB2001: Unknown name\n")
    assert "```" not in done.out


def test_explain_lists_every_code(nimbus) -> None:
    listed = nimbus("explain").out.splitlines()
    assert [line.split()[0] for line in listed] == [
        one["code"] for one in nimbus("explain", "--json").document["codes"]
    ]
    assert len(listed) > 150


def test_explain_for_machines(nimbus) -> None:
    document = nimbus("explain", "NB2001", "--json").document
    assert document["code"] == "NB2001"
    assert document["wrong"].startswith("stack")
    assert nimbus("check", "--json", "-", stdin=document["wrong"]).codes == ["NB2001"]
    assert nimbus("check", "--json", "-", stdin=document["right"]).codes == []
