"""The pass over a document that turns quantities into facts."""

from __future__ import annotations

import re
from decimal import Decimal

from core.documents import Document, Part
from core.extraction import canon, changes, filters, frames, words
from core.extraction.subjects import Namer
from core.facts import Direction, Fact, Measure, Status
from core.lexicon import Lexicon
from core.numbers import Quantity, parse, quantities
from core.spans import Span

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_CUMULATIVE = re.compile(r"累计|五年共|共计|总计|合计|五年来|始终|共(?!同|享|建|有|青|治|产)")
_REACHED = re.compile(
    r"(?:达到|达|增加到|增至|增长到|提高到|提高至|提升到|提升至|上升到|上升至|扩大到|扩大至|发展到|壮大到|下降到|下降至|降到|降至|降低到|降低至|减少到|减少至|减至|缩短到|缩短至|压缩到|压缩至|压减到|突破|超过|控制在|稳定在|保持在|"
    r"跃升至|跃升到|升至|调整为|优化为|拥有|现有|已有|占|由|从|位居|居|位列|列|排名)(?:了|近|约|超|全市|全省|全国|全球|世界|[一-龥]{0,1})*$"
)


def extract(document: Document, lexicon: Lexicon | None = None) -> tuple[Fact, ...]:
    """All proposed facts of a document, in the order of the text. Pure; positions are code points of `document.text`."""
    lexicon = lexicon or Lexicon.load()
    text = document.text
    found = quantities(text)
    walk = frames.Frames.of(document)
    facts: list[Fact] = []
    index, start, length = 0, 0, len(text)
    for stop in _sentence_ends(text):
        here = index
        while index < len(found) and found[index].start < stop:
            index += 1
        frame = walk.enter(start, stop)
        if index > here and frame.part is not Part.GLOSSARY:
            facts.extend(_sentence(text, start, min(stop, length), found[here:index], frame, walk, lexicon))
        start = stop
    return tuple(facts)


def _sentence_ends(text: str) -> list[int]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    return ends


def _sentence(
    text: str, start: int, end: int, candidates: list[Quantity], frame: frames.Frame, walk: frames.Frames, lexicon: Lexicon
) -> list[Fact]:
    quoted = filters.quoted(text[start:end])
    kept = [
        q
        for q in candidates
        if not any(a <= q.start - start < b for a, b in quoted) and filters.is_fact(q, text, start, end, lexicon)
    ]
    if not kept:
        return []
    moments = walk.moments(start, end, frame)
    namer = Namer(text, start, end, kept)
    facts: list[Fact] = []
    previous: changes.Reading | None = None
    for i, q in enumerate(kept):
        floor = namer.floors[i]
        left = text[floor : q.start]
        right = text[q.end : min(end, q.end + 16)]
        joined = namer.joined(i)
        reading = changes.read(q, left, right, previous, joined)
        previous = reading
        name = namer.name(i, reading.measure is not Measure.LEVEL)
        clause = text[namer._clause_start(q.start) : q.start]
        moment = next((m for m in reversed(moments) if m.at < q.start), None)
        span = frame if moment is None else frames.Frame(moment.start, moment.end, frame.part)
        basis, basis_rule, basis_words = changes.basis(
            reading, clause, text[start : q.start], several=span.several, quantity=q, year=walk.year, frame_start=frame.start
        )
        averaged = basis.value == "avg"
        rate = words.RATE_NAME.search(name.name) is not None
        reached = reading.measure is Measure.LEVEL and (rate or _REACHED.search(text[max(floor, q.start - 12) : q.start]) is not None)
        reached = reached or reading.measure is Measure.RANK
        cumulative = _CUMULATIVE.search(clause) is not None
        begin, finish, period_rule, period_words = frames.settle(
            frame, moment, walk.year, averaged=averaged, cumulative=cumulative, at_end=reached, flow=not rate
        )
        status, status_rule, status_words = frames.status(text, frame, moment, walk.year, start, q.start)
        facts.append(
            Fact(
                q.start, q.end, q.quantity, q.value, q.unit, q.base_value, q.base_unit, q.base_value_high, q.bound,
                reading.measure, reading.direction, basis, status, begin, finish, name.name,
                name.start if name.start >= 0 else None, name.end if name.start >= 0 else None,
                canon.canonical(lexicon, name.name, q.base_unit, reading.measure.value), name.action, 0.5, (),
                (
                    ("measure", reading.rule, reading.words), ("indicator", name.rule, name.name),
                    ("period", period_rule, period_words), ("status", status_rule, status_words),
                    ("basis", basis_rule, basis_words),
                ),
            )  # fmt: skip
        )
    return facts


def propose(document: Document, span: Span, lexicon: Lexicon | None = None) -> Fact:
    """A prefilled fact for a stretch that an analyst has selected; its quantity is the selection as it stands."""
    lexicon = lexicon or Lexicon.load()
    text = document.text
    walk = frames.Frames.of(document)
    start = 0
    for stop in _sentence_ends(text):
        frame = walk.enter(start, stop)
        if span.start < stop:
            break
        start = stop
    else:
        return Fact(span.start, span.end, span.of(text), None, "", None, "")
    q = parse(span.of(text))
    if q is not None:
        here = Quantity(
            span.start, span.end, span.of(text), q.value, q.unit, q.base_value, q.base_unit, q.base_value_high, q.bound,
            q.kind, span.start,
        )  # fmt: skip
    else:
        here = Quantity(span.start, span.end, span.of(text), None, "", None, "", core=span.start)
    others = [o for o in quantities(text, start, stop) if not (o.start < span.end and span.start < o.end)]
    around = sorted([*others, here], key=lambda o: o.start)
    for fact in _unfiltered(text, start, stop, around, frame, walk, lexicon):
        if fact.start == span.start and fact.end == span.end:
            return fact
    return Fact(span.start, span.end, span.of(text), here.value, here.unit, here.base_value, here.base_unit)


def _unfiltered(
    text: str, start: int, end: int, around: list[Quantity], frame: frames.Frame, walk: frames.Frames, lexicon: Lexicon
) -> list[Fact]:
    return _sentence(text, start, end, around, frame, walk, lexicon)


__all__ = ["Decimal", "Direction", "Status", "extract", "propose"]
