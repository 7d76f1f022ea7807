"""A report on paper: its text with the highlights of its facts, tagged stretches and notes, as PDF or by a printer.

Highlights are told apart without colour, as on screen: filled for what was achieved, the line below for the state, and
every fact with a note or a correction has a number that leads to the list at the end. The PDF is written in a process
of its own; its font is the program's, so that it looks the same everywhere and its Chinese can be searched and copied.
"""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from core.documents import Document
from core.facts import Fact, State, Status
from core.messages import set_language, text
from core.paths import resource
from core.store import Passage, Store, TagRow
from gui.theme import colours
from gui.wording import period_text, shown, value_text

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

POINTS = 10.5  # 五号, the usual size of Chinese text on paper
LINE = 140  # percent
_LINES = {
    State.PROPOSED: QTextCharFormat.UnderlineStyle.DotLine,
    State.ACCEPTED: QTextCharFormat.UnderlineStyle.SingleUnderline,
    State.CORRECTED: QTextCharFormat.UnderlineStyle.WaveUnderline,
    State.ADDED: QTextCharFormat.UnderlineStyle.DashUnderline,
}


def composed(
    document: Document, facts: Sequence[Fact], passages: Sequence[Passage] = (), tags: Sequence[TagRow] = ()
) -> QTextDocument:
    """The report as it goes on paper, not laid out yet; needs a QGuiApplication."""
    made = QTextDocument()
    made.setDefaultFont(_font(POINTS))
    cursor = QTextCursor(made)
    noted = _write_text(cursor, document, facts, passages, {tag.id: tag for tag in tags})
    _write_notes(cursor, noted, passages, {tag.id: tag for tag in tags}, document)
    return made


def pdf(
    path: Path, document: Document, facts: Sequence[Fact], passages: Sequence[Passage], tags: Sequence[TagRow]
) -> int:
    """Write a report as PDF on A4; the number of pages. OSError where the file cannot be written."""
    draft = path.with_name(f".{path.name}.part")
    draft.touch()  # says at once, and why, when nothing can be written there
    writer = QPdfWriter(str(draft))
    writer.setTitle(document.metadata.title or document.name)
    writer.setCreator("Duidu")
    writer.setResolution(300)
    # Without margins of the page: the text's own, two centimetres, have room for the page number below.
    page = QPageSize(QPageSize.PageSizeId.A4)
    margins = QMarginsF(0, 0, 0, 0)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))
    composed(document, facts, passages, tags).print_(writer)
    del writer  # closes the file
    from pypdfium2 import PdfDocument

    with PdfDocument(draft) as written:
        pages = len(written)
    os.replace(draft, path)
    return pages


def pdf_of(project: Path, document: int, path: Path, language: str) -> int:
    """The same for a report of a project file, in a process of its own that has no window."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    set_language(language)
    with Store.open(project, readonly=True) as store:
        parts = (store.document(document), store.facts(document), store.passages(document), store.tags())
    pages = pdf(path, *parts)
    del application
    return pages


def printed(printer: QPrinter, document: Document, facts: Sequence[Fact], passages: Sequence[Passage],
            tags: Sequence[TagRow]) -> None:  # fmt: skip
    """Send a report to a printer."""
    composed(document, facts, passages, tags).print_(printer)


def _font(points: float) -> QFont:
    family = "Duidu Sans SC"
    if family not in QFontDatabase.families():
        added = QFontDatabase.addApplicationFont(str(resource("fonts", "DuiduSansSC.ttf")))
        families = QFontDatabase.applicationFontFamilies(added)
        family = families[0] if families else ""
    font = QFont(family) if family else QFont()
    font.setPointSizeF(points)
    return font


def _write_text(
    cursor: QTextCursor, document: Document, facts: Sequence[Fact], passages: Sequence[Passage], tags: dict[int, TagRow]
) -> list[Fact]:
    """Title and text; the facts that have something to say at the end, in the order of their numbers."""
    block = QTextBlockFormat()
    block.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    block.setBottomMargin(4)
    plain, heading = QTextCharFormat(), QTextCharFormat()
    heading.setFontWeight(QFont.Weight.Bold)
    title = QTextCharFormat(heading)
    title.setFontPointSize(POINTS + 6)
    cursor.setBlockFormat(block)
    about = document.metadata
    cursor.insertText(about.title or document.name, title)
    place = " · ".join(part for part in (about.region.replace("/", " "), str(about.year or ""), document.name) if part)
    quiet = QTextCharFormat()
    quiet.setForeground(QBrush(QColor("#5c6370")))
    cursor.insertBlock(block)
    cursor.insertText(place, quiet)
    heads = {section.title.start for section in document.structure.sections if section.title.end > section.title.start}
    noted: list[Fact] = []
    kept = [fact for fact in facts if fact.state is not State.REJECTED]
    at = 0
    for line in document.text.split("\n"):
        cursor.insertBlock(block)
        base = heading if any(at <= head < at + len(line) + 1 for head in heads) and len(line) < 60 else plain
        inside = [fact for fact in kept if at <= fact.start < at + len(line)]
        edges = {at, at + len(line)}
        edges |= {edge for f in inside for edge in (f.start, f.end) if edge <= at + len(line)}
        mine = [
            p for p in passages if p.start is not None and p.end is not None and p.start < at + len(line) and p.end > at
        ]
        edges |= {edge for p in mine for edge in (p.start or 0, p.end or 0) if at <= edge <= at + len(line)}
        stops = sorted(edges)
        for start, end in itertools.pairwise(stops):
            covering = [fact for fact in inside if fact.start <= start and end <= fact.end]
            tagged = [p for p in mine if (p.start or 0) <= start and end <= (p.end or 0)]
            cursor.insertText(document.text[start:end], _format(base, covering, tagged, tags))
            for fact in covering:
                if fact.end == end and (fact.note or fact.machine):
                    noted.append(fact)
                    cursor.insertText(str(len(noted)), _raised())
        at += len(line) + 1
    return noted


def _format(
    base: QTextCharFormat, facts: Sequence[Fact], passages: Sequence[Passage], tags: dict[int, TagRow]
) -> QTextCharFormat:
    made = QTextCharFormat(base)
    if facts:
        fact, palette = facts[-1], colours("light")
        measure = fact.measure.value
        if fact.status is not Status.TARGET:
            made.setBackground(QBrush(QColor(palette[f"mark.{measure}_fill"])))
        made.setUnderlineStyle(_LINES[fact.state])
        made.setUnderlineColor(QColor(palette[f"mark.{measure}_line"]))
    elif passages:
        tag = tags.get(passages[0].tag or 0)
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashDotLine)
        made.setUnderlineColor(QColor(tag.colour if tag else "#77797c"))
    return made


def _raised() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
    return made


def _write_notes(
    cursor: QTextCursor, noted: Sequence[Fact], passages: Sequence[Passage], tags: dict[int, TagRow], document: Document
) -> None:
    """The notes and corrections by number, then the tagged stretches."""
    block, bold = QTextBlockFormat(), QTextCharFormat()
    block.setTopMargin(10)
    bold.setFontWeight(QFont.Weight.Bold)
    plain = QTextCharFormat()
    if noted:
        cursor.insertBlock(block)
        cursor.insertText(text("print.notes"), bold)
    for number, fact in enumerate(noted, start=1):
        cursor.insertBlock(QTextBlockFormat())
        said = [
            f"{number}  {fact.indicator} {value_text(fact)} {period_text(fact.period_start, fact.period_end)}".strip()
        ]
        said += [
            text("learn.field", field=text(f"field.{name}"), old=shown(name, old), new=shown(name, getattr(fact, name)))
            for name, old in (fact.machine or {}).items()
            if name in ("indicator", "canonical", "measure", "status", "direction", "basis", "action")
        ]
        said += [fact.note] if fact.note else []
        cursor.insertText(" · ".join(said), plain)
    if passages:
        cursor.insertBlock(block)
        cursor.insertText(text("print.marks"), bold)
    for passage in passages:
        cursor.insertBlock(QTextBlockFormat())
        words = text("passages.whole")
        if passage.start is not None and passage.end is not None:
            words = "“" + document.text[passage.start : passage.end].replace("\n", " ") + "”"
        tag = tags.get(passage.tag or 0)
        cursor.insertText(" · ".join(part for part in (words, tag.name if tag else "", passage.note) if part), plain)
