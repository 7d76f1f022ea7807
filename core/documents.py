"""The values that stand for a report: its two texts, its structure, where it comes from, what was mended."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from core.offsets import OffsetMap
from core.spans import Span


class Part(StrEnum):
    """The function of a passage in a work report; decides the time frame of its figures."""

    OPENING = "opening"
    REVIEW = "review"  # the year just past
    REVIEW_TERM = "review_term"  # the past term or plan period, several years
    PLAN = "plan"  # the coming year: targets and tasks
    PLAN_TERM = "plan_term"  # the coming term or plan period: targets and tasks
    GOVERNANCE = "governance"  # the government's own building, coming year
    GLOSSARY = "glossary"
    OTHER = "other"

    ahead: bool
    """True for the parts on coming work, where an undated figure is a target."""

    def __init__(self, name: str) -> None:
        self.ahead = name in ("plan", "plan_term", "governance")  # asked for several times in every sentence


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text under it, up to the next heading of the same or a higher level.

    `start`..`end` covers heading and body; `title` is the heading's own span (empty for an unnamed part).
    `level` 1 is a part of the report (一、), 2 (一), 3 1. and so on. Years are inclusive; None where unknown.
    """

    start: int
    end: int
    level: int
    title: Span
    part: Part
    period_start: int | None = None
    period_end: int | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """Paragraph, sentence and section ranges of the reading text, each rising; sentences never cross paragraphs."""

    paragraphs: tuple[Span, ...] = ()
    sentences: tuple[Span, ...] = ()
    sections: tuple[Section, ...] = ()

    def sentence_at(self, position: int) -> Span:
        """The sentence that holds the code point; Span(position, position) where there is none."""
        index = bisect_right(self.sentences, position, key=lambda s: s.start) - 1
        if index >= 0 and position < self.sentences[index].end:
            return self.sentences[index]
        return Span(position, position)

    def section_at(self, position: int) -> Section | None:
        """The innermost section that holds the code point."""
        found = None
        for section in self.sections:
            if section.start > position:
                break
            if position < section.end:
                found = section
        return found


@dataclass(frozen=True, slots=True)
class Finding:
    """How one item of the metadata was found: by which evidence and how sure (0–1)."""

    source: str  # "title", "opening", "text", "file name", "sections", "analyst"
    confidence: float
    choices: tuple[str, ...] = ()  # likely alternatives, best first, for the analyst to pick from


@dataclass(frozen=True, slots=True)
class Metadata:
    """Who reports, where and when. Empty string or None where the text does not say.

    `region` is the full path joined by "/" (辽宁省/锦州市/北镇市), `region_code` GB/T 2260 (six digits, valid in the
    report's year), `level` one of nation, province, prefecture, county, township; `year` the year whose plan the
    report sets out (a report given on 2020-12-29 about 2021 has 2021); `date` ISO 8601.
    """

    title: str = ""
    region: str = ""
    region_code: str = ""
    level: str = ""
    year: int | None = None
    date: str = ""
    session: str = ""
    speaker: str = ""
    findings: dict[str, Finding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repair:
    """One change on the way from original to reading text.

    `kind` is one of the names in core.repairing.KINDS; `original` and `text` are its places in the two texts;
    `before` and `after` the characters; `confidence` 0–1; `decided` says that the analyst refused it or wrote `after`.
    """

    kind: str
    original: Span
    text: Span
    before: str
    after: str
    confidence: float = 1.0
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A report as it is read. `text` is what facts point into; `offsets` leads from it back to `original`."""

    name: str  # the file's name without folder
    sha256: str  # of the source bytes
    encoding: str
    original: str
    text: str
    offsets: OffsetMap
    structure: Structure = Structure()
    metadata: Metadata = Metadata()
    repairs: tuple[Repair, ...] = ()

    @classmethod
    def plain(cls, text: str, name: str = "") -> Document:
        """A document whose reading text is its original; structure and metadata left empty."""
        return cls(name, sha256(text.encode()).hexdigest(), "utf-8", text, text, OffsetMap.identity(len(text)))
