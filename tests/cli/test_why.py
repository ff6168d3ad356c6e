"""`nimbus why` on the command line."""

from __future__ import annotations

from pathlib import Path

SPEC = """stack shop
param env: "dev" | "prod" = "dev"
param password: secret<string> = env.secret("DB_PASSWORD")
resource jobs: aws.sqs_queue { name = "jobs-${env}"  delay_seconds = if env == "prod" then 60 else 0 }
resource note: aws.secretsmanager_secret_version { secret_id = "x"  secret_string = password }
overlay prod { env = "prod"  jobs.delay_seconds = 90 }
"""


def test_layers_are_listed_and_the_winner_named(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC)
    done = nimbus("why", "jobs.delay_seconds", "shop.nimbus", "--overlay", "prod")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "jobs.delay_seconds = 90"
    assert lines[1].split() == [
        "argument",
        "60",
        "shop.nimbus:4:70",
        "if",
        "env",
        "==",
        '"prod"',
        "then",
        "60",
        "else",
        "0",
    ]
    assert lines[2].split() == ["overlay", "prod", "90", "shop.nimbus:6:30", "<-", "wins"]


def test_json(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC)
    (story,) = nimbus("why", "--json", "jobs.name", "shop.nimbus").document["stories"]
    assert (story["address"], story["value"]) == ("jobs.name", "jobs-dev")
    (layer,) = story["layers"]
    assert (layer["kind"], layer["wins"], layer["start"]["line"]) == ("argument", True, 4)
    assert [one["address"] for one in story["reads"]] == ["env"]


def test_a_secret_stays_one(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC)
    for arguments in (("why", "note.secret_string"), ("why", "--json", "note.secret_string")):
        done = nimbus(*arguments, "shop.nimbus")
        assert done.code == 0
        assert "secret" in done.out


def test_addresses_and_overlays_that_are_not_there(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC)
    done = nimbus("why", "job.name", "shop.nimbus")
    assert done.code == 2 and "Did you mean `jobs`?" in done.err
    done = nimbus("why", "jobs.name", "shop.nimbus", "--overlay", "staging")
    assert done.code == 2 and "NB6020" in done.err
    done = nimbus("why", "a b", "shop.nimbus")
    assert done.code == 2 and "NB6605" in done.err
    assert nimbus("why", "jobs.name", "nowhere.nimbus").code == 3
    document = nimbus("why", "--json", "job.name", "shop.nimbus").document
    assert [one["code"] for one in document["diagnostics"]] == ["NB6601"]


def test_a_spec_with_errors_still_has_an_answer(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC + "let broken = nothing\n")
    assert nimbus("why", "env", "shop.nimbus").out.startswith('env = "dev"')


def test_a_source_of_a_secret_is_no_param_of_that_name(nimbus, tmp_path: Path) -> None:
    (tmp_path / "s.nimbus").write_text(
        'stack s\nparam env: string = "dev"\nlet token = env.secret("TOKEN")\n'
    )
    assert nimbus("why", "token", "s.nimbus").out.splitlines() == [
        "token = (secret)",
        '  let  (secret)  s.nimbus:3:13  env.secret("TOKEN")',
    ]


def test_a_stack_with_errors_is_told_so(nimbus, tmp_path: Path) -> None:
    (tmp_path / "s.nimbus").write_text("stack s\nlet a = 1\nlet b = nope\n")
    done = nimbus("why", "a", "s.nimbus")
    assert (done.code, done.out.splitlines()[0]) == (0, "a = 1")
    assert "nimbus check" in done.err
    assert nimbus("why", "a", "s.nimbus", "--json").document["broken"]
