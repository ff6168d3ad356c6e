"""What Nimbus made in clusters and still looks after: Kubernetes objects and Helm releases.

Terraform keeps such a register itself (its state); of its resources only the protected ones are written here, so that
their protection outlives their declaration. Only what is written here is ever deleted from a cluster.
"""

from __future__ import annotations

from nimbus_lang.plan.model import Made
from nimbus_lang.state.clock import now
from nimbus_lang.state.store import Store


def keep(store: Store, *made: Made) -> None:
    """Remember objects, or what is new about them."""
    with store.write() as db:
        db.executemany(
            "INSERT OR REPLACE INTO kept (provider, target, identity, address, protect, rank, cluster, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (k.provider, k.target, k.identity, k.address, k.protect, k.rank, k.cluster, now())
                for k in made
            ],
        )


def forget(store: Store, *made: Made) -> None:
    """Objects are gone."""
    with store.write() as db:
        db.executemany(
            "DELETE FROM kept WHERE provider = ? AND target = ? AND identity = ?",
            [(k.provider, k.target, k.identity) for k in made],
        )


def kept(store: Store) -> tuple[Made, ...]:
    """Everything that is kept, in the order in which it was applied."""
    rows = store.read(
        "SELECT provider, target, identity, address, cluster, rank, protect FROM kept ORDER BY rank, rowid"
    )
    return tuple(Made(**{**dict(row), "protect": bool(row["protect"])}) for row in rows)
