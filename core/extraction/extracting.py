"""The pass over a document that turns quantities into facts."""

from __future__ import annotations

import re
from dataclasses import replace

from core.documents import Document, Part
from core.extraction import filters, frames, pieces, recording, spacing, worded, words
from core.facts import Fact, Status
from core.lexicon import Lexicon
from core.numbers import Quantity, parse, quantities
from core.spans import Span

_GLOSSARY = Part.GLOSSARY
_SENTENCE_MARKS = "。！？!?\n"


def extract(document: Document, lexicon: Lexicon | None = None) -> tuple[Fact, ...]:
    """All proposed facts of a document, in the order of the text. Pure; positions are code points of `document.text`."""
    lexicon = lexicon or Lexicon.load()
    squeezed = spacing.squeeze(document)
    text = squeezed.text
    found = quantities(text)
    walk = frames.Frames.of(squeezed)
    frame = walk.enter(0, 0)
    facts: list[Fact] = []
    index, start = 0, 0
    estimated = ""  # 预计 at the head of a paragraph holds for the main figures listed straight after it
    for stop in _sentence_ends(text):
        here = index
        while index < len(found) and found[index].start < stop:
            index += 1
        if stop > walk.quiet:
            frame = walk.enter(start, stop)
        if index == here and not estimated:  # most sentences
            start = stop
            continue
        if index > here and frame.part is not _GLOSSARY:
            made = _sentence(text, start, stop, found[here:index], frame, walk, lexicon)
            if estimated == "list" and not _lists(made, start):
                estimated = ""
            if estimated:
                made = [_estimated(fact) for fact in made]
            elif text.find("预计", start, stop) >= 0 and any(
                fact.status is Status.ESTIMATE and fact.canonical for fact in made
            ):
                estimated = _expects_more(text, start, stop)
            facts.extend(made)
        elif estimated == "list" and stop - start > 2:
            estimated = ""
        if (text[stop - 1] == "\n" and estimated == "list") or frame.part.ahead:
            estimated = ""
        start = stop
    return tuple(spacing.restored(pieces.pieced(facts, text), squeezed, document))


def _estimated(fact: Fact) -> Fact:
    if fact.status is not Status.ACTUAL or fact.canonical not in _HEADLINE:
        return fact
    why = tuple(("status", "estimate_before", "预计") if line[0] == "status" else line for line in fact.why)
    return fact.with_(status=Status.ESTIMATE, why=why)


def _lists(made: list[Fact], start: int) -> bool:
    """固定资产投资2140亿元，增长10%。: a sentence that goes on with the main figures and says nothing else first."""
    if not made:
        return False
    first = made[0]
    return first.canonical in _HEADLINE and first.indicator_start is not None and first.indicator_start - start <= 6


def _expects_more(text: str, start: int, stop: int) -> str:
    """How far 预计 reaches beyond its sentence: "all" with （下同）, "list" at the head of a paragraph, else ""."""
    if (word := _FROM_HERE.search(text, start, stop)) is not None:
        return "all" if text[word.end() : word.end() + 1] in "）)" else ""
    opens = start == 0 or text[start - 1] == "\n"
    return "list" if opens and _HEAD.match(text, start, stop) is not None else ""


_HEAD = re.compile(
    r"[\s\u3000]*(?:各位代表[，,！!：:])?(?:(?:过去一年|(?:19|20)\d\d年)[，,]?)?(?:据|经)?(?:初步)?(?:统计|测算|核算)?[，,]?(?:全年)?预计"
)
_FROM_HERE = re.compile(r"预计[^，。；]{0,12}[（(](?:以?下同|下同)")
# The figures that open a report and are estimated together when the year has not ended.
_HEADLINE = words.WORDS["headline"]


_LONGEST = 800  # characters looked at together; a longer sentence is cut at a comma, so that time stays linear


def _sentence_ends(text: str) -> list[int]:
    ends: list[int] = []
    start = 0
    stops = [len(text)]
    for mark in _SENTENCE_MARKS:  # finding each mark by itself takes a fifth of the time of a pattern for all
        at = text.find(mark)
        while at >= 0:
            stops.append(at + 1)
            at = text.find(mark, at + 1)
    for stop in sorted(stops):
        while stop - start > _LONGEST:
            cut = max(text.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in "；，,;") + 1
            start = cut or start + _LONGEST
            ends.append(start)
        if stop > start:
            ends.append(stop)
            start = stop
    return ends


def _sentence(
    text: str,
    start: int,
    end: int,
    candidates: list[Quantity],
    frame: frames.Frame,
    walk: frames.Frames,
    lexicon: Lexicon,
) -> list[Fact]:
    kept = _facts_only(text, start, end, candidates, lexicon)
    return recording.record(text, start, end, kept, frame, walk, lexicon) if kept else []


def _facts_only(text: str, start: int, end: int, candidates: list[Quantity], lexicon: Lexicon) -> list[Quantity]:
    quoted = filters.quoted(text[start:end])
    return [
        q
        for q in candidates
        if not (quoted and any(a <= q.start - start < b for a, b in quoted))
        and filters.is_fact(q, text, start, end, lexicon)
    ]


def propose(document: Document, span: Span, lexicon: Lexicon | None = None) -> Fact:
    """A prefilled fact for a stretch that an analyst has selected; its quantity is the selection as it stands."""
    lexicon = lexicon or Lexicon.load()
    squeezed = spacing.squeeze(document)
    text = squeezed.text
    begin, finish = squeezed.short(span.start), squeezed.short(span.end)
    plain = Fact(span.start, span.end, span.of(document.text), None, "", None, "")
    walk = frames.Frames.of(squeezed)
    start = 0
    for stop in _sentence_ends(text):
        frame = walk.enter(start, stop)
        if begin < stop:
            break
        start = stop
    else:
        return plain
    q = parse(text[begin:finish])
    here = Quantity(begin, finish, text[begin:finish], None, "", None, "", core=begin)
    if q is not None:
        here = replace(q, start=begin, end=finish, quantity=text[begin:finish], core=begin)
    elif inside := quantities(text, begin, finish):  # the selection holds a quantity among other words
        here = replace(inside[0], start=begin, end=finish, quantity=text[begin:finish])
    others = [o for o in quantities(text, start, stop) if o.end <= begin or finish <= o.start]
    kept = sorted([*_facts_only(text, start, stop, others, lexicon), here], key=lambda o: o.start)
    for fact in recording.record(text, start, stop, kept, frame, walk, lexicon):
        if fact.start == begin:
            found = spacing.restored([fact], squeezed, document)[0].with_(
                start=span.start, end=span.end, quantity=plain.quantity
            )
            return found if found.value is not None else found.with_(**worded.said(plain.quantity, found))
    return plain
