"""Packages from real repositories: pinned, fetched, read back without a network, and refused when they are not as locked."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from nimbus_lang.operations import check as checking
from nimbus_lang.operations import compile as compiling
from nimbus_lang.operations.lock import Options, Result, lock
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.plan.stack import read_stack
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.workspace.lock import Lock, parse_lock

NET = """
use parts from "../parts.nimbus"
component net {
  param range: cidr
  resource main: aws.vpc { cidr_block = range }
  resource more: parts.tag { vpc = main.id }
  output id = main.id
}
"""
PARTS = 'component tag {\n  param vpc: string\n  resource jobs: aws.sqs_queue { name = "a-${vpc}" }\n}\n'


@dataclass(frozen=True)
class Repository:
    """A git repository in a folder."""

    folder: Path

    def git(self, *args: str) -> str:
        """Run git in it."""
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            **{
                f"GIT_{who}_{what}": "a@example.com"
                for who in ("AUTHOR", "COMMITTER")
                for what in ("NAME", "EMAIL")
            },
        }
        done = subprocess.run(
            ["git", *args], cwd=self.folder, env=env, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self, tag: str = "", **files: str) -> str:
        """Write files (`aws__net` is `aws/net.nimbus`), commit them, tag the commit; its hash."""
        for name, text in files.items():
            path = self.folder / (name.replace("__", "/") + ".nimbus")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "change")
        if tag:
            self.git("tag", "--force", tag)
        return self.git("rev-parse", "HEAD")

    def at(self, path: str, version: str) -> str:
        """How a spec names a file of it."""
        return f"git+file://{self.folder}//{path}@{version}"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with one package of two files, tagged v1."""
    folder = tmp_path / "remote"
    folder.mkdir()
    made = Repository(folder)
    made.git("init", "--quiet", "--initial-branch=main")
    made.commit("v1", aws__net=NET, parts=PARTS)
    return made


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, where the test stands, with a cache of its own."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("NIMBUS_CACHE_DIR", str(tmp_path / "cache"))
    return folder


def write(project: Path, source: str, name: str = "main", more: str = "") -> None:
    (project / f"{name}.nimbus").write_text(
        f'stack {name}\nuse net from "{source}"\nresource n: net.net {{ range = 10.0.0.0/16 }}\n'
        f"output id = n.id\n{more}"
    )


def locked(project: Path) -> Lock:
    found, _ = parse_lock(SourceFile("nimbus.lock", (project / "nimbus.lock").read_text()))
    assert found is not None
    return found


def ran(**options: bool) -> Result:
    return lock(Options(Path(), **options))


def codes(path: str = "main.nimbus") -> list[str]:
    return [one.code for one in checking.check(checking.Options((Path(path),))).diagnostics]


def gone(repository: Repository) -> None:
    repository.folder.rename(repository.folder.with_name("away"))


def blobs(project: Path) -> list[Path]:
    return [p for p in (project.parent / "cache" / "packages").rglob("*") if p.is_file()]


def test_a_package_is_locked_fetched_and_used(repository: Repository, project: Path) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    assert codes() == ["NB6060"]
    done = ran()
    assert done.outcome is Outcome.OK and done.diagnostics == ()
    (pin,) = locked(project).packages.values()
    assert pin.commit == repository.git("rev-parse", "v1")
    assert set(pin.files) == {"aws/net.nimbus", "parts.nimbus"}
    assert codes() == []


def test_the_rest_needs_no_network(repository: Repository, project: Path) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    ran()
    gone(repository)
    assert codes() == []
    made = compiling.compile_stacks(compiling.Options(Path("main.nimbus"), Path("build")))
    assert made.outcome is Outcome.OK
    made = "".join(path.read_text() for path in (project / "build/terraform").iterdir())
    assert '"10.0.0.0/16"' in made
    assert ran().outcome is Outcome.OK
    assert ran(check=True).outcome is Outcome.OK


def test_the_same_project_gives_the_same_lock(repository: Repository, project: Path) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    ran()
    before = (project / "nimbus.lock").read_bytes()
    assert ran().changes == ()
    (project / "nimbus.lock").unlink()
    ran()
    assert (project / "nimbus.lock").read_bytes() == before


def test_a_moved_tag_changes_nothing_until_somebody_upgrades(
    repository: Repository, project: Path
) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    ran()
    before = (project / "nimbus.lock").read_text()
    new = repository.commit("v1", aws__net=NET.replace("a-", "b-").replace("main:", "first:"))
    assert ran().changes == ()
    assert (project / "nimbus.lock").read_text() == before
    done = ran(upgrade=True)
    assert [one.code for one in done.diagnostics] == ["NB6068"]
    assert done.outcome is Outcome.OK
    (pin,) = locked(project).packages.values()
    assert pin.commit == new


def test_a_branch_moves_without_a_warning(repository: Repository, project: Path) -> None:
    write(project, repository.at("aws/net.nimbus", "main"))
    ran()
    repository.commit()
    done = ran(upgrade=True)
    assert done.diagnostics == ()
    assert len(done.changes) == 1


def test_a_locked_commit_is_fetched_on_another_machine_after_the_tag_moved(
    repository: Repository, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    ran()
    repository.commit("v1", aws__net="component other { }")
    monkeypatch.setenv("NIMBUS_CACHE_DIR", str(project.parent / "fresh"))
    assert codes() == ["NB6061"]
    assert ran(check=True).outcome is Outcome.OK
    assert codes() == []


def test_a_commit_that_is_gone(
    repository: Repository, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    ran()
    repository.git("checkout", "--quiet", "--orphan", "again")
    repository.commit("v1", more="component another { }")
    repository.git("branch", "-D", "main")
    repository.git("reflog", "expire", "--expire=now", "--all")
    repository.git("gc", "--quiet", "--prune=now")
    monkeypatch.setenv("NIMBUS_CACHE_DIR", str(project.parent / "fresh"))
    done = ran()
    assert [one.code for one in done.diagnostics] == ["NB7252"]
    assert done.outcome is Outcome.ENVIRONMENT


def test_a_changed_cache_is_noticed_and_mended(repository: Repository, project: Path) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    ran()
    for path in blobs(project):
        path.write_text(path.read_text().replace("10", "11") + "# more\n")
    assert codes() == ["NB6062"]
    assert ran().outcome is Outcome.OK
    assert codes() == []


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"component"])
def test_a_damaged_cache_is_noticed(repository: Repository, project: Path, damage: bytes) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    ran()
    for path in blobs(project):
        path.write_bytes(damage)
    assert codes() == ["NB6062"]


def test_an_empty_cache_is_noticed(repository: Repository, project: Path) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    ran()
    for path in blobs(project):
        path.unlink()
    found = checking.check(checking.Options((Path("main.nimbus"),)))
    assert [one.code for one in found.diagnostics] == ["NB6061"]
    assert found.unread
    assert found.diagnostics[0].span is not None
    assert found.sources["main.nimbus"].slice(found.diagnostics[0].span).startswith('"git+file')


def test_a_digest_that_somebody_wrote_into_the_lock(repository: Repository, project: Path) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    ran()
    text = (project / "nimbus.lock").read_text()
    (pin,) = locked(project).packages.values()
    (project / "nimbus.lock").write_text(text.replace(pin.files["parts.nimbus"], "0" * 64))
    assert codes() == ["NB6061"]
    for flags in ({}, {"check": True}):
        done = ran(**flags)
        assert [one.code for one in done.diagnostics] == ["NB6066"]
        assert done.outcome is Outcome.ENVIRONMENT
    assert ran(upgrade=True).outcome is Outcome.OK


def test_a_lock_that_is_behind_fails_the_check(repository: Repository, project: Path) -> None:
    ran()
    write(project, repository.at("aws/net.nimbus", "v1"))
    before = (project / "nimbus.lock").read_text()
    done = ran(check=True)
    assert [one.code for one in done.diagnostics] == ["NB6067"]
    assert done.outcome is Outcome.SPEC
    assert (project / "nimbus.lock").read_text() == before
    assert not blobs(project)


def test_what_is_not_used_any_more_leaves_the_lock(repository: Repository, project: Path) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    ran()
    write(project, repository.at("parts.nimbus", "v1"))
    assert ran(check=True).outcome is Outcome.SPEC
    assert len(ran().changes) == 1
    (pin,) = locked(project).packages.values()
    assert set(pin.files) == {"parts.nimbus"}


def test_all_specs_of_a_project_share_one_lock(repository: Repository, project: Path) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"), "first")
    (project / "sub").mkdir()
    write(project / "sub", repository.at("aws/net.nimbus", "main"), "second")
    (project / "other").mkdir()
    (project / "other" / "nimbus.toml").write_text("")
    write(project / "other", repository.at("parts.nimbus", "v1"), "third")
    (project / "nimbus.toml").write_text("")
    lock(Options(project / "sub"))
    assert len(locked(project).packages) == 2
    assert not (project / "sub" / "nimbus.lock").exists()
    assert codes("sub/second.nimbus") == codes("first.nimbus") == []
    assert codes("other/third.nimbus") == ["NB6060"]


def test_a_package_that_uses_another_repository(
    repository: Repository, project: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "second"
    folder.mkdir()
    second = Repository(folder)
    second.git("init", "--quiet")
    inner = repository.at("aws/net.nimbus", "v1")
    second.commit(
        "v2",
        outer=f'use inner from "{inner}"\n'
        "component net {\n  param range: cidr\n  resource deep: inner.net { range = range }\n  output id = deep.id\n}\n",
    )
    write(project, second.at("outer.nimbus", "v2"))
    assert ran().outcome is Outcome.OK
    assert len(locked(project).packages) == 2
    assert codes() == []


def test_a_mistake_in_a_package_names_the_uses_that_lead_there(
    repository: Repository, project: Path
) -> None:
    repository.commit("v2", parts=PARTS.replace("vpc}", "nope}"))
    write(project, repository.at("aws/net.nimbus", "v2"))
    ran()
    found = checking.check(checking.Options((Path("main.nimbus"),)))
    (one,) = [d for d in found.diagnostics if d.code == "NB2001"]
    assert one.span is not None and one.span.path == repository.at("parts.nimbus", "v2")
    assert [span.path for span in one.callers] == [
        repository.at("aws/net.nimbus", "v2"),
        "main.nimbus",
    ]
    assert one.fixes == ()


def test_warnings_about_somebody_elses_text_are_not_told(
    repository: Repository, project: Path
) -> None:
    repository.commit("v2", parts=f"{PARTS}\nlet unused = 1\n")
    write(project, repository.at("aws/net.nimbus", "v2"))
    ran()
    assert codes() == []


@pytest.mark.parametrize("place", ["aws/net.nimbus", "parts.nimbus", "linked/net.nimbus"])
def test_symbolic_links_are_not_followed(repository: Repository, project: Path, place: str) -> None:
    secret = project.parent / "secret.nimbus"
    secret.write_text("component net { }")
    if place.startswith("linked/"):
        (repository.folder / "linked").symlink_to("aws")
    else:
        (repository.folder / place).unlink()
        (repository.folder / place).symlink_to(secret)
    repository.commit("v2")
    write(
        project, repository.at("linked/net.nimbus" if "linked" in place else "aws/net.nimbus", "v2")
    )
    done = ran()
    assert [one.code for one in done.diagnostics] == ["NB6065"]
    assert "symbolic link" in done.diagnostics[0].detail
    assert not (project / "nimbus.lock").exists()


def test_a_package_does_not_reach_out_of_its_repository(
    repository: Repository, project: Path
) -> None:
    (repository.folder.parent / "outside.nimbus").write_text(PARTS)
    repository.commit("v2", aws__net=NET.replace("../parts", "../../outside"))
    write(project, repository.at("aws/net.nimbus", "v2"))
    assert ran().outcome is Outcome.OK
    assert codes() == ["NB2029"]


def test_a_submodule_is_not_entered(repository: Repository, project: Path) -> None:
    head = repository.git("rev-parse", "HEAD")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{head},sub")
    repository.git("commit", "--quiet", "-m", "sub")
    repository.git("tag", "v2")
    write(project, repository.at("sub/net.nimbus", "v2"))
    assert [one.code for one in ran().diagnostics] == ["NB6065"]


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"let a = 1\n\xe9\n", b"a\0b", b"#" * 5_000_000]
)
def test_what_is_no_text_is_refused(repository: Repository, project: Path, content: bytes) -> None:
    (repository.folder / "parts.nimbus").write_bytes(content)
    repository.commit("v2")
    write(project, repository.at("aws/net.nimbus", "v2"))
    done = ran()
    assert [one.code for one in done.diagnostics] == ["NB6065"]
    assert done.diagnostics[0].callers


def test_a_file_that_is_not_there(repository: Repository, project: Path) -> None:
    write(project, repository.at("aws/nett.nimbus", "v1"))
    assert [one.code for one in ran().diagnostics] == ["NB6065"]


def test_a_version_that_is_not_there(repository: Repository, project: Path) -> None:
    write(project, repository.at("aws/net.nimbus", "v9"))
    done = ran()
    assert [one.code for one in done.diagnostics] == ["NB7251"]
    assert done.diagnostics[0].span is not None


def test_a_repository_that_is_not_there(repository: Repository, project: Path) -> None:
    write(project, repository.at("aws/net.nimbus", "v1").replace("remote", "nowhere"))
    done = ran()
    assert [one.code for one in done.diagnostics] == ["NB7250"]
    assert done.outcome is Outcome.ENVIRONMENT
    assert not (project / "nimbus.lock").exists()


def test_nothing_of_a_repository_runs(repository: Repository, project: Path) -> None:
    """Hooks, filters, file monitors and upload hooks of the remote all would leave a mark."""
    mark = project.parent / "ran"
    script = repository.folder / ".git" / "hooks" / "evil"
    script.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    script.chmod(0o755)
    for hook in (
        "post-checkout",
        "post-merge",
        "reference-transaction",
        "pre-auto-gc",
        "post-upload-pack",
    ):
        (script.parent / hook).symlink_to(script)
    (repository.folder / ".gitattributes").write_text("*.nimbus filter=evil\n")
    repository.commit("v2")
    for name in (
        "filter.evil.smudge",
        "filter.evil.clean",
        "core.fsmonitor",
        "uploadpack.packObjectsHook",
    ):
        repository.git("config", name, str(script))
    write(project, repository.at("aws/net.nimbus", "v2"))
    mark.unlink(missing_ok=True)
    assert ran().outcome is Outcome.OK
    assert codes() == []
    assert not mark.exists()


def test_the_version_may_be_a_commit(repository: Repository, project: Path) -> None:
    commit = repository.git("rev-parse", "v1")
    repository.commit("v1", aws__net="component other { }")
    write(project, repository.at("aws/net.nimbus", commit))
    assert ran().outcome is Outcome.OK
    assert codes() == []


def test_an_annotated_tag_stands_for_its_commit(repository: Repository, project: Path) -> None:
    repository.git("tag", "--annotate", "-m", "note", "v5")
    write(project, repository.at("aws/net.nimbus", "v5"))
    assert ran().outcome is Outcome.OK
    (pin,) = locked(project).packages.values()
    assert pin.commit == repository.git("rev-parse", "v5^{commit}")


def test_a_tag_wins_over_a_branch_of_its_name(repository: Repository, project: Path) -> None:
    repository.git("branch", "both")
    tagged = repository.commit("both")
    write(project, repository.at("aws/net.nimbus", "both"))
    ran()
    (pin,) = locked(project).packages.values()
    assert pin.commit == tagged


def test_an_unwritable_cache_is_said(
    repository: Repository, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.parent / "blocked").write_text("a file")
    monkeypatch.setenv("NIMBUS_CACHE_DIR", str(project.parent / "blocked"))
    write(project, repository.at("aws/net.nimbus", "v1"))
    done = ran()
    assert {one.code for one in done.diagnostics} == {"NB6010"}
    assert done.outcome is Outcome.ENVIRONMENT


def test_a_broken_lock_is_neither_used_nor_overwritten(
    repository: Repository, project: Path
) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    (project / "nimbus.lock").write_text("<<<<<<< ours\n")
    assert "NB6063" in codes()
    assert [one.code for one in ran().diagnostics] == ["NB6063"]
    assert (project / "nimbus.lock").read_text() == "<<<<<<< ours\n"


def test_other_types_than_those_locked_are_a_warning(repository: Repository, project: Path) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    ran()
    text = (project / "nimbus.lock").read_text()
    (project / "nimbus.lock").write_text(text.replace("5.100.0", "5.99.0"))
    found = checking.check(checking.Options((Path("main.nimbus"),)))
    assert [one.code for one in found.diagnostics] == ["NB6064"]
    assert not found.unread
    assert ran().changes == ()
    assert ran(check=True).outcome is Outcome.SPEC
    assert ran(upgrade=True).changes == ("`hashicorp/aws` goes from 5.99.0 to 5.100.0",)


def test_a_plan_is_bound_to_the_texts_of_packages(repository: Repository, project: Path) -> None:
    source = repository.at("aws/net.nimbus", "main")
    write(project, source)
    ran()
    first = read_stack(Path("main.nimbus")).stack
    repository.commit(parts=PARTS.replace('"a-', '"b-'))
    ran(upgrade=True)
    second = read_stack(Path("main.nimbus")).stack
    assert first is not None and second is not None
    assert first.digests[source] == second.digests[source]
    parts = repository.at("parts.nimbus", "main")
    assert first.digests[parts] != second.digests[parts]


def test_graph_and_source_map_name_the_file_as_the_spec_does(
    repository: Repository, project: Path
) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    ran()
    compiling.compile_stacks(compiling.Options(Path("main.nimbus"), Path("build")))
    graph = json.loads((project / "build/graph.json").read_text())
    places = {place[0] for one in graph["resources"] for place in one["from"]}
    assert repository.at("parts.nimbus", "v1") in places


def test_custom_resources_of_a_repository(repository: Repository, project: Path) -> None:
    crds = Path(__file__).parent.parent / "corpus" / "custom_resources" / "crds.yaml"
    (repository.folder / "deploy").mkdir()
    (repository.folder / "deploy" / "crds.yaml").write_text(crds.read_text())
    repository.commit("v2")
    source = repository.at("deploy/crds.yaml", "v2")
    spec = '{ spec = { secretName = "a", issuerRef = { nam = "b" } } }'
    (project / "main.nimbus").write_text(
        f'stack main\nuse certs from "{source}"\nresource c: certs.cert_manager.v1.Certificate {spec}\n'
    )
    assert codes() == ["NB6060"]
    assert ran().outcome is Outcome.OK
    gone(repository)
    assert codes() == ["NB4001"]


def test_a_file_stands_for_its_folder(repository: Repository, project: Path) -> None:
    write(project, repository.at("aws/net.nimbus", "v1"))
    assert lock(Options(Path("main.nimbus"))).outcome is Outcome.OK
    assert codes() == []
