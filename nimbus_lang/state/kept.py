"""What Nimbus made in clusters and still looks after: Kubernetes objects and Helm releases.

Terraform keeps such a register itself (its state). Only what is written here is ever deleted from a cluster.
"""

from __future__ import annotations

from dataclasses import dataclass

from nimbus_lang.state.clock import now
from nimbus_lang.state.store import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """One object: `identity` is how its tool names it, `address` how the spec does, `cluster` where it is.

    `rank` is the position of its stage: what has a higher one is deleted earlier.
    """

    provider: str
    target: str
    identity: str
    address: str
    cluster: str
    rank: int = 0
    protect: bool = False


def keep(store: Store, *kept: Kept) -> None:
    """Remember objects, or what is new about them."""
    with store.write() as db:
        db.executemany(
            "INSERT OR REPLACE INTO kept (provider, target, identity, address, protect, rank, cluster, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (k.provider, k.target, k.identity, k.address, k.protect, k.rank, k.cluster, now())
                for k in kept
            ],
        )


def forget(store: Store, *kept: Kept) -> None:
    """Objects are gone."""
    with store.write() as db:
        db.executemany(
            "DELETE FROM kept WHERE provider = ? AND target = ? AND identity = ?",
            [(k.provider, k.target, k.identity) for k in kept],
        )


def kept(store: Store) -> tuple[Kept, ...]:
    """Everything that is kept, in the order in which it was applied."""
    rows = store.read(
        "SELECT provider, target, identity, address, cluster, rank, protect FROM kept ORDER BY rank, rowid"
    )
    return tuple(Kept(**{**dict(row), "protect": bool(row["protect"])}) for row in rows)
