"""Review as an analyst would do it, played through on labelled reports: what a hundred facts cost in acts.

Reports come one after another into one project, as they would on the desk: what was learned improves the proposals of
each report that arrives. What is in doubt is looked at first: what is wrong is corrected field by field, what is no
fact rejected, what is right accepted. After a correction the alike proposals are offered; they are taken where that
saves more than it costs, and every tick taken out is an act. What is sure comes last and is accepted in one act
without a look, but for what the report itself or a correction in the same sentence speaks against (core.surest).
Three ways of accepting what is looked at are told apart: one by one, by paragraph (Shift+A), or as lists of up to
twenty rows. Steps from fact to fact are not acts. The labels are right by definition; debatable ones count neither way.
"""

from __future__ import annotations

import difflib
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from core import alike, learning, surest
from core.documents import Document
from core.edits import Accept, Act, Add, Correct, Improve, Reject
from core.extraction import extract, propose
from core.facts import Fact
from core.spans import Span
from core.store import Store
from tests.benchmarks import accuracy
from tests.benchmarks.scoring import FIELDS, Row, counts, key, load, period, right

PAGE = 20  # facts of a list that fit on a screen with their sentences
SETS = ("gold", "held", "广东省", "宝安区", "深圳市")
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
    alike: int = 0  # decided with their likes
    mended: int = 0  # wrong proposals that a look found
    lists: int = 0  # acts of acceptance after a look, of up to PAGE rows in lists

    def __add__(self, other: Cost) -> Cost:
        sums = [getattr(self, name) + getattr(other, name) for name in self.__slots__[1:]]
        return Cost(self.name, *sums)

    @property
    def overlooked(self) -> float:
        """The share of what was accepted that is wrong where a look misses one wrong proposal in twenty."""
        return (self.wrong + self.mended / 20) / max(1, self.accepted)

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
        self._improve(fields, cost)  # done by the desk when a report arrives
        no_facts = tuple(b.fact for b in better if b.rejected and self.labels[b.fact] is None)
        if no_facts:
            self._do(Reject(no_facts), cost)

    def _improve(self, fields: tuple[tuple[int, dict[str, Any]], ...], cost: Cost) -> None:
        before = self.store.many([fact for fact, _ in fields])
        if fields:
            self.store.do(Improve(fields))
            for fact, now in self.store.many(before).items():
                was, is_ = len(self._wrong(before[fact])), len(self._wrong(now))
                cost.improved += is_ < was
                cost.spoiled += is_ > was

    def _walk(self, added: int, document: Document, cost: Cost) -> None:
        """What is in doubt first; then what is sure at once, but for what the corrections made since speak against."""
        level = (surest.safe_level(self.store) if self.learns else None) or surest.LEVEL

        def doubtful() -> list[Fact]:
            facts = self.store.facts(added, reasons=False)
            sure = {fact.id for fact in surest.sure(facts, document.structure, level)}
            return [fact for fact in facts if fact.state == "proposed" and fact.id not in sure]

        while group := self._group(doubtful(), document):
            seen: list[int] = []
            while more := [f.id for f in group if f.id not in seen]:
                for fact in more:
                    self._mend(fact, document, cost)
                seen += more
                if self.way == "by list" and len(seen) < PAGE:  # what a correction puts in doubt comes into the list
                    group = [f for f in doubtful() if f.id not in seen][: PAGE - len(seen)]
            cost.looked += len(seen)
            rest = tuple(f for f in seen if self.store.fact(f).state == "proposed")
            if rest:
                self._accept(rest, cost)
                cost.lists += 1
        if rest := tuple(f.id for f in self._open(added)):
            cost.unseen += len(rest)
            self._accept(rest, cost)

    def _group(self, waiting: list[Fact], document: Document) -> list[Fact]:
        """What is looked at before the next act of acceptance."""
        if self.way == "one by one" or not waiting:
            return waiting[:1]
        if self.way == "by list":
            return waiting[:PAGE]
        paragraph = next((p for p in document.structure.paragraphs if p.start <= waiting[0].start < p.end), None)
        return [f for f in waiting if paragraph and paragraph.start <= f.start < paragraph.end] or waiting[:1]

    def _mend(self, fact: int, document: Document, cost: Cost) -> None:
        seen = self.store.fact(fact)
        if seen.state != "proposed":
            return  # decided with its likes
        cost.mended += self.labels[fact] is None or bool(self._wrong(seen))
        if self.labels[fact] is None:
            self._do(Reject((fact,)), cost)
            if self.learns:
                self._alike(alike.after_rejection(seen), seen, document, cost)
            return
        for fields in self._wrong(seen):
            self._do(Correct((fact,), fields), cost)
            cost.accepted += fields is self._wrong(seen)[0]
            if self.learns:
                self._follow(fact, cost)
                self._alike(alike.after_correction(seen, fields, document), seen, document, cost)

    def _follow(self, fact: int, cost: Cost) -> None:
        """What follows in the sentence is changed along, by the desk and without an act; it stays to be looked at."""
        if better := learning.following(self.store, fact):
            self._improve(tuple((b.fact, b.fields) for b in better), cost)

    def _alike(self, rule: alike.Rule | None, seen: Fact, document: Document, cost: Cost) -> None:
        """The same elsewhere: taken where it saves more acts than it costs, every tick that is taken out one."""
        if rule is None:
            return
        scopes = [rule, alike.in_sentence(rule, seen, document)] if rule.section else [rule]
        best: tuple[int, alike.Rule, tuple[int, ...], int] | None = None
        for each in scopes:
            ids = [i for i in alike.find(self.store, each) if i in self.labels]
            facts = self.store.many(ids)
            good, bad = [], []
            for i in ids:
                if each.act == "reject":
                    (good if self.labels[i] is None else bad).append(i)
                    continue
                was, then = len(self._wrong(facts[i])), len(self._wrong(facts[i].with_(**each.outcome(facts[i]))))
                if then < was:
                    good.append(i)
                elif self.labels[i] is None or then > was or was:
                    bad.append(i)
            ticks = min(len(bad), 1 + len(good))  # out one by one, or all out and the right ones in
            saved = len(good) - 1 - ticks
            if saved > 0 and (best is None or saved > best[0]):
                best = saved, each, tuple(good), ticks
        if best is not None:
            _, each, chosen, ticks = best
            self._do(Reject(chosen) if each.act == "reject" else alike.act(self.store, each, chosen), cost)
            cost.acts += ticks
            cost.alike += len(chosen)

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
    """What is reviewed one after another in one project.

    "gold": the labelled seeds, then the excerpts that rules are tuned on; "held": those that they are measured on;
    else the region whose reports of successive years are labelled.
    """
    if half == "gold":
        seeds = [
            (number, accuracy.seed(number), load(accuracy.FILES / "gold" / f"{number}.jsonl"))
            for number in accuracy.GOLD_SEEDS
        ]
        return [*seeds, *accuracy.excerpts("dev")]
    if half == "held":
        return accuracy.excerpts("held")
    return sorted(text for text in accuracy.excerpts("years") if half in text[0])


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


def parts(half: str, costs: list[Cost]) -> list[Cost]:
    """The reports that are told singly, then the rest together; of the held half the sum alone."""
    alone = {"gold": 3, "held": 0}.get(half, len(costs))
    rest = [total(costs[alone:], "excerpts")] if alone < len(costs) else [total(costs, "all")]
    return [*costs[:alone], *rest]


def figures() -> Iterator[dict[str, object]]:
    for half in SETS:
        texts = reports(half)
        for way in WAYS:
            for learns in (False, True):
                costs = walk(texts, learns=learns, way=way)
                name = f"review.{half}.{way.replace(' ', '_')}.{'learning' if learns else 'plain'}"
                for cost in parts(half, costs):
                    yield {
                        "figure": f"{name}.{cost.name}", "value": round(cost.per_hundred, 1), "unit": "acts/100 facts",
                        "facts": cost.facts, "looked_at": cost.looked, "lists": cost.lists,
                        "accepted_unseen": cost.unseen,
                        "wrong_of_accepted": round(cost.wrong / max(1, cost.accepted), 4),
                        "wrong_if_one_in_twenty_is_overlooked": round(cost.overlooked, 4),
                        "improved": cost.improved, "spoiled": cost.spoiled, "with_its_likes": cost.alike,
                    }  # fmt: skip


def main() -> None:
    """A table, also after each further report."""
    for half in SETS:
        texts = reports(half)
        for way in WAYS[-1:] if "--lists" in sys.argv else WAYS:
            plain, learning_ = (parts(half, walk(texts, learns=learns, way=way)) for learns in (False, True))
            print(f"\n{half}, {way}: acts for 100 facts without → with learning; wrong of accepted,")
            print("with one in twenty overlooked; facts; looked at; lists; made better and worse by rule; with likes")
            for was, is_ in zip(plain, learning_, strict=True):
                print(
                    f"{is_.name:12} {was.per_hundred:6.1f} → {is_.per_hundred:5.1f}   {was.wrong}/{was.accepted} → "
                    f"{is_.wrong}/{is_.accepted} ({100 * is_.wrong / max(1, is_.accepted):.2f} %, "
                    f"{100 * is_.overlooked:.1f} %)  {is_.facts:4} "
                    f"{was.looked:4} → {is_.looked:4}  {is_.lists:3}  +{is_.improved} -{is_.spoiled}  {is_.alike}"
                )


if __name__ == "__main__":
    main()
