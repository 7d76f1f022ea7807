"""The history of a project as plain rows, for `duidu history` and for reading outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.store import Store


def lines(store: Store, fact: int | None = None) -> Iterator[dict[str, Any]]:
    """One row a change, in the order of doing: who, when, which act, what stood there before and after.

    `state` is done, undone (can be redone) or dropped (undone, and something else was done since).
    """
    names = {listing.id: listing.name for listing in store.documents()}
    for entry in store.history(fact):
        row: dict[str, Any] = {
            "act": entry.act,
            "at": entry.at,
            "analyst": entry.analyst,
            "label": entry.label,
            "state": entry.state,
            "table": entry.table,
            "id": entry.key,
            "before": entry.before,
            "after": entry.after,
        }
        if entry.table == "document":
            row["report"] = names.get(entry.key, "")
        yield row
