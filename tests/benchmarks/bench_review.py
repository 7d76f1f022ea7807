"""Review as an analyst would do it, played through on labelled reports: what a hundred facts cost in acts.

Reports come one after another into one project, as they would on the desk: what was learned improves the proposals of
each report that arrives; all proposals above a confidence are accepted in one act without being looked at; the rest is
looked at, what is wrong is corrected field by field, what is no fact rejected, what is right accepted. Three ways of
accepting the rest are told apart: one by one, by paragraph (Shift+A), or as lists of twenty that are looked through.
Steps from fact to fact are not acts. The labels are right by definition; debatable ones count neither way.
"""

from __future__ import annotations

import difflib
import itertools
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from core import alike, learning
from core.documents import Document
from core.edits import Accept, Act, Add, Correct, Improve, Reject
from core.extraction import extract, propose
from core.facts import Fact
from core.spans import Span
from core.store import Store
from tests.benchmarks import accuracy
from tests.benchmarks.scoring import FIELDS, Row, counts, key, load, period, right

PAGE = 20  # facts of a list that fit on a screen with their sentences
LEVEL = 0.95  # accepted without looking, unless the project's own record says otherwise
WAYS = ("one by one", "by paragraph", "by list")
NEEDED = tuple(field for field in FIELDS if field not in ("basis", "status", "unit"))
READ = ("base_value", "base_unit", "status", "period_start", "period_end", "indicator", "canonical")  # and FIELDS[2:6]
Labelled = tuple[str, Document, list[Row]]


@dataclass(slots=True)
class Cost:
    """What was done in one report."""

    name: str
    facts: int = 0
    acts: int = 0
    looked: int = 0
    unseen: int = 0  # accepted without being looked at
    wrong: int = 0  # of what was accepted
    accepted: int = 0
    improved: int = 0  # proposals that rules changed for the better
    spoiled: int = 0  # and for the worse

    def __add__(self, other: Cost) -> Cost:
        sums = [getattr(self, name) + getattr(other, name) for name in self.__slots__[1:]]
        return Cost(self.name, *sums)

    @property
    def per_hundred(self) -> float:
        return 100 * self.acts / max(1, self.facts)


class Analyst:
    """Knows the labels, sees the proposals, acts on the store."""

    def __init__(self, store: Store, *, learns: bool, way: str) -> None:
        self.store, self.learns, self.way = store, learns, way
        self.labels: dict[int, Row | None] = {}

    def review(self, name: str, document: Document, gold: list[Row]) -> Cost:
        cost = Cost(name)
        (added,) = self.store.add(document, extract(document)).documents
        missed = self._pair(added, document, gold)
        cost.facts = len(self.store.facts(added, reasons=False)) + len(missed)
        if self.learns:
            self._use_rules(added, cost)
        self._accept_unseen(added, cost)
        self._walk(added, document, cost)
        for row, place in missed:
            self._add(added, document, row, place, cost)
        return cost

    def _pair(self, added: int, document: Document, gold: list[Row]) -> list[tuple[Row, Span | None]]:
        facts = self.store.facts(added, reasons=False)
        blocks = difflib.SequenceMatcher(
            None, [key(g["quantity"]) for g in gold], [key(f.quantity) for f in facts], autojunk=False
        ).get_matching_blocks()
        pairs = {b + i: a + i for a, b, n in blocks for i in range(n)}
        for number, fact in enumerate(facts):
            self.labels[fact.id] = gold[pairs[number]] if number in pairs else None
        found = set(pairs.values())
        missed = []
        for number, row in enumerate(gold):
            if number not in found and not row.get("optional"):
                at = document.text.find(row["quantity"])
                missed.append((row, Span(at, at + len(row["quantity"])) if at >= 0 else None))
        return missed

    def _use_rules(self, added: int, cost: Cost) -> None:
        better = learning.learned(self.store, (added,)).better
        fields = tuple((b.fact, b.fields) for b in better if not b.rejected)
        before = self.store.many([fact for fact, _ in fields])
        if fields:
            self.store.do(Improve(fields))  # done by the desk when a report arrives
            for fact, now in self.store.many(before).items():
                was, is_ = len(self._wrong(before[fact])), len(self._wrong(now))
                cost.improved += is_ < was
                cost.spoiled += is_ > was
        no_facts = tuple(b.fact for b in better if b.rejected and self.labels[b.fact] is None)
        if no_facts:
            self._do(Reject(no_facts), cost)

    def _accept_unseen(self, added: int, cost: Cost) -> None:
        level = (learning.safe_level(self.store) if self.learns else None) or LEVEL
        sure = tuple(f.id for f in self._open(added) if f.confidence >= level)
        if sure:
            cost.unseen += len(sure)
            self._accept(sure, cost)

    def _walk(self, added: int, document: Document, cost: Cost) -> None:
        groups: list[list[int]]
        waiting = self._open(added)
        cost.looked += len(waiting)
        if self.way == "one by one":
            groups = [[f.id] for f in waiting]
        elif self.way == "by paragraph":
            paragraphs = document.structure.paragraphs
            at = [next((n for n, p in enumerate(paragraphs) if p.start <= f.start < p.end), -1) for f in waiting]
            groups = [
                [f.id for f, _ in group]
                for _, group in itertools.groupby(zip(waiting, at, strict=True), lambda x: x[1])
            ]
        else:
            ids = [f.id for f in waiting]
            groups = [ids[n : n + PAGE] for n in range(0, len(ids), PAGE)]
        for group in groups:
            for fact in group:
                self._mend(fact, document, cost)
            rest = tuple(f for f in group if self.store.fact(f).state == "proposed")
            if rest:
                self._accept(rest, cost)

    def _mend(self, fact: int, document: Document, cost: Cost) -> None:
        seen = self.store.fact(fact)
        if seen.state != "proposed":
            return  # decided with its likes
        if self.labels[fact] is None:
            self._do(Reject((fact,)), cost)
            if self.learns:
                self._alike(alike.after_rejection(seen), cost)
            return
        for fields in self._wrong(seen):
            self._do(Correct((fact,), fields), cost)
            cost.accepted += fields is self._wrong(seen)[0]
            if self.learns:
                self._alike(alike.after_correction(seen, fields, document), cost)

    def _alike(self, rule: alike.Rule | None, cost: Cost) -> None:
        """The same elsewhere: taken where it is right for all that are shown, and saves more than it costs."""
        if rule is None:
            return
        ids = tuple(i for i in alike.find(self.store, rule) if i in self.labels)
        facts = self.store.many(ids)
        if rule.act == "reject":
            good = tuple(i for i in ids if self.labels[i] is None)
        else:
            good = tuple(i for i in ids if self._wrong(facts[i]) and not self._wrong(facts[i].with_(**rule.fields)))
        if len(good) > 1:
            self._do(Reject(good) if rule.act == "reject" else Correct(good, rule.fields), cost)

    def _add(self, added: int, document: Document, row: Row, place: Span | None, cost: Cost) -> None:
        cost.acts += 1
        if place is not None:
            fact = propose(document, place).with_(document=added)
            (made,) = self.store.do(Add(fact)).facts
            self.labels[made] = row
            for fields in self._wrong(self.store.fact(made)):
                self._do(Correct((made,), fields), cost)

    def _accept(self, facts: tuple[int, ...], cost: Cost) -> None:
        found = self.store.many(facts)
        self._do(Accept(facts), cost)
        for fact in found.values():
            label = self.labels[fact.id]
            cost.accepted += not (label and label.get("optional"))
            cost.wrong += label is None or bool(self._wrong(fact))

    def _do(self, act: Act, cost: Cost) -> None:
        self.store.do(act)
        cost.acts += 1

    def _open(self, document: int) -> list[Fact]:
        return [f for f in self.store.facts(document, reasons=False) if f.state == "proposed"]

    def _wrong(self, fact: Fact) -> list[dict[str, Any]]:
        """The corrections that a proposal needs, one a field of the card."""
        gold = self.labels[fact.id]
        if gold is None or gold.get("optional"):
            return []
        row = {name: getattr(fact, name) for name in (*FIELDS[2:6], *READ)}
        bad = [field for field in NEEDED if counts(field, gold) and not right(field, gold, row)]
        first, last = period(gold)
        groups: list[dict[str, Any]] = []
        if {"indicator", "canonical"} & set(bad):
            groups.append({"indicator": gold["indicator"], "canonical": gold["canonical"]})
        if "value" in bad:
            groups.append({"base_value": Decimal(str(gold["base_value"])), "base_unit": gold["base_unit"]})
        if "bound" in bad:
            groups.append({"bound": gold["bound"]})
        if {"measure", "direction"} & set(bad):
            groups.append({name: gold[name] for name in ("measure", "direction", "basis")})
        if "target" in bad:
            groups.append({"status": gold["status"]})
        if "period" in bad:
            groups.append({"period_start": first, "period_end": last})
        return groups


def reports(half: str) -> list[Labelled]:
    """The labelled seeds, then the labelled excerpts of one half."""
    seeds = [
        (number, accuracy.seed(number), load(accuracy.FILES / "gold" / f"{number}.jsonl"))
        for number in accuracy.GOLD_SEEDS
    ]
    return [*seeds, *accuracy.excerpts(half)]


def walk(texts: list[Labelled], *, learns: bool, way: str) -> list[Cost]:
    """Review all in one project, in this order."""
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "review.duidu") as store:
        store.merge_seconds = 0
        # A disk that is waited for would only slow the play down; nothing of it is measured.
        store._connection.execute("PRAGMA synchronous = OFF")
        analyst = Analyst(store, learns=learns, way=way)
        return [analyst.review(*text) for text in texts]


def total(costs: list[Cost], name: str) -> Cost:
    found = Cost(name)
    for cost in costs:
        found = found + cost
    return found


def figures() -> Iterator[dict[str, object]]:
    for half in ("dev", "held"):
        texts = reports(half)
        for way in WAYS:
            for learns in (False, True):
                costs = walk(texts, learns=learns, way=way)
                name = f"review.{half}.{way.replace(' ', '_')}.{'learning' if learns else 'plain'}"
                parts = [(cost.name, cost) for cost in costs[:3]] if half == "dev" else []
                parts += [("excerpts", total(costs[3:], "excerpts"))]
                for part, cost in parts:
                    yield {
                        "figure": f"{name}.{part}", "value": round(cost.per_hundred, 1), "unit": "acts/100 facts",
                        "facts": cost.facts, "looked_at": cost.looked, "accepted_unseen": cost.unseen,
                        "wrong_of_accepted": round(cost.wrong / max(1, cost.accepted), 4),
                        "improved": cost.improved, "spoiled": cost.spoiled,
                    }  # fmt: skip


def main() -> None:
    """A table, also after each further report."""
    for half in ("dev", "held")[: 1 if "--dev" in sys.argv else 2]:
        texts = reports(half)
        for way in WAYS:
            runs = [walk(texts, learns=learns, way=way) for learns in (False, True)]
            print(f"\n{half}, {way}: acts for 100 facts without → with learning, wrong of accepted, facts, looked at,")
            print("proposals that rules made better and worse")
            rows = (
                [*zip(*runs, strict=True)]
                if "--all" in sys.argv and half == "dev"
                else [*zip(*(run[:3] for run in runs), strict=True)]
            )
            rows.append((total(runs[0][3:], "excerpts"), total(runs[1][3:], "excerpts")))
            rows.append((total(runs[0], "all"), total(runs[1], "all")))
            for plain, with_ in rows:
                print(
                    f"{plain.name:16} {plain.per_hundred:6.1f} → {with_.per_hundred:5.1f}   "
                    f"{plain.wrong}/{plain.accepted} → {with_.wrong}/{with_.accepted} "
                    f"({100 * with_.wrong / max(1, with_.accepted):.2f} %)  {plain.facts:4} "
                    f"{plain.looked:4} → {with_.looked:4}  +{with_.improved} -{with_.spoiled}"
                )


if __name__ == "__main__":
    main()
