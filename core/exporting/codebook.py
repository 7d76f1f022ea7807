"""The analyst's own codebook: the tag set with its groups and descriptions, and what carries a tag besides facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from core.exporting.columns import Column

if TYPE_CHECKING:
    from core.store import Store

TAGS = (
    Column("tag", width=20), Column("group", width=16), Column("description", width=60), Column("colour"),
    Column("facts", "integer"), Column("passages", "integer"), Column("reports", "integer"),
)  # fmt: skip
# Offsets count code points of the reading text; both are empty for a tag or a note on a whole report.
PASSAGES = (
    Column("report", width=28), Column("sha256", width=20), Column("start", "integer"), Column("end", "integer"),
    Column("words", width=60), Column("tag", width=20), Column("note", width=40), Column("analyst", width=12),
    Column("decided", width=24),
)  # fmt: skip


def tags(store: Store) -> Iterator[dict[str, Any]]:
    """One row a tag, in the order of the set; how many facts, stretches of text and whole reports carry it."""
    stretches = Counter(p.tag for p in store.passages() if p.start is not None)
    reports = Counter(p.tag for p in store.passages() if p.start is None)
    for tag in store.tags():
        yield {
            "tag": tag.name, "group": tag.family or None, "description": tag.description or None, "colour": tag.colour,
            "facts": tag.uses, "passages": stretches[tag.id], "reports": reports[tag.id],
        }  # fmt: skip


def passages(store: Store) -> Iterator[dict[str, Any]]:
    """One row a tagged or noted stretch, with its words."""
    names = {tag.id: tag.name for tag in store.tags()}
    listings = {listing.id: listing for listing in store.documents()}
    for each in store.passages():
        words = None if each.start is None else store.text(each.document)[each.start : each.end]
        yield {
            "report": listings[each.document].name, "sha256": listings[each.document].sha256, "start": each.start,
            "end": each.end, "words": words, "tag": names.get(each.tag or 0), "note": each.note or None,
            "analyst": each.analyst, "decided": each.at,
        }  # fmt: skip
