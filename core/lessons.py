"""What one decision says about other proposals, and which rules could speak about a proposal.

A rule is known by its kind and its conditions; core.learning counts how many decisions stand behind each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from core import wordings
from core.rows import dumps
from core.store import Store

NAMES = ("indicator", "canonical")
KINDS = ("measure", "direction", "basis")
TIMES = ("status", "period_start", "period_end")
FIELDS = (*NAMES, *KINDS, *TIMES, "base_unit", "action")
WORDED = (*NAMES, *KINDS, "base_unit")  # what the words before a figure decide on
LIKELY = ("indicator", "canonical", "base_unit", "measure", "direction")  # once accepted, surer in the same words
COLUMNS = ("id", "document", "start", "end", "quantity", "state", "confidence", "doubts", "machine", *FIELDS)
AFTER = ("add_end", "manner", "reject_after")  # known by the last words before a figure
AFFIX = 4  # longer beginnings and ends are told apart by the whole name
Known = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a report that a place stands in, and the report's year, which periods are counted from."""

    part: str
    year: int


def says(row: Known, where: Places) -> Iterator[tuple[str, Known, Known]]:
    """What one decision says about other proposals: kind, conditions, fields."""
    before = before_of(row)
    name = before["indicator"]
    if row["state"] == "rejected":
        yield "reject", ({"indicator": name, "base_unit": before["base_unit"]} if name else
                         {"indicator": "", "quantity": row["quantity"]}), {}  # fmt: skip
        if len(words := where.words(row)) > 1:
            yield "reject_after", _manner(before, words), {}
        return
    changed = {field: row[field] for field in FIELDS if row[field] != before[field]}
    worded = {field: changed[field] for field in WORDED if field in changed}
    if worded and len(words := where.words(row)) > 1:
        yield "wording", _worded(before, words), worded
        if name and "indicator" in changed and (end := row["indicator"].removeprefix(name)) != row["indicator"]:
            yield "add_end", _manner(before, words), {"new": end}
        if kinds := {field: changed[field] for field in KINDS if field in changed}:
            yield "manner", _manner(before, words) | {field: before[field] for field in kinds}, kinds
    if name and (names := {field: changed[field] for field in NAMES if field in changed}):
        yield "name", {"indicator": name}, names
    if name and "indicator" in changed:
        yield from _trims(name, row["indicator"], where.sentence(row))
    if name and (kinds := {field: changed[field] for field in KINDS if field in changed}):
        conditions = {"indicator": name, "base_unit": before["base_unit"], "measure": before["measure"]}
        yield "kind", conditions | {field: before[field] for field in kinds}, kinds
    if (times := set(TIMES) & changed.keys()) and (frame := where(row["document"], row["start"])):
        conditions = {"part": frame.part, "measure": before["measure"]}
        yield "time", conditions | _times(before, TIMES, frame), _times(row, sorted(times), frame)
    if name and before["action"] and "action" in changed:
        yield "action", {"indicator": name, "action": before["action"]}, {"action": row["action"]}


def _worded(before: Known, words: str) -> Known:
    return {"words": words} | {field: before[field] for field in ("indicator", "base_unit", "measure")}


def _manner(before: Known, words: str) -> Known:
    return {"words": words[-wordings.ENOUGH :]} | {field: before[field] for field in ("base_unit", "measure")}


def _trims(before: str, after: str, sentence: str) -> Iterator[tuple[str, Known, Known]]:
    """A beginning or an end that was taken off the name, or for which another came."""
    edit = wordings.edit(before, after)
    if edit is None or not edit.old or max(len(edit.old), len(edit.new)) > AFFIX:
        return
    if edit.new:
        # 比重 for 占比 where the report itself says 比重; where it says 占比, that was not what was wrong.
        yield f"swap_{edit.side}", {"words": edit.old, "written": edit.old in sentence}, {"new": edit.new}
    else:
        yield f"trim_{edit.side}", {"words": edit.old}, {}


class Shapes:
    """Which kinds of rules there are, and what is cheap to know of them before a name for each is made."""

    def __init__(self, rules: Iterable[tuple[str, Known]]) -> None:
        every = list(rules)
        self.kinds = {kind for kind, _ in every}
        self.worded = {about["indicator"] for kind, about in every if kind == "wording"}
        self.swapped = {about["words"] for kind, about in every if kind.startswith("swap")}
        manners = [about for kind, about in every if kind in AFTER]
        self.manners = {(about["words"], about["base_unit"], about["measure"]) for about in manners}
        self.units = {about["base_unit"] for about in manners}


class Along:
    """Corrections that hold for what follows in the same sentence: 产值332亿元、增长10% has one name and one year.

    Only names of the same wording and years of the same frame go along, from the nearest correction before.
    """

    def __init__(self, decided: Iterable[Known], where: Places) -> None:
        self._where = where
        self._known: dict[tuple[Any, ...], list[tuple[int, Known]]] = {}
        self._documents: set[int] = set()
        for row in decided:
            if row["state"] == "corrected":
                before = before_of(row)
                for fields, key in zip((NAMES, TIMES), self._keys(before), strict=True):
                    changed = {field: row[field] for field in fields if row[field] != before[field]}
                    # 存贷款余额分别增长11.7%、15.7%: what is told of one is not told of the next.
                    alone = fields is NAMES and ("分别" in where.words(row) or not before["indicator"])
                    if changed and not alone:
                        self._known.setdefault(key, []).append((row["start"], changed))
                        self._documents.add(row["document"])

    def __len__(self) -> int:
        return sum(map(len, self._known.values()))

    def of(self, before: Known) -> Known:
        """What goes along to a proposal, from the nearest correction before it."""
        if before["document"] not in self._documents:
            return {}
        fields: Known = {}
        for key in self._keys(before):
            earlier = [each for each in self._known.get(key, ()) if each[0] < before["start"]]
            if earlier:
                start, changed = max(earlier, key=lambda each: each[0])
                fields |= changed if self._where.together(before, start) else {}
        return fields

    def _keys(self, before: Known) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        here = before["document"]
        return (here, "name", before["indicator"]), (here, "time", *(before[field] for field in TIMES))


def names_of(before: Known, where: Places, shapes: Shapes) -> set[str]:
    """The names that rules about this proposal would have."""
    name, kinds = before["indicator"], shapes.kinds
    found: set[str] = set()
    if "reject" in kinds:
        conditions = {"indicator": name, "base_unit": before["base_unit"]}
        found.add(dumps(["reject", conditions if name else {"indicator": "", "quantity": before["quantity"]}]))
    if "name" in kinds:
        found.add(dumps(["name", {"indicator": name}]))
    if "action" in kinds:
        found.add(dumps(["action", {"indicator": name, "action": before["action"]}]))
    if name in shapes.worded:
        found.add(dumps(["wording", _worded(before, where.words(before))]))
    if before["base_unit"] in shapes.units:
        manner = _manner(before, where.words(before))
        if (manner["words"], manner["base_unit"], manner["measure"]) in shapes.manners:
            found |= {dumps(["add_end", manner]), dumps(["reject_after", manner])}
            found |= {dumps(["manner", manner | {field: before[field] for field in some}]) for some in _choices(KINDS)}
    for size in range(1, min(AFFIX, len(name) - 1) + 1):
        for side, words in (("start", name[:size]), ("end", name[-size:])):
            if f"trim_{side}" in kinds:
                found.add(dumps([f"trim_{side}", {"words": words}]))
            if words in shapes.swapped:
                found.add(dumps([f"swap_{side}", {"words": words, "written": words in where.sentence(before)}]))
    if "kind" in kinds:
        base = {"indicator": name, "base_unit": before["base_unit"], "measure": before["measure"]}
        for chosen in _choices(KINDS):
            found.add(dumps(["kind", base | {field: before[field] for field in chosen}]))
    if "time" in kinds and (frame := where(before["document"], before["start"])):
        conditions = {"part": frame.part, "measure": before["measure"]}
        found.add(dumps(["time", conditions | _times(before, TIMES, frame)]))
    return found


def _choices(fields: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for bits in range(1, 1 << len(fields)):
        yield tuple(field for n, field in enumerate(fields) if bits >> n & 1)


def _times(row: Known, fields: Iterable[str], frame: Frame) -> Known:
    """Status and years, the years counted from the report's."""
    return {
        field: row[field] - frame.year if field != "status" and row[field] is not None else row[field]
        for field in fields
    }


def rows(
    store: Store,
    states: tuple[str, ...],
    documents: tuple[int, ...] = (),
    *,
    fact: int | None = None,
    between: tuple[int, int] | None = None,
) -> Iterator[Known]:
    """The machine's facts in some states, in reading order: all, of some reports, one, or those of a stretch."""
    where: list[str] = ["d.removed = 0", "f.origin = 'machine'"]
    values: list[str | int] = [dumps(states)]
    where.append("f.state IN (SELECT value FROM json_each(?))")
    for condition, asked in (
        ("d.id IN (SELECT value FROM json_each(?))", [dumps(documents)] if documents else []),
        ("f.id = ?", [fact] if fact is not None else []),
        ("f.start BETWEEN ? AND ?", list(between or ())),
    ):
        if asked:
            where.append(condition)
            values += asked
    chosen = ", ".join(f'f."{name}"' for name in COLUMNS)
    for row in store.select(
        f"SELECT {chosen} FROM document d CROSS JOIN fact f ON f.document = d.id WHERE {' AND '.join(where)}"
        " ORDER BY d.position, d.id, f.start, f.id",
        values,
    ):
        yield dict(zip(COLUMNS, row, strict=True))


def before_of(row: Known) -> Known:
    """The row as the machine had proposed it."""
    machine = row["machine"]
    return row if not machine else {**row, **{k: v for k, v in json.loads(machine).items() if k in row}}


class Places:
    """What stands around a place of a report; reports are read when rules ask for them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[int, tuple[int | None, Any]] = {}
        self._text: tuple[int, str] = (0, "")
        self._words: dict[tuple[int, int, int], str] = {}
        self._accepted: set[tuple[Any, ...]] = set()

    def __call__(self, document: int, start: int) -> Frame | None:
        """The frame of a place; None where the report's year is not known."""
        if document not in self._kept:
            found = self._store.document(document)
            self._kept[document] = (found.metadata.year, found.structure)
        year, structure = self._kept[document]
        section = structure.section_at(start)
        return Frame(str(section.part), year) if year is not None and section is not None else None

    def words(self, row: Known) -> str:
        """The words before a figure, or those behind it."""
        place = (row["document"], row["start"], row["end"])
        if (found := self._words.get(place)) is None:
            found = self._words[place] = wordings.wording(self._read(row), row["start"], row["end"])
        return found

    def together(self, row: Known, start: int) -> bool:
        """Whether a figure stands in one sentence with an earlier place of its report."""
        return wordings.together(self._read(row), start, row["start"])

    def sentence(self, row: Known) -> str:
        """The sentence that a figure stands in."""
        return wordings.sentence(self._read(row), row["start"], row["end"])

    def _read(self, row: Known) -> str:
        # Rows come report by report, so one text is kept.
        if self._text[0] != row["document"]:
            self._text = (row["document"], self._store.text(row["document"]))
        return self._text[1]

    def accepted(self, decided: list[Known]) -> set[tuple[Any, ...]]:
        """The wordings whose names and kinds a person let stand or gave."""
        self._accepted = {self._key(row) for row in decided if row["state"] != "rejected"}
        return self._accepted

    def knows(self, row: Known) -> bool:
        """Whether a name and a kind were accepted in the same words."""
        return bool(self._accepted) and self._key(row) in self._accepted

    def _key(self, row: Known) -> tuple[Any, ...]:
        return (
            self.words(row),
            *(row[field] for field in ("indicator", "canonical", "base_unit", "measure", "direction")),
        )
