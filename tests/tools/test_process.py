"""The one door: output, exit codes, time, interrupts, secrets, and what a child may see."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from nimbus_lang.tools.daemon import Daemon, alive, daemon, stop
from nimbus_lang.tools.process import run, start
from nimbus_lang.tools.tool import ToolError

PYTHON = sys.executable


def python(code: str) -> list[str]:
    return [PYTHON, "-c", code]


def code_of(problem: pytest.ExceptionInfo[ToolError]) -> str:
    return problem.value.diagnostics[0].code


def test_output_and_exit_code_come_back() -> None:
    result = run(python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"))
    assert (result.code, result.stdout, result.stderr) == (3, "out\n", "err\n")


def test_lines_arrive_while_the_child_runs() -> None:
    seen: list[tuple[str, float]] = []
    began = time.monotonic()
    code = "import time; print('one', flush=True); time.sleep(0.8); print('two')"
    run(python(code), on_line=lambda _, line: seen.append((line, time.monotonic() - began)))
    assert [line for line, _ in seen] == ["one", "two"]
    assert seen[1][1] - seen[0][1] > 0.4


def test_lines_are_handed_over_in_the_callers_thread() -> None:
    threads: set[int] = set()
    run(python("print(1)"), on_line=lambda *_: threads.add(threading.get_ident()))
    assert threads == {threading.get_ident()}


def test_stdin_is_fed() -> None:
    result = run(python("print(input()[::-1])"), stdin="abc\n")
    assert result.stdout == "cba\n"


def test_without_stdin_there_is_nothing_to_read() -> None:
    assert run(python("import sys; print(repr(sys.stdin.read()))")).stdout == "''\n"


def test_what_is_no_utf8_does_not_stop_the_reading() -> None:
    result = run(python("import sys; sys.stdout.buffer.write(b'a\\xffb\\n')"))
    assert result.stdout == "a\ufffdb\n"


def test_much_output_on_both_pipes_does_not_lock() -> None:
    code = "import sys\nfor _ in range(20000): print('x' * 50); print('y' * 50, file=sys.stderr)"
    result = run(python(code), timeout=60)
    assert (len(result.stdout), len(result.stderr)) == (20000 * 51, 20000 * 51)


def test_secrets_are_taken_out_of_output_lines_and_arguments() -> None:
    secret = 'hunter2 <&> "quoted"\nsecond line'
    code = "import sys, json, base64; s = sys.argv[1]; print(s); print(json.dumps(s)); print(base64.b64encode(s.encode()).decode())"
    seen: list[str] = []
    result = run([*python(code), secret], secrets=[secret], on_line=lambda _, x: seen.append(x))
    told = " ".join([result.stdout, *result.argv, *seen])
    assert "hunter2" not in told
    assert "second line" not in told
    assert "aHVudGVyMi" not in told
    assert "(secret)" in told


def test_secrets_are_taken_out_of_errors() -> None:
    code = "import time; print('the hunter22', flush=True); time.sleep(60)"
    with pytest.raises(ToolError) as problem:
        run(python(code), timeout=1.5, secrets=["hunter22"], grace=0.1)
    assert "hunter22" not in repr(problem.value.diagnostics)
    assert "(secret)" in repr(problem.value.diagnostics)


def test_the_environment_is_scrubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "not for children")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nor this")
    result = run(python("import os; print(sorted(os.environ))"), env={"ADDED": "1"})
    assert "API_KEY" not in result.stdout
    assert "AWS_" not in result.stdout
    assert "'ADDED'" in result.stdout
    assert "'PATH'" in result.stdout


def test_a_missing_program_is_a_diagnostic() -> None:
    with pytest.raises(ToolError) as problem:
        run(["no-such-program-anywhere"])
    assert code_of(problem) == "NB7201"


def test_a_file_that_is_no_program_is_a_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("text")
    with pytest.raises(ToolError) as problem:
        run([str(tmp_path / "plain")])
    assert code_of(problem) == "NB7205"


def test_a_missing_folder_is_a_diagnostic(tmp_path: Path) -> None:
    with pytest.raises(ToolError) as problem:
        run(python("pass"), cwd=tmp_path / "gone")
    assert code_of(problem) == "NB7205"


def test_time_runs_out_for_the_whole_family(tmp_path: Path) -> None:
    grandchild = "import time; time.sleep(60)"
    note = tmp_path / "pid"
    code = (
        "import os, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN); signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"p = subprocess.Popen([sys.executable, '-c', {grandchild!r}])\n"
        f"open({str(note)!r}, 'w').write(str(p.pid))\n"
        "time.sleep(60)"
    )
    with pytest.raises(ToolError) as problem:
        run(python(code), timeout=2, grace=0.2)
    assert code_of(problem) == "NB7202"
    assert not wait_for_end(int(note.read_text()))


def test_an_interrupt_asks_the_child_first(tmp_path: Path) -> None:
    note = tmp_path / "note"
    code = (
        "import time\n"
        "try:\n print('ready', flush=True); time.sleep(60)\n"
        f"except KeyboardInterrupt:\n time.sleep(0.3); open({str(note)!r}, 'w').write('saved')"
    )

    def interrupt(_: str, line: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(python(code), on_line=interrupt)
    assert note.read_text() == "saved"


def test_a_callback_that_fails_leaves_no_child() -> None:
    pids: list[int] = []

    def fail(_: str, line: str) -> None:
        pids.append(int(line))
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        run(python("import os, time; print(os.getpid(), flush=True); time.sleep(60)"), on_line=fail)
    assert not wait_for_end(pids[0])


def test_a_grandchild_that_keeps_the_pipe_does_not_hold_us() -> None:
    code = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(12)']); print('done')"
    result = run(python(code), timeout=30)
    assert result.stdout == "done\n"
    assert result.seconds < 11


def test_a_daemon_outlives_the_call_and_can_be_stopped(tmp_path: Path) -> None:
    log = tmp_path / "log"
    pid = start(python("import time; print('up', flush=True); time.sleep(60)"), log=log)
    process = daemon(pid)
    assert alive(process)
    assert os.getsid(pid) != os.getsid(0)
    stop(process)
    assert not alive(process)
    assert log.read_text() in ("up\n", "")


def test_a_daemon_that_ignores_sigterm_is_ended(tmp_path: Path) -> None:
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    log = tmp_path / "log"
    process = daemon(start(python(code), log=log))
    while "up" not in log.read_text():
        time.sleep(0.02)
    stop(process, patience=0.3)
    assert not alive(process)


def test_a_stranger_with_the_same_pid_is_left_alone() -> None:
    stranger = Daemon(os.getpid(), "another moment")
    assert not alive(stranger)
    stop(stranger)


def test_a_dead_child_of_ours_is_not_alive(tmp_path: Path) -> None:
    process = daemon(start(python("pass"), log=tmp_path / "log"))
    assert not wait_for_end(process.pid) or not alive(process)
    assert not alive(process)


def test_a_log_that_cannot_be_written_is_a_diagnostic(tmp_path: Path) -> None:
    with pytest.raises(ToolError) as problem:
        start(python("pass"), log=tmp_path / "no" / "log")
    assert code_of(problem) == "NB7205"


def wait_for_end(pid: int) -> bool:
    """Whether a process still runs after a moment of patience."""
    for _ in range(100):
        if not daemon(pid).began:
            return False
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    return True
