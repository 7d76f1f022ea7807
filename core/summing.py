"""A project in brief: its reports, how far the review is, who did what last; what `duidu info PROJECT` prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from core.facts import State
from core.log import words

if TYPE_CHECKING:
    from core.store import Store


def info(store: Store) -> dict[str, object]:
    """Plain values, ready for JSON. Reports that were taken out and their facts are left out; times are UTC."""
    about = dict(store.select("SELECT name, value FROM project"))
    listings = store.documents()
    years = [listing.year for listing in listings if listing.year is not None]
    facts = {state.value: sum(row.counts.get(state.value, 0) for row in listings) for state in State}
    return {
        "project": about.get("title", ""),
        "file": store.path.name,
        "schema": int(store.select("SELECT user_version FROM pragma_user_version")[0][0]),
        "made": about.get("made", ""),
        "reports": len(listings),
        "regions": len({listing.region for listing in listings if listing.region}),
        "years": f"{min(years)}-{max(years)}" if years else "",
        "characters": sum(listing.characters for listing in listings),
        "facts": {"all": sum(facts.values())} | facts,
        "tags": len(store.tags()),
        "analysts": [
            {"analyst": name, "decisions": count}
            for name, count in store.select(
                "SELECT f.analyst, count(*) FROM fact f JOIN document d ON d.id = f.document"
                " WHERE d.removed = 0 AND f.analyst <> '' GROUP BY f.analyst ORDER BY count(*) DESC, f.analyst"
            )
        ],
        "last": _last(store),
        "documents": [
            {
                "name": listing.name, "region": listing.region, "year": listing.year,
                "facts": sum(listing.counts.values()), "reviewed": sum(
                    number for state, number in listing.counts.items() if state != State.PROPOSED
                ),
            }
            for listing in listings
        ],
    }  # fmt: skip


def _last(store: Store) -> dict[str, str]:
    """The last act that stands; empty for a new project."""
    rows = store.select("SELECT label, at, analyst FROM batch WHERE state = 'done' ORDER BY id DESC LIMIT 1")
    for label, at, analyst in rows:
        key, values = json.loads(label)
        return {"at": at, "analyst": analyst, "act": words((key, values))}
    return {}
