"""What goes on: a moving line on a terminal, plain lines in a pipe, nothing for machines and with `--quiet`."""

from __future__ import annotations

import io
import time

import pytest

from nimbus_lang.cli.asking import asking
from nimbus_lang.cli.progress import Progress
from nimbus_lang.cli.terminal import Terminal
from nimbus_lang.execute.events import RunBegan, Working
from nimbus_lang.plan.model import Kind, Plan, PlannedChange, Stage
from nimbus_lang.tools.tool import Action


class Screen(io.StringIO):
    """A terminal that remembers all that was written to it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal() -> Terminal:
    return Terminal(io.StringIO(), io.StringIO())


def test_a_plain_line_in_a_pipe(terminal: Terminal) -> None:
    Progress(terminal)(Working("terraform: planning"))
    assert terminal.err.getvalue() == "terraform: planning ...\n"
    assert terminal.out.getvalue() == ""


@pytest.mark.parametrize("how", ["json", "quiet"])
def test_nothing_for_machines_and_the_quiet(terminal: Terminal, how: str) -> None:
    setattr(terminal, how, True)
    Progress(terminal)(Working("terraform: planning"))
    assert (terminal.err.getvalue(), terminal.out.getvalue()) == ("", "")


def test_quiet_hides_objects_too(terminal: Terminal) -> None:
    terminal.quiet = True
    Progress(terminal)(RunBegan("p", "apply", "shop", 1, 1))
    assert terminal.err.getvalue() == ""


def test_a_moving_line_on_a_terminal_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    screen = Screen()
    terminal = Terminal(io.StringIO(), screen)
    terminal.working("planning")
    deadline = time.monotonic() + 10
    while "planning" not in screen.getvalue() and time.monotonic() < deadline:
        time.sleep(0.01)
    terminal.note("done")
    assert "planning" in screen.getvalue()
    assert "\n" not in screen.getvalue().partition("done")[0]
    assert screen.getvalue().endswith("\r\x1b[Kdone\n")
    terminal.rest()
    assert screen.getvalue().endswith("done\n")


def test_a_dumb_terminal_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    terminal = Terminal(io.StringIO(), Screen())
    terminal.working("planning")
    assert terminal.err.getvalue() == "planning ...\n"


def a_removal() -> Plan:
    nothing: dict[str, str] = {}
    gone = PlannedChange("db", "aws_db_instance.db", "terraform", "x", Action.DELETE, 0)
    return Plan(
        *(Kind.DESTROY, "s", "s.nimbus", "/p", "", True, "now", "0", nothing, nothing, ""),
        *((), (Stage(0, "terraform", "", ("db",), ""),), (gone,)),
    )


def test_where_nobody_can_answer_the_plan_is_shown(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(EOFError):
        asking(terminal, "Remove all of this?")(a_removal())
    assert "- db" in terminal.err.getvalue()
    assert "1 to delete" in terminal.err.getvalue()
    assert "Remove all" not in terminal.err.getvalue()


def test_machines_get_it_as_data(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    terminal.json = True
    with pytest.raises(EOFError):
        asking(terminal, "Remove all of this?")(a_removal())
    assert terminal.err.getvalue() == ""
