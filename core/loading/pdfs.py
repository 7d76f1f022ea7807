"""PDF: the text layer, its lines joined to paragraphs, without running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median
from typing import Any

from core.errors import ReadingError

PAGES = 1_000
"""A report has 20 to 80 pages."""

_NUMBER = re.compile(r"[-—–－·•\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–－·•\s]*")
_END = re.compile(r"[。！？!?；;：:]['\"”’）)】》]*$")
_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[部章节]|"
    r"\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|——|各位代表|同志们)"
)


def pdf(data: bytes, name: str) -> tuple[str, str, dict[str, str]]:
    """`(text, "pdf", hints)`; ReadingError "scanned_pdf" where the pages are pictures."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise ReadingError("locked_file" if "assword" in str(problem) else "broken_file", name=name) from None
    try:
        count = len(document)
        if count > PAGES:
            raise ReadingError("too_much_inside", name=name)
        pages = [_lines(document, number) for number in range(count)]
        hints = {}
        if title := document.get_metadata_dict().get("Title", "").strip():
            hints["title"] = title[:300]
    except pypdfium2.PdfiumError:
        raise ReadingError("broken_file", name=name) from None
    finally:
        document.close()
    characters = sum(len(line) for page in pages for line in page)
    # A scan has a stamp or a page number as text at most; a page of a report has 300 to 1,000 characters.
    if characters < 20 * max(1, count):
        raise ReadingError("scanned_pdf", name=name, pages=count)
    return joined(bare(pages)), "pdf", hints


def _lines(document: Any, number: int) -> list[str]:
    import pypdfium2

    try:
        page = document[number]
        try:
            text = page.get_textpage().get_text_bounded()
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        return []
    return [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def bare(pages: list[list[str]]) -> list[list[str]]:
    """Pages without page numbers and without the lines that come back at the top or bottom of most pages."""
    pages = [[line for line in page if line.strip()] for page in pages]
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_face(line) for line in (*page[:2], *page[-2:])})
    often = {line for line, times in edges.items() if times >= max(3, 0.4 * len(pages)) and line}
    out = []
    for page in pages:
        last = len(page) - 2
        edge = {
            i
            for i, line in enumerate(page)
            if (i < 2 or i >= last) and (_face(line) in often or _NUMBER.fullmatch(line))
        }
        out.append([line for i, line in enumerate(page) if i not in edge])
    return out


def _face(line: str) -> str:
    """A line without its numbers, so that running heads with a page number compare equal."""
    return re.sub(r"[\d\s]+", "", line)


def joined(pages: list[list[str]]) -> str:
    """Paragraphs: a line that fills its width goes on in the next, also across a page."""
    lines = [line for page in pages for line in page]
    if not lines:
        return ""
    widths = [_width(line) for line in lines]
    full = sorted(widths)[int(len(widths) * 0.85)] if len(widths) > 5 else median(widths)
    out: list[str] = []
    going = False
    for line, width in zip(lines, widths, strict=True):
        text = line.strip()
        if going and not _starts(line):
            glue = " " if re.search(r"[A-Za-z]$", out[-1]) and re.match(r"[A-Za-z]", text) else ""
            out[-1] += glue + text
        else:
            out.append(text)
        # A full line that ends a sentence may end the paragraph or not: an indent or a heading in the next decides.
        going = width >= full - 3
    return "\n".join(out) + "\n"


def _starts(line: str) -> bool:
    return bool(line.startswith(("\u3000\u3000", "    ")) or _HEADING.match(line))


def _width(line: str) -> float:
    """In Han characters."""
    return sum(0.5 if c.isascii() else 1.0 for c in line.rstrip())
