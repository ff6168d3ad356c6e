"""A saved plan reads back as it was, and not at all once anybody touched it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from nimbus_lang.plan.model import (
    FieldChange,
    Identity,
    Kind,
    Plan,
    PlannedChange,
    Risk,
    Stage,
)
from nimbus_lang.plan.plan_file import SavedPlan, pack, read_plan, write_plan
from nimbus_lang.plan.plan_json import sealed
from nimbus_lang.source.span import Span
from nimbus_lang.tools.tool import Action

TEXT = 'resource "aws_sqs_queue" "jobs" {}\n'


def a_plan() -> SavedPlan:
    plan = Plan(
        kind=Kind.APPLY,
        stack="shop",
        main="shop.nimbus",
        root="/project",
        overlay="",
        sandbox=True,
        created="2026-01-01T00:00:00.000Z",
        release="0.1.0",
        sources={"shop.nimbus": "aa"},
        artifacts={"terraform/main.tf": sha256(TEXT.encode()).hexdigest()},
        lock="cc",
        identities=(Identity("terraform", "aws", {"account": "000000000000"}),),
        stages=(Stage(0, "terraform", "", ("jobs",), "dd"),),
        changes=(
            PlannedChange(
                *("jobs", "aws_sqs_queue.jobs", "terraform", "aws_sqs_queue", Action.REPLACE, 0),
                fields=(FieldChange("name", "a", "b", replaces=True),),
                risk=Risk.HIGH,
                reasons=("replaces a data store",),
                span=Span("shop.nimbus", 3, 9),
            ),
        ),
    )
    return SavedPlan(sealed(plan), {"terraform/main.tf": TEXT}, {"terraform.tfplan": b"\0binary"})


def test_it_reads_back_as_it_was(tmp_path: Path) -> None:
    assert write_plan(a_plan(), tmp_path / "p.plan") == ()
    assert read_plan(tmp_path / "p.plan") == (a_plan(), ())
    assert (tmp_path / "p.plan").stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["p.plan"]


def test_same_plan_same_bytes() -> None:
    assert pack(a_plan()) == pack(a_plan())


def test_ids_differ_when_anything_differs() -> None:
    plan = a_plan().plan
    assert sealed(replace(plan, created="later")).id != plan.id


Members = dict[str, bytes]


def _edit(name: str, old: bytes, new: bytes) -> Callable[[Members], None]:
    def edit(members: Members) -> None:
        assert old in members[name]
        members[name] = members[name].replace(old, new)

    return edit


def _edit_and_reseal(members: Members) -> None:
    members["plan.json"] = members["plan.json"].replace(b'"high"', b'"low"')
    seals = json.loads(members["seals.json"])
    seals["plan.json"] = sha256(members["plan.json"]).hexdigest()
    members["seals.json"] = json.dumps(seals).encode()


def _artifact_and_reseal(members: Members) -> None:
    members["artifacts/terraform/main.tf"] += b"# more"
    seals = json.loads(members["seals.json"])
    seals["artifacts/terraform/main.tf"] = sha256(
        members["artifacts/terraform/main.tf"]
    ).hexdigest()
    members["seals.json"] = json.dumps(seals).encode()


@pytest.mark.parametrize(
    "edit",
    [
        _edit("plan.json", b'"high"', b'"low"'),
        _edit("artifacts/terraform/main.tf", b"jobs", b"robs"),
        _edit("tools/terraform.tfplan", b"binary", b"tinary"),
        lambda members: members.pop("tools/terraform.tfplan"),
        lambda members: members.update({"artifacts/more.tf": b""}),
        _edit_and_reseal,
        _artifact_and_reseal,
    ],
)
def test_a_touched_plan_is_refused(tmp_path: Path, edit: Callable[[Members], None]) -> None:
    with zipfile.ZipFile(io.BytesIO(pack(a_plan()))) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    edit(members)
    with zipfile.ZipFile(tmp_path / "p.plan", "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    saved, problems = read_plan(tmp_path / "p.plan")
    assert saved is None
    assert [d.code for d in problems] == ["NB7003"]


def test_no_flipped_byte_is_let_through_or_raises(tmp_path: Path) -> None:
    data = pack(a_plan())
    for at in range(0, len(data), 7):
        (tmp_path / "p.plan").write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        saved, problems = read_plan(tmp_path / "p.plan")
        assert saved == a_plan() if not problems else saved is None


@pytest.mark.parametrize("data", [b"", b"PK", b"stack shop", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_plan(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "p.plan").write_bytes(data)
    assert [d.code for d in read_plan(tmp_path / "p.plan")[1]] == ["NB7002"]


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert [d.code for d in read_plan(tmp_path / "no.plan")[1]] == ["NB7002"]
    assert [d.code for d in read_plan(tmp_path)[1]] == ["NB7002"]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    assert [d.code for d in write_plan(a_plan(), tmp_path / "no" / "p.plan")] == ["NB7005"]


def test_a_plan_never_replaces_another_file(tmp_path: Path) -> None:
    spec = tmp_path / "shop.nimbus"
    spec.write_text("stack shop\n")
    assert [d.code for d in write_plan(a_plan(), spec)] == ["NB7015"]
    assert spec.read_text() == "stack shop\n"
    place = tmp_path / "shop.plan"
    assert write_plan(a_plan(), place) == ()
    assert write_plan(a_plan(), place) == ()
