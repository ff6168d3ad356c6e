"""Where a deployment's cloud resources are: the account and region of its last apply.

Terraform looks for what it made in the region of today's configuration; in another one it would find nothing and
forget it all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from nimbus_lang.state.store import Store


def remember_home(store: Store, facts: Mapping[str, str]) -> None:
    """Note the account and region; empty facts forget them."""
    with store.write() as db:
        db.execute("DELETE FROM home")
        if facts:
            db.execute("INSERT INTO home (one, facts) VALUES (1, ?)", (json.dumps(dict(facts)),))


def home(store: Store) -> dict[str, str]:
    """The account and region; empty before the first apply and after a destroy."""
    rows = store.read("SELECT facts FROM home")
    return dict(json.loads(rows[0]["facts"])) if rows else {}
