"""What the text after `from` means, and what it must not mean."""

from __future__ import annotations

import pytest

from nimbus_lang.source.package import PackageFile, Refused, find_file, is_pinned, read_package

NET = "git+https://example.com/acme/infra.git//aws/net.nimbus@v1.2.0"

GOOD = {
    NET: ("https://example.com/acme/infra.git", "aws/net.nimbus", "v1.2.0"),
    "git+ssh://git@example.com/acme/infra//net.nimbus@main": (
        "ssh://git@example.com/acme/infra",
        "net.nimbus",
        "main",
    ),
    "git+file:///srv/repo//a/b/c.nimbus@release/2": (
        "file:///srv/repo",
        "a/b/c.nimbus",
        "release/2",
    ),
    "git+https://example.com:8443/r.git//n.nimbus@pkg@1.0.0": (
        "https://example.com:8443/r.git",
        "n.nimbus",
        "pkg@1.0.0",
    ),
    f"git+https://example.com/r//n.nimbus@{'0' * 40}": (
        "https://example.com/r",
        "n.nimbus",
        "0" * 40,
    ),
}


@pytest.mark.parametrize("source", GOOD)
def test_a_file_of_a_repository(source: str) -> None:
    found = read_package(source)
    assert isinstance(found, PackageFile)
    assert (found.url, found.path, found.version) == GOOD[source]
    assert found.name == source


BAD = [
    "git+http://example.com/r.git//n.nimbus@v1",
    "git+git://example.com/r.git//n.nimbus@v1",
    "git+ext::sh -c touch% /tmp/x//n.nimbus@v1",
    "git+ext://x/y//n.nimbus@v1",
    "git+https://example.com/r.git",
    "git+https://example.com/r.git//n.nimbus",
    "git+https://example.com/r.git//n.nimbus@",
    "git+https://example.com/r.git//n.nimbus@-upload-pack=x",
    "git+https://example.com/r.git//n.nimbus@a..b",
    "git+https://example.com/r.git//n.nimbus@v1 x",
    "git+https://example.com/r.git//n.tf@v1",
    "git+https://example.com/r.git//../n.nimbus@v1",
    "git+https://example.com/r.git//a/../../n.nimbus@v1",
    "git+https://example.com/r.git///n.nimbus@v1",
    "git+https://example.com/r.git//a\\b.nimbus@v1",
    "git+https://example.com/r.git//n.nimbus?ref=v1",
    "git+https://example.com/r.git?ref=v1//n.nimbus@v1",
    "git+https://user:word@example.com/r.git//n.nimbus@v1",
    "git+https://token@example.com/r.git//n.nimbus@v1",
    "git+ssh://git:word@example.com/r.git//n.nimbus@v1",
    "git+ssh://-oProxyCommand=x/r//n.nimbus@v1",
    "git+https://-x/r//n.nimbus@v1",
    "git+https:////n.nimbus@v1",
    "git+file://relative/r//n.nimbus@v1",
]


@pytest.mark.parametrize("source", BAD)
def test_what_is_no_file_of_a_repository(source: str) -> None:
    found = read_package(source)
    assert isinstance(found, Refused)
    assert found.why and not found.why.endswith(".")


def test_what_a_local_file_uses() -> None:
    assert find_file("shop/main.nimbus", "./lib/net.nimbus") == "shop/lib/net.nimbus"
    assert find_file("shop/main.nimbus", "../net.nimbus") == "net.nimbus"
    assert find_file("main.nimbus", NET) == NET


def test_what_a_file_of_a_repository_uses() -> None:
    assert find_file(NET, "./parts.nimbus") == NET.replace("net.nimbus", "parts.nimbus")
    assert find_file(NET, "../k8s/web.nimbus") == NET.replace("aws/net.nimbus", "k8s/web.nimbus")
    other = "git+https://example.com/other.git//x.nimbus@v3"
    assert find_file(NET, other) == other


def test_a_file_of_a_repository_never_leads_out_of_it() -> None:
    for source in ("../../x.nimbus", "../../../../etc/x.nimbus", "./../../x.nimbus"):
        found = find_file(NET, source)
        assert isinstance(found, Refused) and found.outside


@pytest.mark.parametrize(
    "source",
    ["git::https://a/b.git//c?ref=v1", "git@github.com:a/b.git", "https://a/b.nimbus"],
)
def test_other_spellings_are_told_the_right_one(source: str) -> None:
    found = find_file("main.nimbus", source)
    assert isinstance(found, Refused)
    assert "git+https://" in found.why


def test_names_of_files_on_the_disk_are_not_pinned() -> None:
    assert is_pinned(NET)
    assert not is_pinned("git/net.nimbus")
