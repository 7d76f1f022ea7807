"""Copies of a project that were worked on apart, brought together again as one act.

How things stood when the copies parted is found in their logs (core.parting), which gives the third way. Reports are
the same when their bytes are, proposals when they have the same place in them (core.rows.fact_id), additions when they
share place and indicator, tags when they share a name. What a copy says becomes a coding, and the codings decide
(core.resolving). Longer than other modules: every step needs the same names of theirs as names of ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.adjudicating import Conflict, conflicts
from core.drafting import Draft, Row
from core.edits import Touched
from core.errors import EditError, ProjectError
from core.gathering import Gathering
from core.parting import Batch, Parted, Subject, batches, parted
from core.plans import Plan, short
from core.processes import tell
from core.resolving import (
    AREAS,
    SETTLED,
    TAG,
    WHO,
    Coding,
    Resolution,
    View,
    columns,
    contribution,
    resolve,
    settlement,
    stands,
    view,
)
from core.rows import FACT_COLUMNS, dumps, fact_from

if TYPE_CHECKING:
    from core.store import Store
    from core.tables import Present

TOLD = 200  # things settled between two words on how far it is
MADE = ("colour", "description", "family")  # of a tag that two copies made under one name


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge came to: `changed` places in the project are different, `conflicts` wait for a person."""

    touched: Touched
    changed: int
    conflicts: tuple[Conflict, ...]


# The merge


def merge(store: Store, copies: Iterable[Store]) -> Merged:
    """Take over what copies of the project say, as one act that can be undone.

    What was merged before changes nothing; a merge that finds nothing new leaves no trace. The copies are only read.
    """
    others = list(copies)
    for other in others:
        if other.path.resolve() == store.path.resolve():
            raise EditError("merge_itself", name=other.path.name)
    done: list[int] = []

    def planned(rows: Present) -> Plan:
        draft = Draft(rows)
        mine = batches(rows)
        for other in others:
            _Merge(rows, draft, mine, other).run()
        changes = draft.changes()
        done.append(sum(1 for change in changes if change.table != "coding"))
        names = short(" + ".join(other.path.stem for other in others))
        focus = next(((draft.get("fact", c.key) or {}).get("document") for c in changes if c.table == "fact"), None)
        return Plan(("act.merge", {"names": names, "count": done[0]}), changes, (focus, None) if focus else None)

    touched = store.carry_out(planned)
    return Merged(touched, done[0], tuple(conflicts(store)))


class _Merge:
    """One copy on its way into the project."""

    def __init__(self, rows: Present, draft: Draft, mine: list[Batch], other: Store) -> None:
        self.rows, self.draft, self.other = rows, draft, other
        theirs = batches(other)
        self.theirs = parted(other, theirs, mine)
        self.ours = parted(rows, mine, theirs)
        self.active = max(
            (moment for row in other.select("SELECT max(at), max(state_at) FROM batch") for moment in row if moment),
            default="",
        )
        self._spoken: set[Subject] = set()
        self.documents: dict[int, int] = {}  # theirs → ours
        self.tags: dict[int, int] = {}
        self.facts: dict[int, int] = {}

    def run(self) -> None:
        if not self.theirs.name:
            return  # nothing was done in that copy
        self._documents()
        self._tags()
        self._additions()
        codings = self._codings()
        self._spoken = {s for s, said in codings.items() if self.theirs.name in said}
        subjects = {self._ours(s) for s in self.theirs.now if s[0] in AREAS} | codings.keys()
        for table, key in self.rows.select(
            'SELECT "table", "row" FROM coding WHERE copy = ? AND decision <> \'{}\'', (self.theirs.name,)
        ):
            subjects.add((table, key))
        self.draft.load("fact", [key for table, key in subjects if table == "fact"])
        reports = {row["document"] for s in subjects if s[0] == "fact" and (row := self._row(s)) is not None}
        own = {
            s for s, row in self.ours.now.items() if s[0] == "fact" and row is not None and row["document"] in reports
        }
        self.draft.load("fact", [key for table, key in subjects | own if table == "fact"])
        held = self._held(subjects | own)
        every = sorted(subjects | own)
        for number, subject in enumerate(every):
            if number % TOLD == 0:
                tell(0.5 * number / len(every))  # to write it down is the other half
            self._settle(subject, held.get(subject, {}), codings.get(subject, {}))
        Gathering(self.draft, self.ours, self.theirs, self.documents, self.tags, self.facts).run()

    # Names of theirs as names of ours

    def _documents(self) -> None:
        known = {row[1]: row[0] for row in self.rows.select("SELECT id, sha256 FROM document")}
        listed = self.other.select("SELECT id, sha256, removed, supersedes, source FROM document ORDER BY id")
        for key, digest, removed, supersedes, source in listed:
            if digest in known:
                self.documents[key] = known[digest]
            elif not removed:
                older = self.documents.get(supersedes) if supersedes is not None else None
                if older is not None and (self.draft.get("document", older) or {}).get("removed"):
                    older = None  # it has gone already: a report like any other
                ours = self.rows.take_in(self.other.document(key), self._natives(key), source, older=older, named=True)
                self.documents[key] = known[digest] = ours
                row = self.draft.get("document", ours)
                assert row is not None
                self.draft.put("document", ours, {**row, "removed": 0})

    def _natives(self, document: int) -> list[Any]:
        """The proposals with which a report came into the copy."""
        found = []
        there = {row[0] for row in self.rows.select("SELECT id FROM fact")} if document else set()
        for fact in self.other.facts(document):
            subject = ("fact", fact.id)
            if fact.id in there:
                continue
            if subject not in self.theirs.then:
                found.append(fact.with_(tags=frozenset()))
            elif (row := self.theirs.then[subject]) is not None and row["document"] == document:
                first = fact_from(tuple({**row, "id": fact.id}[n] for n in FACT_COLUMNS), frozenset(), fact.why)
                found.append(first)
        return found

    def _tags(self) -> None:
        tags = self.draft.every("tag")
        names = {row["name"]: key for key, row in tags.items()}
        told = {
            row[0]
            for row in self.rows.select(
                'SELECT "row" FROM coding WHERE "table" = ? AND copy = ?', ("tag", self.theirs.name)
            )
        }
        for key, name, *said in self.other.select(
            "SELECT id, name, colour, description, family FROM tag ORDER BY position, id"
        ):
            made = ("tag", key) in self.theirs.now and self.theirs.then.get(("tag", key)) is None
            ours = key if key in tags else names.get(name)
            if ours is None:
                ours = names[name] = key
                tags[key] = {"name": name, "position": len(tags), **dict(zip(MADE, said, strict=True))}
                self.draft.put("tag", key, tags[key])
            elif made and ours not in told and self.ours.then.get(("tag", ours)) is None:
                # Made by both under one name: which colour it has must not hang on who came first.
                there = tags[ours]
                best = min([there[column] for column in MADE], said)
                tags[ours] = {**there, **dict(zip(MADE, best, strict=True))}
                self.draft.put("tag", ours, tags[ours])
            self.tags[key] = ours
            if made and ours not in told:
                # Once is enough: a colour that is chosen here afterwards stays.
                mark = Coding(self.theirs.name, "", self.active, None, {})
                self.draft.put("coding", self.rows.fresh("coding"), {"table": "tag", "row": ours, **mark.row()})

    def _additions(self) -> None:
        """Facts that both have added at one place under one name are one: the smaller id stands for it."""
        mine: dict[tuple[Any, ...], int] = {}
        ids = set()
        for key, fact in self.draft.every("fact", "origin = 'analyst'").items():
            if fact["origin"] == "analyst":
                ids.add(key)
                place = (fact["document"], fact["start"], fact["end"], fact["indicator"])
                mine[place] = min(key, mine.get(place, key))
        # In the order of ids, and each of ours once: somebody may have added the same twice.
        for (table, key), row in sorted(self.theirs.now.items(), key=lambda item: item[0]):
            if table != "fact" or row is None or row["origin"] != "analyst":
                continue
            place = (self.documents.get(row["document"]), row["start"], row["end"], row["indicator"])
            here = mine.get(place)
            if here is not None and here != key and key not in ids and ("fact", here) not in self.theirs.now:
                self.facts[key] = min(here, key)
                del mine[place]
                if key < here:
                    self._rename(here, key)

    def _rename(self, old: int, new: int) -> None:
        row, tags = self.draft.get("fact", old), set(self.draft.tags(old))
        if row is None or self.draft.get("fact", new) is not None:
            return
        self.draft.put("fact", new, row)
        self.draft.tags(new).update(tags)
        self.draft.tags(old).clear()
        self.draft.put("fact", old, None)
        told = self.rows.select('SELECT id FROM coding WHERE "table" = ? AND "row" = ?', ("fact", old))
        self.draft.load("coding", [coding[0] for coding in told])
        for number, coding in self.draft.laid("coding").items():
            if (coding["table"], coding["row"]) == ("fact", old):
                self.draft.put("coding", number, {**coding, "row": new})
        for side in (self.ours.now, self.ours.then):
            if ("fact", old) in side:
                side["fact", new] = side.pop(("fact", old))
        for sets in (self.ours.tags_now, self.ours.tags_then):
            if old in sets:
                sets[new] = sets.pop(old)
        if ("fact", old) in self.ours.who:
            self.ours.who["fact", new] = self.ours.who.pop(("fact", old))

    def _ours(self, subject: Subject) -> Subject:
        table, key = subject
        names = {"fact": self.facts, "document": self.documents, "tag": self.tags}.get(table, {})
        return table, names.get(key, key)

    def _said(self, found: View | None) -> View | None:
        """A view of theirs in our names."""
        if found is None:
            return None
        named = {}
        for area, value in found.items():
            if area.startswith(TAG):
                key = int(area.removeprefix(TAG))
                named[f"{TAG}{self.tags.get(key, key)}"] = value
            elif area == "place":
                named[area] = [self.documents.get(value[0], value[0]), *value[1:]]
            else:
                named[area] = value
        return named

    # What is said

    def _codings(self) -> dict[Subject, dict[str, Coding]]:
        """What the copy says, by thing and by the name of who says it; what it had merged itself included."""
        found: dict[Subject, dict[str, Coding]] = {}
        rows = self.other.select(
            'SELECT "table", "row", copy, analyst, at, base, decision, seen FROM coding ORDER BY id'
        )
        raw: dict[Subject, list[Coding]] = {}
        names = ("copy", "analyst", "at", "base", "decision", "seen")
        for table, key, *rest in rows:
            raw.setdefault((table, key), []).append(Coding.of(dict(zip(names, rest, strict=True))))
        for subject in {*raw, *(s for s in self.theirs.now if s[0] in AREAS)}:
            then, now = self.theirs.views(subject)
            merged = raw.get(subject, [])
            ours = self._ours(subject)
            for coding in self._named(merged):
                found.setdefault(ours, {})[coding.copy] = coding
            if subject not in self.theirs.now or now is None:
                continue
            at, analyst = self._who(self.theirs, subject, now)
            if merged:
                if not stands(resolve(merged).view, now):
                    renamed = list(found[ours].values())
                    said = settlement(renamed, self._said(now) or {}, analyst, at, self.theirs.name + SETTLED)
                    found[ours][said.copy] = said
                continue
            if then is None and subject[0] == "tag":
                continue  # a new tag is there already, by its name
            says = contribution(then, now)
            if says:
                coding = Coding(self.theirs.name, analyst, at, self._said(then), self._said(says) or {})
                found.setdefault(ours, {})[coding.copy] = coding
        return found

    def _named(self, codings: list[Coding]) -> list[Coding]:
        """Codings of the copy's own (without a name there) under its name here; what they have seen follows."""
        renamed: dict[str, str] = {}
        found = []
        for coding in codings:
            name = coding.copy
            own = name if name not in ("", SETTLED) else self.theirs.name + name
            new = replace(coding, copy=own, base=self._said(coding.base), says=self._said(coding.says) or {})
            renamed[coding.digest] = new.digest
            found.append(new)
        return [replace(c, seen=frozenset(renamed.get(d, d) for d in c.seen)) for c in found]

    def _who(self, side: Parted, subject: Subject, now: View) -> tuple[str, str]:
        """Who spoke last of a thing, and when: (at, analyst)."""
        analyst, at = now.get(WHO, ("", ""))
        return max((at or "", analyst or ""), side.who.get(subject, ("", "")))

    def _held(self, subjects: set[Subject]) -> dict[Subject, dict[str, tuple[int, Coding]]]:
        """The codings that the project has already, with their ids."""
        found: dict[Subject, dict[str, tuple[int, Coding]]] = {}
        there = self.rows.select(
            'SELECT id FROM coding WHERE "row" IN (SELECT value FROM json_each(?))',
            (dumps(sorted({key for _, key in subjects})),),
        )
        self.draft.load("coding", [row[0] for row in there])
        for key, row in self.draft.laid("coding").items():
            found.setdefault((row["table"], row["row"]), {})[row["copy"]] = (key, Coding.of(row))
        return found

    def _row(self, subject: Subject) -> Row | None:
        row = self.draft.get(*subject)
        if row is None:
            theirs = next((s for s in self.theirs.now if self._ours(s) == subject), subject)
            other = self.theirs.now.get(theirs)
            return None if other is None else self._mine(subject[0], other)
        return row

    def _mine(self, table: str, row: Row) -> Row:
        return {**row, "document": self.documents.get(row["document"], row["document"])} if table == "fact" else row

    def _settle(self, subject: Subject, held: dict[str, tuple[int, Coding]], said: dict[str, Coding]) -> None:
        """One thing: what the project says itself, what it had merged, what the copy says; what comes of it."""
        table, key = subject
        row = self.draft.get(table, key)
        now = None if row is None else view(table, row, self.draft.tags(key) if table == "fact" else ())
        codings = {name: coding for name, (_, coding) in held.items()}
        own = self._own(subject, now, codings, said)
        if own is not None:
            codings[own.copy] = own
        said = {name: c for name, c in said.items() if name not in codings or _later(c, codings[name])}
        mine = codings.get(self.theirs.name)
        if mine is not None and self.theirs.name not in said and self.silent(subject) and self.active > mine.at:
            said[mine.copy] = replace(mine, at=self.active, says={}, seen=frozenset())  # it was taken back there
        codings |= said
        if not codings:
            return
        before = {name: coding for name, (_, coding) in held.items()}
        for name, coding in codings.items():
            if name in before and before[name].digest == coding.digest and before[name].seen == coding.seen:
                continue
            said_row = {"table": table, "row": key, **coding.row()}
            if name in held:
                self.draft.put("coding", held[name][0], said_row)
            else:
                self.draft.make("coding", self._fresh(), said_row)
        if not said:
            return
        outcome = resolve(codings.values())
        # What nobody says any more goes back to how it stood before.
        for coding in before.values():
            for area in coding.says.keys() - outcome.view.keys():
                if coding.base is not None:
                    outcome.view[area] = coding.base.get(area, False)
        if table == "fact" and row is not None and not any(c.says or c.base for c in codings.values()):
            self.draft.tags(key).clear()  # an addition that was taken back
            self.draft.put(table, key, None)
            return
        self._write(subject, row, outcome)

    def silent(self, subject: Subject) -> bool:
        """True when the copy says nothing of the thing any more."""
        return subject not in self._spoken

    def _own(
        self, subject: Subject, now: View | None, codings: dict[str, Coding], said: dict[str, Coding]
    ) -> Coding | None:
        """What the project itself says, where that is not told yet."""
        if now is None:
            return None
        if codings and not stands(resolve(codings.values()).view, now):
            at, analyst = self._who(self.ours, subject, now)
            return settlement(codings.values(), now, analyst, at)
        if subject not in self.ours.now:
            return None
        at, analyst = self._who(self.ours, subject, now)
        then, _ = self.ours.views(subject)
        if then is None and subject[0] == "tag":
            return None
        if not codings:
            says = contribution(then, now)
            return Coding("", analyst, at, then, says) if says else None
        # Nobody had spoken of these areas so far, but the project had changed them.
        told = {area for coding in codings.values() for area in coding.says}
        areas = {area for coding in said.values() for area in coding.says} - told
        more = {a: now.get(a, False) for a in areas if then is not None and now.get(a, False) != then.get(a, False)}
        if not more:
            return None
        old = codings.get("")
        return Coding("", analyst, at, old.base if old else then, {**(old.says if old else {}), **more})

    def _fresh(self) -> int:
        """A free id for a coding; two drawn alike before either is written would overwrite each other."""
        while self.draft.has("coding", key := self.rows.fresh("coding")):
            pass
        return key

    def _write(self, subject: Subject, row: Row | None, outcome: Resolution) -> None:
        table, key = subject
        if row is None:
            theirs = next((s for s in self.theirs.now if self._ours(s) == subject and self.theirs.now[s]), None)
            if theirs is None:
                return
            first = self.theirs.then.get(theirs) or self.theirs.now[theirs]
            assert first is not None
            row = self._mine(table, first)
        new = columns(table, outcome.view, row)
        if table == "fact":
            new["analyst"], new["decided"] = outcome.analyst, outcome.at
            if new["state"] == "proposed":
                new["analyst"], new["decided"] = "", ""
            tags = self.draft.tags(key)
            for area, on in outcome.view.items():
                if area.startswith(TAG):
                    tag = int(area.removeprefix(TAG))
                    if on and self.draft.get("tag", tag) is not None:
                        tags.add(tag)
                    elif not on:
                        tags.discard(tag)
        self.draft.put(table, key, new)


def _later(new: Coding, old: Coding) -> bool:
    """True when `new` is to stand in the place of `old`: an earlier state of a copy never does."""
    return (new.at, new.digest) > (old.at, old.digest)


def merge_files(project: Path, copies: Iterable[Path], output: Path | None = None) -> Merged:
    """Merge files into a project, or into a copy of it under `output`; the copies stay as they are.

    When it cannot be done, no copy is left under `output`.
    """
    from core.store import Store

    with ExitStack() as stack:
        others = [stack.enter_context(Store.open(path, readonly=True)) for path in copies]
        if output is not None:
            with Store.open(project, readonly=True) as base:
                if output.exists():
                    raise ProjectError("project_exists", name=output.name)
                base.snapshot(output)
        try:
            with Store.open(output or project) as store:
                return merge(store, others)
        except BaseException:
            if output is not None:
                output.unlink(missing_ok=True)
            raise
