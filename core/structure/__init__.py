"""Parts, headings, paragraphs and sentences of a reading text, and the time frame of each.

The text is read once from front to back: a heading of the first level declares a frame (一、2020年工作回顾), the first
words of a paragraph may turn it (各位代表，2020年…), sections below inherit it. Linear in the length of the text.
"""

from __future__ import annotations

from core.documents import Structure
from core.spans import Span
from core.structure import frames, headings, splitting, years
from core.structure.headings import Heading
from core.structure.outline import Outline

__all__ = ["structure"]

_MARKS = set("。！？；：，!?;:,")


def structure(text: str, year: int | None = None) -> Structure:
    """The ranges of a text; `year` is the report's year where it is known, else it is taken from the text."""
    paragraphs = splitting.lines(text)
    segments = splitting.segments(text, paragraphs)
    if year is None:
        year = years.evidence(text).year
    found = headings.find(text, segments)
    outline = Outline(text, year, nested=_nested(text, found))
    if segments and (0 not in found or found[0].style not in (headings.PART, headings.CHINESE)):
        outline.begin(0, 1, Span(0, 0), outline.frame)
    for index, segment in enumerate(segments):
        heading = found.get(index)
        if (heading is None or heading.style >= headings.ARABIC) and outline.terms(segments, index):
            continue
        if heading is not None:
            outline.heading(heading)
        else:
            outline.paragraph(segment)
    # Headings of a joined line end at a blank or at nothing; where a mark ends them, it belongs to the sentence.
    breaks = [h.title.end for h in found.values() if text[h.title.end : h.title.end + 1] not in _MARKS]
    breaks += [h.title.start for h in found.values()]
    breaks.sort()
    return Structure(tuple(paragraphs), tuple(splitting.sentences(text, breaks)), outline.finish())


def _nested(text: str, found: dict[int, Heading]) -> bool:
    """True where lines without numbers are the parts and 一、 counts what is below them."""
    parts = [h for h in found.values() if h.style == headings.PART and not frames.glossary(h.title.of(text))]
    numbered = [h for h in found.values() if h.style == headings.CHINESE]
    if len(parts) < 2 or not numbered or parts[0].title.start > numbered[0].title.start:
        return False
    return 2 * sum(frames.part_line(h.title.of(text)) for h in numbered) < len(numbered)
