"""`nimbus check`: what it reads, what it says to people and to machines."""

from __future__ import annotations

from pathlib import Path

import pytest

GOOD = 'stack shop\n\nresource jobs: aws.sqs_queue { name = "jobs" }\n'
PUBLIC = 'stack shop\n\nresource site: aws.s3_bucket_acl { bucket = "b"  acl = "public-read" }\n'


def test_a_good_spec(nimbus) -> None:
    done = nimbus("check", "good.nimbus")
    assert done.code == 0
    assert done.out.startswith("good.nimbus: ")


def test_many_stacks_have_a_line_each(nimbus, tmp_path: Path) -> None:
    (tmp_path / "wrong.nimbus").unlink()
    for name in "abc":
        (tmp_path / f"{name}.nimbus").write_text(GOOD.replace("jobs", name))
    (tmp_path / "c.nimbus").write_text("stack c\nlet x = nope\n")
    done = nimbus("check")
    assert done.out.splitlines() == [
        "a.nimbus     no problems",
        "b.nimbus     no problems",
        "c.nimbus     1 error",
        "good.nimbus  no problems",
        "4 stacks: 1 error",
    ]


def test_a_file_that_means_nothing_is_told_so(nimbus, tmp_path: Path) -> None:
    (tmp_path / "empty.nimbus").write_text("# later\n")
    done = nimbus("check", "empty.nimbus")
    assert (done.code, done.out) == (0, "empty.nimbus: 1 warning\n")
    assert "warning[NB6009]" in done.err
    (tmp_path / "lost.nimbus").write_text(GOOD.removeprefix("stack shop"))
    assert "`stack lost`" in nimbus("check", "lost.nimbus").err
    (tmp_path / "lib.nimbus").write_text("component c { param n: int  output m = n }\n")
    assert nimbus("check", "lib.nimbus").out == "lib.nimbus: no problems\n"


@pytest.mark.parametrize(
    "text", ["", "component c { param n: int  output m = n }\n", "let _x = 1\n"]
)
@pytest.mark.parametrize("verb", [["compile"], ["plan", "--sandbox"], ["destroy", "--sandbox"]])
def test_what_has_no_stack_cannot_be_deployed(nimbus, tmp_path: Path, verb, text) -> None:
    (tmp_path / "lib.nimbus").write_text(text)
    done = nimbus(*verb, "--json", "lib.nimbus")
    assert (done.code, done.codes) == (1, ["NB6008"])
    assert not (tmp_path / "build").exists()


def test_several_errors_at_once(nimbus) -> None:
    done = nimbus("check", "wrong.nimbus")
    assert done.code == 1
    assert done.err.count("error[NB2001]: Unknown name") == 2
    assert "--> wrong.nimbus:3:13" in done.err
    assert done.out == "wrong.nimbus: 2 errors\n"


def test_the_document(nimbus) -> None:
    done = nimbus("check", "--json", "wrong.nimbus")
    assert done.code == 1
    assert done.err == ""
    assert done.document["ok"] is False
    assert done.document["stacks"] == ["wrong.nimbus"]
    first = done.document["diagnostics"][0]
    assert first["code"] == "NB2001"
    assert first["severity"] == "error"
    assert first["summary"] == "Unknown name"
    assert "`nope`" in first["detail"]
    assert first["path"] == "wrong.nimbus"
    assert first["start"] == {"line": 3, "column": 13}
    assert first["end"] == {"line": 3, "column": 17}
    assert first["fixes"] == []


def test_a_fix_in_the_document(nimbus, tmp_path: Path) -> None:
    (tmp_path / "near.nimbus").write_text(GOOD.replace("name =", "nmae ="))
    (one,) = [
        one
        for one in nimbus("check", "--json", "near.nimbus").document["diagnostics"]
        if one["fixes"]
    ]
    (fix,) = one["fixes"]
    assert fix["safe"] is True
    (edit,) = fix["edits"]
    assert edit["text"] == "name"
    assert edit["path"] == "near.nimbus"
    assert edit["start"] == {"line": 3, "column": 32}


def test_safety_findings_carry_their_level(nimbus, tmp_path: Path) -> None:
    (tmp_path / "public.nimbus").write_text(PUBLIC)
    document = nimbus("check", "--json", "public.nimbus").document
    levels = {one["code"]: one.get("level") for one in document["diagnostics"]}
    assert levels["NB5107"] in {"HARD", "BLOCK"}
    assert not any(level for code, level in levels.items() if not code.startswith("NB5"))


def test_every_stack_under_a_folder(nimbus, tmp_path: Path) -> None:
    below = tmp_path / "teams" / "a"
    below.mkdir(parents=True)
    (below / "one.nimbus").write_text(GOOD)
    (below / "package.nimbus").write_text("component c { param x: int }\n")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "no.nimbus").write_text(GOOD)
    document = nimbus("check", "--json").document
    assert document["stacks"] == ["good.nimbus", "teams/a/one.nimbus", "wrong.nimbus"]


def test_several_targets(nimbus) -> None:
    done = nimbus(
        "check", "--json", "wrong.nimbus", "good.nimbus", "missing.nimbus", "wrong.nimbus"
    )
    assert done.code == 3
    assert done.document["stacks"] == ["wrong.nimbus", "good.nimbus"]
    assert done.codes == ["NB6001", "NB2001", "NB2001"]


def test_standard_input(nimbus) -> None:
    done = nimbus("check", "-", stdin="stack a\nlet x = nope\n")
    assert done.code == 1
    assert "--> <stdin>:2:9" in done.err


def test_standard_input_may_use_files(nimbus, tmp_path: Path) -> None:
    (tmp_path / "lib.nimbus").write_text("type size_name = string\n")
    spec = 'stack a\nuse lib from "./lib.nimbus"\nparam x: lib.size_name = "s"\n'
    assert nimbus("check", "-", stdin=spec).code == 0


def test_every_overlay_is_checked(nimbus, tmp_path: Path) -> None:
    (tmp_path / "o.nimbus").write_text(
        "stack shop\n\nparam n: int(1..5) = 2\n\noverlay big { n = 9 }\n"
    )
    found = nimbus("check", "--json", "o.nimbus").document["diagnostics"]
    (error,) = [one for one in found if one["severity"] == "error"]
    assert error["code"] == "NB3001"
    assert error["notes"] == ["with the overlay `big`"]


def test_a_parameter_that_every_overlay_gives_needs_no_default(nimbus, tmp_path: Path) -> None:
    spec = tmp_path / "p.nimbus"
    spec.write_text(
        "stack s\nparam n: int\noutput o = n\noverlay a { n = 1 }\noverlay b { n = 2 }\n"
    )
    assert nimbus("check", "p.nimbus").code == 0
    spec.write_text(spec.read_text() + "overlay c {}\n")
    (error,) = nimbus("check", "--json", "p.nimbus").document["diagnostics"]
    assert (error["code"], error["notes"]) == ("NB3013", ["with the overlay `c`"])


def test_settings_are_checked(nimbus, tmp_path: Path) -> None:
    (tmp_path / "nimbus.toml").write_text('[compile]\noutptu = "x"\n')
    done = nimbus("check", "--json", "good.nimbus")
    assert done.codes[0] == "NB6031"
    assert done.code == 1


def test_spaces_and_unicode_in_paths(nimbus, tmp_path: Path) -> None:
    folder = tmp_path / "mes spécs ☁ 日本"
    folder.mkdir()
    (folder / "größe 1.nimbus").write_text(GOOD)
    done = nimbus("check", "--json", folder)
    assert done.code == 0
    assert done.document["stacks"] == ["mes spécs ☁ 日本/größe 1.nimbus"]
    made = nimbus("compile", folder / "größe 1.nimbus", "-o", folder / "aus gabe")
    assert made.code == 0
    assert (folder / "aus gabe" / "terraform").is_dir()


def test_values_may_be_set(nimbus, tmp_path: Path) -> None:
    (tmp_path / "p.nimbus").write_text("stack a\nparam n: int(1..5)\n")
    assert nimbus("check", "p.nimbus", "--set", "n=3").code == 0
    assert nimbus("check", "p.nimbus", "--set", "n=9").code == 1
    assert nimbus("check", "p.nimbus", "--set", "m=9").code == 1
