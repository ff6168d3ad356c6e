"""Asking a model over real HTTP: what is sent, how drafts are repaired, what is written, and what is told when it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from nimbus_lang.compiler import check_text
from nimbus_lang.diagnostics.model import has_errors
from nimbus_lang.operations.ask import Options, Result, ask
from tests.llm.model_server import Reply, said, serving

GOOD = """## What was asked for.
stack orders

use aws { region = "eu-west-1" }

resource network: std.aws.network { zones = 2 }

resource database: std.aws.postgres { network = network, storage = 50Gi }
"""
BAD = GOOD.replace("storage =", "storge =")
WORSE = GOOD.replace("storage = 50Gi", 'storage = "much"').replace("zones = 2", "zones = two")
SENTENCE = "a Postgres with 50 GB for orders, and a DynamoDB table with point-in-time recovery"
PROVIDERS = ("openai/gpt-5.1", "anthropic/claude-sonnet-4-5")
CANARY = "canary-4f1d9c27"


def fenced(text: str, language: str = "nimbus") -> str:
    return f"Here it is:\n\n```{language}\n{text}```\n\nHave fun!"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai-for-tests")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-for-tests")


def asked(url: str, model: str = PROVIDERS[0], **more: object) -> Result:
    options = Options(SENTENCE, model=model, api_base=url, timeout=20.0, **more)  # type: ignore[arg-type]
    return ask(options)


def codes(result: Result) -> list[str]:
    return [one.code for one in result.diagnostics if has_errors((one,))]


@pytest.mark.parametrize("model", PROVIDERS)
def test_a_spec_that_checks_is_written(alone: Path, model: str) -> None:
    with serving(fenced(GOOD)) as server:
        result = asked(server.url, model)
    assert (result.outcome, result.path, result.made.repairs) == (0, "orders.nimbus", 0)
    written = (alone / "orders.nimbus").read_text()
    assert written == result.made.spec
    assert not has_errors(check_text(written))
    assert [path.name for path in alone.iterdir()] == ["orders.nimbus"]


@pytest.mark.parametrize("model", PROVIDERS)
def test_the_prompt_holds_the_signatures_that_matter(model: str) -> None:
    with serving(fenced(GOOD)) as server:
        asked(server.url, model)
    (request,) = server.requests
    assert request.body["model"] == model.partition("/")[2]
    (role, system), (user, question) = request.texts
    assert (role, user) == ("system", "user")
    assert "std.aws.postgres: A PostgreSQL database" in system
    assert "storage: size(20Gi..16Ti) = 20Gi" in system
    assert "aws.dynamodb_table" in system
    assert "point_in_time_recovery" in system
    assert SENTENCE in question
    assert "`shop`" in question


def test_the_key_goes_where_the_provider_wants_it() -> None:
    for model, header, value in (
        (PROVIDERS[0], "Authorization", "Bearer sk-openai-for-tests"),
        (PROVIDERS[1], "x-api-key", "sk-ant-for-tests"),
    ):
        with serving(fenced(GOOD)) as server:
            asked(server.url, model, force=True)
        assert server.requests[0].headers[header] == value


def test_nothing_of_this_machine_is_sent(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", CANARY)
    monkeypatch.setenv("SHOP_PASSWORD", CANARY)
    (alone / "other.nimbus").write_text(f"# {CANARY}\nstack other\n")
    (alone / "nimbus.toml").write_text(f'[compile]\noutput = "{CANARY}"\n')
    with serving(fenced(BAD), fenced(GOOD)) as server:
        asked(server.url)
    assert CANARY not in said(server.requests)
    assert str(alone) not in said(server.requests)
    assert str(Path.home()) not in said(server.requests)


@pytest.mark.parametrize("model", PROVIDERS)
@pytest.mark.parametrize("repairs", [1, 2, 3])
def test_drafts_are_repaired_from_their_diagnostics(alone: Path, model: str, repairs: int) -> None:
    drafts = [fenced(WORSE), fenced(BAD), fenced(BAD)][3 - repairs :]
    with serving(*drafts, fenced(GOOD)) as server:
        result = asked(server.url, model)
    assert (result.outcome, result.made.repairs) == (0, repairs)
    assert len(server.requests) == repairs + 1
    assert (alone / "orders.nimbus").is_file()
    *_, (_, draft), (role, complaint) = server.requests[-1].texts
    assert role == "user"
    assert "storge" in draft
    assert "NB4001" in complaint or "NB2" in complaint
    assert "storge" in complaint
    assert "`storage`" in complaint  # the compiler's suggestion


def test_a_repair_round_holds_the_whole_conversation() -> None:
    with serving(fenced(WORSE), fenced(BAD), fenced(GOOD)) as server:
        asked(server.url)
    roles = [role for role, _ in server.requests[-1].texts]
    assert roles == ["system", "user", "assistant", "user", "assistant", "user"]


def test_what_never_checks_is_kept_as_a_draft(alone: Path) -> None:
    with serving(fenced(BAD)) as server:
        result = asked(server.url)
    assert len(server.requests) == 4
    assert result.outcome == 1
    assert result.made.spec is None
    assert codes(result)[-1] == "NB8028"
    assert result.draft_path == "orders.draft.nimbus"
    kept = (alone / "orders.draft.nimbus").read_text()
    assert kept.startswith("## What was asked for.\nstack orders\n")
    assert "# This draft does not check:" in kept
    assert "storge" in kept.partition("# This draft does not check:")[2]
    assert [path.name for path in alone.iterdir()] == ["orders.draft.nimbus"]


def test_an_earlier_draft_is_left(alone: Path) -> None:
    (alone / "orders.draft.nimbus").write_text("mine")
    with serving(fenced(BAD)) as server:
        result = asked(server.url)
    assert result.draft_path == "orders.draft-2.nimbus"
    assert (alone / "orders.draft.nimbus").read_text() == "mine"


@pytest.mark.parametrize(
    "answer",
    [
        GOOD,
        fenced(GOOD, ""),
        fenced(GOOD, "hcl"),
        f"<think>stack x</think>\n{fenced(GOOD)}",
        f"```nimbus\n{GOOD}",
        f"~~~nimbus\n{GOOD}~~~",
        fenced(GOOD).replace("\n", "\r\n"),
        "```bash\nrm -rf /\n```\n" + fenced(GOOD),
    ],
    ids=["bare", "no language", "wrong language", "thinking", "open", "tildes", "crlf", "shell"],
)
def test_ways_to_answer(answer: str) -> None:
    with serving(answer) as server:
        result = asked(server.url)
    assert (result.outcome, result.made.repairs) == (0, 0)
    assert result.made.spec is not None and result.made.spec.startswith("## What was asked for.")


@pytest.mark.parametrize("answer", ["I cannot do that.", "", "```json\n{}\n```", "x" * 300_000])
def test_an_answer_without_a_spec_is_asked_again(answer: str) -> None:
    with serving(answer, fenced(GOOD)) as server:
        result = asked(server.url)
    assert (result.outcome, result.made.repairs) == (0, 1)
    complaint = server.requests[1].texts[-1][1]
    assert "The answer" in complaint and "fenced block" in complaint


def test_an_answer_that_was_cut_off_is_told_so() -> None:
    with serving(Reply("Well, let me", cut_off=True), fenced(GOOD)) as server:
        asked(server.url)
    assert "cut off" in server.requests[1].texts[-1][1]


def test_a_spec_without_a_stack_is_asked_again() -> None:
    with serving(fenced(GOOD.replace("stack orders\n", "")), fenced(GOOD)) as server:
        result = asked(server.url)
    assert result.outcome == 0
    assert "NB8011" in server.requests[1].texts[-1][1]


def test_a_password_in_a_draft_is_an_error_like_any_other(alone: Path) -> None:
    leak = GOOD.replace("storage = 50Gi", 'storage = 50Gi, password = "hunter2hunter2"')
    with serving(fenced(leak)) as server:
        result = asked(server.url)
    assert result.outcome == 1
    assert "NB5001" in codes(result)
    assert not (alone / "orders.nimbus").exists()


def test_a_warning_does_not_stop_it() -> None:
    loose = GOOD + '\nresource w: std.k8s.worker { image = "nginx" }\n'
    with serving(fenced(loose)) as server:
        result = asked(server.url)
    assert result.outcome == 0
    assert "NB5506" in [one.code for one in result.diagnostics]


FAULTS = {
    "401": (Reply("wrong key: sk-openai-for-tests", 401), "NB8022"),
    "403": (Reply("not for you", 403), "NB8022"),
    "404": (Reply("no such model", 404), "NB8021"),
    "400": (Reply("prompt is too long", 400), "NB8027"),
    "429": (Reply("slow down", 429), "NB8023"),
    "500": (Reply("boom", 500), "NB8026"),
    "529": (Reply("overloaded", 529), "NB8026"),
    "no JSON": (Reply(body="{not json"), "NB8026"),
    "a web page": (Reply(body="<html>hello</html>"), "NB8026"),
    "nothing": (Reply(body=""), "NB8026"),
    "no choices": (Reply(body="{}"), "NB8026"),
    "null": (Reply(body="null"), "NB8026"),
}


@pytest.mark.parametrize("model", PROVIDERS)
@pytest.mark.parametrize("fault", FAULTS)
def test_faults_of_the_provider(alone: Path, model: str, fault: str) -> None:
    reply, code = FAULTS[fault]
    with serving(reply) as server:
        result = asked(server.url, model)
    assert (result.outcome, codes(result)) == (3, [code])
    assert len(server.requests) == 1  # nothing is tried again behind anybody's back
    assert list(alone.iterdir()) == []
    detail = result.diagnostics[0].detail
    assert "for-tests" not in detail and "Traceback" not in detail
    assert reply.status == 200 or reply.text.partition(":")[0] in detail


@pytest.mark.parametrize("model", PROVIDERS)
@pytest.mark.parametrize("reply", [Reply(after=30.0), Reply(drip=True)], ids=["silent", "drip"])
def test_an_answer_that_does_not_come_ends_the_wait(model: str, reply: Reply) -> None:
    import time

    with serving(reply) as server:
        begun = time.monotonic()
        result = ask(Options(SENTENCE, model=model, api_base=server.url, timeout=1.0))
        took = time.monotonic() - begun
    assert (result.outcome, codes(result)) == (3, ["NB8025"])
    assert took < 30


def test_nobody_there(alone: Path) -> None:
    with serving("") as server:
        url = server.url
    assert codes(asked(url)) == ["NB8024"]
    assert list(alone.iterdir()) == []


def test_a_model_nobody_has() -> None:
    assert codes(ask(Options(SENTENCE, model="blubb"))) == ["NB8021"]


def test_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    with serving("") as server:
        assert codes(asked(server.url)) == ["NB8022"]
    assert server.requests == []


def test_a_fault_in_a_repair_round_keeps_the_draft(alone: Path) -> None:
    with serving(fenced(BAD), Reply("slow down", 429)) as server:
        result = asked(server.url)
    assert result.outcome == 3
    assert codes(result)[-1] == "NB8023"
    assert (alone / "orders.draft.nimbus").is_file()


def test_a_credential_is_never_sent() -> None:
    for text in ("password hunter2", "key AKIAIOSFODNN7EXAMPLE", "-----BEGIN PRIVATE KEY-----"):
        with serving(fenced(GOOD)) as server:
            result = ask(
                Options(f"a Postgres with {text}", model=PROVIDERS[0], api_base=server.url)
            )
        assert (result.outcome, codes(result)) == (4, ["NB8007"])
        assert server.requests == []
        assert text.split()[-1] not in result.diagnostics[0].detail


def test_the_file_is_the_one_that_was_named(alone: Path) -> None:
    with serving(fenced(GOOD)) as server:
        result = asked(server.url, output=Path("here.nimbus"))
    assert result.path == "here.nimbus"
    assert "`here`" in server.requests[0].texts[-1][1]
    assert [path.name for path in alone.iterdir()] == ["here.nimbus"]


def test_a_model_cannot_name_a_file(alone: Path) -> None:
    evil = GOOD.replace("stack orders", "stack ../../evil")
    with serving(fenced(evil)) as server:
        result = asked(server.url)
    assert result.made.spec is None
    assert {path.parent for path in alone.rglob("*")} == {alone}
