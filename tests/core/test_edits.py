"""Random acts, undo, redo and reopening against a model that fits on a page."""

from __future__ import annotations

import shutil
import tempfile
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.documents import Document
from core.edits import (
    Accept,
    Add,
    Annotate,
    ChangeTag,
    Correct,
    Describe,
    DropTag,
    MakeTag,
    Reject,
    Remove,
    Reopen,
    Tag,
)
from core.errors import EditError
from core.facts import EDITABLE, Bound, Fact, State
from core.spans import Span, without
from core.store import Store

TEXT = "地区生产总值105亿元，增长10.8%，新增就业1200人。"


def documents() -> list[tuple[Document, list[Fact]]]:
    made = []
    for name in ("甲", "乙"):
        text = name + TEXT
        facts = [
            Fact(text.index(q), text.index(q) + len(q), q, Decimal(v), u, Decimal(b), x, indicator="某")
            for q, v, u, b, x in (
                ("105亿元", "105", "亿元", "10500000000", "元"),
                ("10.8%", "10.8", "%", "10.8", "%"),
                ("1200人", "1200", "人", "1200", "人"),
            )
        ]
        made.append((Document.plain(text, name), facts))
    return made


class Model:
    """The project as dictionaries: what a person would expect of each act."""

    def __init__(self) -> None:
        self.facts: dict[int, Fact] = {}
        self.tags: dict[int, tuple[str, str]] = {}
        self.years: dict[int, int | None] = {}
        self.present: set[int] = set()

    def accept(self, key: int) -> None:
        fact = self.facts[key]
        state = State.ADDED if fact.origin == "analyst" else State.CORRECTED if fact.machine else State.ACCEPTED
        self.facts[key] = replace(fact, state=state)

    def reopen(self, key: int) -> None:
        fact = self.facts[key]
        if fact.origin == "analyst":
            self.facts[key] = replace(fact, state=State.ADDED)
        else:
            self.facts[key] = replace(fact, **(fact.machine or {}), machine=None, state=State.PROPOSED)

    def correct(self, key: int, fields: dict[str, Any]) -> None:
        fact = self.facts[key]
        if "pieces" in fields:
            fields = {**fields, "pieces": without(fields["pieces"], fact.span)}
        if all(getattr(fact, name) == value for name, value in fields.items()):
            return
        if fact.origin == "analyst":
            self.facts[key] = replace(fact, **fields, state=State.ADDED)
            return
        first = replace(fact, **(fact.machine or {}))
        new = replace(fact, **fields)
        machine = {n: getattr(first, n) for n in EDITABLE if getattr(first, n) != getattr(new, n)} or None
        self.facts[key] = replace(new, machine=machine, state=State.CORRECTED if machine else State.ACCEPTED)


class Projects(RuleBasedStateMachine):
    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store.create(self.folder / "a.duidu")
        self.store.merge_seconds = 0
        self.model = Model()
        self.past: list[Model] = []
        self.future: list[Model] = []
        for document, facts in documents():
            touched = self.store.add(document, facts)
            (key,) = touched.documents
            self._done()
            self.model.present.add(key)
            self.model.years[key] = None
            self.model.facts |= {fact.id: fact for fact in self.store.facts(key)}
        self.pristine = deepcopy(self.model)
        self.names = {listing.id: listing.name for listing in self.store.documents()}

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    def _done(self) -> None:
        self.past.append(deepcopy(self.model))
        self.future.clear()

    def _do(self, act: object, changes: bool = True) -> None:
        """Remember the model as it was, if the act is going to change anything."""
        before = len({e.act for e in self.store.history()})
        self.store.do(act)
        grown = len({e.act for e in self.store.history()}) > before
        assert grown == changes
        if changes:
            self._done()

    def _facts(self) -> list[int]:
        # In the order of arrival, not of ids: those of additions are random, and a replay must choose the same facts.
        return [k for k, f in self.model.facts.items() if f.document in self.model.present]

    def _some(self, data: st.DataObject) -> tuple[int, ...]:
        return tuple(data.draw(st.lists(st.sampled_from(self._facts()), min_size=1, max_size=4, unique=True)))

    def _each(self, act: object, keys: tuple[int, ...], change: object) -> None:
        trial = deepcopy(self.model)
        for key in keys:
            change(trial, key)
        self._do(act, trial.facts != self.model.facts)
        self.model = trial

    @precondition(lambda self: self._facts())
    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        keys = self._some(data)
        self._each(Accept(keys), keys, Model.accept)

    @precondition(lambda self: self._facts())
    @rule(data=st.data())
    def reject(self, data: st.DataObject) -> None:
        keys = self._some(data)

        def reject(model: Model, key: int) -> None:
            model.facts[key] = replace(model.facts[key], state=State.REJECTED)

        self._each(Reject(keys), keys, reject)

    @precondition(lambda self: self._facts())
    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        keys = self._some(data)
        self._each(Reopen(keys), keys, Model.reopen)

    @precondition(lambda self: self._facts())
    @rule(
        data=st.data(),
        fields=st.fixed_dictionaries(
            {},
            optional={
                "value": st.sampled_from([Decimal(105), Decimal("1.50"), None]),
                "bound": st.sampled_from(list(Bound)),
                "indicator": st.sampled_from(["某", "地区生产总值", ""]),
                "period_start": st.sampled_from([None, 2020]),
                "pieces": st.sampled_from([(), (Span(0, 1),), (Span(2, 4), Span(6, 8))]),
            },
        ),
    )
    def correct(self, data: st.DataObject, fields: dict[str, object]) -> None:
        keys = self._some(data)
        self._each(Correct(keys, fields), keys, lambda model, key: model.correct(key, fields))

    @precondition(lambda self: self._facts())
    @rule(data=st.data(), note=st.sampled_from(["", "核对", "=1+1"]))
    def annotate(self, data: st.DataObject, note: str) -> None:
        keys = self._some(data)

        def annotate(model: Model, key: int) -> None:
            model.facts[key] = replace(model.facts[key], note=note)

        self._each(Annotate(keys, note), keys, annotate)

    @precondition(lambda self: self.model.present)
    @rule(data=st.data(), start=st.integers(0, 5), length=st.integers(1, 5))
    def add(self, data: st.DataObject, start: int, length: int) -> None:
        document = data.draw(st.sampled_from(sorted(self.model.present)))
        fact = Fact(start, start + length, "", None, "", None, "", document=document)
        touched = self.store.do(Add(fact))
        self._done()
        (key,) = touched.facts
        quantity = self.store.document(document).text[start : start + length]
        self.model.facts[key] = replace(fact, id=key, state=State.ADDED, origin="analyst", quantity=quantity)

    @rule(name=st.sampled_from(["疑", "要", "问"]))
    def make_tag(self, name: str) -> None:
        if name in {tag[0] for tag in self.model.tags.values()}:
            with pytest.raises(EditError):
                self.store.do(MakeTag(name, "#112233"))
            return
        self._do(MakeTag(name, "#112233"))
        (key,) = {tag.id for tag in self.store.tags()} - self.model.tags.keys()
        self.model.tags[key] = (name, "#112233")

    @precondition(lambda self: self.model.tags and self._facts())
    @rule(data=st.data(), on=st.booleans())
    def tag(self, data: st.DataObject, on: bool) -> None:
        keys = self._some(data)
        tag = data.draw(st.sampled_from(list(self.model.tags)))

        def put(model: Model, key: int) -> None:
            tags = model.facts[key].tags
            model.facts[key] = replace(model.facts[key], tags=tags | {tag} if on else tags - {tag})

        self._each(Tag(keys, tag, on), keys, put)

    @precondition(lambda self: self.model.tags)
    @rule(data=st.data(), colour=st.sampled_from(["#000000", "#ffffff"]))
    def change_tag(self, data: st.DataObject, colour: str) -> None:
        tag = data.draw(st.sampled_from(list(self.model.tags)))
        name, old = self.model.tags[tag]
        self._do(ChangeTag(tag, {"colour": colour}), old != colour)
        self.model.tags[tag] = (name, colour)

    @precondition(lambda self: self.model.tags)
    @rule(data=st.data())
    def drop_tag(self, data: st.DataObject) -> None:
        tag = data.draw(st.sampled_from(list(self.model.tags)))
        self._do(DropTag(tag))
        del self.model.tags[tag]
        self.model.facts = {k: replace(f, tags=f.tags - {tag}) for k, f in self.model.facts.items()}

    @precondition(lambda self: self.model.present)
    @rule(data=st.data(), year=st.sampled_from([2020, 2021]))
    def describe(self, data: st.DataObject, year: int) -> None:
        document = data.draw(st.sampled_from(sorted(self.model.present)))
        self._do(Describe(document, {"year": year}), self.model.years[document] != year)
        self.model.years[document] = year

    @precondition(lambda self: self.model.present)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        document = data.draw(st.sampled_from(sorted(self.model.present)))
        self._do(Remove((document,)))
        self.model.present.discard(document)

    @precondition(lambda self: len(self.model.present) < 2)
    @rule()
    def import_again(self) -> None:
        for document, facts in documents():
            if document.name in {self.names[key] for key in self.model.present}:
                with pytest.raises(EditError):
                    self.store.add(document, facts)
                continue
            (key,) = self.store.add(document, facts).documents
            self._done()
            self.model.present.add(key)
            if key not in self.model.years:  # even its first import had been undone
                self.model.years[key] = None
                self.model.facts |= {k: f for k, f in self.pristine.facts.items() if f.document == key}

    @rule()
    def undo(self) -> None:
        touched = self.store.undo()
        assert (touched is None) == (not self.past)
        if self.past:
            self.future.append(self.model)
            self.model = self.past.pop()

    @rule()
    def redo(self) -> None:
        touched = self.store.redo()
        assert (touched is None) == (not self.future)
        if self.future:
            self.past.append(self.model)
            self.model = self.future.pop()

    @rule()
    def reopen_the_project(self) -> None:
        self.store.close()
        self.store = Store.open(self.folder / "a.duidu")
        self.store.merge_seconds = 0

    @invariant()
    def same(self) -> None:
        if not hasattr(self, "store"):
            return
        assert {d.id: d.year for d in self.store.documents()} == {k: self.model.years[k] for k in self.model.present}
        assert {t.id: (t.name, t.colour) for t in self.store.tags()} == self.model.tags
        counts = self.store.counts()
        for document in self.model.present:
            facts = {f.id: replace(f, analyst="", decided="") for f in self.store.facts(document)}
            expected = {k: f for k, f in self.model.facts.items() if f.document == document}
            assert facts == {k: replace(f, analyst="", decided="") for k, f in expected.items()}
            states = [f.state.value for f in expected.values()]
            assert counts[document] == {state: states.count(state) for state in set(states)}


TestProjects = Projects.TestCase
TestProjects.settings = settings(
    max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
