"""A document in brief: who, where, when, its parts, what was mended; what `duidu info` prints."""

from __future__ import annotations

from collections import Counter

from core.documents import Document, Finding, Section
from core.messages import text


def info(document: Document) -> dict[str, object]:
    """Plain values, ready for JSON. `start` and `end` of the parts are code points of the reading text."""
    about = document.metadata
    return {
        "name": document.name,
        "region": about.region,
        "region_code": about.region_code,
        "level": about.level,
        "year": about.year,
        "date": about.date,
        "session": about.session,
        "speaker": about.speaker,
        "title": about.title,
        "found": {
            key: {"source": finding.source, "confidence": finding.confidence, "choices": list(finding.choices)}
            for key, finding in about.findings.items()
        },
        "parts": [_part(document, section) for section in document.structure.sections if section.level == 1],
        "characters": len(document.text),
        "paragraphs": len(document.structure.paragraphs),
        "sentences": len(document.structure.sentences),
        "encoding": document.encoding,
        "repairs": dict(Counter(repair.kind for repair in document.repairs).most_common()),
    }


def _part(document: Document, section: Section) -> dict[str, object]:
    return {
        "part": section.part.value,
        "title": section.title.of(document.text),
        "start": section.start,
        "end": section.end,
        "period": period(section),
    }


def period(section: Section) -> str:
    """2020, 2016-2020, or empty where the years are not known."""
    if section.period_start is None or section.period_end is None:
        return ""
    if section.period_start == section.period_end:
        return str(section.period_start)
    return f"{section.period_start}-{section.period_end}"


# Below this the analyst is asked.
SURE = 0.6


def explain(finding: Finding | None) -> str:
    """How an item of the metadata was found, in the current language, for tooltips and the card of a report."""
    if finding is None or not finding.source:
        return text("source.none")
    source = text("source." + finding.source.replace(" ", "_"))
    return text("finding.sure" if finding.confidence >= SURE else "finding.unsure", source=source)
