"""A document in brief: who, where, when, its parts, what was mended; what `duidu info` prints."""

from __future__ import annotations

from collections import Counter

from core.documents import Document, Section


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


def placed(words: str, year: int | None) -> dict[str, str]:
    """A region named by a person, as region, region_code and level of Metadata; the words alone where none is known.

    `words` is a path joined by "/" or a name written together (四川省/攀枝花市/米易县, 江苏昆山).
    """
    from core import regions

    words = words.strip().strip("/")
    chain = next(iter(regions.chains(words.replace("/", ""), year)), ())
    if words == "中华人民共和国":
        return {"region": words, "region_code": "", "level": "nation"}
    if not chain:
        return {"region": words, "region_code": "", "level": ""}
    path, code = regions.path(chain[-1], year), chain[-1].code
    last = words.rpartition("/")[2]
    if "/" in words and last not in path:  # a township, or an area without a code, below what the table knows
        return {"region": words, "region_code": code, "level": "township"}
    return {"region": path, "region_code": code, "level": chain[-1].level}


def readings(words: str, year: int | None) -> list[str]:
    """The full paths that a region's name may stand for (朝阳区 is in two cities), the most likely first."""
    from core import regions

    chains = regions.chains(words.strip().replace("/", ""), year)
    return list(dict.fromkeys(regions.path(chain[-1], year) for chain in chains if chain))
