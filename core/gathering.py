"""What a merge takes over beside facts, reports and tags: tagged stretches, notes, findings, rules switched on or off.

Each is one statement about one place: it is there or not, and of two that speak of the same place the later one stands.
What a copy took away goes away here only as it stood when the copies parted: whoever changed it since keeps it. What
was taken away here after it had come from a copy stays away when that copy is merged again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.drafting import Draft, Row
from core.parting import Parted

# What names a statement; the rest is what is said.
NAMED = {
    "passage": ("document", "start", "end", "tag"),
    "absence": ("document", "indicator", "year", "aspect"),
    "dismissal": ("rule", "subject"),
    "rule": ("name",),
}


@dataclass(slots=True)
class Gathering:
    """One copy's statements on their way into the project; the names of reports, tags and facts are theirs → ours."""

    draft: Draft
    ours: Parted
    theirs: Parted
    documents: Mapping[int, int]
    tags: Mapping[int, int]
    facts: Mapping[int, int]
    _freed: dict[tuple[str, tuple[object, ...]], int] = field(default_factory=dict)

    def run(self) -> None:
        """First what was taken away there, then what was said."""
        subjects = sorted(subject for subject in self.theirs.now if subject[0] in NAMED)
        gone = {(table, _whole(row)) for table, row in self.ours.gone if table in NAMED}
        for table, key in subjects:
            then, now = self._ours(table, self.theirs.then[table, key]), self._ours(table, self.theirs.now[table, key])
            if then is not None and (now is None or _name(table, now) != _name(table, then)):
                self._take_away(table, then)
        for table, key in subjects:
            then, now = self._ours(table, self.theirs.then[table, key]), self._ours(table, self.theirs.now[table, key])
            if now is not None and now != then and (table, _whole(now)) not in gone:
                self._say(table, key, then, now)

    def _ours(self, table: str, row: Row | None) -> Row | None:
        """A row of theirs in our names."""
        if row is None:
            return None
        found = dict(row)
        if table in ("passage", "absence"):
            found["document"] = self.documents.get(row["document"], row["document"])
        if table == "passage" and row["tag"] is not None:
            found["tag"] = self.tags.get(row["tag"], row["tag"])
        if table == "dismissal":
            found["fact"] = self.facts.get(row["fact"], row["fact"])
        return found

    def _take_away(self, table: str, then: Row) -> None:
        here = self._standing(table, then)
        if here is not None and here[1] == then:
            self.draft.put(table, here[0], None)
            self._freed[table, _name(table, then)] = here[0]

    def _say(self, table: str, key: int, then: Row | None, now: Row) -> None:
        if table == "passage" and now["tag"] is not None and self.draft.get("tag", now["tag"]) is None:
            return
        here = self._standing(table, now)
        if here is None:
            # A name is held by one row: what was taken away under it comes back as that row.
            number = self._freed.get((table, _name(table, now)))
            if number is None:
                number = key if self.draft.get(table, key) is None else self._fresh(table)
            self.draft.put(table, number, now)
        elif here[1] == then or _later(now, here[1]):
            self.draft.put(table, here[0], {**here[1], **now})

    def _standing(self, table: str, row: Row) -> tuple[int, Row] | None:
        """The row here that bears the same name, with what the merge has changed so far."""
        name = _name(table, row)
        columns = {n: row[n] for n in _names(table, row)}
        self.draft.load(table, self._ids(table, columns))
        for key, laid in self.draft.laid(table).items():
            if _name(table, laid) == name:
                return key, laid
        return None

    def _ids(self, table: str, columns: Row) -> list[int]:
        where = " AND ".join(f'"{name}" IS ?' for name in columns)  # IS: the start of a whole report is NULL
        return [row[0] for row in self.draft.rows.select(f"SELECT id FROM {table} WHERE {where}", columns.values())]

    def _fresh(self, table: str) -> int:
        while self.draft.has(table, key := self.draft.rows.fresh(table)):
            pass
        return key


def _names(table: str, row: Row) -> tuple[str, ...]:
    # Notes without a tag may stand several at one place: their words name them.
    return (*NAMED[table], "note") if table == "passage" and row["tag"] is None else NAMED[table]


def _name(table: str, row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in _names(table, row))


def _whole(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in sorted(row))


def _later(new: Row, old: Row) -> bool:
    def when(row: Row) -> tuple[str, ...]:
        return (row["at"], row["analyst"], *(str(row[name]) for name in sorted(row)))

    return when(new) > when(old)
